"""Loggen: who read and changed what, for administrators, once a reason is given."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from fastapi.responses import Response

from assistant.access import witness
from assistant.api.audit import TheWanted, csv_file
from assistant.api.deps import TheService
from assistant.audit.events import Event
from assistant.audit.lines import Line
from assistant.audit.reading import LONGEST_REASON, SHORTEST_REASON, Wanted, read
from assistant.errors import QuestionError
from assistant.web.templating import page

router = APIRouter(include_in_schema=False)

_EVENTS = (
    *(event.value for event in Event),
    witness.SIGNED_IN,
    witness.SIGN_IN_REFUSED,
    witness.SIGNED_OUT,
    witness.KEY_CREATED,
    witness.KEY_REVOKED,
    witness.KEY_REFUSED,
)
_Reason = Annotated[str, Query(max_length=LONGEST_REASON)]


@router.get("/logg")
def audit_page(service: TheService, wanted: TheWanted, skal: _Reason = "") -> Response:
    """The form; with a reason, the lines, newest first."""
    lines: list[Line] = []
    problem = None
    if skal.strip():
        try:
            lines = read(service.trail, skal, wanted)
        except QuestionError as error:
            problem = error
    return page(
        "audit.html",
        422 if problem else 200,
        keeps=service.trail.log is not None,
        reason=skal,
        shortest=SHORTEST_REASON,
        longest=LONGEST_REASON,
        wanted=wanted,
        events=_EVENTS,
        lines=[(line, _told(line)) for line in reversed(lines)],
        problem=problem,
        csv=f"/logg.csv?{_query(skal, wanted)}",
        place="",
    )


@router.get("/logg.csv")
def audit_csv(service: TheService, wanted: TheWanted, skal: _Reason = "") -> Response:
    """The same lines as a file."""
    return csv_file(read(service.trail, skal, wanted))


def _told(line: Line) -> str:
    return ", ".join(f"{key}: {value}" for key, value in line.details.items())


def _query(reason: str, wanted: Wanted) -> str:
    pairs = {
        "skal": reason,
        "fran": wanted.since or "",
        "till": wanted.until or "",
        "handelse": wanted.event or "",
        "aktor": wanted.actor or "",
        "antal": wanted.most,
    }
    return urlencode({key: value for key, value in pairs.items() if value})
