"""Every error as ``application/problem+json`` (RFC 9457), in Swedish, saying what to do.

A browser that asks for a page gets the same words as a page (``render`` is given by the web
part), and a program at the OpenAI-compatible routes in the shape of those. None ever holds a stack
trace or a path of the server: what is not expected is logged and told as «något gick fel hos oss».
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from assistant.api.headers import SAFE_HEADERS
from assistant.api.validation import field_errors
from assistant.audit.log import AuditUnwritableError
from assistant.errors import QuestionError
from ingest.errors import (
    DiskFullError,
    IngestError,
    LibraryBusyError,
    StoreUnavailableError,
    UnknownIdentityError,
)
from ingest.room import is_full

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
_OPENAI = "/v1/"

Render = Callable[[Request, int, str, str], Response]
"""Makes an error page of request, status, title and detail."""


class ProblemError(Exception):
    """An expected error on its way to the client."""

    def __init__(self, status: int, title: str, detail: str, **more: Any) -> None:
        super().__init__(title)
        self.status = status
        self.title = title
        self.detail = detail
        self.more = more


_COMMON: Mapping[int, tuple[str, str]] = {
    400: ("Begäran kunde inte läsas", "Kontrollera att begäran är hel och rätt uppställd."),
    404: ("Sidan finns inte", "Kontrollera adressen eller börja om från startsidan."),
    405: ("Metoden går inte att använda här", "Se gränssnittets beskrivning i /api/openapi.json."),
    413: ("För mycket data", "Skicka mindre åt gången."),
    415: ("Formatet tas inte emot", "Skicka JSON (application/json)."),
    500: ("Något gick fel hos oss", "Försök igen. Händer det på nytt, kontakta förvaltaren."),
}


_PASSING: Mapping[type[IngestError], str] = {
    StoreUnavailableError: "Databasen svarar inte",
    DiskFullError: "Disken är full",
    LibraryBusyError: "Biblioteket är upptaget",
}


def problem(status: int, title: str, detail: str, **more: Any) -> Response:
    """A problem+json response."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, **more}
    return JSONResponse(body, status, media_type=MEDIA_TYPE)


def _as_openai(status: int, title: str, detail: str, **more: Any) -> Response:
    """The same words in the shape that OpenAI's clients read."""
    kind = "invalid_request_error" if status < 500 else "server_error"
    error = {"message": f"{title}. {detail}", "type": kind, "param": None, "code": None}
    return JSONResponse({"error": {**error, **more}}, status)


def _trouble(error: IngestError | AuditUnwritableError) -> tuple[int, str, dict[str, Any]]:
    """Status, title and what more is told of an error from the ground floor or the log."""
    if isinstance(error, AuditUnwritableError):
        return 503, "Åtgärden är inte utförd", {}
    if isinstance(error, UnknownIdentityError):
        return 422, "Uppgifter saknas", {"fields": [*error.fields]}
    for kind, title in _PASSING.items():
        if isinstance(error, kind):
            log.warning("%s: %s", title, getattr(error, "detail", ""))
            return 503, title, {}
    return 422, "Rapporten kan inte användas", {}


def _later(response: Response) -> Response:
    """What passes by itself asks programs to try again in a while."""
    if response.status_code in (HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.TOO_MANY_REQUESTS):
        response.headers.setdefault("Retry-After", "5")
    return response


def wants_page(request: Request) -> bool:
    """Whether a person in a browser asked, outside the programming interfaces."""
    inside = request.url.path.startswith(("/api/", _OPENAI))
    return not inside and "text/html" in request.headers.get("accept", "")


def told(request: Request, render: Render, error: ProblemError) -> Response:
    """An expected error in the shape that whoever asks can read."""
    if wants_page(request):
        return render(request, error.status, error.title, error.detail)
    shape = _as_openai if request.url.path.startswith(_OPENAI) else problem
    return shape(error.status, error.title, error.detail, **error.more)


def add_problem_handlers(app: FastAPI, render: Render) -> None:
    """Let every error of the application leave as a problem, or as a page to a browser."""

    def respond(request: Request, status: int, title: str, detail: str, **more: Any) -> Response:
        return told(request, render, ProblemError(status, title, detail, **more))

    def on_problem(request: Request, error: Exception) -> Response:
        assert isinstance(error, ProblemError)
        return _later(told(request, render, error))

    def on_http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        if is_full(error):  # a body that had no room on its way in
            return _told_trouble(respond, request, DiskFullError())
        fallback = (HTTPStatus(error.status_code).phrase, "Försök på nytt.")
        title, detail = _COMMON.get(error.status_code, fallback)
        if error.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            detail = error.detail
        response = respond(request, error.status_code, title, detail)
        response.headers.update(error.headers or {})
        return response

    def on_invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        errors = field_errors(error.errors())
        detail = " ".join(f"{e['field']}: {e['detail']}" for e in errors[:5])
        return respond(request, 422, "Uppgifterna kan inte användas", detail, errors=errors)

    def on_question(request: Request, error: Exception) -> Response:
        assert isinstance(error, QuestionError)
        return respond(request, 422, error.title, error.detail)

    app.add_exception_handler(ProblemError, on_problem)
    app.add_exception_handler(HTTPException, on_http)
    app.add_exception_handler(RequestValidationError, on_invalid)
    app.add_exception_handler(QuestionError, on_question)
    _add_trouble_handlers(app, respond)


def _told_trouble(
    respond: Callable[..., Response], request: Request, error: IngestError | AuditUnwritableError
) -> Response:
    status, title, more = _trouble(error)
    return _later(respond(request, status, title, str(error), **more))


def _add_trouble_handlers(app: FastAPI, respond: Callable[..., Response]) -> None:
    """What comes from below: trouble that is expected, a disk that is full, defects."""

    def on_ingest(request: Request, error: Exception) -> Response:
        assert isinstance(error, IngestError | AuditUnwritableError)
        return _told_trouble(respond, request, error)

    def on_system(request: Request, error: Exception) -> Response:
        if not is_full(error):
            raise error
        log.error("no room on the disk at %s", request.url.path)
        return _told_trouble(respond, request, DiskFullError())

    def on_defect(request: Request, error: Exception) -> Response:
        log.error("unexpected error at %s", request.url.path, exc_info=error)
        response = respond(request, 500, *_COMMON[500])
        response.headers.update(SAFE_HEADERS)
        return response

    app.add_exception_handler(AuditUnwritableError, on_ingest)
    app.add_exception_handler(IngestError, on_ingest)
    app.add_exception_handler(OSError, on_system)
    app.add_exception_handler(Exception, on_defect)
