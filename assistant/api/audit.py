"""The log for administrators: as JSON, or as CSV that no spreadsheet runs. Reading it is logged."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from assistant.api.deps import TheService
from assistant.audit.lines import Line
from assistant.audit.reading import HEADS, LONGEST_REASON, MOST, Wanted, read, row_of
from assistant.export.cells import CSV, csv_of

router = APIRouter(prefix="/api/audit", tags=["Logg"])

Reason = Annotated[
    str, Query(max_length=LONGEST_REASON, description="Varför loggen läses. Skälet loggas.")
]
Day = Annotated[date | None, Query(description="Dag (UTC), till exempel 2026-11-22.")]
Word = Annotated[str | None, Query(max_length=200)]


def _wanted(
    fran: Day = None,
    till: Day = None,
    handelse: Word = None,
    aktor: Word = None,
    antal: Annotated[int, Query(ge=1, le=MOST, description="Högsta antal, de nyaste.")] = 1000,
) -> Wanted:
    return Wanted(fran, till, handelse or None, aktor or None, antal)


TheWanted = Annotated[Wanted, Depends(_wanted)]


class AuditActor(BaseModel):
    """Who did it."""

    id: str
    name: str
    role: str


class AuditLine(BaseModel):
    """One thing that was done; ``before`` is the SHA-256 of the line before it."""

    number: int
    time: datetime
    event: str
    result: str
    actor: AuditActor
    request: str
    details: dict[str, str | int | float | bool | None] = Field(default={})
    before: str


class AuditResponse(BaseModel):
    """The lines that were asked for, oldest first."""

    lines: list[AuditLine]


@router.get(
    "",
    summary="Loggen över vem som har läst och ändrat vad",
    description="Kräver ett skäl (`skal`, 5 till 500 tecken), som loggas innan något lämnas ut. "
    "Med Accept: text/csv blir svaret en fil. Kan läsningen inte loggas blir svaret 503.",
    response_model=AuditResponse,
    responses={200: {"content": {"text/csv": {}}}},
)
def audit(
    request: Request, service: TheService, wanted: TheWanted, skal: Reason
) -> AuditResponse | Response:
    lines = read(service.trail, skal, wanted)
    if "text/csv" in request.headers.get("accept", ""):
        return csv_file(lines)
    return AuditResponse(lines=[_shape(line) for line in lines])


def csv_file(lines: list[Line]) -> Response:
    """The lines as a file to save."""
    headers = {
        "Content-Disposition": 'attachment; filename="logg.csv"',
        "Cache-Control": "no-store",
    }
    return Response(csv_of([HEADS, *map(row_of, lines)]), media_type=CSV, headers=headers)


def _shape(line: Line) -> AuditLine:
    return AuditLine(
        number=line.number,
        time=line.time,
        event=line.event,
        result=line.result,
        actor=AuditActor(id=line.who.id, name=line.who.name, role=line.who.role),
        request=line.request,
        details=dict(line.details),
        before=line.before,
    )
