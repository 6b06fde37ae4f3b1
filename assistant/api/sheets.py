"""Indicator rows as files that a spreadsheet opens: Swedish heads, and no cell taken for a formula.

CSV as ``assistant.export.cells`` writes it, and a workbook. Cells
hold the report's own strings; the number that the outcome holds stands in a column of its own.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

import xlsxwriter

from assistant.api.shapes import IndicatorShape

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_COLUMNS = (
    ("name", "Indikator"),
    ("board", "Nämnd"),
    ("unit", "Enhet"),
    ("year", "År"),
    ("report_type", "Rapport"),
    ("period", "Period"),
    ("outcome", "Utfall"),
    ("number", "Utfall som tal (i plan: årsmål)"),
    ("measure", "Mått"),
    ("outcome_men", "Utfall män/pojkar"),
    ("outcome_women", "Utfall kvinnor/flickor"),
    ("previous", "Utfall året före"),
    ("previous_period", "Året före"),
    ("forecast", "Prognos helår"),
    ("target", "Årsmål"),
    ("city_target", "KF:s årsmål"),
    ("certain", "Säker läsning"),
)
Line = Sequence[str | float | int | None]


def lines_of(values: Iterable[IndicatorShape]) -> list[Line]:
    """A head and a line for each row, its source last."""
    lines: list[Line] = [[*(head for _, head in _COLUMNS), "Källa", "Sida", "Citat"]]
    for value in values:
        cells = [_plain(getattr(value, name)) for name, _ in _COLUMNS]
        lines.append([*cells, value.citation.title, value.citation.page, value.citation.quote])
    return lines


def workbook_of(title: str, lines: Sequence[Line]) -> bytes:
    """The lines as the only sheet of a workbook, the head fixed and filters on."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        sheet, bold = book.add_worksheet(title), book.add_format({"bold": True})
        for number, line in enumerate(lines):
            for column, cell in enumerate(line):
                sheet.write(number, column, cell, *([bold] if number == 0 else []))
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(len(lines) - 1, 0), len(lines[0]) - 1)
        sheet.autofit(max_width=420)
    return buffer.getvalue()


def _plain(value: object) -> str | float | int | None:
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if value is None or isinstance(value, int | float):
        return value
    return str(value)
