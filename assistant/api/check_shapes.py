"""The shapes of a plan check: what a client sends and what it gets back.

Offsets count characters (code points) of the text as sent, lines from 1.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, StringConstraints

from assistant.api.shapes import CitationShape, Name, Year
from assistant.plan_check.model import LONGEST_TEXT

PlanGoal = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]


class CheckRequest(BaseModel):
    """A text and what it is a plan for; without unit and board less can be checked."""

    text: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_TEXT)]
    unit: Name | None = None
    board: Name | None = None
    year: Year | None = None
    namndmal: PlanGoal | None = None


class PlaceShape(BaseModel):
    """A stretch of the text that was sent."""

    line: int
    start: int
    end: int
    text: str


class FindingShape(BaseModel):
    """One thing to look at; ``citations`` are ids of the response's citations."""

    check: str
    severity: Literal["important", "advice", "note"]
    message: str
    suggestion: str
    place: PlaceShape | None
    goal: str | None
    citations: list[int]


class ReadabilityShape(BaseModel):
    """LIX and what it is made of."""

    lix: int
    meaning: str
    words: int
    sentences: int
    words_per_sentence: float
    long_words_percent: float


class CopiedShape(BaseModel):
    """How much of the unit's own text stands in one earlier report."""

    percent: int
    document_id: str
    title: str
    pages: list[int]


class CheckResponse(BaseModel):
    """Findings in the order of the text; ``unit``, ``board`` and ``year`` as they were taken."""

    findings: list[FindingShape]
    readability: ReadabilityShape | None
    copied: list[CopiedShape]
    citations: list[CitationShape]
    unit: str | None
    board: str | None
    year: int | None
    warnings: list[str]
