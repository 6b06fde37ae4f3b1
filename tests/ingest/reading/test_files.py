"""Which files a path means, and what a file is by its content."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest

from ingest.errors import BadFileError
from ingest.reading.files import Kind, Limits, check_size, find_files, kind_of, sha256_of
from tests.ingest.making import report_docx, report_pdf


def test_a_folder_means_its_reports_and_nothing_else(tmp_path: Path) -> None:
    for name in ("b.PDF", "a.docx", "c/d.Txt", ".gömd.pdf", "~$a.docx", "bild.png", ".git/e.pdf"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    found = find_files([tmp_path])
    assert [str(p.relative_to(tmp_path)) for p in found.files] == ["a.docx", "b.PDF", "c/d.Txt"]
    assert found.problems == ()


def test_a_file_that_is_named_is_tried_whatever_its_name_and_only_once(tmp_path: Path) -> None:
    file = tmp_path / "rapport"
    file.write_text("x")
    assert find_files([file, tmp_path / "." / "rapport"]).files == (file,)


def test_what_is_not_there_is_said_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "tom").mkdir()
    (tmp_path / "a.txt").write_text("x")
    found = find_files([tmp_path / "saknas.pdf", tmp_path / "tom", tmp_path / "a.txt"])
    assert found.files == (tmp_path / "a.txt",)
    missing, empty = found.problems
    assert "saknas.pdf" in missing and "finns inte" in missing
    assert "tom" in empty and "inga rapporter" in empty and ".docx" in empty


def test_content_decides_the_format(tmp_path: Path) -> None:
    assert kind_of(report_pdf(tmp_path / "a.docx")) is Kind.PDF
    assert kind_of(report_docx(tmp_path / "b.pdf")) is Kind.DOCX
    (tmp_path / "c.md").write_text("Text")
    assert kind_of(tmp_path / "c.md") is Kind.TXT


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.pdf", b"hej", "inte någon giltig PDF-fil"),
        ("a.docx", b"hej", "inte någon giltig Word-fil"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "spara som .docx"),
        ("a.rtf", b"{\\rtf1 hej}", "RTF"),
        ("a.txt", b"\n<!DOCTYPE HTML><p>hej", "webbsida"),
        ("a.docx", b"PK\x03\x04avhuggen", "skadad eller avhuggen"),
    ],
)
def test_what_is_not_read_gets_advice(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(BadFileError) as caught:
        kind_of(tmp_path / name)
    assert said in str(caught.value)
    assert caught.value.name == name and caught.value.remedy.endswith(".")


def test_a_zip_of_an_unknown_kind_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("word/document.xml", "<x/>")
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 6] = 99  # the version that is needed to unpack it
    path.write_bytes(data)
    with pytest.raises(BadFileError, match="skadad eller avhuggen"):
        kind_of(path)


def test_another_zip_is_not_a_word_document(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as package:
        package.writestr("xl/workbook.xml", "<x/>")
    with pytest.raises(BadFileError, match="kontorsformat"):
        kind_of(tmp_path / "a.xlsx")


def test_sizes_are_checked_without_reading(tmp_path: Path) -> None:
    empty, large = tmp_path / "tom.pdf", tmp_path / "stor.pdf"
    empty.touch()
    with large.open("wb") as file:
        file.truncate(300_000_000)
    with pytest.raises(BadFileError, match=r"tom\.pdf: Filen är tom"):
        check_size(empty, Limits())
    with pytest.raises(BadFileError, match="300 MB, men gränsen är 200 MB"):
        check_size(large, Limits())
    check_size(large, Limits(file_bytes=300_000_000))
    with pytest.raises(BadFileError, match="inte en vanlig fil"):
        check_size(tmp_path, Limits())


def test_messages_use_the_name_that_the_user_knows(tmp_path: Path) -> None:
    with pytest.raises(BadFileError, match=r"^min rapport\.pdf: Filen finns inte"):
        sha256_of(tmp_path / "tmp123", "min rapport.pdf")


def test_a_name_that_is_no_text_is_refused_as_it_can_be_written(tmp_path: Path) -> None:
    """Disks and archives of old hold names in other encodings."""
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xe5rsrapport.txt"))
    path.write_text("text")
    with pytest.raises(BadFileError, match=r"^\?rsrapport.txt: .* Byt namn"):
        check_size(path, Limits())
