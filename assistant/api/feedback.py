"""What a reader says of an answer: ``POST /api/feedback``, and the same from the page's form.

Nothing is looked up of what the reader sends but the name of a cited report's file; an unknown
report is kept as it is. The page's form works without JavaScript.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Literal

from fastapi import APIRouter, Form
from pydantic import BaseModel, Field, StringConstraints, ValidationError

from assistant.api.convert import to_scope
from assistant.api.deps import Service, TheService
from assistant.api.problems import ProblemError
from assistant.api.shapes import Filters
from assistant.feedback import (
    LONGEST_ANSWER,
    LONGEST_COMMENT,
    MOST_CITATIONS,
    Cited,
    Feedback,
    Misreading,
)
from ingest.model import StoredReport

router = APIRouter(tags=["Återkoppling"])

LONGEST_QUOTE = 4_000
_NO_LOG = (
    503,
    "Återkoppling tas inte emot",
    "Den här tjänsten har ingen logg för återkoppling.",
)
Verdict = Literal["ratt", "fel"]


class CitedShape(BaseModel):
    """A citation of the answer that is judged."""

    document_id: str = Field(max_length=200)
    page: int = Field(ge=1, le=100_000)
    quote: str = Field(default="", max_length=LONGEST_QUOTE)


class FeedbackRequest(BaseModel):
    """A judgement of one answer: the question as asked, and the answer as it was given."""

    verdict: Verdict
    question: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4_000)
    ]
    answer: str = Field(default="", max_length=LONGEST_ANSWER)
    comment: str = Field(default="", max_length=LONGEST_COMMENT)
    filters: Filters = Filters()
    mode: str = Field(default="extractive", max_length=20)
    citations: list[CitedShape] = Field(default=[], max_length=MOST_CITATIONS)


class FeedbackTaken(BaseModel):
    """The judgement is in the log."""

    status: Literal["saved"] = "saved"


@router.post(
    "/api/feedback",
    status_code=201,
    summary="Säg om ett svar är rätt eller fel",
    description="Sparas i en logg på servern, utan uppgift om vem som skrev.",
)
def feedback(body: FeedbackRequest, service: TheService) -> FeedbackTaken:
    keep(body, service)
    return FeedbackTaken()


def keep(body: FeedbackRequest, service: Service) -> None:
    """Put a judgement in the log; a ProblemError where this service keeps none."""
    if service.feedback is None:
        raise ProblemError(*_NO_LOG)
    cited = tuple(
        Cited(c.document_id, c.page, c.quote, _stem(c.document_id, service)) for c in body.citations
    )
    service.feedback.add(
        Feedback(
            right=body.verdict == "ratt",
            question=body.question,
            answer=body.answer,
            comment=body.comment,
            scope=to_scope(body.filters),
            mode=body.mode,
            citations=cited,
        )
    )


def keep_misreading(stored: StoredReport, told: tuple[int, str, str], service: Service) -> None:
    """Put what a reader says was misread (page, row as read, comment) in the log."""
    if service.feedback is None:
        raise ProblemError(*_NO_LOG)
    page, row, comment = told
    place = Cited(stored.document_id, page, row, Path(stored.file_name).stem)
    service.feedback.add_misreading(Misreading(place, comment))


def _stem(document_id: str, service: Service) -> str | None:
    stored = service.library.stored(document_id)
    return Path(stored.file_name).stem if stored else None


def from_form(
    verdict: Annotated[Verdict, Form()],
    about: Annotated[str, Form(max_length=600_000)],
    comment: Annotated[str, Form(max_length=LONGEST_COMMENT)] = "",
) -> FeedbackRequest:
    """What the page's form sends; ``about`` is the answer as the page was given it, as JSON."""
    try:
        told = json.loads(about)
        told["answer"] = str(told["answer"])[:LONGEST_ANSWER]
        cited = told["citations"][:MOST_CITATIONS]
        told["citations"] = [{**c, "quote": c["quote"][:LONGEST_QUOTE]} for c in cited]
        return FeedbackRequest.model_validate({**told, "verdict": verdict, "comment": comment})
    except (ValueError, TypeError, KeyError, ValidationError) as error:
        raise ProblemError(
            422, "Uppgifterna kan inte användas", "Ställ frågan igen och försök på nytt."
        ) from error
