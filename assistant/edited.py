"""A draft as the chief has it, made a draft again: every statement is held anew, in order:

1. word for word as the library drafts it now, on the same places: as it is
2. otherwise held to its places as a draft's claims are (a service that has been restarted, a
   section made again, a model's phrasing); what does not stand is the chief's own
3. a proposal that the chief accepted: the same, told as accepted
4. words that the chief changed: «edited» where the old words stand and no figure or date is new,
   otherwise «own»

Nothing is sourced because a client says so, and nothing that the chief wrote is left out: what
has no ground is told as the chief's own text. What surrounds the statements (nämndmål, history of
indicators, dossier) is the library's own, never the client's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from rapidfuzz import fuzz

from assistant.draft.model import (
    ACCEPTED,
    EDITED,
    OWN,
    PLACEHOLDER,
    PROPOSAL,
    SOURCED,
    Draft,
    DraftGoal,
    DraftRequest,
    DraftSection,
)
from assistant.errors import DraftError
from assistant.model import Citation, Claim, Source, Statement
from assistant.verify import Checker, unsupported
from assistant.verify.quotes import located
from assistant.words import fold
from ingest.library import Library
from ingest.text import sentence_spans

_MARKS = re.compile(r"\s*\([^()]*\)\s*$")
_BLANK = re.compile(r"\[[^\[\]]*\]")
_LEAD = re.compile(r"^Förslag:\s+(?=\S)")
_SAME_GOAL = 95.0


@dataclass(frozen=True, slots=True)
class Place:
    """Where a client says that a statement has its ground."""

    document_id: str
    page: int
    quote: str


@dataclass(frozen=True, slots=True)
class Edit:
    """A statement as the chief has it. ``kind`` and ``places`` are the draft's; ``edited`` where
    the words are the chief's, ``was`` then the draft's."""

    text: str
    kind: str = SOURCED
    places: tuple[Place, ...] = ()
    edited: bool = False
    accepted: bool = False
    was: str = ""

    @property
    def first(self) -> str:
        """What the draft said."""
        return self.was if self.edited else self.text


@dataclass(frozen=True, slots=True)
class EditedGoal:
    """One goal as the chief has it; ``targets`` by the indicator's name."""

    namndmal: str
    enhetsmal: Edit
    sections: tuple[tuple[str, tuple[Edit, ...]], ...] = ()
    targets: tuple[tuple[str, Edit], ...] = ()
    activities: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class EditedDraft:
    """What was asked for, what the chief made of it, and how it was written («mode»)."""

    request: DraftRequest
    goals: tuple[EditedGoal, ...]
    mode: str = "extractive"


def as_edited(draft: Draft, asked: EditedDraft, library: Library) -> Draft:
    """The draft with the chief's text; ``draft`` is the same request drafted now, without a model.

    ``DraftError`` where a goal that the chief has written under is not in the library any more.
    """
    ruling = _Ruling(draft, Checker(library), library)
    goals = tuple(_goal(_found(draft, goal), goal, ruling) for goal in asked.goals)
    used = {number for goal in goals for number in _numbers(goal)}
    return replace(
        draft,
        goals=goals,
        citations=tuple(c for c in ruling.citations if c.id in used),
        mode="generative" if asked.mode == "generative" else draft.mode,
    )


def _found(draft: Draft, goal: EditedGoal) -> DraftGoal:
    same = [
        g
        for g in draft.goals
        if fuzz.ratio(fold(g.namndmal.text), fold(goal.namndmal)) >= _SAME_GOAL
    ]
    if not same:
        raise DraftError(
            f"Nämndmålet «{goal.namndmal[:200]}» finns inte längre i biblioteket.",
            "Lägg in nämndens plan igen, eller kopiera texten fält för fält; den finns kvar på "
            "sidan.",
        )
    mine = fold(goal.enhetsmal.first)
    return max(same, key=lambda g: fuzz.ratio(fold(g.enhetsmal.text), mine))


def _goal(fresh: DraftGoal, goal: EditedGoal, ruling: _Ruling) -> DraftGoal:
    targets = {fold(name): edit for name, edit in goal.targets}
    indicators = []
    for one in fresh.indicators:
        edit = targets.get(fold(one.name))
        target = ruling.statement(edit) if edit else None
        indicators.append(replace(one, target=target) if target else one)
    sections = [DraftSection(head, ruling.statements(edits)) for head, edits in goal.sections]
    return replace(
        fresh,
        enhetsmal=ruling.statement(goal.enhetsmal) or fresh.enhetsmal,
        sections=tuple(s for s in sections if s.statements),
        indicators=tuple(indicators),
        activities=ruling.statements(goal.activities),
    )


