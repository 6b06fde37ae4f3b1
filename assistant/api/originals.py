"""Routes for the originals: the file as it was taken in, and its pages as images.

Where personal identity numbers were masked in the text, they still stand in the file: such an
original, and its pages as images, is for editors only. Others read the page's text.

The page as a person reads it, text beside image, is the web part's.
"""

from __future__ import annotations

import hashlib
import mimetypes
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import FileResponse, Response

from assistant.access.model import Role
from assistant.api.deps import Service, TheService
from assistant.api.documents import stored_or_404
from assistant.api.problems import ProblemError
from ingest.model import StoredReport

router = APIRouter(prefix="/documents", tags=["Original"])

LONGEST_QUOTE = 4000
Quote = Annotated[
    str, Query(max_length=LONGEST_QUOTE, description="Ordagrant citat som ska märkas ut.")
]


@router.get("/{document_id}/file", summary="Originalfilen", response_class=FileResponse)
def original_file(document_id: str, service: TheService) -> FileResponse:
    stored = stored_or_404(service, document_id)
    path = original_or_404(service, stored)
    service.trail.exported("original", rapport=stored.document_id)
    inline = path.suffix == ".pdf"
    return FileResponse(
        path,
        media_type=mimetypes.guess_type(path.name)[0] or "application/octet-stream",
        filename=stored.file_name,
        content_disposition_type="inline" if inline else "attachment",
        headers={"Cache-Control": "no-cache"},
    )


@router.get(
    "/{document_id}/pages/{number}.png",
    summary="En sida som bild, citatet märkt",
    response_class=Response,
    responses={200: {"content": {"image/png": {}}}},
)
def page_image(
    document_id: str, number: int, request: Request, service: TheService, quote: Quote = ""
) -> Response:
    stored = stored_or_404(service, document_id)
    path = original_or_404(service, stored)
    image = None
    if path.suffix == ".pdf":
        image = service.images.image(path, stored.edition, number, quote)
    if image is None:
        raise no_page(number)
    tag = hashlib.sha256(f"{stored.edition}|{number}|{quote}".encode()).hexdigest()[:24]
    headers = {"Cache-Control": "private, no-cache", "ETag": f'"{tag}"'}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(image.png, media_type="image/png", headers=headers)


def shows_original(service: Service, stored: StoredReport) -> bool:
    """Whether whoever asks may see the file as it was taken in."""
    return not stored.masked or service.actor.may(Role.EDITOR)


def original_or_404(service: Service, stored: StoredReport) -> Path:
    """The file of a report in force, for one who may see it."""
    if not shows_original(service, stored):
        raise ProblemError(
            403,
            "Originalet visas bara för redaktörer",
            "Filen innehåller personnummer, som är maskerade i texten. Läs rapporten sida för "
            "sida, eller be en redaktör om originalet.",
        )
    path = service.library.original(stored.document_id)
    if path is None:
        raise ProblemError(
            404,
            "Originalfilen saknas",
            "Lägg in rapporten på nytt, så går den att öppna igen.",
        )
    return path


def no_page(number: int) -> ProblemError:
    """There is no such page, or none that can be drawn."""
    return ProblemError(
        404, f"Sidan {number} finns inte", "Kontrollera sidnumret mot rapportens sista sida."
    )
