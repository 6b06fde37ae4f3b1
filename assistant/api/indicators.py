"""Routes for indicator values: as JSON, as CSV for spreadsheets, and the names there are."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from assistant.api.convert import indicator_shapes
from assistant.api.deps import TheScope, TheService
from assistant.api.shapes import (
    IndicatorName,
    IndicatorNamesResponse,
    IndicatorShape,
    IndicatorsResponse,
)
from assistant.export.cells import safe
from assistant.figures import Figures, fits
from assistant.model import FoundIndicator
from ingest.library import Library
from ingest.model import Scope
from ingest.series import disagreements

router = APIRouter(prefix="/api/indicators", tags=["Nyckeltal"])

_CSV = "text/csv"
_CELLS = tuple(name for name in IndicatorShape.model_fields if name != "citation")
_SOURCE = ("document_id", "page", "quote")


@router.get(
    "",
    summary="Värden ur indikatortabellerna",
    description="Namnet får vara en synonym eller lätt felstavat. Accept: text/csv ger CSV.",
    response_model=IndicatorsResponse,
    responses={200: {"content": {_CSV: {}}}},
)
def indicators(
    request: Request,
    service: TheService,
    scope: TheScope,
    name: Annotated[str | None, Query(max_length=300, description="Indikatorns namn.")] = None,
) -> IndicatorsResponse | Response:
    wanted = (name or "").strip() or None
    figures = Figures(service.library)
    rows = figures.named(wanted, scope) if wanted else list(_all_rows(service.library, scope))
    values = indicator_shapes(rows)
    if _CSV in request.headers.get("accept", ""):
        service.trail.exported("nyckeltal.csv", rader=len(values))
        headers = {"Content-Disposition": 'attachment; filename="nyckeltal.csv"'}
        return Response(as_csv(values), media_type=f"{_CSV}; charset=utf-8", headers=headers)
    found = disagreements([(row.identity, row.value) for row in rows], fits)
    taken = taken_for(wanted, rows)
    return IndicatorsResponse(values=values, warnings=[*taken, *(one.warning for one in found)])


def taken_for(wanted: str | None, rows: Iterable[FoundIndicator]) -> list[str]:
    """What a name was taken for, in Swedish, where it is not the printed one; [] if it is."""
    names = sorted({row.value.name for row in rows}, key=str.casefold)
    if not wanted or not names or wanted.casefold() in {name.casefold() for name in names}:
        return []
    return [f"«{wanted}» tolkades som {' och '.join(f'«{name}»' for name in names)}."]


@router.get("/names", summary="Alla indikatorer och hur många värden de har")
def names(service: TheService, scope: TheScope) -> IndicatorNamesResponse:
    counts = Figures(service.library).names(scope)
    ordered = sorted(counts.items(), key=lambda item: item[0].casefold())
    return IndicatorNamesResponse(names=[IndicatorName(name=n, count=c) for n, c in ordered])


def _all_rows(library: Library, scope: Scope) -> Iterator[FoundIndicator]:
    for stored in library.reports(scope):
        for value in library.rows(stored):
            yield FoundIndicator(value, stored.document_id, stored.identity)


def as_csv(values: Iterable[IndicatorShape]) -> str:
    """Comma-separated values with a head; no cell is ever taken for a formula."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow((*_CELLS, *_SOURCE))
    for value in values:
        cells = [getattr(value, name) for name in _CELLS]
        source = [getattr(value.citation, name) for name in _SOURCE]
        writer.writerow([safe(cell) for cell in (*cells, *source)])
    return buffer.getvalue()