def _taken(text: str) -> str:
    """An accepted proposal without the word that says it is one."""
    rest = _LEAD.sub("", text)
    return rest[:1].upper() + rest[1:]


def _numbers(goal: DraftGoal) -> Iterator[int]:
    yield goal.namndmal.citation.id
    for statement in goal.statements:
        yield from statement.citations
    for indicator in goal.indicators:
        yield from indicator.citations


@dataclass(slots=True)
class _Ruling:
    """Says of each statement what it is, and numbers its citations after the draft's own."""

    draft: Draft
    checker: Checker
    library: Library
    citations: list[Citation] = field(default_factory=list)
    _known: dict[tuple[str, str], list[Statement]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.citations = list(self.draft.citations)
        for goal in self.draft.goals:
            for statement in goal.statements:
                key = statement.kind, fold(statement.text)
                self._known.setdefault(key, []).append(statement)

    def statements(self, edits: Iterable[Edit]) -> tuple[Statement, ...]:
        made = (self.statement(edit) for edit in edits)
        return tuple(one for one in made if one is not None)

    def statement(self, edit: Edit) -> Statement | None:
        """What the chief's statement is; None where it is empty."""
        text = " ".join(edit.text.split())
        if not text:
            return None
        if edit.kind == PLACEHOLDER and not edit.edited and _BLANK.fullmatch(text):
            return Statement(text, (), PLACEHOLDER)
        was = " ".join(edit.first.split())
        sources = self._sources(edit.places)
        if not was or not sources or not self._stands(was, edit.kind, sources):
            return Statement(text, (), OWN, edit.was)
        numbers = tuple(dict.fromkeys(self._number(source) for source in sources))
        if not edit.edited:
            if edit.accepted and edit.kind == PROPOSAL:
                return Statement(_taken(text), numbers, ACCEPTED)
            return Statement(text, numbers, edit.kind)
        if unsupported(text, [s.quote for s in sources], self._years(sources)):
            return Statement(text, (), OWN, edit.was)
        return Statement(text, numbers, EDITED, was)

    def _stands(self, text: str, kind: str, sources: Sequence[Source]) -> bool:
        """Whether the draft said so, or might have."""
        for statement in self._known.get((kind, fold(text)), ()):
            cited = {(c.document_id, c.page, fold(c.quote)) for c in self.draft.cited(statement)}
            if cited == {(s.document_id, s.page, fold(s.quote)) for s in sources}:
                return True
        if kind == PROPOSAL:
            fault = self.checker.suggestion_fault(
                Claim(text, tuple(sources), kind), self.draft.year
            )
            return fault is None
        if kind != SOURCED:
            return False
        bare = _MARKS.sub("", text)
        return self._borne_out(bare, sources) or all(
            self._borne_out(bare[start:end], sources) for start, end in sentence_spans(bare)
        )

    def _borne_out(self, text: str, sources: Sequence[Source]) -> bool:
        return self.checker.fault(Claim(text, tuple(sources))) is None

    def _years(self, sources: Sequence[Source]) -> list[int]:
        told = [year for s in sources for year in (s.identity.year, s.identity.year - 1)]
        return [*told, self.draft.year]

    def _sources(self, places: Sequence[Place]) -> list[Source]:
        """The places that still hold their quotes, each once."""
        found = []
        for place in dict.fromkeys(places):
            stored = self.library.stored(place.document_id)
            if stored is None:
                continue
            source = Source(stored.document_id, stored.identity, place.page, (), place.quote)
            held = located(source, self.library)
            if held is not None:
                found.append(held)
        return found

    def _number(self, source: Source) -> int:
        for c in self.citations:
            same = c.document_id == source.document_id and c.page == source.page
            if same and fold(c.quote) == fold(source.quote):
                return c.id
        number = max((c.id for c in self.citations), default=0) + 1
        self.citations.append(
            Citation(
                number, source.document_id, source.identity, source.page,
                source.section, source.quote,
            )
        )  # fmt: skip
        return number
