"""What a question means, without a language model.

In order: the history is folded in where the question leans on it; periods; names of boards and
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

from assistant.model import Asker, Asks, Interpretation, Question
from assistant.understanding import boards as boards_of
from assistant.understanding import gaps, history, terms
from assistant.understanding.names import Mention, Names
from assistant.understanding.periods import Periods, periods
from assistant.understanding.periods import spans as period_spans
from assistant.words import content_words, words
from ingest.library import Library
from ingest.model import BOARD_ITSELF, Identity, ReportType, Scope, same_name
from ingest.organisation import Organisation, load_organisation

_WE = re.compile(r"\b(?:vi|oss|vår|vårt|våra|enheten|min\s+enhet)\b", re.IGNORECASE)
_WHOLE_BOARD = re.compile(
    r"\bhela\s+(?:\S+\s+)?(?:förvaltning|nämnd|stadsdel)\w*|\b(?:stadsdels)?(?:nämnden|förvaltningen)s?\b"
    r"|\bstadsdels(?:nämnd|förvaltning)s?\b|s\s+(?:nämnd|förvaltning)s?\b",
    re.IGNORECASE,
)
_OWNER_WORDS = re.compile(
    r"\b(?:stadsdels(?:nämnd|förvaltning)|nämnd|förvaltning|enhet)(?:en|ens|er|s)?\b|\(\W*\)",
    re.IGNORECASE,
)
_SPLIT = re.compile(
    r"\s+(?:jämfört\s+med|jmf\s+med|gentemot|kontra|versus|vs\.?|mot|respektive|resp\.?|än|och)\s+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Read:
    """What one stretch of the question says."""

    mentions: tuple[Mention, ...]
    periods: Periods
    whole_board: bool

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
        self._known: tuple[frozenset[Identity], Names] | None = None

    def interpret(self, question: Question) -> Interpretation:
        """Read a question; never fails, whatever the text."""
        identities = [report.identity for report in self._library.reports()]
        names = self._names(identities)
        text = history.stand_alone(question.text, question.history, names, self._clock())
        read = self._read(text, names)
        hard, wished, notes = self._scopes(read, question, identities)
        asked = terms.indicators_in(text, self._terms)
        asks = terms.asks_of(text)
        figure = bool(asked) or asks in (Asks.FIGURE, Asks.GOALS) or terms.compares(text)
        parts = self._parts(text, names, read)
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
            column="previous" if self._before(read, hard, wished) else terms.column_of(text),
            parts=parts,
            doubtful=gap.doubtful,
            notes=(*gaps.unmet_filters(question.scope, identities), *notes, *gap.notes),
        )

    def _names(self, identities: Sequence[Identity]) -> Names:
        key = frozenset(identities)
        if self._known is None or self._known[0] != key:
            boards = {i.board for i in identities}
            units = {i.unit for i in identities if i.unit}
            also = boards_of.aliases(self._organisation, boards)
            self._known = (key, Names(boards, units, also))
        return self._known[1]

    def _read(self, text: str, names: Names) -> _Read:
        return _Read(
            tuple(names.mentions(text)),
            periods(text, self._clock()),
            bool(_WHOLE_BOARD.search(text)),
        )

    def _about(self, text: str, read: _Read) -> str:
        """The question without whose report and what time is meant, which scopes stand for.

        Names and years are many words in a short question: left in, they find every passage of
        the right report instead of the one that tells.
        """
        cut = [*_spans(text, read.mentions), *period_spans(text, self._clock())]
        about = text
        for start, end in sorted(cut, reverse=True):
            about = about[:start] + " " + about[min(end, len(about)):]
        about = " ".join(_OWNER_WORDS.sub(" ", about).split())
        return about if content_words(about) else text

    def _scopes(
        self, read: _Read, question: Question, identities: Sequence[Identity]
    ) -> tuple[Scope, Scope, tuple[str, ...]]:
        fence = question.scope
        wished = read.scope
        notes: list[str] = []
        if not wished.units and not wished.boards and not fence.units:
            wished = _with_asker(wished, question.asker)
        if not fence.boards:
            wished, note = boards_of.reaching_back(
                wished, self._organisation, identities, wished.years
            )
            notes += [note] if note else []
        if read.whole_board and not fence.units and (not wished.units or read.boards):
            wished = replace(wished, units=(*wished.units, BOARD_ITSELF))
        certain = [m for m in read.mentions if m.is_unit and m.certain]
        if (
            len(certain) == 1
            and len(read.mentions) == 1
            and not fence.units
            and not read.whole_board
        ):
            fence = replace(fence, units=(certain[0].name,))
        if read.periods.newest:
            wished, told = _newest(wished, fence, identities)
            notes += told
        return fence, wished, tuple(notes)

    def _parts(self, text: str, names: Names, read: _Read) -> tuple[Scope, ...]:
        """The scopes set side by side: by stretch of the question, else by unit, else by year."""
        if not terms.compares(text) and len(read.periods.years) < 2 and len(read.units) < 2:
            return ()
        stretches = [self._read(piece, names) for piece in _SPLIT.split(text)]
        told = [s for s in stretches if s.units or s.boards or s.whole_board]
        if len(told) >= 2:
            scopes = dict.fromkeys(_part_scope(s, read) for s in told)
            if len(scopes) >= 2:
                return tuple(scopes)
        if len(read.units) >= 2:
            return tuple(Scope(units=(unit,)) for unit in read.units)
        if len(read.periods.years) in (2, 3, 4, 5):
            return tuple(Scope(years=(year,)) for year in read.periods.years)
        return ()

    def _before(self, read: _Read, hard: Scope, wished: Scope) -> bool:
        """Whether the year before is meant: said so, or only next year's follow-up has it."""
        years = read.periods.years
        if read.periods.before and len(years) <= 1:
            return True
        if len(years) != 1:
            return False
        scope = Scope(hard.boards, hard.units or wished.units, (), ())
        there = {r.identity.year for r in self._library.reports(scope)}
        return years[0] not in there and years[0] + 1 in there

    def _gaps(
        self,
        text: str,
        read: _Read,
        scopes: tuple[Scope, Scope, tuple[Scope, ...]],
        known: tuple[Sequence[Identity], bool],
    ) -> gaps.Gaps:
        hard, wished, parts = scopes
        identities, figure = known
        spans = _spans(text, [m for m in read.mentions if m.is_unit])
        boards = sorted({i.board for i in identities})
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
        owner = Scope(
            tuple(b for b in asked if b in named), tuple(u for u in read.units if u in certain)
        )
        wanted = gaps.Wanted((_owner(hard, owner),), read.periods, figure)
        return gaps.gaps_of(wanted, identities)


