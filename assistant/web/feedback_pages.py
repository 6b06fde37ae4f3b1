"""The form below an answer: right or wrong, and a few words. Works without JavaScript."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from assistant.api.deps import TheService
from assistant.api.feedback import FeedbackRequest, from_form, keep
from assistant.web.templating import page, part_wanted

router = APIRouter(include_in_schema=False)


@router.post("/aterkoppling")
def feedback_from_page(
    request: Request, service: TheService, body: Annotated[FeedbackRequest, Depends(from_form)]
) -> Response:
    """Keep what was said, and thank for it."""
    keep(body, service)
    if part_wanted(request):
        return page("parts/thanks.html", part=True)
    return page("thanks.html", question=body.question, place="ask", part=False)
