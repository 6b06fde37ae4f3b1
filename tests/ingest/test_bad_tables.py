"""Odd tables and pages: what is certain is read, the rest is said with its page, nothing fails."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pypdf
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from ingest.assembly import report_from
from ingest.identity import Overrides
from ingest.model import Columns, Report, ReportType
from ingest.reading.pdf import read_pdf
from tests.ingest.reading.typeset import Sheet

HEAD = ["Indikator", "Periodens utfall", "Årsmål", "KF:s årsmål", "Period"]
WIDTHS = [130, 60, 60, 60, 60]
ROW = ["Andel nöjda gäster", "71 %", None, "80 %", "2023"]
WHO = Overrides("Björkviken", "Backens park", 2023, ReportType.VB)


def _read(path: Path, who: Overrides = WHO) -> Report:
    return report_from(read_pdf(path), path.name, who)


def _sheet(path: Path, draw: Callable[[Sheet], None]) -> Report:
    """A page of text, and a page with what ``draw`` puts there."""
    sheet = Sheet(path)
    sheet.heading("Inledning", 16)
    sheet.text("Parken är öppen för alla varje dag, och i år byggdes en ny lekplats.")
    sheet.page()
    draw(sheet)
    return _read(sheet.save())


def test_a_table_without_a_head_keeps_its_rows_and_says_so(tmp_path: Path) -> None:
    report = _sheet(
        tmp_path / "a.pdf", lambda s: s.table(WIDTHS, [ROW, ["Antal besök", "12", None, "9", "år"]])
    )
    assert report.indicators == ()
    (table,) = report.tables
    assert set(table.header) == {None}
    assert [row.cells[0] for row in table.rows] == ["Andel nöjda gäster", "Antal besök"]
    assert any(w.startswith("Sidan 2: en tabell saknar huvud") for w in report.warnings)


def test_years_alone_are_heads() -> None:
    from ingest.model import Chain
    from ingest.reading.layout import Grid, GridCell, GridRow
    from ingest.tables import headless, open_table

    rows = [("Tkr", "2022", "2023"), ("Hyra", "310", "320")]
    made = [GridRow(tuple(GridCell((text,)) for text in row), 1) for row in rows]
    assert not headless(open_table(Grid(tuple(made), 1), Chain(), ""))


def test_a_row_with_a_column_too_many_is_uncertain_and_keeps_its_print(tmp_path: Path) -> None:
    def draw(sheet: Sheet) -> None:
        sheet.table(WIDTHS, [HEAD, ROW])
        sheet.y -= 10
        sheet.table([130, 30, 30, 60, 60, 60], [["Antal besök", "12", "13", "9", None, "2023"]], 0)

    report = _sheet(tmp_path / "a.pdf", draw)
    first, second = report.indicators
    assert first.certain and first.columns.outcome == "71 %"
    assert not second.certain and second.columns == Columns() and second.other == ()
    assert second.quote == "Antal besök 12 13 9 2023"
    assert "Sidan 2: tabellrader där cellernas kolumner är osäkra." in report.warnings


def test_two_numbers_in_a_cell_stay_as_printed_and_are_pointed_out(tmp_path: Path) -> None:
    odd = ["Sjukfrånvaro", "7,6 (8,1)", "7 %", None, "2023"]
    report = _sheet(tmp_path / "a.pdf", lambda s: s.table(WIDTHS, [HEAD, odd]))
    (value,) = report.indicators
    assert value.certain
    assert value.columns == Columns(outcome="7,6 (8,1)", target="7 %", period="2023")
    assert any(w.startswith("Sidan 2: cellen «7,6 (8,1)»") for w in report.warnings)


def test_two_ruled_tables_side_by_side_are_two_tables(tmp_path: Path) -> None:
    def draw(sheet: Sheet) -> None:
        heads = ["Indikator", "Periodens utfall", "Aktivitet", "Startdatum"]
        rows = [heads, ["Matsvinn", "9 %", "Laga bänkar", "2023-01-01"]]
        sheet.table([90, 70, 110, 80], rows)

    report = _sheet(tmp_path / "a.pdf", draw)
    assert [(v.name, v.columns.outcome, v.quote) for v in report.indicators] == [
        ("Matsvinn", "9 %", "Matsvinn 9 %")
    ]
    assert [(a.name, a.start) for a in report.activities] == [("Laga bänkar", "2023-01-01")]
    assert "Laga bänkar 2023-01-01" in report.pages[1].text


def test_two_heads_in_one_place_part_no_table() -> None:
    from ingest.reading.layout import Grid, GridCell, GridRow
    from ingest.tables import side_by_side

    rows = (("Indikator", "Aktivitet"), ("Matsvinn", "Laga bänkar"))
    grid = Grid(tuple(GridRow(tuple(GridCell((t,)) for t in row), 1) for row in rows), 1)
    assert side_by_side(grid) == (grid,)


def test_two_bare_tables_side_by_side_never_swap_values(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    canvas.setFont("Times-Roman", 12)
    canvas.drawString(60, 760, "Brödtext som är satt i en annan grad än tabellen. " * 2)
    rows = [("Indikator", "Utfall", "Indikator", "Utfall"), ("Matsvinn", "9 %", "Besök", "12 st")]
    for y, row in zip((700, 684), rows, strict=True):
        canvas.setFont("Helvetica-Bold" if y == 700 else "Helvetica", 8)
        for x, text in zip((60, 160, 300, 400), row, strict=True):
            canvas.drawString(x, y, text)
    canvas.save()
    values = {v.name: v.columns.outcome for v in _read(tmp_path / "a.pdf").indicators}
    assert values == {"Matsvinn": "9 %", "Besök": "12 st"}


def test_two_columns_under_one_meaning_are_kept_by_their_heads(tmp_path: Path) -> None:
    head = ["Indikator", "Utfall", "Årsmål 2023", "Årsmål 2024", "Period"]
    rows = [head, ["Matsvinn", "9 %", "8 %", "7 %", "2023"]]
    report = _sheet(tmp_path / "a.pdf", lambda s: s.table(WIDTHS, rows))
    (value,) = report.indicators
    assert value.columns == Columns(outcome="9 %", period="2023")
    assert value.other == (("Årsmål 2023", "8 %"), ("Årsmål 2024", "7 %"))
    assert any("«Årsmål 2023»" in w and w.startswith("Sidan 2:") for w in report.warnings)


def test_a_turned_page_is_read_as_a_person_sees_it(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "upright.pdf")
    sheet.table(WIDTHS, [HEAD, ROW])
    upright = _read(sheet.save()).indicators
    for angle in (90, 180, 270):
        reader = pypdf.PdfReader(tmp_path / "upright.pdf")
        writer = pypdf.PdfWriter()
        page = writer.add_page(reader.pages[0])
        page.transfer_rotation_to_content()
        page.add_transformation(pypdf.Transformation().rotate(angle))
        box = page.mediabox
        wide, high = float(box.width), float(box.height)
        shift = {90: (high, 0.0), 180: (wide, high), 270: (0.0, wide)}[angle]
        page.add_transformation(pypdf.Transformation().translate(*shift))
        if angle != 180:
            page.mediabox = page.cropbox = pypdf.generic.RectangleObject((0, 0, high, wide))
        page.rotate(angle)
        turned = tmp_path / f"{angle}.pdf"
        writer.write(turned)
        report = _read(turned)
        assert [(v.name, v.columns) for v in report.indicators] == [
            (v.name, v.columns) for v in upright
        ], angle


def test_text_set_askew_is_said_and_the_rest_is_read(tmp_path: Path) -> None:
    def draw(sheet: Sheet) -> None:
        sheet.table(WIDTHS, [HEAD, ROW])
        sheet.askew("Utkast")

    report = _sheet(tmp_path / "a.pdf", draw)
    assert report.indicators[0].columns.outcome == "71 %"
    assert "Sidan 2: text som står på snedden har inte lästs." in report.warnings


def test_a_page_with_only_a_picture_is_said(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    canvas.drawString(60, 700, "Parken är öppen för alla varje dag.")
    canvas.showPage()
    canvas.rect(20, 20, 500, 700, fill=1)
    canvas.save()
    report = _read(tmp_path / "a.pdf")
    assert len(report.pages) == 2 and report.pages[1].text == ""
    assert any(w.startswith("Sidan 2: ingen text") for w in report.warnings)


def test_two_years_on_the_cover_give_the_first_and_a_warning(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.y = 230
    for text, size in (("Verksamhetsplan 2024–2025", 24), ("Björkvikens stadsdelsnämnd", 14)):
        sheet.line(text, "Helvetica-Bold", size)
    sheet.page()
    sheet.heading("Inledning", 16)
    sheet.text("Parken är öppen för alla varje dag.")
    report = _read(sheet.save(), Overrides())
    assert report.identity.year == 2024
    assert any(w.startswith("Sidan 1: ") and "2024, 2025" in w for w in report.warnings)
