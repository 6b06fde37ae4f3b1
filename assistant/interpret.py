"""What a question means, without a language model.

In order: the history is folded in where the question leans on it; what the user says is not
meant is left out; periods; names of boards and
units; indicators and the kind of answer; the asker where nobody is named; then the gaps between
what is asked and what the library has. The user's filters are a fence and are never overruled.
What the question itself says is a wish, which retrieval prefers, with one exception: a unit
named with certainty, and no other unit or board beside it, is a fence too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from assistant.model import Asker, Asks, Interpretation, Question
from assistant.understanding import boards as boards_of
from assistant.understanding import dropped, gaps, history, owners, terms
from assistant.understanding.names import Mention, Names
from assistant.understanding.periods import Periods, periods
from assistant.understanding.periods import spans as period_spans
from assistant.understanding.spelling import known_words, mended
from assistant.words import content_words, words
from ingest.library import Library
from ingest.model import ReportType, Scope
from ingest.names import BOARD_ITSELF, same_name
from ingest.organisation import Organisation, load_organisation
from ingest.roster import Roster

_WE = re.compile(r"\b(?:vi|oss|vår|vårt|våra|enheten|min\s+enhet)\b", re.IGNORECASE)
_OWNER_WORDS = re.compile(
    r"\b(?:stadsdels(?:nämnd|förvaltning)|nämnd|förvaltning|enhet)(?:en|ens|er|s)?\b|\(\W*\)",
    re.IGNORECASE,
)
_SPLIT = re.compile(
    r"\s+(?:jämfört\s+med|jmf\s+med|gentemot|kontra|versus|vs\.?|mot|respektive|resp\.?|än|och|eller)\s+",
    re.IGNORECASE,
)
_Held = tuple[frozenset[str], frozenset[str]]


@dataclass(frozen=True, slots=True)
class _Read:
    """What one stretch of the question says."""

    mentions: tuple[Mention, ...]
    periods: Periods
    whole_board: bool
    board_tells: bool = False
    """«Vad skrev nämnden om enheten»: the unit is what the board's report tells of."""

    @property
    def units(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(m.name for m in self.mentions if m.is_unit))

    @property
    def boards(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(m.name for m in self.mentions if not m.is_unit))

    @property
    def scope(self) -> Scope:
        return Scope(self.boards, self.units, self.periods.years, self.periods.report_types)


