"""The service: routes, guards and pages put together around an assistant and a library.

Nothing is built at import. No page needs anything from another machine: the interactive API
pages that FastAPI offers do, and are therefore off; the description is at /api/openapi.json.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from fastapi import Depends, FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.middleware.gzip import GZipMiddleware

from assistant.access.entry import Access
from assistant.access.model import Actor, Role
from assistant.answer import Assistant
from assistant.api import (
    audit,
    completions,
    documents,
    draft,
    draft_check,
    draft_edited,
    draft_section,
    feedback,
    figures,
    health,
    indicators,
    originals,
    questions,
)
from assistant.api.brake import Brake
from assistant.api.deps import RunBy, Service
from assistant.api.description import describe
from assistant.api.gate import Gate
from assistant.api.guards import BodyLimit, SafeHeaders
from assistant.api.jobs import Hand
from assistant.api.meter import Meter
from assistant.api.ports import Answering, CheckIdentity, Drafting, Intake, unchecked
from assistant.api.problems import add_problem_handlers
from assistant.api.seen import Desk, Desks, Over
from assistant.api.senders import check_form
from assistant.api.uploads import Uploads
from assistant.audit.log import AuditLog
from assistant.audit.trail import Trail
from assistant.chat.port import ChatModel
from assistant.chat.queue import waiting_before
from assistant.draft.drafter import Drafter
from assistant.feedback import FeedbackLog
from assistant.operation.setup import Operation
from assistant.plan_check.checker import PlanChecker
from assistant.web import PAGES
from assistant.web.templating import STATIC, error_page
from ingest.library import Library

_BODY = 2_000_000
_FORM = 100_000
_CONVERSATION = 20_000_000


_DRAFTING = (draft, draft_check, draft_section, draft_edited)
_WATCHED = (health, figures)
_ROOMS = (
    questions, completions, *_DRAFTING, indicators, documents, originals, feedback, audit,
    *_WATCHED,
)  # fmt: skip


def create_app(
    assistant: Answering,
    library: Library,
    intake: Intake,
    check: CheckIdentity = unchecked,
    max_upload_mb: int = 200,
) -> FastAPI:
    """The service as an ASGI application.

    ``intake`` takes one file in (``Pipeline.ingest``) and is called from one worker thread;
    ``check`` reads an upload's identity before it is accepted (``Pipeline.check_identity``).
    """
    checker, drafter = PlanChecker(library), Drafter(library)
    uploads, desks = Uploads(intake, check), Desks(_plain_desk)
    service = Service(assistant, library, uploads, max_upload_mb, checker, drafter, desks)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        uploads.recover()
        yield
        uploads.close()

    app = FastAPI(
        title="Planassistent",
        summary="Frågor och svar ur stadsdelsnämndernas planer och uppföljningar",
        version="0.1.0",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        dependencies=[Depends(check_form)],
    )
    app.state.service = service
    app.state.access = Access()
    app.state.metrics, app.state.pace = None, None
    _add_guards(app, service.max_upload_bytes + _FORM)
    add_problem_handlers(app, error_page)
    for room in (*_ROOMS, *PAGES):
        app.include_router(room.router)
    describe(app)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    return app


def equip(app: FastAPI, model: ChatModel | None, log: FeedbackLog | None) -> None:
    """Give a service what it can do without: the chat model to watch over, the feedback log."""
    app.state.service = replace(app.state.service, model=model, feedback=log)


def keep_uploads(app: FastAPI, folder: Path) -> None:
    """Let a service keep what is on its way into the library over a restart."""
    app.state.service.intake.keep_in(folder)


def let_in(app: FastAPI, access: Access) -> None:
    """Let a service know who asks; without it anyone who reaches it is the local user."""
    app.state.access = access


def watch_over(app: FastAPI, on: Operation) -> None:
    """Let a service keep figures and traces of itself, and hold each user to a pace."""
    app.state.metrics, app.state.pace = on.metrics, on.pace
    service: Service = app.state.service
    if on.metrics is not None:
        on.metrics.watch_library(service.library)
        on.metrics.watch("model_line", lambda: waiting_before(app.state.service.model))
    if on.traces is not None:
        on.traces.follow(app)


def run_by(app: FastAPI, name: str | None, contact: str | None) -> None:
    """Let a service say who runs it and how to reach them."""
    app.state.service = replace(app.state.service, runs=RunBy(name or None, contact or None))


def draft_with(app: FastAPI, drafter: Drafting) -> None:
    """Let a service draft with a drafter that knows more than the reports (boards, a model)."""
    app.state.service = replace(app.state.service, drafter=drafter)


def audit_with(app: FastAPI, log: AuditLog) -> None:
    """Let a service log who reads and changes what."""

    def hand_of(by: str) -> Hand:
        return Hand(by, told=Trail(log, Actor(by, by, Role.EDITOR)).taken_in)

    app.state.service.intake.recover_as(hand_of)
    app.state.service = replace(app.state.service, audit=log)


def narrow_with(app: FastAPI, over: Over) -> None:
    """Let a service answer those who do not see every report with as much as it knows itself."""
    app.state.service = replace(app.state.service, desks=Desks(over))


def _plain_desk(library: Library) -> Desk:
    """What answers over a part of the library, knowing nothing but the reports."""
    return Desk(library, Assistant(library), Drafter(library), PlanChecker(library))


def _add_guards(app: FastAPI, upload: int) -> None:
    """The last one added is the first that a request meets."""
    paths = {
        **dict.fromkeys(("/api/documents", "/rapporter", "/rapporter/filer"), upload),
        "/fraga/word": _CONVERSATION,
    }
    app.add_middleware(BodyLimit, limit=_BODY, paths=paths)
    app.add_middleware(Brake, render=error_page)
    app.add_middleware(Gate, render=error_page)
    app.add_middleware(GZipMiddleware, minimum_size=1000)
    app.add_middleware(SafeHeaders)
    app.add_middleware(Meter)
