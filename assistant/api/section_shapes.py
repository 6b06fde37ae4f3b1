"""The shapes of making one section again."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from assistant.api.draft_shapes import DraftRequestShape, Heading
from assistant.api.shapes import CitationShape, StatementShape

_LONGEST_SENTENCE = 4000
_MOST_SENTENCES = 200

Sentence = Annotated[str, StringConstraints(max_length=_LONGEST_SENTENCE)]
Wanted = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]


class KeptShape(BaseModel):
    """A sentence as the chief has it; ``edited`` where the words are the chief's own, ``was`` what
    the draft had said there."""

    text: Sentence
    edited: bool = False
    was: Sentence = ""


class SectionRequest(DraftRequestShape):
    """Which section to make again, how (``instructions``), and what the chief has there now.

    ``dropped`` are sentences that shall not come back.
    """

    namndmal: Wanted
    heading: Heading
    enhetsmal: Wanted | None = None
    statements: list[KeptShape] = Field(default=[], max_length=_MOST_SENTENCES)
    dropped: list[Sentence] = Field(default=[], max_length=_MOST_SENTENCES)


class LastYearShape(BaseModel):
    """A sentence of last year's text under the same heading."""

    text: str
    citation: CitationShape


class SectionResponse(BaseModel):
    """The section anew. A statement of kind «own» is the chief's, kept word for word."""

    namndmal: str
    enhetsmal: str
    heading: str
    statements: list[StatementShape]
    last_year: list[LastYearShape]
    citations: list[CitationShape]
    warnings: list[str]
    mode: str
