"""Cells of CSV: nothing that a spreadsheet runs, and numbers that stay numbers."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.export.cells import csv_of, safe


@pytest.mark.parametrize("cell", [
    "=1+1", "+A1", "-A1", "@SUM(A1)", "\tx", "\rx", "\n=1", "=HYPERLINK(1)", " =1+1", '"=1+1"',
    "-1+1", "-2+cmd|' /C calc'!A0", "+1-1", "-", "＝1+1", "\ufeff=1", "-3 % =1", "−=1", "@",
])  # fmt: skip
def test_what_could_run_is_led_by_an_apostrophe(cell: str) -> None:
    made = safe(cell)
    assert made == cell if cell.startswith("−") else made == f"'{cell}"


@pytest.mark.parametrize("cell", [
    "-3,5 %", "-12", "+12", "+0,4 procentenheter", "-1 234,5 tkr", "−4 tkr", "-0.5", "12 %", "text",
    "3-4", "a=b", "", None, 4, -3.5, "«=1»",
])  # fmt: skip
def test_numbers_and_text_are_left_as_they_are(cell: str | float | None) -> None:
    assert safe(cell) == cell


@given(st.lists(st.text(max_size=20), min_size=1, max_size=4))
def test_no_cell_of_a_file_begins_as_a_formula_unless_it_is_a_number(cells: list[str]) -> None:
    text = csv_of([cells]).decode("utf-8-sig")
    (row,) = list(csv.reader(io.StringIO(text, newline=""), delimiter=";")) or [[""]]
    for cell in row:
        if cell[:1] in tuple("=+-@\t\r"):
            assert cell[0] in "+-" and cell[1:].strip()[:1].isdigit()
            assert not set(cell[1:]) & set("=+-@|!(")
