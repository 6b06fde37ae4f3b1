"""The values between the steps of a question's path, frozen; the HTTP shapes are made of them.

A citation's ``quote`` is verbatim text of its page (white space folded, hyphenation undone):
``assistant.verify`` checks that before anything is returned.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from ingest.model import Identity, IndicatorValue, Passage, Scope


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of the conversation so far; ``role`` is «user» or «assistant»."""

    role: str
    content: str


@dataclass(frozen=True, slots=True)
class Asker:
    """Who «vi» are; a preference where the question names no unit or board, never a fence."""

    board: str | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked. ``scope`` holds the filters that the user set: a fence.

    ``dropped`` is what the question seems to name and the user says that it does not mean.
    """

    text: str
    scope: Scope = Scope()
    asker: Asker = Asker()
    history: tuple[Turn, ...] = ()
    mode: str = "auto"
    dropped: Scope = Scope()


class Asks(StrEnum):
    """The kind of answer that a question wants."""

    FIGURE = "figure"
    DATE = "date"
    REASON = "reason"
    GOALS = "goals"
    SUMMARY = "summary"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Interpretation:
    """What was understood. ``scope`` is the user's fence and what the question itself names.

    ``hard`` is the fence that retrieval must keep to; ``wished`` what it should prefer.
    ``indicators`` are canonical indicator names meant by the question. ``missing`` are Swedish
    phrases for what was asked for and is not in the library («Tertialrapport 2 2020 för …»).
    ``topic`` is the question with its synonyms spelled out and what it takes over from the
    history; ``asks`` the kind of answer wanted; ``column`` the indicator column that is meant.
    ``parts`` are the scopes that a comparison sets side by side. ``doubtful`` years stand in the
    question but have no report: they may still stand in the text of one. ``notes`` say in Swedish
    what was assumed.
    """

    text: str
    hard: Scope = Scope()
    wished: Scope = Scope()
    indicators: tuple[str, ...] = ()
    comparison: bool = False
    missing: tuple[str, ...] = ()
    topic: str = ""
    asks: Asks = Asks.TEXT
    column: str = "outcome"
    parts: tuple[Scope, ...] = ()
    doubtful: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def scope(self) -> Scope:
        """Fence and wish together, as shown to the user."""
        return Scope(
            boards=self.hard.boards or self.wished.boards,
            units=self.hard.units or self.wished.units,
            years=self.hard.years or self.wished.years,
            report_types=self.hard.report_types or self.wished.report_types,
        )


@dataclass(frozen=True, slots=True)
class Found:
    """A passage found, its score (comparable within one search), and where else it stands."""

    passage: Passage
    score: float
    repeated_in: int = 0


@dataclass(frozen=True, slots=True)
class Source:
    """One place in one document that a claim rests on: a citation before it has a number."""

    document_id: str
    identity: Identity
    page: int
    section: tuple[str, ...]
    quote: str


@dataclass(frozen=True, slots=True)
class Claim:
    """What a writer wants to say and the places it rests on; ``verify`` makes it a statement."""

    text: str
    sources: tuple[Source, ...]
    kind: str = "sourced"


@dataclass(frozen=True, slots=True)
class Citation:
    """One place in one document; ``id`` counts from 1 within an answer."""

    id: int
    document_id: str
    identity: Identity
    page: int
    section: tuple[str, ...]
    quote: str


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence or table row of an answer with the ids of the citations that support it.

    ``was`` is what a draft had said where a chief has changed it; the citations belong to that.
    """

    text: str
    citations: tuple[int, ...]
    kind: str = "sourced"
    was: str = ""


@dataclass(frozen=True, slots=True)
class FoundIndicator:
    """An indicator row and the report that it stands in."""

    value: IndicatorValue
    document_id: str
    identity: Identity


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of a grid: what it says and the id of the citation that supports it."""

    text: str
    citation: int


@dataclass(frozen=True, slots=True)
class Grid:
    """One indicator, owners × reports, a citation in every cell; None where there is no row.

    ``stands_for`` are the texts of the statements that the grid tells in full.
    """

    name: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[GridCell | None, ...]], ...]
    stands_for: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Answer:
    """A verified answer; ``status`` is «answered», «partial» or «not_found»."""

    status: str
    text: str
    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()
    indicators: tuple[FoundIndicator, ...] = ()
    interpretation: Interpretation = field(default_factory=lambda: Interpretation(""))
    mode: str = "extractive"
    warnings: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    timings_ms: tuple[tuple[str, float], ...] = ()
    grid: Grid | None = None
