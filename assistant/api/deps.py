"""What routes are given: the parts of the service, and filters read from an address.

A route never meets the whole service: it is given what is there for the one who asks, so that a
hidden report is to it, and to all that it calls, one that does not exist (``seen``).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Annotated

from fastapi import Depends, Query, Request

from assistant.access.model import LOCAL, Actor
from assistant.api.logged import LoggedAssistant, LoggedDrafter
from assistant.api.own_uploads import OwnUploads
from assistant.api.page_images import PageImages
from assistant.api.ports import Answering, Drafting
from assistant.api.seen import Desks
from assistant.api.shapes import Kind, Name, Year
from assistant.api.uploads import Uploads
from assistant.audit.log import AuditLog
from assistant.audit.trail import Trail
from assistant.chat.port import ChatModel
from assistant.feedback import FeedbackLog
from assistant.plan_check.checker import PlanChecker
from ingest.library import Library
from ingest.model import Scope, StoredReport


@dataclass(frozen=True, slots=True)
class RunBy:
    """Who runs this installation and how to reach them, as they wish to be named; None: unsaid."""

    name: str | None = None
    contact: str | None = None


@dataclass(frozen=True, slots=True)
class Service:
    """The parts of a running service, as they are there for one who asks.

    Built once in ``assistant.app``, for someone who sees everything; ``seen_by`` is for others.
    """

    assistant: Answering
    library: Library
    intake: Uploads
    max_upload_mb: int
    checker: PlanChecker
    drafter: Drafting
    desks: Desks
    actor: Actor = LOCAL
    request: str = ""
    audit: AuditLog | None = None
    images: PageImages = field(default_factory=PageImages)
    model: ChatModel | None = None
    feedback: FeedbackLog | None = None
    runs: RunBy = RunBy()

    def seen_by(self, actor: Actor, request: str = "") -> Service:
        """The same service with what the actor sees of it, which is never more.

        ``request`` is the request's id, for the log of what is done in it.
        """
        mine = replace(self, actor=actor, request=request)
        desk = self.desks.narrowed(self.library, actor)
        if desk is not None:
            mine = replace(
                mine,
                assistant=desk.assistant,
                library=desk.library,
                drafter=desk.drafter,
                checker=desk.checker,
            )
        if self.audit is None:
            return mine
        return replace(
            mine,
            assistant=LoggedAssistant(mine.assistant, mine.trail),
            drafter=LoggedDrafter(mine.drafter, mine.trail),
        )

    @property
    def trail(self) -> Trail:
        """Where what is done in this request is logged."""
        return Trail(self.audit, self.actor, self.request)

    @property
    def uploads(self) -> OwnUploads:
        """The uploads of whoever asks."""
        return OwnUploads(self.intake, self.library, self.trail)

    @property
    def max_upload_bytes(self) -> int:
        """The largest file that is taken in."""
        return self.max_upload_mb * 1_000_000

    def report(self, document_id: str) -> StoredReport | None:
        """A report in force by its own id or by the id of the upload that brought it."""
        job = self.uploads.job(document_id)
        if job is not None and job.document_id is not None:
            document_id = job.document_id
        return self.library.stored(document_id)


def actor_of(request: Request) -> Actor:
    """Who asks, as the gate found out; nobody is answered past it."""
    actor = request.state.actor
    assert isinstance(actor, Actor)
    return actor


def the_service(request: Request) -> Service:
    service = request.app.state.service
    assert isinstance(service, Service)
    return service.seen_by(actor_of(request), request.state.request_id)


def _scope(
    board: Annotated[list[Name], Query(description="Nämnd; får upprepas.")] = [],  # noqa: B006
    unit: Annotated[list[Name], Query(description="Enhet; får upprepas.")] = [],  # noqa: B006
    year: Annotated[list[Year], Query(description="År; får upprepas.")] = [],  # noqa: B006
    report_type: Annotated[list[Kind], Query(description="VP, T1, T2 eller VB.")] = [],  # noqa: B006
) -> Scope:
    return Scope(tuple(board), tuple(unit), tuple(year), tuple(report_type))


TheService = Annotated[Service, Depends(the_service)]
TheScope = Annotated[Scope, Depends(_scope)]