class Interpreter:
    """Understands questions about the reports of one library; ``clock`` gives today."""

    def __init__(
        self,
        library: Library,
        clock: Callable[[], date],
        organisation: Organisation | None = None,
    ) -> None:
        self._library = library
        self._clock = clock
        self._organisation = organisation or load_organisation()
        self._terms = terms.default_terms()
        self._known: tuple[Roster, _Held, Names] | None = None
        self._words: frozenset[str] = frozenset()

    def stand_alone(self, question: Question) -> str:
        """The question's own text: slips mended, what it leaves to the turns before it told."""
        names = self._names(self._library.roster())
        said = mended(question.text, self._words)
        turns = [replace(t, content=mended(t.content, self._words)) for t in question.history]
        text = history.stand_alone(said, turns, names, self._clock())
        return dropped.without(text, question.dropped, names, self._clock())

    def interpret(self, question: Question, text: str | None = None) -> Interpretation:
        """Read a question; never fails. ``text`` is its own, where it has been made already."""
        text = self.stand_alone(question) if text is None else text
        identities = self._library.roster()
        names = self._names(identities)
        read = self._read(text, names)
        hard, wished, notes = self._scopes(read, question, identities)
        wished = dropped.less(wished, question.dropped)
        asked = terms.indicators_in(text, self._terms)
        asks = terms.asks_of(_cut(text, _spans(text, [m for m in read.mentions if m.is_unit])))
        figure = bool(asked) or asks in (Asks.FIGURE, Asks.GOALS) or terms.compares(text)
        parts = self._parts(text, names, read, identities)
        gap = self._gaps(text, read, (hard, wished, parts), (identities, figure))
        return Interpretation(
            text=text,
            hard=hard,
            wished=wished,
            indicators=asked,
            comparison=terms.compares(text),
            missing=gap.missing,
            topic=terms.spelled_out(self._about(text, read), self._terms),
            asks=asks,
            column=self._column(text, read, (hard, wished)),
            parts=parts,
            doubtful=gap.doubtful,
            notes=(*gaps.unmet_filters(question.scope, identities), *notes, *gap.notes),
        )

    def _names(self, identities: Roster) -> Names:
        if self._known is None or self._known[0] is not identities:
            held = (frozenset(identities.boards), frozenset(identities.units))
            if self._known is None or self._known[1] != held:
                self._known = (identities, held, self._learnt(*held))
            else:
                self._known = (identities, held, self._known[2])
        return self._known[2]

    def _learnt(self, boards: frozenset[str], units: frozenset[str]) -> Names:
        also = boards_of.aliases(self._organisation, boards)
        nick = owners.aliases(self._organisation, sorted(units))
        phrases = (phrase for phrase, _ in (*self._terms.indicators, *self._terms.words))
        self._words = known_words((*boards, *units), phrases)
        return Names(boards, units, (*also, *nick))

    def _read(self, text: str, names: Names) -> _Read:
        mentions = tuple(names.mentions(text))
        units = [m.name for m in mentions if m.is_unit]
        whole = owners.whole_board(text, units)
        tells = whole and owners.board_tells(text)
        return _Read(mentions, periods(text, self._clock()), whole, tells)

    def _about(self, text: str, read: _Read) -> str:
        """The question without whose report and what time is meant, which scopes stand for.

        Names and years are many words in a short question: left in, they find every passage of
        the right report instead of the one that tells.
        """
        told = [m for m in read.mentions if not (m.is_unit and read.board_tells)]
        cut = [*_spans(text, told), *period_spans(text, self._clock())]
        about = " ".join(_OWNER_WORDS.sub(" ", _cut(text, cut)).split())
        return about if content_words(about) else text

    def _scopes(
        self, read: _Read, question: Question, identities: Roster
    ) -> tuple[Scope, Scope, tuple[str, ...]]:
        fence = question.scope
        wished = _with_years(read, fence, identities)
        if not wished.units and not wished.boards and not fence.units:
            wished = _with_asker(wished, question.asker)
        if not wished.boards and not fence.boards:
            shared = owners.preferred_board(read.units, question.asker, identities)
            wished = replace(wished, boards=shared)
        if read.whole_board and not fence.units:
            boards = wished.boards or owners.boards_of(read.units, identities)[:1]
            units = () if read.board_tells else wished.units
            wished = replace(wished, units=(*units, BOARD_ITSELF), boards=boards)
        wished, notes = self._before_merger(read, fence, wished, identities)
        fence = replace(fence, units=fence.units or _certain_unit(read, identities))
        within = replace(wished, boards=fence.boards or wished.boards)
        told = owners.notes(read.mentions, within, self._organisation, identities)
        if not question.scope.units:
            fence = owners.with_all_names(fence, self._organisation, identities)
        wished = owners.with_all_names(wished, self._organisation, identities)
        if read.periods.newest:
            wished, newest = _newest(wished, fence, identities, read.periods.newest)
            notes = (*notes, *newest)
        return fence, wished, (*notes, *told)

    def _before_merger(
        self, read: _Read, fence: Scope, wished: Scope, identities: Roster
    ) -> tuple[Scope, tuple[str, ...]]:
        """A board's predecessors for the years before: wished for, or told where a filter bars."""
        years, before = fence.years or wished.years, read.periods.before_merger
        if fence.boards:
            return wished, boards_of.kept_out(fence, self._organisation, identities, years, before)
        return boards_of.reaching_back(wished, self._organisation, identities, years, before)

    def _parts(self, text: str, names: Names, read: _Read, identities: Roster) -> tuple[Scope, ...]:
        """The scopes set side by side: by stretch of the question, else by unit, else by year."""
        beside = read.whole_board and read.units and not read.boards
        many = len(read.periods.years) > 1 or len(read.units) > 1 or len(read.boards) > 1 or beside
        if read.board_tells or not (terms.compares(text) or many):
            return ()
        stretches = [self._read(piece, names) for piece in _stretches(text, read.mentions)]
        told = [s for s in stretches if s.units or s.boards or s.whole_board]
        heard = {unit for stretch in told for unit in stretch.units}
        if len(told) >= 2 and heard >= set(read.units):
            own = owners.boards_of(read.units, identities)[:1] if beside else ()
            scopes = dict.fromkeys(_part_scope(s, read, own) for s in told)
            if len(scopes) >= 2:
                return tuple(scopes)
        if len(read.units) >= 2:
            years = read.periods.years if len(read.periods.years) == 1 else ()
            return tuple(Scope(units=(unit,), years=years) for unit in read.units)
        if len(read.periods.years) in (2, 3, 4, 5):
            return tuple(Scope(years=(year,)) for year in read.periods.years)
        return ()

    def _column(self, text: str, read: _Read, scopes: tuple[Scope, Scope]) -> str:
        """The column that is meant: the year before where it is said so.

        Or where an outcome is asked of a year that only next year's follow-up has: a plan has none.
        """
        hard, wished = scopes
        column, years = terms.column_of(text), read.periods.years
        if read.periods.before and len(years) <= 1:
            return "previous"
        if len(years) != 1 or column != "outcome":
            return column
        units = hard.units or wished.units
        # A board's own year says nothing of another board's: only its reports carry its figures.
        scope = Scope(hard.boards or (wished.boards if read.boards else ()), units)
        held = [r.identity for r in self._library.reports(scope)]
        plans = ReportType.VP in read.periods.report_types
        there = {i.year for i in held if plans or i.report_type is not ReportType.VP}
        return "previous" if years[0] not in there and years[0] + 1 in there else column

    def _gaps(
        self,
        text: str,
        read: _Read,
        scopes: tuple[Scope, Scope, tuple[Scope, ...]],
        known: tuple[Roster, bool],
    ) -> gaps.Gaps:
        hard, wished, parts = scopes
        identities, figure = known
        spans = _spans(text, [m for m in read.mentions if m.is_unit])
        boards = sorted(identities.boards)
        unknown = gaps.unknown_units(text, boards, spans)
        if unknown:
            return gaps.Gaps(tuple(f"rapport från «{name}»" for name in unknown))
        owned = bool(read.mentions or hard.units or hard.boards or wished.units)
        strangers = boards_of.without_reports(text, self._organisation, boards, owned)
        if strangers and not read.mentions:
            return gaps.Gaps(tuple(f"rapport från {name} stadsdelsnämnd" for name in strangers))
        if any(part.units or part.boards for part in parts):
            found = [
                gaps.gaps_of(
                    gaps.Wanted((_owner(hard, part),), _periods_of(part, read), figure), identities
                )
                for part in parts
            ]
            return _joined(found)
        certain = {m.name for m in read.mentions if m.certain}
        named = {*certain, *(b for b in wished.boards if b not in read.boards)}
        asked = wished.boards if read.boards else ()
        boards_named = tuple(b for b in asked if b in named)
        units = () if read.board_tells else tuple(u for u in read.units if u in certain)
        gap = self._gap(Scope(boards_named, units), hard, (read, figure), identities)
        if gap.missing and units and boards_named:
            # «… för enheten (nämnden, T1)»: the board's own report may tell of the unit.
            told = self._gap(Scope(boards_named), hard, (read, figure), identities)
            return gap if told.missing else told
        return gap

    def _gap(
        self, owner: Scope, hard: Scope, asked: tuple[_Read, bool], identities: Roster
    ) -> gaps.Gaps:
        """What one owner lacks, whatever names it has had."""
        all_names = owners.with_all_names(owner, self._organisation, identities)
        wanted = gaps.Wanted((_owner(hard, all_names),), asked[0].periods, asked[1])
        return gaps.gaps_of(wanted, identities)


