"""Nyckeltal: indicators over the years for the units chosen, as charts, tables and a file.

The address reproduces the view. A name may be a synonym or misspelt; what it was taken for is
said. Without a name the page lists the indicators there are.
"""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import StringConstraints

from assistant.api.convert import indicator_shapes
from assistant.api.deps import Service, TheScope, TheService
from assistant.api.sheets import XLSX, Line, lines_of, workbook_of
from assistant.export.cells import CSV, csv_of
from assistant.figures import Figures
from assistant.model import FoundIndicator
from assistant.web.indicator_views import indicator_views
from assistant.web.templating import page
from assistant.web.views import chosen_chips, filter_groups, scope_pairs
from ingest.model import Scope

router = APIRouter(include_in_schema=False)

MOST_NAMES = 4
_Name = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)]
AskedNames = Annotated[list[_Name], Query(max_length=MOST_NAMES)]


@router.get("/nyckeltal")
def indicators_page(
    service: TheService,
    scope: TheScope,
    namn: AskedNames = [],  # noqa: B006
) -> Response:
    """The view that the address describes."""
    names = _distinct(namn)
    found = {name: _rows(service, scope, [name]) for name in names}
    lead = [("namn", name) for name in names]
    query = urlencode([*lead, *scope_pairs(scope)])
    return page(
        "indicators.html",
        asked=names,
        names=Figures(service.library).names(Scope()),
        taken=[(name, told) for name, rows in found.items() if (told := _taken_for(name, rows))],
        missing=[name for name, rows in found.items() if not rows],
        groups=[g for g in filter_groups(service.library.reports(), scope) if g.options],
        chips=chosen_chips("/nyckeltal", lead, scope),
        views=indicator_views(_rows(service, scope, names)),
        csv=f"/nyckeltal.csv?{query}",
        xlsx=f"/nyckeltal.xlsx?{query}",
        reports=len(service.library.reports()),
        place="indicators",
    )


@router.get("/nyckeltal.csv")
def indicators_csv(
    service: TheService,
    scope: TheScope,
    namn: AskedNames = [],  # noqa: B006
) -> Response:
    """The rows of the view for a spreadsheet, semicolons between and a byte order mark."""
    lines = _lines(service, scope, namn)
    service.trail.exported("nyckeltal.csv", rader=len(lines) - 1)
    return _file(csv_of(lines), CSV, "nyckeltal.csv")


@router.get("/nyckeltal.xlsx")
def indicators_xlsx(
    service: TheService,
    scope: TheScope,
    namn: AskedNames = [],  # noqa: B006
) -> Response:
    """The rows of the view as an Excel workbook."""
    lines = _lines(service, scope, namn)
    service.trail.exported("nyckeltal.xlsx", rader=len(lines) - 1)
    return _file(workbook_of("Nyckeltal", lines), XLSX, "nyckeltal.xlsx")


def _distinct(names: list[str]) -> list[str]:
    return list(dict.fromkeys(name for name in names if name))


def _rows(service: Service, scope: Scope, names: list[str]) -> list[FoundIndicator]:
    """The rows of all the names, each once."""
    figures = Figures(service.library)
    rows = (row for name in names for row in figures.named(name, scope))
    return list({(r.document_id, r.value.page, r.value.quote): r for r in rows}.values())


def _taken_for(name: str, rows: list[FoundIndicator]) -> str:
    """The printed names that a name was taken for; nothing where it is one of them."""
    told = sorted({row.value.name for row in rows}, key=str.casefold)
    return "" if name.casefold() in map(str.casefold, told) else " och ".join(told)


def _lines(service: Service, scope: Scope, names: list[str]) -> list[Line]:
    return lines_of(indicator_shapes(_rows(service, scope, _distinct(names))))


def _file(content: bytes, media_type: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media_type, headers=headers)
