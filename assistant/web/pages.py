"""The page of a citation: what every mark and link of the other pages opens.

Every page works as an ordinary link or form; where htmx asks, the same address gives only the
part that changes.
"""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from assistant.api.convert import page_url
from assistant.api.deps import Service, TheService
from assistant.api.documents import stored_or_404
from assistant.api.originals import Quote, no_page, original_or_404, shows_original
from assistant.api.problems import ProblemError
from assistant.elsewhere import elsewhere
from assistant.web.templating import page, part_wanted
from assistant.web.views import marked_text
from ingest.model import StoredReport

router = APIRouter(include_in_schema=False)


@router.get("/documents/{document_id}/pages/{number}")
def document_page(
    document_id: str, number: int, request: Request, service: TheService, quote: Quote = ""
) -> Response:
    """A page of a report as a person reads it: the image, and the text beside it."""
    stored = stored_or_404(service, document_id)
    report = service.library.contents(stored.document_id)
    found = next((p for p in report.pages if p.number == number), None) if report else None
    if found is None:
        raise no_page(number)
    lines = marked_text(found.text, quote)
    part = part_wanted(request)
    return page(
        "parts/source.html" if part else "source.html",
        stored=stored,
        identity=stored.identity,
        number=number,
        quote=quote,
        lines=lines,
        marked=any(piece.marked for line in lines for piece in line),
        original=shows_original(service, stored),
        image=_image_url(service, stored, number, quote),
        mark_at=_mark_at(service, stored, number, quote),
        also=elsewhere(service.library, stored.document_id, quote) if quote else (),
        here=page_url(stored.document_id, number, quote),
        before=page_url(stored.document_id, number - 1) if number > 1 else None,
        after=page_url(stored.document_id, number + 1) if number < stored.pages else None,
        part=part,
        place="",
    )


def _image_url(service: Service, stored: StoredReport, number: int, quote: str) -> str | None:
    """Where the page's image is; None for formats that have no pages to draw."""
    try:
        path = original_or_404(service, stored)
    except ProblemError:
        return None
    if path.suffix != ".pdf":
        return None
    address, _, query = page_url(stored.document_id, number, quote).partition("?")
    return f"{address}.png?{query}" if query else f"{address}.png"


def _mark_at(service: Service, stored: StoredReport, number: int, quote: str) -> int | None:
    """How far down the image the mark begins, in percent; None where nothing is marked."""
    if not shows_original(service, stored) or not quote:
        return None
    path = service.library.original(stored.document_id)
    if path is None or path.suffix != ".pdf":
        return None
    image = service.images.image(path, stored.edition, number, quote)
    if image is None or not image.marks:
        return None
    return round(100 * min(top for _, top, _, _ in image.marks) / image.height)
