"""One section of a draft made again, the chief's own edits kept.

The whole goal is drafted anew with the instruction, and the section taken from it, so that what
holds for a draft holds here. Then the chief's text is put back: an edited sentence stays word for
word, after the same neighbour as before; what it was made of, and what the chief has dropped,
does not come back. Beside it stands what the unit's newest plan says under the same heading.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from assistant.draft.model import OWN, Draft, DraftGoal, DraftRequest, DraftSection, GroundKind
from assistant.errors import DraftError
from assistant.model import Source, Statement
from assistant.words import fold
from ingest.model import ReportType

_SAME = 90.0


@dataclass(frozen=True, slots=True)
class Kept:
    """A sentence of the section as the chief has it. ``edited``: the words are the chief's own;
    ``was`` is then what the draft had said there."""

    text: str
    edited: bool = False
    was: str = ""


@dataclass(frozen=True, slots=True)
class Redo:
    """What to make again: a request for one goal, the heading, and what the chief has there."""

    request: DraftRequest
    heading: str
    enhetsmal: str | None = None
    kept: tuple[Kept, ...] = ()
    dropped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Redone:
    """The section anew, the goal it stands under, and last year's text of the same heading."""

    draft: Draft
    goal: DraftGoal
    heading: str
    statements: tuple[Statement, ...]
    last_year: tuple[Source, ...]


def redone(draft: Draft, asked: Redo) -> Redone:
    """The section of a fresh draft with the chief's edits; ``DraftError`` where it has none."""
    goal = _goal(draft, asked.enhetsmal)
    section = _section(goal, asked.heading)
    statements = merged(section.statements, asked.kept, asked.dropped)
    before = last_year(draft, goal, section.heading)
    return Redone(draft, goal, section.heading, statements, before)


def merged(
    fresh: Sequence[Statement], kept: Sequence[Kept], dropped: Sequence[str] = ()
) -> tuple[Statement, ...]:
    """Fresh statements with the chief's own put where they stood."""
    edits = [k for k in kept if k.edited]
    gone = [*dropped, *(k.was for k in edits if k.was), *(k.text for k in edits)]
    result = [s for s in fresh if not any(_alike(s.text, text) for text in gone)]
    for at, one in enumerate(kept):
        if one.edited and one.text.strip():
            result.insert(_place(result, kept[:at]), Statement(one.text.strip(), (), OWN))
    return tuple(result)


def _place(result: Sequence[Statement], before: Sequence[Kept]) -> int:
    """After the nearest sentence before it that is still there; first where it stood first."""
    for one in reversed(before):
        for at, statement in enumerate(result):
            if _alike(statement.text, one.text):
                return at + 1
    return len(result) if before else 0


def _alike(one: str, two: str) -> bool:
    return fuzz.ratio(fold(one), fold(two)) >= _SAME


def _goal(draft: Draft, enhetsmal: str | None) -> DraftGoal:
    if not draft.goals:
        raise DraftError("Utkastet har inget mål.", "Ange ett nämndmål som enheten arbetar under.")
    if enhetsmal:
        return max(draft.goals, key=lambda g: fuzz.ratio(fold(g.enhetsmal.text), fold(enhetsmal)))
    return draft.goals[0]


def _section(goal: DraftGoal, heading: str) -> DraftSection:
    for section in goal.sections:
        if fold(section.heading) == fold(heading):
            return section
    headings = ", ".join(section.heading for section in goal.sections)
    raise DraftError(f"Rubriken «{heading}» finns inte i utkastet.", f"Välj bland: {headings}.")


def last_year(draft: Draft, goal: DraftGoal, heading: str) -> tuple[Source, ...]:
    """The unit's newest plan under the same heading, in its own order."""
    plans = [
        ground
        for ground in goal.dossier.grounds
        if fold(ground.heading) == fold(heading)
        and ground.kind is not GroundKind.SIMILAR
        and ground.source.identity.report_type is ReportType.VP
        and ground.source.identity.unit == draft.unit
    ]
    newest = max((g.source.identity.year for g in plans), default=0)
    return tuple(dict.fromkeys(g.source for g in plans if g.source.identity.year == newest))
