"""The values between the steps of a draft's path, frozen; HTTP shapes and exports are made of them.

A draft is a list of goals. Each goal holds its nämndmål verbatim, an enhetsmål, statements under
the headings of the board's template, indicators with history, activities, and the dossier: all
that was gathered, used or not. Statements are of three kinds: «sourced» (carried forward or
summed up; cited, and every figure in it stands in a quote, the cited report's own year aside),
«proposal» (worded as one; states nothing that its citations do not say, but for the draft's
year) and «placeholder» (a bracketed blank, no citations). Citation ids are those of
``Draft.citations`` and count from 1 through the whole draft. What a chief has done to a draft has
kinds of its own: «accepted» (a proposal taken as it stands), «edited» (other words, no figure but
those of the quotes, and ``was`` the words that the citations belong to) and «own» (the chief's,
without ground in a report).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from assistant.model import Citation, FoundIndicator, Source, Statement

SOURCED, PROPOSAL, PLACEHOLDER = "sourced", "proposal", "placeholder"
KINDS = (SOURCED, PROPOSAL, PLACEHOLDER)
ACCEPTED, EDITED, OWN = "accepted", "edited", "own"
CHIEFS = (ACCEPTED, EDITED, OWN)


@dataclass(frozen=True, slots=True)
class DraftRequest:
    """What to draft. ``namndmal`` is exact or partial text, None for all of the unit's goals;
    ``headings`` empty: the newest template of the board. ``phrased`` names the only heading that
    a chat model is to phrase; empty: all."""

    unit: str
    year: int
    board: str | None = None
    namndmal: str | None = None
    instructions: str = ""
    headings: tuple[str, ...] = ()
    mode: str = "auto"
    phrased: str = ""


class GroundKind(StrEnum):
    """What a piece of the dossier is; the value is Swedish and fit to show as a heading."""

    NAMNDMAL = "Nämndmål"
    EARLIER_NAMNDMAL = "Nämndmålets tidigare lydelse"
    BOARD_EXPECTED = "Nämndens förväntade resultat"
    BOARD_TEXT = "Nämndens beskrivning"
    BOARD_ACTIVITY = "Nämndens aktiviteter"
    ENHETSMAL = "Enhetsmål"
    OWN_TEXT = "Enhetens förra text"
    OWN_ACTIVITY = "Enhetens aktiviteter"
    FULFILMENT = "Måluppfyllelse"
    ANALYSIS = "Uppföljning och analys"
    UNFINISHED = "Inte klart eller bara delvis uppnått"
    PROMISE = "Utlovat för kommande år"
    INDICATOR = "Indikatorer"
    SIMILAR = "Så skriver liknande enheter"


@dataclass(frozen=True, slots=True)
class Ground:
    """One piece of the dossier: verbatim text of a report and where it stands.

    ``heading`` is the heading that it stood under («Arbetssätt»), empty for goals and rows.
    ``chosen`` tells that the draft itself cites it.
    """

    kind: GroundKind
    text: str
    source: Source
    heading: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that the library says of one goal, for one unit and year.

    ``difference`` tells in Swedish how the wording changed since the year before, empty where it
    did not or where nothing is known; ``pairing`` says on what ground an old goal was taken for
    the same as this one, empty where the words are the same. ``notes`` are Swedish sentences that
    the chief must see: what is missing, taken from elsewhere, old or gone.
    """

    grounds: tuple[Ground, ...] = ()
    indicators: tuple[FoundIndicator, ...] = ()
    difference: str = ""
    pairing: str = ""
    notes: tuple[str, ...] = ()

    def of(self, *kinds: GroundKind) -> tuple[Ground, ...]:
        """The pieces of these kinds, in the order gathered."""
        return tuple(ground for ground in self.grounds if ground.kind in kinds)


@dataclass(frozen=True, slots=True)
class CitedGoal:
    """A goal verbatim and where it stands."""

    text: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class DraftSection:
    """What is drafted under one heading of the template; never without a statement."""

    heading: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class DraftIndicator:
    """An indicator of the goal: its rows across reports, oldest first, and a target to settle.

    ``citations`` are the ids of the rows of ``history``, in the same order.
    """

    name: str
    history: tuple[FoundIndicator, ...]
    citations: tuple[int, ...]
    target: Statement


@dataclass(frozen=True, slots=True)
class DraftGoal:
    """One goal of the draft. ``kf_mal`` is the city's goal above it as printed, or None."""

    namndmal: CitedGoal
    enhetsmal: Statement
    sections: tuple[DraftSection, ...]
    indicators: tuple[DraftIndicator, ...] = ()
    activities: tuple[Statement, ...] = ()
    dossier: Dossier = field(default_factory=Dossier)
    kf_mal: str | None = None

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Every statement of the goal, in reading order."""
        sections = tuple(s for section in self.sections for s in section.statements)
        targets = tuple(indicator.target for indicator in self.indicators)
        return (self.enhetsmal, *sections, *targets, *self.activities)


@dataclass(frozen=True, slots=True)
class Draft:
    """A whole draft. ``unit`` and ``board`` are the names as the library knows them.

    ``mode`` is «extractive» or «generative»; only in the latter has a model written any of it.
    ``headings`` are the template's, in order; every goal has each of them.
    """

    unit: str
    board: str
    year: int
    goals: tuple[DraftGoal, ...]
    citations: tuple[Citation, ...]
    headings: tuple[str, ...]
    warnings: tuple[str, ...] = ()
    mode: str = "extractive"
    status: str = "drafted"
    instructions: str = ""

    def cited(self, statement: Statement) -> tuple[Citation, ...]:
        """The citations of a statement, in its own order."""
        by_id = {citation.id: citation for citation in self.citations}
        return tuple(by_id[number] for number in statement.citations if number in by_id)
