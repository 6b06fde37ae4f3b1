"""Indicator rows as files for spreadsheets."""

from __future__ import annotations

import csv
import io

from openpyxl import load_workbook

from assistant.api.convert import indicator_shapes
from assistant.api.sheets import lines_of, workbook_of
from assistant.export.cells import csv_of
from ingest.model import Columns, ReportType
from tests.assistant.test_trends import row

VALUES = indicator_shapes(
    [row(ReportType.VB, 2022, Columns(outcome="11,7 %", target="=1+1", outcome_men="-4,5"))]
)


def test_csv_opens_in_a_swedish_excel_and_runs_no_formula() -> None:
    text = csv_of(lines_of(VALUES)).decode("utf-8-sig")
    head, line = csv.reader(io.StringIO(text), delimiter=";")
    told = dict(zip(head, line, strict=True))
    assert (told["Utfall"], told["Utfall som tal (i plan: årsmål)"]) == ("11,7 %", "11,7")
    assert told["Årsmål"] == "'=1+1" and told["Enhet"] == "Eken"
    assert csv_of(lines_of(VALUES)).startswith(b"\xef\xbb\xbf")


def test_the_workbook_holds_text_as_text_and_numbers_as_numbers() -> None:
    sheet = load_workbook(io.BytesIO(workbook_of("Nyckeltal", lines_of(VALUES)))).active
    assert sheet is not None
    head, line = ([cell.value for cell in cells] for cells in sheet.iter_rows())
    told = dict(zip(head, line, strict=True))
    assert told["Utfall som tal (i plan: årsmål)"] == 11.7
    assert told["Årsmål"] == "=1+1"
    assert sheet.cell(2, head.index("Årsmål") + 1).data_type == "s"
