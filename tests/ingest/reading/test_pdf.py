"""Words, rules and grids of PDFs drawn by the test."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from pathlib import Path
from typing import Any

import pypdf
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from ingest.furniture import body_pages
from ingest.reading import glyphs
from ingest.reading.layout import Grid, Line
from ingest.reading.pdf import read_pdf
from tests.ingest.reading.typeset import Sheet

HEAD = [
    "",
    "Indikator",
    "Periodens utfall",
    "Utfall män/ pojkar",
    "Årsmål",
    "KF:s årsmål",
    "Period",
]
WIDTHS = [14, 110, 55, 50, 42, 42, 60]


def _grid(path: Path) -> Grid:
    return next(i for i in read_pdf(path).pages[0].items if isinstance(i, Grid))


def _cells(grid: Grid, row: int) -> list[str]:
    return [" | ".join(cell.lines) for cell in grid.rows[row].cells]


def test_a_word_stands_in_the_cell_that_its_middle_is_in(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.table(WIDTHS, [HEAD, [None, "Andel nöjda gäster", "71 %", None, None, "80 %", "2023"]])
    assert _cells(_grid(sheet.save()), 1) == [
        "", "Andel nöjda gäster", "71 %", "", "", "80 %", "2023",
    ]  # fmt: skip


def test_a_word_cut_by_a_narrow_cell_is_made_whole(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    row = [None, "Sjukfrånvaro", "6,2 %", None, None, "Tas fram av nämnd/styrelse", "VB 2023"]
    sheet.table(WIDTHS, [HEAD, row])
    grid = _grid(sheet.save())
    assert _cells(grid, 0)[2:6] == [
        "Periodens utfall", "Utfall män/ pojkar", "Årsmål", "KF:s årsmål",
    ]  # fmt: skip
    assert _cells(grid, 1)[5] == "Tas fram av nämnd/styrelse"


def test_a_row_without_rules_inside_is_one_cell_of_paragraphs(tmp_path: Path) -> None:
    analysis = (
        "Analys\nKöken har vägt maten varje vecka hela våren och sett att svinnet minskar när "
        "portionerna beställs samma morgon i stället för dagen före.\nBackarna 12%\nHöjden: 9%"
    )
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.table(WIDTHS, [HEAD, [None, "Matsvinn", "9 %", None, None, None, "2023"], [analysis]])
    wide = _grid(sheet.save()).rows[2].cells
    assert len(wide) == 1
    assert wide[0].lines[0] == "Analys"
    assert wide[0].lines[1].endswith("i stället för dagen före.")
    assert wide[0].lines[2:] == ("Backarna 12%", "Höjden: 9%")


def test_text_outside_tables_becomes_lines_with_their_style(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf", head="Enheten Backen, Verksamhetsplan")
    sheet.heading("Inledning", 16)
    sheet.text("Vi tar emot besökare alla vardagar.")
    lines = [i for i in read_pdf(sheet.save()).pages[0].items if isinstance(i, Line)]
    assert [line.text for line in lines] == [
        "Enheten Backen, Verksamhetsplan 1(9)", "Inledning", "Vi tar emot besökare alla vardagar.",
    ]  # fmt: skip
    assert lines[1].style.bold and lines[1].style.size == 16
    assert not lines[2].style.bold and lines[2].style.font == "Times"


def test_all_words_of_a_page_are_read_as_pypdf_reads_them(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.text("Åsa, Örjan och Émile väger 1 200 gram (ca 11,7 %) – «lagom» – varje dag. " * 9)
    path = sheet.save()
    read = " ".join(i.text for i in read_pdf(path).pages[0].items if isinstance(i, Line))
    expected = pypdf.PdfReader(path).pages[0].extract_text()
    assert "".join(read.split()) == "".join(expected.split())


def test_text_askew_is_left_out_with_a_warning(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.text("Vanlig text.")
    sheet.askew("arbetsmaterial")
    layout = read_pdf(sheet.save())
    assert [i.text for i in layout.pages[0].items if isinstance(i, Line)] == ["Vanlig text."]
    assert layout.warnings == ("Sidan 1: text som står på snedden har inte lästs.",)


@pytest.mark.parametrize("what", ["matrix", "box"])
def test_text_that_stands_nowhere_is_left_out_with_a_warning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    """A broken file can make the library's numbers none: every text after the first line here."""
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.text("Vanlig text.")
    sheet.text("borta")
    matrix_of, box_of, asked = glyphs.raw.FPDFPageObj_GetMatrix, glyphs._box_of, Counter[str]()

    def matrix(owner: Any, told: Any) -> Any:
        answer = matrix_of(owner, told)
        asked[what] += 1
        told.a = math.nan if asked[what] > 1 else told.a
        return answer

    def box(handle: Any, index: int, place: int) -> Any:
        answer = box_of(handle, index, place)
        asked[what] += 1
        if asked[what] > len("Vanligtext."):
            ctypes.c_float.from_address(place).value = math.nan
        return answer

    if what == "matrix":
        monkeypatch.setattr(glyphs.raw, "FPDFPageObj_GetMatrix", matrix)
    else:
        monkeypatch.setattr(glyphs, "_box_of", box)
    layout = read_pdf(sheet.save())
    assert [i.text for i in layout.pages[0].items if isinstance(i, Line)] == ["Vanlig text."]
    assert layout.warnings == ("Sidan 1: text som står på snedden har inte lästs.",)


