"""Rows of tables in words: each cell under its own head, or the row as it is printed."""

from __future__ import annotations

import pytest

from assistant.tabular import is_told, told_row
from ingest.model import Table, TableRow

HEADS = ("Antal platser", "Jan", "Feb", "Mars", "Medel")


def table(*rows: tuple[str | None, ...], header: tuple[str | None, ...] = HEADS) -> Table:
    made = tuple(TableRow(cells, 3, " ".join(c for c in cells if c)) for cells in rows)
    return Table("Platser", header, made, 3)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Hur många platser fanns i februari?", "Ekgården (Antal platser) – Feb: 45."),
        ("Vad var medel för Ekgården?", "Ekgården (Antal platser) – Medel: 46."),
        ("Hur gick det?", "Ekgården (Antal platser) – Jan: 44; Feb: 45; Medel: 46."),
    ],
)
def test_the_columns_that_are_asked_for_are_told(question: str, told: str) -> None:
    one = table(("Ekgården", "44", "45", None, "46"))
    assert told_row(one, one.rows[0], question) == told
    assert is_told(told, one, one.rows[0])


def test_a_row_without_a_name_is_called_what_stands_above() -> None:
    one = table(("44", "45", None, None, "46"), header=("Jan", "Feb", "Mars", "April", "Maj"))
    assert told_row(one, one.rows[0]) == "Platser – Jan: 44; Feb: 45; Maj: 46."


@pytest.mark.parametrize("header", [("Namn", "Jan"), ("Namn", "Jan", None, None, None)])
def test_cells_that_do_not_meet_a_head_are_not_told(header: tuple[str | None, ...]) -> None:
    one = table(("Ekgården", "44", "45", None, "46"), header=header)
    assert told_row(one, one.rows[0]) is None


@pytest.mark.parametrize(
    "text",
    [
        "Ekgården (Antal platser) – Feb: 44.",
        "Ekgården (Antal platser) – Jan: 44; Feb: 44.",
        "Näset (Antal platser) – Jan: 44.",
    ],
)
def test_a_cell_under_another_head_is_no_row(text: str) -> None:
    one = table(("Ekgården", "44", "45", None, "46"))
    assert not is_told(text, one, one.rows[0])
