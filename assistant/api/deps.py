"""What routes are given: the parts of the service, and filters read from an address."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Query, Request

from assistant.api.page_images import PageImages
from assistant.api.ports import Answering, Drafting
from assistant.api.shapes import Kind, Name, Year
from assistant.api.uploads import Uploads
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
    """The parts of one running service; built once in ``assistant.app``."""

    assistant: Answering
    library: Library
    uploads: Uploads
    max_upload_mb: int
    checker: PlanChecker
    drafter: Drafting
    images: PageImages = field(default_factory=PageImages)
    model: ChatModel | None = None
    feedback: FeedbackLog | None = None
    runs: RunBy = RunBy()

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


def _service(request: Request) -> Service:
    service = request.app.state.service
    assert isinstance(service, Service)
    return service


def _scope(
    board: Annotated[list[Name], Query(description="Nämnd; får upprepas.")] = [],  # noqa: B006
    unit: Annotated[list[Name], Query(description="Enhet; får upprepas.")] = [],  # noqa: B006
    year: Annotated[list[Year], Query(description="År; får upprepas.")] = [],  # noqa: B006
    report_type: Annotated[list[Kind], Query(description="VP, T1, T2 eller VB.")] = [],  # noqa: B006
) -> Scope:
    return Scope(tuple(board), tuple(unit), tuple(year), tuple(report_type))


TheService = Annotated[Service, Depends(_service)]
TheScope = Annotated[Scope, Depends(_scope)]