def _with_asker(wished: Scope, asker: Asker) -> Scope:
    units = (asker.unit,) if asker.unit else ()
    boards = (asker.board,) if asker.board else ()
    return replace(wished, units=units, boards=boards)


def _newest(wished: Scope, fence: Scope, identities: Sequence[Identity]) -> tuple[Scope, list[str]]:
    """«senaste VB:n»: the year of the newest such report within fence and wish."""
    inside = [i for i in identities if fence.admits(i) and replace(wished, years=()).admits(i)]
    if not inside or wished.years:
        return wished, []
    newest = max(inside, key=lambda i: (i.year, list(ReportType).index(i.report_type)))
    return replace(wished, years=(newest.year,)), [f"Senaste rapporten är {newest.title}."]


def _part_scope(part: _Read, whole: _Read) -> Scope:
    """What a stretch says; time it does not mention is what the whole question says, if one."""
    years = part.periods.years or (whole.periods.years if len(whole.periods.years) == 1 else ())
    units = part.units or ((BOARD_ITSELF,) if part.whole_board or part.boards else ())
    return Scope(part.boards, units, years, part.periods.report_types)


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


def _spans(text: str, mentions: Sequence[Mention]) -> list[tuple[int, int]]:
    """Where in the text these names stand, by characters."""
    places = [match.span() for match in re.finditer(r"[^\W_]+", text.casefold())]
    assert len(places) == len(words(text))
    return [(places[m.start][0], places[m.end - 1][1]) for m in mentions if m.end > m.start]


def _joined(found: Sequence[gaps.Gaps]) -> gaps.Gaps:
    """Parts of a comparison: only all of them missing is missing; else a note."""
    missing = [m for gap in found for m in gap.missing]
    notes = [note for gap in found for note in gap.notes]
    if missing and all(gap.missing for gap in found):
        return gaps.Gaps(tuple(dict.fromkeys(missing)))
    return gaps.Gaps((), (), (*notes, *(f"Saknas i biblioteket: {m}." for m in missing)))