def _with_years(read: _Read, fence: Scope, identities: Roster) -> Scope:
    """What the question says; «före 2021» is the years before that there are reports of."""
    until = read.periods.until
    if until is None:
        return read.scope
    inside = replace(read.scope, years=(), report_types=())
    both = identities.mask(fence) & identities.mask(inside)
    held = set(identities.years[both].tolist())
    earlier = sorted(year for year in held if year < until)[-5:]
    return replace(read.scope, years=(*read.scope.years, *(earlier or [until - 1])))


def _certain_unit(read: _Read, identities: Roster) -> tuple[str, ...]:
    """The one unit that is named, where nothing else is but the board that it belongs to.

    Beside its board it is a fence only if it has such a report itself: the board may tell of it.
    """
    certain = [m for m in read.mentions if m.is_unit and m.certain]
    if len(certain) != 1 or read.whole_board:
        return ()
    others = [m for m in read.mentions if m is not certain[0]]
    own = owners.boards_of((certain[0].name,), identities)
    asked = Scope((), (certain[0].name,), read.periods.years, read.periods.report_types)
    if others and not identities.any(asked):
        return ()
    if all(not m.is_unit and m.name in own and owners.adjacent(certain[0], m) for m in others):
        return (certain[0].name,)
    return ()


def _with_asker(wished: Scope, asker: Asker) -> Scope:
    units = (asker.unit,) if asker.unit else ()
    boards = (asker.board,) if asker.board else ()
    return replace(wished, units=units, boards=boards)


