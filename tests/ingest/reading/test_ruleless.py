"""Tables with horizontal rules only, or none, whatever way their cells are aligned."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from ingest.reading.layout import Grid, Line
from ingest.reading.pdf import read_pdf

HEAD = ["Indikator", "Periodens utfall", "Utfall män/", "Årsmål", "KF:s årsmål", "Period"]
EDGES = [64, 190, 275, 345, 405, 475, 531]
ROWS: list[list[str]] = [
    ["Andel nöjda gäster", "71 %", "", "", "80 %", "2023"],
    ["Matsvinn per portion", "", "9 g", "12 g", "", "2023"],
    ["Antal besök", "1 204", "", "", "öka", "2023"],
]
TOP = 300.0


def _draw(path: Path, align: tuple[str, str], rules: bool, analysis: Sequence[str] = ()) -> Path:
    canvas = Canvas(str(path), pagesize=A4)
    y = TOP

    def cells(texts: list[str], font: str, how: str) -> None:
        canvas.setFont(font, 8)
        for i, text in enumerate(texts):
            a, b = EDGES[i] + 5, EDGES[i + 1] - 5
            if how == "left" or i == 0:
                canvas.drawString(a, y, text)
            elif how == "right":
                canvas.drawRightString(b, y, text)
            else:
                canvas.drawCentredString((a + b) / 2, y, text)

    def rule() -> None:
        if rules:
            canvas.line(EDGES[0], y + 13, EDGES[-1], y + 13)

    canvas.setFont("Times-Roman", 12)
    canvas.drawString(64, y + 60, "Så här gick det för enheten under året, i siffror och i ord.")
    rule()
    cells(HEAD, "Helvetica-Bold", align[0])
    for row in ROWS:
        y -= 20
        rule()
        cells(row, "Helvetica", align[1])
    for text in analysis:
        y -= 20 if text == "Analys" else 10
        canvas.setFont("Helvetica-Bold" if text == "Analys" else "Helvetica", 8)
        canvas.drawString(69, y, text)
    y -= 20
    rule()
    canvas.setFont("Times-Roman", 12)
    canvas.drawString(64, y - 30, "Texten efter tabellen hör inte till den.")
    canvas.save()
    return path


def _grid(path: Path) -> Grid:
    return next(i for i in read_pdf(path).pages[0].items if isinstance(i, Grid))


def _texts(grid: Grid, row: int) -> list[str]:
    return [" ".join(cell.lines) for cell in grid.rows[row].cells]


@pytest.mark.parametrize("rules", [True, False], ids=["rules", "bare"])
@pytest.mark.parametrize("heads", ["left", "right", "centre"])
@pytest.mark.parametrize("cells", ["left", "right", "centre"])
def test_each_value_stands_under_its_head(
    tmp_path: Path, heads: str, cells: str, rules: bool
) -> None:
    grid = _grid(_draw(tmp_path / "a.pdf", (heads, cells), rules))
    assert _texts(grid, 0) == HEAD
    for number, row in enumerate(ROWS, 1):
        if grid.rows[number].certain:
            assert _texts(grid, number) == row
    if heads == cells:
        assert all(row.certain for row in grid.rows)


def test_an_analysis_runs_across_the_columns(tmp_path: Path) -> None:
    analysis = [
        "Analys", "Gästerna är nöjdare än i fjol, sade de flesta som svarade på enkäten i oktober "
        "och november.", "Backarna 12%",
    ]  # fmt: skip
    grid = _grid(_draw(tmp_path / "a.pdf", ("left", "left"), False, analysis))
    wide = grid.rows[4].cells
    assert len(wide) == 1
    assert wide[0].lines[0] == "Analys" and wide[0].lines[-1] == "Backarna 12%"


def test_text_around_the_table_stays_text(tmp_path: Path) -> None:
    items = read_pdf(_draw(tmp_path / "a.pdf", ("left", "right"), False)).pages[0].items
    assert [i.text[:10] for i in items if isinstance(i, Line)] == ["Så här gic", "Texten eft"]


def test_numbers_under_heads_are_a_table_without_any_known_word(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    rows = [("Tkr", "Budget"), ("Intäkter", "1 204"), ("Hyra", "-310"), ("Netto", "894")]
    for n, (name, value) in enumerate(rows):
        canvas.setFont("Helvetica-Bold" if n == 0 else "Helvetica", 8)
        canvas.drawString(70, 500 - 16 * n, name)
        canvas.drawRightString(400, 500 - 16 * n, value)
    canvas.setFont("Times-Roman", 12)
    canvas.drawString(70, 700, "Brödtext som är satt i en annan grad än tabellen. " * 2)
    canvas.save()
    grid = _grid(tmp_path / "a.pdf")
    assert [_texts(grid, n) for n in range(4)] == [list(row) for row in rows]


def test_a_sentence_with_a_number_at_its_end_is_no_table(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    canvas.setFont("Times-Roman", 12)
    for n in range(6):
        canvas.drawString(70, 700 - 15 * n, f"Under året kom {n + 4} personer till mötet den 1{n}")
    canvas.save()
    assert not [i for i in read_pdf(tmp_path / "a.pdf").pages[0].items if isinstance(i, Grid)]


def test_values_far_from_their_heads_are_not_put_two_in_one_cell(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    canvas.setFont("Times-Roman", 12)
    canvas.drawString(60, 700, "Brödtext som är satt i en annan grad än tabellen. " * 2)
    heads = {60: "Indikator", 270: "Årsmål", 340: "KF:s årsmål", 430: "Periodicitet"}
    canvas.setFont("Helvetica-Bold", 8)
    for x, text in heads.items():
        canvas.drawString(x, 500, text)
    canvas.setFont("Helvetica", 8)
    canvas.drawString(60, 480, "Nöjda gäster")
    canvas.drawRightString(425, 480, "82")
    canvas.drawRightString(520, 480, "År")
    canvas.save()
    row = _grid(tmp_path / "a.pdf").rows[1]
    assert row.certain
    assert [" ".join(cell.lines) for cell in row.cells] == ["Nöjda gäster", "", "82", "År"]


def test_the_rest_of_an_analysis_below_a_repeated_head_is_one_wide_cell(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    canvas.setFont("Times-Roman", 12)
    canvas.drawString(60, 400, "Brödtext som är satt i en annan grad än tabellen. " * 2)
    canvas.setFont("Helvetica-Bold", 8)
    for x, text in ((60, "Indikator"), (190, "Utfall"), (300, "Årsmål"), (400, "Period")):
        canvas.drawString(x, 700, text)
    canvas.setFont("Helvetica", 8)
    canvas.drawString(60, 685, "De flesta svarade att de trivs lika bra som i fjol.")
    canvas.save()
    assert [len(row.cells) for row in _grid(tmp_path / "a.pdf").rows] == [4, 1]


@pytest.mark.parametrize("last", ["Bidrag", "Kostnader"])
def test_a_table_cut_short_by_the_foot_of_the_page_is_a_table(tmp_path: Path, last: str) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    canvas.setFont("Times-Roman", 12)
    canvas.drawString(60, 700, "Brödtext som är satt i en annan grad än tabellen. " * 2)
    rows = [("Beloppen anges i tkr", "Budget"), ("Intäkter", ""), ("Avgifter", "536")]
    rows += [(last, "12" if last == "Bidrag" else "")]
    for n, (name, value) in enumerate(rows):
        canvas.setFont("Helvetica-Bold" if not value or n == 0 else "Helvetica", 8)
        canvas.drawString(70, 160 - 20 * n, name)
        canvas.drawString(300, 160 - 20 * n, value)
    canvas.save()
    grid = _grid(tmp_path / "a.pdf")
    assert [_texts(grid, n) for n in range(4)] == [list(row) for row in rows]


def test_a_head_that_begins_every_page_is_no_running_head(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    names = ("Pröva kvällsöppet.", "Bygga en ramp.", "Laga trasiga stolar.", "Måla om.")
    for n, name in enumerate(names):
        canvas.setFont("Helvetica-Bold", 8)
        for x, text in ((60, "Aktivitet"), (300, "Startdatum"), (400, "Slutdatum")):
            canvas.drawString(x, 770, text)
        canvas.setFont("Helvetica", 8)
        for x, text in ((60, name), (300, f"2023-0{n + 1}-01"), (400, "2023-12-31")):
            canvas.drawString(x, 755, text)
        canvas.setFont("Times-Roman", 12)
        canvas.drawString(60, 500, "Brödtext som är satt i en annan grad än tabellen. " * 2)
        canvas.showPage()
    canvas.save()
    for n, page in enumerate(read_pdf(tmp_path / "a.pdf").pages):
        grid = next(item for item in page.items if isinstance(item, Grid))
        assert _texts(grid, 1) == [names[n], f"2023-0{n + 1}-01", "2023-12-31"]
