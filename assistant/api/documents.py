"""Routes for what the library holds: list, upload, progress, delete, goal tree.

An upload is answered at once with a job id; one worker thread takes the files in, one at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, BinaryIO

from fastapi import APIRouter, Depends, File, Form, Response, UploadFile

from assistant.api.convert import document_summary, goal_shape, ready_progress
from assistant.api.deps import Service, TheScope, TheService
from assistant.api.document_shapes import (
    Accepted,
    DocumentMark,
    DocumentProgress,
    DocumentsResponse,
    DocumentSummary,
    StructureResponse,
)
from assistant.api.jobs import Job
from assistant.api.kept_files import safe_name
from assistant.api.own_uploads import not_yours
from assistant.api.problems import ProblemError
from assistant.api.shapes import Kind, Year
from assistant.api.uploads import known_format
from assistant.audit.events import Event
from ingest.identity import Overrides
from ingest.model import StoredReport

router = APIRouter(prefix="/api/documents", tags=["Rapporter"])

_CHUNK = 1 << 20


def _overrides(
    board: Annotated[str, Form(max_length=200, description="Nämnd.")] = "",
    unit: Annotated[str, Form(max_length=200, description="Enhet.")] = "",
    year: Annotated[Year | None, Form(description="År.")] = None,
    report_type: Annotated[Kind | None, Form(description="VP, T1, T2 eller VB.")] = None,
    internal: Annotated[bool, Form(description="Bara för nämndens egna.")] = False,
) -> Overrides:
    return Overrides(
        board=board.strip() or None,
        unit=unit.strip() or None,
        year=year,
        report_type=report_type,
        internal=internal,
    )


Stated = Annotated[Overrides, Depends(_overrides)]
TheFile = Annotated[UploadFile, File(description="PDF, DOCX eller TXT.")]


@router.get("", summary="Rapporterna i biblioteket")
def documents(service: TheService, scope: TheScope) -> DocumentsResponse:
    stored = service.library.reports(scope)
    return DocumentsResponse(documents=[document_summary(report) for report in stored])


@router.post(
    "",
    status_code=202,
    summary="Lägg in en rapport",
    description="Det som anges utöver filen går före vad rapporten säger om sig själv. Framgår "
    "nämnd, år eller rapporttyp varken av filen eller av uppgifterna blir svaret 422, där `fields` "
    "namnger det som saknas.",
)
def upload(service: TheService, file: TheFile, overrides: Stated) -> Accepted:
    job = accept(service, file, overrides)
    return Accepted(id=job.id, status=job.status)


def accept(service: Service, file: UploadFile, overrides: Overrides) -> Job:
    """Queue an upload, or say why not."""
    name = checked_name(service, file)
    return service.uploads.submit(name, chunks_of(file.file), overrides)


def checked_name(service: Service, file: UploadFile) -> str:
    """The file's name, made safe; a ``ProblemError`` where format or size forbid it."""
    name = safe_name(file.filename or "")
    if not known_format(name):
        raise ProblemError(
            415,
            "Filformatet kan inte läsas",
            f"{name}: lägg in rapporten som PDF, Word (.docx) eller text (.txt).",
        )
    if file.size == 0:
        raise ProblemError(422, "Filen är tom", f"{name}: välj en fil med innehåll.")
    if (file.size or 0) > service.max_upload_bytes:
        limit = f"{name}: filen får vara högst {service.max_upload_mb} MB."
        raise ProblemError(413, "Filen är för stor", limit)
    return name


def chunks_of(file: BinaryIO) -> Iterator[bytes]:
    """The bytes of a file, some at a time."""
    while chunk := file.read(_CHUNK):
        yield chunk


@router.get("/{document_id}", summary="En rapport, eller hur långt en uppladdning har kommit")
def document(document_id: str, service: TheService) -> DocumentProgress:
    job = service.uploads.job(document_id)
    if job is not None and job.document_id is None:
        return _job_progress(job)
    return ready_progress(stored_or_404(service, document_id))


def _job_progress(job: Job) -> DocumentProgress:
    return DocumentProgress(
        id=job.id,
        status=job.status,
        progress=job.progress,
        file_name=job.file_name,
        reason=job.reason,
        fields=list(job.fields),
    )


def stored_or_404(service: Service, document_id: str) -> StoredReport:
    """A report in force, by its own id or its upload's."""
    stored = service.report(document_id)
    if stored is None:
        raise ProblemError(
            404,
            "Rapporten finns inte",
            "Den kan ha tagits bort eller aldrig lagts in. Se listan över rapporter.",
        )
    return stored


@router.patch(
    "/{document_id}",
    summary="Gör en rapport intern för sin nämnd, eller öppen",
    description="En intern rapport finns bara för dem som får läsa nämndens interna rapporter: i "
    "svar, sökning, utkast, listor och antal. Den läses inte in på nytt. Märkningen står kvar när "
    "rapporten ersätts.",
)
def mark(document_id: str, body: DocumentMark, service: TheService) -> DocumentSummary:
    return document_summary(marked(service, stored_or_404(service, document_id), body.internal))


def marked(service: Service, stored: StoredReport, internal: bool) -> StoredReport:
    """The report, marked; a ``ProblemError`` where the mark would hide it from whoever sets it."""
    if internal and not service.actor.sees(stored.identity.board):
        raise not_yours(stored.identity)
    with service.trail.doing(Event.MARKED, rapport=stored.document_id, intern=internal):
        service.library.mark(stored.document_id, internal)
    return stored_or_404(service, stored.document_id)


@router.delete("/{document_id}", status_code=204, summary="Ta bort en rapport")
def delete(document_id: str, service: TheService) -> Response:
    job = service.uploads.job(document_id)
    if job is not None and job.under_way:
        raise ProblemError(
            409, "Rapporten läses in just nu", "Vänta tills den är klar och ta bort den då."
        )
    if job is not None and job.document_id is None:
        service.uploads.forget(document_id)
        return Response(status_code=204)
    deleted(service, stored_or_404(service, document_id))
    return Response(status_code=204)


def deleted(service: Service, stored: StoredReport) -> None:
    """Take a report out of the library."""
    with service.trail.doing(Event.DELETED, rapport=stored.document_id):
        service.library.delete(stored.document_id)


@router.get("/{document_id}/structure", summary="Rapportens mål, från staden till enheten")
def structure(document_id: str, service: TheService) -> StructureResponse:
    stored = stored_or_404(service, document_id)
    report = service.library.contents(stored.document_id)
    goals = report.goals if report else ()
    return StructureResponse(goals=[goal_shape(goal) for goal in goals])