def test_a_turned_page_reads_as_it_is_seen(tmp_path: Path) -> None:
    upright = tmp_path / "upright.pdf"
    sheet = Sheet(upright)
    sheet.table(WIDTHS, [HEAD, [None, "Antal besök", "12", None, "15", None, "2023"]])
    sheet.save()
    for angle in (90, 180, 270):
        writer = pypdf.PdfWriter()
        page = writer.add_page(pypdf.PdfReader(upright).pages[0])
        page.rotate(-angle)
        page.transfer_rotation_to_content()
        page.rotate(angle)
        path = tmp_path / f"turned-{angle}.pdf"
        writer.write(path)
        layout = read_pdf(path)
        assert not layout.warnings
        grid = next(i for i in layout.pages[0].items if isinstance(i, Grid))
        assert _cells(grid, 1) == ["", "Antal besök", "12", "", "15", "", "2023"]


def test_a_page_with_only_a_picture_gives_a_warning(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    canvas.rect(100, 100, 300, 300, fill=1)
    canvas.showPage()
    canvas.drawString(100, 700, "Text")
    canvas.save()
    layout = read_pdf(tmp_path / "a.pdf")
    assert layout.warnings == ("Sidan 1: ingen text (tom sida eller bara en bild).",)


def test_a_rule_of_one_table_does_not_swallow_that_of_another(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    for top, middle in ((700, 300.7), (400, 300.3)):
        canvas.rect(100, top, 400, 40)
        canvas.line(100, top + 20, 500, top + 20)
        canvas.line(middle, top, middle, top + 40)
        for y, texts in ((26, ("Indikator", "Årsmål")), (6, ("A", "9"))):
            canvas.drawString(110, top + y, texts[0])
            canvas.drawString(310, top + y, texts[1])
    canvas.save()
    grids = [i for i in read_pdf(tmp_path / "a.pdf").pages[0].items if isinstance(i, Grid)]
    assert [[len(row.cells) for row in grid.rows] for grid in grids] == [[2, 2], [2, 2]]


def test_goals_at_the_top_of_every_page_are_no_running_heads(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    for n in range(4):
        sheet.y = 60
        sheet.status("Uppfylls helt")
        sheet.y = 300
        sheet.text(f"Text på sida {n}.")
        if n < 3:
            sheet.page()
    tops = [items[0] for items in body_pages(read_pdf(sheet.save()))]
    assert [line.text for line in tops if isinstance(line, Line)] == ["Uppfylls helt"] * 4


def _mapped(path: Path, said: str) -> Path:
    """A page whose letter A its font says is another character, in UTF-16."""
    font = b"1 beginbfchar <41> <%b> endbfchar" % said.encode()
    cmap = b"begincmap 1 begincodespacerange <00> <FF> endcodespacerange " + font + b" endcmap"
    drawn = b"BT /F1 14 Tf 70 700 Td (Solen A skiner) Tj ET"
    bodies = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >> stream\n%b\nendstream" % (len(drawn), drawn),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>",
        b"<< /Length %d >> stream\n%b\nendstream" % (len(cmap), cmap),
    )
    objects = b"".join(b"%d 0 obj\n%b\nendobj\n" % pair for pair in enumerate(bodies, 1))
    path.write_bytes(b"%PDF-1.4\n" + objects + b"trailer << /Root 1 0 R >>\n%%EOF")
    return path


def test_characters_are_read_alike_all_at_once_and_one_by_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.text("Åsa, Örjan och Émile väger 1 200 gram – «lagom» – varje dag, år-\nefter år. " * 9)
    sheet.text("Rubrik")
    path = sheet.save()
    at_once = read_pdf(path)
    asked = Counter[str]()

    def one(handle: Any, index: int) -> Any:
        asked["code"] += 1
        return code_of(handle, index)

    code_of = glyphs._code_of
    monkeypatch.setattr(glyphs, "_code_of", one)
    assert read_pdf(path) == at_once and not asked, "the whole page in one call"
    monkeypatch.setattr(glyphs.raw, "FPDFText_GetText", lambda *_: 0)
    assert read_pdf(path) == at_once and asked["code"] > 500


@pytest.mark.parametrize(
    ("said", "read"), [("D83DDE00", "😀"), ("D800", "\ufffd"), ("DC00", "\ufffd"), ("00C5", "Å")]
)
def test_halves_of_a_character_are_joined_or_said_to_be_missing(
    tmp_path: Path, said: str, read: str
) -> None:
    """A half alone can neither be shown nor stored: the whole report was refused for one."""
    layout = read_pdf(_mapped(tmp_path / "sol.pdf", said))
    (line,) = [item for item in layout.pages[0].items if isinstance(item, Line)]
    assert line.text == f"Solen {read} skiner"
