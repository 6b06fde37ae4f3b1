"""Text files: encodings, spacing and pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.errors import BadFileError
from ingest.reading.layout import Layout, Line
from ingest.reading.text_pages import most_even, paged
from ingest.reading.txt import read_txt
from tests.ingest.making import report_text

TEXT = "Årets mål för Ängens öppna förskola\n\n  Utfall   12 %    7 %\n"


def lines(layout: Layout) -> list[Line]:
    return [item for page in layout.pages for item in page.items if isinstance(item, Line)]


@pytest.mark.parametrize(
    "coding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
def test_every_encoding_gives_the_same_lines(tmp_path: Path, coding: str) -> None:
    (tmp_path / "a.txt").write_bytes(TEXT.replace("\n", "\r\n").encode(coding))
    read = lines(read_txt(tmp_path / "a.txt"))
    assert [line.text for line in read] == [
        "Årets mål för Ängens öppna förskola",
        "",
        "Utfall   12 %    7 %",
    ]
    assert [line.x0 for line in read] == [0.0, 0.0, 10.0]


@pytest.mark.parametrize("data", [b"\0\1\2\3" * 100, bytes(range(256)) * 4, b"abc\0def" * 50])
def test_what_is_binary_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    with pytest.raises(BadFileError, match=r"a\.txt: Filen är inte en textfil"):
        read_txt(tmp_path / "a.txt")


@pytest.mark.parametrize("text", [" \n\n\t\n", "", "\f\f", "Sida 1 \f(2)", "\u00ad\n\u2028"])
def test_blanks_and_page_marks_alone_are_no_text(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    with pytest.raises(BadFileError, match="ingen text"):
        read_txt(tmp_path / "a.txt")


def test_lines_that_nobody_broke_are_whole_paragraphs(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Rubrik\n" + "ord " * 100 + "\nKort stycke.\n")
    assert all(line.whole for line in lines(read_txt(tmp_path / "a.txt")))
    (tmp_path / "b.txt").write_text("Rubrik\nbruten\nrad\n")
    assert not any(line.whole for line in lines(read_txt(tmp_path / "b.txt")))


def test_form_feeds_are_pages_and_empty_ones_count(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("ett\n\f\n\ftre\n")
    layout = read_txt(tmp_path / "a.txt")
    assert [(page.number, len(page.items)) for page in layout.pages] == [(1, 1), (2, 0), (3, 1)]
    assert layout.warnings == ()


def test_without_any_sign_everything_is_page_one_and_that_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(report_text().replace("\f", ""))
    layout = read_txt(tmp_path / "a.txt")
    assert len(layout.pages) == 1
    assert "saknar sidbrytningar" in layout.warnings[0]


def test_page_marks_number_the_pages() -> None:
    found = paged(["Sid 1 (3)", "ett", "Sid 2 (3)", "två (77)", "Sid 3 (3)", "tre"])
    assert [(n, [x for x in raw if x]) for n, raw in found.pages] == [
        (1, ["ett"]),
        (2, ["två (77)"]),
        (3, ["tre"]),
    ]
    assert found.warnings == ()


def test_marks_below_their_pages() -> None:
    body = [f"rad {n}" for n in range(8)]
    found = paged([*body, "Sida 1 av 2", "sista", "Sida 2 av 2"])
    assert [(n, sum(bool(x) for x in raw)) for n, raw in found.pages] == [(1, 8), (2, 1)]


def test_a_running_head_with_words_stays_to_name_the_report() -> None:
    found = paged(["Enheten Eken, Verksamhetsberättelse 1(2)", "a", "Enheten Eken 2(2)", "b"])
    assert found.pages[0][1][0].startswith("Enheten Eken")
    assert [n for n, _ in found.pages] == [1, 2]


def test_a_number_in_brackets_is_not_a_page() -> None:
    """One stray total against the common one, and one mark out of order."""
    found = paged(["Sid 4 (9)", "Resultatet var 12 (77)", "Sid 5 (9)", "x", "Sid 2 (9)", "y"])
    assert [n for n, _ in found.pages][:2] == [4, 5]
    assert 12 not in dict(found.pages)


def test_gaps_between_marks_are_shared_out_and_said() -> None:
    filler = [f"rad {n}" for n in range(9)]
    found = paged(["Sid 1 (4)", *filler, " två", *filler, " tre", *filler, "Sid 4 (4)", "slut"])
    starts = {n: next(x for x in raw if x.strip()).strip() for n, raw in found.pages}
    assert starts == {1: "rad 0", 2: "två", 3: "tre", 4: "slut"}
    assert "uppskattade" in found.warnings[0]


def test_pages_before_the_first_mark_are_counted_backwards() -> None:
    filler = [f"rad {n}" for n in range(9)]
    found = paged([" inledning", *filler, " mer", *filler, "Sid 6 (6)", "slut"])
    assert [n for n, _ in found.pages] == [4, 5, 6]


def test_cuts_are_as_even_as_the_hints_allow() -> None:
    assert most_even([2, 10, 11, 19, 28], 0, 30, 3) == [10, 19]
    assert most_even([7], 0, 30, 3) == [7]
    assert most_even([], 0, 30, 1) == []
