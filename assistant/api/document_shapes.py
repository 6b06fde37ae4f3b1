"""The shapes of the documents part of the HTTP interface: reports, uploads and the goal tree."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

from ingest.model import ReportType

Status = Literal["waiting", "queued", "reading", "embedding", "ready", "failed"]
"""«waiting» is only met by what is offered on the page: a person is to say whose it is."""


class DocumentSummary(BaseModel):
    """A report in the library. ``chunks`` counts its passages, ``sha256`` is of the file.

    ``identity_confidence`` says how sure board, unit, year and kind are, 0–1 (an addition to the
    contract); what is weak is told in ``warnings`` too. ``internal``: for its board only.
    """

    id: str
    title: str
    board: str
    unit: str | None
    year: int
    report_type: ReportType
    pages: int
    chunks: int
    indicators: int
    sha256: str
    status: Status = "ready"
    identity_confidence: float = 1.0
    internal: bool = False
    warnings: list[str]


class DocumentMark(BaseModel):
    """What can be changed of a report that is in the library."""

    internal: bool = Field(description="Sant: bara för dem som får läsa nämndens interna.")


class DocumentsResponse(BaseModel):
    """The reports that the filters admit, ordered by id."""

    documents: list[DocumentSummary]


class Accepted(BaseModel):
    """An upload that waits its turn; ``id`` is asked for at ``/api/documents/{id}``."""

    id: str
    status: Status


class DocumentProgress(BaseModel):
    """A report that is ready, or an upload on its way; ``reason`` only where it failed.

    ``fields`` names what of the identity is missing, where that is why.
    """

    id: str
    status: Status
    progress: float
    file_name: str | None = None
    reason: str | None = None
    title: str | None = None
    board: str | None = None
    unit: str | None = None
    year: int | None = None
    report_type: ReportType | None = None
    pages: int | None = None
    chunks: int | None = None
    indicators: int | None = None
    sha256: str | None = None
    identity_confidence: float | None = None
    internal: bool | None = None
    fields: list[str] = []
    warnings: list[str] = []


class GoalShape(BaseModel):
    """A node of the goal tree."""

    level: Literal["inriktningsmal", "kf_mal", "namndmal", "enhetsmal"]
    text: str
    fulfilment: Literal["helt", "delvis", "ej"] | None
    page: int
    children: list[GoalShape]


class StructureResponse(BaseModel):
    """The goal tree of a report."""

    goals: list[GoalShape]
