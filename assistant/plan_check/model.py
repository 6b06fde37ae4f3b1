"""What checking a plan gives: findings, each with a place, a severity and a concrete suggestion.

Offsets count characters (code points) of the text as it was sent; lines count from 1. A finding
never changes the text and never judges the work that the text describes: it says what stands or
does not stand there, and what to do. What a finding says about earlier reports carries its
sources.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from assistant.model import Source

LONGEST_TEXT = 50_000


class Severity(StrEnum):
    """How much it matters: mend it, consider it, or just know it."""

    IMPORTANT = "important"
    ADVICE = "advice"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of the checked text; ``text`` is what stands there, white space folded."""

    line: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at. ``check`` names the rule, ``goal`` the enhetsmål it stands under."""

    check: str
    severity: Severity
    message: str
    suggestion: str
    place: Place | None = None
    goal: str | None = None
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Readability:
    """LIX and what it is made of; ``meaning`` says in Swedish what the number means."""

    lix: int
    meaning: str
    words: int
    sentences: int
    words_per_sentence: float
    long_words_percent: float


@dataclass(frozen=True, slots=True)
class Copied:
    """How much of the unit's own text stands in one earlier report, and on which pages."""

    percent: int
    document_id: str
    title: str
    pages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PlanText:
    """A text to check and what it is a plan for; ``namndmal`` where the text does not name it."""

    text: str
    unit: str | None = None
    board: str | None = None
    year: int | None = None
    namndmal: str | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """The findings in the order of the text, and figures about the whole of it."""

    findings: tuple[Finding, ...]
    readability: Readability | None
    copied: tuple[Copied, ...] = ()
    unit: str | None = None
    board: str | None = None
    year: int | None = None
    warnings: tuple[str, ...] = ()