def _newest(wished: Scope, fence: Scope, identities: Roster, count: int) -> tuple[Scope, list[str]]:
    """«senaste VB:n», «de två senaste boksluten»: the years of the newest within fence and wish."""
    both = identities.mask(fence) & identities.mask(replace(wished, years=()))
    inside = [identities[place] for place in np.flatnonzero(both).tolist()]
    if not inside or wished.years:
        return wished, []
    newest = max(inside, key=lambda i: (i.year, list(ReportType).index(i.report_type)))
    years = sorted({i.year for i in inside})[-count:]
    return replace(wished, years=tuple(years)), [f"Senaste rapporten är {newest.title}."]


def _part_scope(part: _Read, whole: _Read, own: tuple[str, ...] = ()) -> Scope:
    """What a stretch says; time it does not mention is what the whole question says, if one.

    ``own`` is the board of the units beside, which «hela nämnden» means.
    """
    years = part.periods.years or (whole.periods.years if len(whole.periods.years) == 1 else ())
    units = part.units or ((BOARD_ITSELF,) if part.whole_board or part.boards else ())
    boards = part.boards or (own if part.whole_board and not part.units else ())
    return Scope(boards, units, years, part.periods.report_types)


def _periods_of(part: Scope, read: _Read) -> Periods:
    pairs = tuple(
        pair
        for pair in read.periods.pairs
        if set(pair[0]) <= set(part.report_types) and (not part.years or pair[1] in part.years)
    )
    return Periods(part.years, part.report_types, pairs)


def _owner(hard: Scope, named: Scope) -> Scope:
    """Fence and names together, without time: whose reports are asked for."""
    units = tuple(u for u in named.units if u != BOARD_ITSELF)
    kept = [u for u in units if not hard.units or any(same_name(u, h) for h in hard.units)]
    boards = [
        b for b in named.boards if not hard.boards or any(same_name(b, h) for h in hard.boards)
    ]
    if units and hard.units:
        return replace(hard, units=tuple(kept) or hard.units)
    if units:
        return replace(hard, units=units)
    return replace(hard, boards=tuple(boards) or hard.boards) if named.boards else hard


def _stretches(text: str, mentions: Sequence[Mention]) -> list[str]:
    """The question cut where it sets things side by side, never within a name with «och» in it."""
    spans = _spans(text, mentions)
    cuts = [m for m in _SPLIT.finditer(text) if not any(a < m.start() < b for a, b in spans)]
    starts = [0, *(m.end() for m in cuts)]
    return [text[a:b] for a, b in zip(starts, [*(m.start() for m in cuts), len(text)], strict=True)]


def _spans(text: str, mentions: Sequence[Mention]) -> list[tuple[int, int]]:
    """Where in the text these names stand, by characters."""
    places = [match.span() for match in re.finditer(r"[^\W_]+", text.casefold())]
    assert len(places) == len(words(text))
    return [(places[m.start][0], places[m.end - 1][1]) for m in mentions if m.end > m.start]


def _cut(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text without these characters."""
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + " " + text[min(end, len(text)) :]
    return text


def _joined(found: Sequence[gaps.Gaps]) -> gaps.Gaps:
    """Parts of a comparison: only all of them missing is missing; else a note."""
    missing = [m for gap in found for m in gap.missing]
    notes = [note for gap in found for note in gap.notes]
    if missing and all(gap.missing for gap in found):
        return gaps.Gaps(tuple(dict.fromkeys(missing)))
    return gaps.Gaps((), (), (*notes, *(f"Saknas i biblioteket: {m}." for m in missing)))
