"""Typed rows from grids: columns, tables over page breaks, Analys rows, doubtful cells."""

from __future__ import annotations

from ingest.model import Chain, Columns
from ingest.reading.layout import Grid, GridCell, GridRow
from ingest.tables import (
    OpenTable,
    activities_of,
    analysis_text,
    continue_table,
    indicators_of,
    open_table,
    plain_table,
)  # fmt: skip

HEAD = ("", "Indikator", "Periodens utfall", "Periodens utfall VB 2022", "Årsmål", "KF:s årsmål")


def _row(*texts: str | None, page: int = 1, width: float = 50.0) -> GridRow:
    cells = tuple(
        GridCell((text,) if text else (), i * width, (i + 1) * width)
        for i, text in enumerate(texts)
    )
    return GridRow(cells, page)


def _wide(*lines: str, page: int = 1) -> GridRow:
    return GridRow((GridCell(lines, 0.0, 300.0),), page)


def _table(*rows: GridRow, head: tuple[str, ...] = HEAD) -> OpenTable:
    return open_table(Grid((_row(*head), *rows), 1), Chain(), "Rubrik")


def test_each_cell_goes_under_its_head_and_empty_cells_stay_empty() -> None:
    table = _table(_row("", "Matsvinn", "9 %", None, None, "Tas fram av nämnd/styrelse"))
    (value,) = indicators_of(table)
    assert value.name == "Matsvinn"
    assert value.columns == Columns(outcome="9 %", city_target="Tas fram av nämnd/styrelse")
    assert value.previous_period == "VB 2022"
    assert value.quote == "Matsvinn 9 % Tas fram av nämnd/styrelse"
    assert value.certain


def test_heads_are_known_however_they_wrap() -> None:
    head = ("Indikator", "Utfall kvinn or/ flickor", "Progno s helår", "Period")
    (value,) = indicators_of(_table(_row("AMI", "81", "83", "2023"), head=head))
    assert value.columns == Columns(outcome_women="81", forecast="83", period="2023")


def test_a_cell_under_an_unknown_head_is_kept_by_that_head() -> None:
    head = ("Indikator", "Årsmål", "Riktvärde")
    (value,) = indicators_of(_table(_row("AMI", "81", "90"), head=head))
    assert value.columns == Columns(target="81")
    assert value.other == (("Riktvärde", "90"),)


def test_a_row_with_a_column_too_many_is_kept_whole_and_uncertain() -> None:
    row = GridRow(
        tuple(GridCell((t,), i * 37.5, (i + 1) * 37.5) for i, t in enumerate("ABCDEFGH")), 1
    )
    table = _table(row, _row("", "AMI", "80", "79", "81", "82"))
    values = indicators_of(table)
    doubtful = [value for value in values if not value.certain]
    assert all(value.columns == Columns() for value in doubtful)
    assert [v.quote for v in doubtful] == ["A B C D E F G H"]
    assert values[-1].columns.outcome == "80"


def test_an_analysis_belongs_to_the_row_above_also_over_a_page_break() -> None:
    table = _table(
        _row("", "Matsvinn", "9 %", None, None, None),
        _wide("Analys", "Svinnet har minskat eftersom vi"),
    )
    rest = Grid((_row(*HEAD, page=2), _wide("väger maten. Kocken är nöjd.", page=2)), 2)
    assert continue_table(table, rest)
    (value,) = indicators_of(table)
    assert [(s.page, s.text, s.continues) for s in value.analysis] == [
        (1, "Svinnet har minskat eftersom vi", True),
        (2, "väger maten.", False),
        (2, "Kocken är nöjd.", False),
    ]
    assert analysis_text(value.analysis) == (
        "Svinnet har minskat eftersom vi väger maten. Kocken är nöjd."
    )


def test_a_table_goes_on_over_a_page_break_without_its_head() -> None:
    table = _table(_row("", "Matsvinn", "9 %", None, None, None))
    assert continue_table(table, Grid((_row("", "AMI", "80", "79", None, "82", page=2),), 2))
    assert [v.name for v in indicators_of(table)] == ["Matsvinn", "AMI"]


def test_another_head_begins_another_table() -> None:
    table = _table(_row("", "Matsvinn", "9 %", None, None, None))
    other = Grid((_row("", "Aktivitet", "Startdatum", "Slutdatum", "Avvikelse", ""),), 2)
    assert not continue_table(table, other)


def test_activities_have_dates_deviation_and_analysis() -> None:
    head = ("Aktivitet", "Startdatum", "Slutdatum", "Avvikelse")
    table = _table(
        _row("Vi provar en ny meny", "2023-01-09", "2023-12-22", "Avvikelse"),
        _wide("Analys", "Menyn dröjer."),
        _row("Vi odlar egna örter", "2023-04-01", "2023-09-30", None),
        head=head,
    )
    first, second = activities_of(table)
    assert (first.start, first.end, first.deviation) == ("2023-01-09", "2023-12-22", "Avvikelse")
    assert analysis_text(first.analysis) == "Menyn dröjer."
    assert second.deviation is None and second.analysis == ()


def test_a_budget_keeps_what_stands_above_its_head() -> None:
    grid = Grid(
        (
            _wide("Budgetår: 2023"),
            _row("Tkr", "Budget"),
            _row("Intäkter", None),
            _row("Hyra", "-4"),
        ),
        1,
    )
    table = plain_table(open_table(grid, Chain(), "Budget 2023"))
    assert table.info == ("Budgetår: 2023",)
    assert table.header == ("Tkr", "Budget")
    assert [row.cells for row in table.rows] == [("Intäkter", None), ("Hyra", "-4")]
