"""Bad input through the real reading: a Swedish message with the name, nothing half-stored."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from ingest.archive import Archive
from ingest.console import run
from ingest.identity import Overrides
from ingest.index.memory import MemoryLexical, MemoryStore, WordEmbedder
from ingest.library import Library
from ingest.model import ReportType
from ingest.pipeline import Pipeline
from ingest.reading.files import Limits
from ingest.reading.sandbox import Sandbox
from tests.ingest.making import (
    BODY,
    encrypted_pdf,
    pdf_without_pages,
    report_docx,
    report_pdf,
    report_text,
    scanned_pdf,
    truncated_pdf,
)


def _empty(path: Path) -> Path:
    path.touch()
    return path


def _huge(path: Path) -> Path:
    with path.open("wb") as file:
        file.write(b"%PDF-1.7\n")
        file.truncate(300_000_000)
    return path


def _nameless(path: Path) -> Path:
    """A report that tells board and year but not its type."""
    path.write_text(report_text().replace("Verksamhetsberättelse", "Sammanställning"))
    return path


def _no_pdf(path: Path) -> Path:
    path.write_text("Det här är ingen PDF.")
    return path


BAD: dict[str, tuple[str, Callable[[Path], Path], str, str]] = {
    "empty": ("tom.pdf", _empty, "Filen är tom", "exportera"),
    "encrypted": ("låst.pdf", encrypted_pdf, "skyddad med lösenord", "Ta bort lösenordet"),
    "scanned": ("skannad.pdf", scanned_pdf, "saknar text", "OCR"),
    "truncated": ("avhuggen.pdf", truncated_pdf, "avhuggen", "på nytt"),
    "no pages": ("sidlös.pdf", pdf_without_pages, "inga sidor", "på nytt"),
    "not a pdf": ("brev.pdf", _no_pdf, "inte någon giltig PDF-fil", "på nytt"),
    "huge": ("stor.pdf", _huge, "300 MB", "mindre bilder"),
    "unknown type": ("okänd.txt", _nameless, "rapporttyp", "--typ"),
}


@pytest.fixture
def library(tmp_path: Path) -> Library:
    archive = Archive(tmp_path / "editions")
    return Library(MemoryStore(), MemoryLexical(), WordEmbedder(), archive)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """One reading child for all, to save its start."""
    with Sandbox(Limits()) as opened:
        yield opened


@pytest.fixture
def pipeline(library: Library, sandbox: Sandbox) -> Pipeline:
    return Pipeline(library, read=sandbox.read)


def ingest(pipeline: Pipeline, *paths: Path) -> tuple[int, str]:
    console = Console(file=StringIO(), width=200, force_terminal=False)
    code = run(paths, Overrides(), pipeline, console)
    assert isinstance(console.file, StringIO)
    return code, console.file.getvalue()


@pytest.mark.parametrize("case", BAD)
def test_each_bad_file_is_named_with_advice(
    tmp_path: Path, pipeline: Pipeline, library: Library, case: str
) -> None:
    name, make, said, remedy = BAD[case]
    code, shown = ingest(pipeline, make(tmp_path / name))
    line = next(line for line in shown.splitlines() if name in line)
    assert said in line and remedy in line
    assert code == 1
    assert library.reports() == () and library.store.count() == 0
    assert not (tmp_path / "editions").exists()


def test_all_the_bad_files_and_one_good(
    tmp_path: Path, pipeline: Pipeline, library: Library
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name, make, _, _ in BAD.values():
        make(folder / name)
    report_pdf(folder / "rapport.pdf")
    code, shown = ingest(pipeline, folder)
    assert code == 0
    assert "9 filer: 1 inläst, 8 misslyckades." in shown
    assert [stored.file_name for stored in library.reports()] == ["rapport.pdf"]
    assert ingest(pipeline, folder)[0] == 0, "unchanged counts as taken in"


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("ord.pdf", report_docx),
        ("sexton.txt", lambda path: path.write_bytes(report_text().encode("utf-16")) and path),
        ("utan.pdf", report_pdf),
    ],
)
def test_odd_files_that_can_be_read_are(
    tmp_path: Path, pipeline: Pipeline, library: Library, name: str, make: Callable[[Path], Path]
) -> None:
    """A Word document named .pdf, UTF-16 text – and an ordinary PDF gives the same report."""
    code, shown = ingest(pipeline, make(tmp_path / name))
    assert code == 0, shown
    (stored,) = library.reports()
    assert stored.identity.board == "Norrskogen"
    assert stored.identity.unit == "Ekens verksamhet"
    assert (stored.identity.year, stored.identity.report_type) == (2022, ReportType.VB)
    kept = library.original(stored.document_id)
    assert kept is not None and kept.suffix == {"ord.pdf": ".docx"}.get(name, Path(name).suffix)
    passages = library.store.passages(stored.document_id)
    sentences = [sentence for passage in passages for sentence in passage.sentences]
    assert " ".join(s.text for s in sentences if s.text in BODY) == BODY
    assert {s.page for s in sentences if s.text in BODY} == {2}


def test_a_name_in_an_old_encoding_stops_no_other_file(tmp_path: Path, pipeline: Pipeline) -> None:
    odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xe5r.txt"))
    odd.write_text(report_text())
    code, shown = ingest(pipeline, odd, report_pdf(tmp_path / "hel.pdf"))
    assert code == 0
    assert "?r.txt" in shown and "Byt namn" in shown
    assert "hel.pdf" in shown


def test_a_folder_without_reports_and_a_path_that_is_not_there(
    tmp_path: Path, pipeline: Pipeline
) -> None:
    (tmp_path / "tom").mkdir()
    code, shown = ingest(pipeline, tmp_path / "tom", tmp_path / "saknas.pdf")
    assert code == 1
    assert "inga rapporter" in shown and "saknas.pdf: Sökvägen finns inte" in shown


def test_a_missing_path_beside_a_good_file(tmp_path: Path, pipeline: Pipeline) -> None:
    code, shown = ingest(pipeline, tmp_path / "saknas", report_pdf(tmp_path / "a.pdf"))
    assert code == 0 and "saknas: Sökvägen finns inte" in shown


def test_what_a_picture_page_hides_is_said(tmp_path: Path, pipeline: Pipeline) -> None:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(report_pdf(tmp_path / "a.pdf")))
    writer.append(PdfReader(scanned_pdf(tmp_path / "b.pdf")))
    writer.write(tmp_path / "c.pdf")
    code, shown = ingest(pipeline, tmp_path / "c.pdf")
    assert code == 0 and "Sidorna 3 och 4 är bilder utan text" in shown
