"""Nyckeltal: an indicator over the years for the units chosen, as a chart, a table and a file.

The address reproduces the view. The name may be a synonym or misspelt; what it was taken for is
said. Without a name the page lists the indicators there are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from fastapi.responses import Response

from assistant.api.convert import indicator_shapes
from assistant.api.deps import Service, TheScope, TheService
from assistant.api.sheets import CSV, XLSX, Line, csv_of, lines_of, workbook_of
from assistant.figures import Figures, fits
from assistant.model import FoundIndicator
from assistant.trends import Series, Value, series_of
from assistant.web.chart import chart_of, name_of, source_url
from assistant.web.templating import page
from assistant.web.views import filter_groups, scope_pairs
from ingest.model import Scope
from ingest.series import disagreements

router = APIRouter(include_in_schema=False)

AskedName = Annotated[str, Query(max_length=300)]


@dataclass(frozen=True, slots=True)
class Cell:
    """A value of a series in a year: as printed, and where it stands."""

    printed: str
    url: str
    outside: bool = False
    """Whether it is in another measure than its series and therefore not in the chart."""


@dataclass(frozen=True, slots=True)
class Row:
    """One unit's or board's year."""

    who: str
    year: int
    outcome: Cell | None
    target: Cell | None
    told_later: Cell | None


@router.get("/nyckeltal")
def indicators_page(service: TheService, scope: TheScope, namn: AskedName = "") -> Response:
    """The view that the address describes."""
    name = namn.strip()
    figures = Figures(service.library)
    rows = figures.named(name, scope) if name else []
    series = series_of(rows)
    differ = disagreements([(row.identity, row.value) for row in rows], fits)
    query = urlencode([("namn", name), *scope_pairs(scope)])
    return page(
        "indicators.html",
        name=name,
        names=figures.names(Scope()),
        taken_for=sorted({row.value.name for row in rows}, key=str.casefold),
        groups=[g for g in filter_groups(service.library.reports(), scope) if g.options],
        chosen=sum(map(len, (scope.boards, scope.units, scope.years, scope.report_types))),
        rows=_rows(series),
        uncertain=[row for row in rows if not row.value.certain],
        parts=indicator_shapes([row for row in rows if _of_part_year(row)]),
        by_sex=indicator_shapes([row for row in rows if _by_sex(row)]),
        chart=chart_of(series),
        warnings=[one.warning for one in differ],
        csv=f"/nyckeltal.csv?{query}",
        xlsx=f"/nyckeltal.xlsx?{query}",
        place="indicators",
    )


@router.get("/nyckeltal.csv")
def indicators_csv(service: TheService, scope: TheScope, namn: AskedName = "") -> Response:
    """The rows of the view for a spreadsheet, semicolons between and a byte order mark."""
    return _file(csv_of(_lines(service, scope, namn)), CSV, "nyckeltal.csv")


@router.get("/nyckeltal.xlsx")
def indicators_xlsx(service: TheService, scope: TheScope, namn: AskedName = "") -> Response:
    """The rows of the view as an Excel workbook."""
    return _file(workbook_of("Nyckeltal", _lines(service, scope, namn)), XLSX, "nyckeltal.xlsx")


def _lines(service: Service, scope: Scope, name: str) -> list[Line]:
    wanted = name.strip()
    rows = Figures(service.library).named(wanted, scope) if wanted else []
    return lines_of(indicator_shapes(rows))


def _file(content: bytes, media_type: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media_type, headers=headers)


def _of_part_year(row: FoundIndicator) -> bool:
    return row.identity.report_type.name.startswith("T") and row.value.certain


def _by_sex(row: FoundIndicator) -> bool:
    return bool(row.value.columns.outcome_men or row.value.columns.outcome_women)


def _rows(series: tuple[Series, ...]) -> list[Row]:
    """A row for every year of every series, gaps too, the newest year first."""
    return [
        Row(
            name_of(one),
            year.year,
            _cell(one, year.outcome),
            _cell(one, year.target),
            _cell(one, year.told_later),
        )
        for one in series
        for year in reversed(one.years)
    ]


def _cell(series: Series, value: Value | None) -> Cell | None:
    if value is None:
        return None
    return Cell(value.printed, source_url(value), series.fits(value) is None)
