"""Jämför: units or boards by year on one topic, each cell with its source; the silent ones named.

The address reproduces the view. Rows are boards or units, columns are years; a cell holds a part
for each report of that year.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from assistant.api.convert import page_url
from assistant.api.deps import TheScope, TheService
from assistant.side_by_side import Cell, Overview, Told, side_by_side
from assistant.web.templating import page
from assistant.web.views import chosen_chips, filter_groups, reporter
from ingest.model import StoredReport

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Part:
    """Something told, its address and its page; a goal or figure as its label and its value."""

    label: str
    text: str
    url: str
    page: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One report's cell as shown."""

    kind: str
    title: str
    judged: tuple[Part, ...]
    quoted: Part | None
    repeated_in: int
    silent: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One board's or unit's cells, a tuple of entries for each year."""

    who: str
    years: tuple[tuple[Entry, ...], ...]


@router.get("/jamfor")
def compare_page(
    service: TheService,
    scope: TheScope,
    amne: Annotated[str, Query(max_length=300)] = "",
) -> Response:
    """The view that the address describes."""
    topic = amne.strip()
    overview = side_by_side(topic, scope, service.library) if topic else Overview(())
    telling = [cell for cell in overview.cells if not cell.silent]
    reports = service.library.reports()
    years = sorted({cell.report.identity.year for cell in telling}, reverse=True)
    return page(
        "compare.html",
        topic=topic,
        groups=[g for g in filter_groups(reports, scope) if g.options],
        chips=chosen_chips("/jamfor", [("amne", topic)] if topic else [], scope),
        reports=len(reports),
        years=years,
        rows=_rows(overview, years),
        silent=[name_of(cell.report) for cell in overview.cells if cell.silent],
        searched=len(overview.cells),
        left_out=overview.left_out,
        place="compare",
    )


def name_of(report: StoredReport) -> str:
    """For example «Eken, VB 2022»."""
    who = report.identity
    return f"{reporter(who.unit, who.board)}, {who.report_type} {who.year}"


def _rows(overview: Overview, years: list[int]) -> list[Row]:
    owners: dict[tuple[str, str | None], list[Cell]] = {}
    for cell in overview.cells:
        who = cell.report.identity
        owners.setdefault((who.board, who.unit), []).append(cell)
    rows = []
    for (board, unit), cells in sorted(owners.items(), key=lambda o: (o[0][0], o[0][1] or "")):
        if all(cell.silent for cell in cells):
            continue
        by_year = (
            tuple(_entry(cell) for cell in cells if cell.report.identity.year == year)
            for year in years
        )
        rows.append(Row(reporter(unit, board), tuple(by_year)))
    return rows


def _entry(cell: Cell) -> Entry:
    who = cell.report.identity
    return Entry(
        str(who.report_type),
        who.title,
        tuple(_part(told) for told in (*cell.figures, *cell.goals)),
        _part(cell.sentence) if cell.sentence else None,
        cell.repeated_in,
        cell.silent,
    )


def _part(told: Told) -> Part:
    source = told.source
    label = told.text.removesuffix(told.value).rstrip(" :–") if told.value else ""
    url = page_url(source.document_id, source.page, source.quote)
    return Part(label, told.value or told.text, url, source.page)
