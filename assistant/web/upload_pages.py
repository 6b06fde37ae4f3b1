"""Uploads on the page Rapporter: several files at once, each on its own.

A file is first read for whose it is; the page shows that, how sure it is, and which report it
would replace, and takes it in when a person has said yes or put it right. One file that cannot be
used never stops the others: it gets a line that says why. All of it works without JavaScript.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, File, Form, Request, UploadFile
from fastapi.responses import RedirectResponse, Response

from assistant.api.deps import Service, TheService
from assistant.api.documents import Stated, TheFile, checked_name, chunks_of
from assistant.api.jobs import Job
from assistant.api.kept_files import safe_name
from assistant.api.problems import ProblemError
from assistant.api.shapes import Kind, Year
from assistant.web.templating import page, part_wanted
from ingest.errors import IngestError
from ingest.identity import Overrides
from ingest.names import BOARD_ITSELF

router = APIRouter(include_in_schema=False)

_MOST_FILES = 40
TheFiles = Annotated[list[UploadFile], File(alias="file", max_length=_MOST_FILES)]


def _said(
    board: Annotated[str, Form(max_length=200)] = "",
    unit: Annotated[str, Form(max_length=200)] = "",
    unit_shown: Annotated[str, Form(max_length=2)] = "",
    year: Annotated[Year | None, Form()] = None,
    report_type: Annotated[Kind | None, Form()] = None,
    internal: Annotated[bool, Form()] = False,
) -> Overrides:
    """What the form says; a unit that is shown and left empty means the whole board."""
    whole = BOARD_ITSELF if unit_shown else None
    return Overrides(board.strip() or None, unit.strip() or whole, year, report_type, internal)


Said = Annotated[Overrides, Depends(_said)]


@router.post("/rapporter")
def upload_from_page(service: TheService, files: TheFiles, overrides: Stated) -> Response:
    """Take files and show what each was understood to be."""
    jobs = [_offered(service, file, overrides) for file in files]
    if len(jobs) == 1 and jobs[0].status == "failed" and not files[0].filename:
        raise ProblemError(422, "Ingen fil är vald", "Välj en fil och försök igen.")
    return _shown(jobs)


def _offered(service: Service, file: UploadFile, overrides: Overrides) -> Job:
    """One file of several; what is wrong with it is its own."""
    try:
        name = checked_name(service, file)
        return service.uploads.offer(name, chunks_of(file.file), overrides)
    except ProblemError as error:
        return service.uploads.refuse(safe_name(file.filename or ""), error.detail)
    except IngestError as error:
        return service.uploads.refuse(safe_name(file.filename or ""), str(error))


@router.post("/rapporter/filer")
def upload_one(service: TheService, file: TheFile, overrides: Stated) -> Response:
    """The same for the page's script, one file at a time; the answer is its part of the page."""
    job = service.uploads.offer(checked_name(service, file), chunks_of(file.file), overrides)
    return page("parts/job.html", job=job)


@router.get("/rapporter/jobb/{job_id}")
def upload_part(job_id: str, service: TheService) -> Response:
    """How an upload goes, as a part of the page."""
    return page("parts/job.html", job=service.uploads.job(job_id))


@router.post("/rapporter/jobb/{job_id}")
def resume_upload(
    job_id: str,
    request: Request,
    service: TheService,
    overrides: Said,
    replace_it: Annotated[str, Form(alias="ersatt", max_length=10)] = "",
) -> Response:
    """Go on with an upload as the person says it is; said twice, it is done once."""
    job = service.uploads.resume(job_id, overrides, bool(replace_it))
    if part_wanted(request):
        return page("parts/job.html", job=job or service.uploads.job(job_id))
    return RedirectResponse(f"/rapporter?jobb={job_id}#uppladdning", status_code=303)


@router.post("/rapporter/jobb/{job_id}/avbryt")
def cancel_upload(job_id: str, request: Request, service: TheService) -> Response:
    """Leave a file that waits; nothing of it stays."""
    service.uploads.cancel(job_id)
    if part_wanted(request):
        return Response(status_code=204)
    return RedirectResponse("/rapporter", status_code=303)


def _shown(jobs: list[Job]) -> Response:
    query = "&".join(f"jobb={job.id}" for job in jobs)
    return RedirectResponse(f"/rapporter?{query}#uppladdning", status_code=303)
