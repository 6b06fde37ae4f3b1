"""Passages for a question: dense and lexical, fused; shared text once; parts interleaved.

The hard scope is a fence. What the question wishes for is searched on its own as well, so that it
is there to prefer however large the library is, and is then worth a boost; vectors of one owner's
reports are searched once only, where the wish is. Words are looked for without names and years,
which the scopes stand for; the vector is that of the whole question. Year y also wishes for the
follow-up of y + 1, which has y in a column of its own. Fusion is the centred, scaled
dense score plus the lexical one (reciprocal ranks did no better). Where an account is asked for,
what stands together is lifted together. The board's text, which
many reports share, is shown once, in the report that the question wishes for, and counts its
other places; a report's own words are never folded away. Where the library has a cross-encoder,
it reads the first passages and adds its view.

Whose report a hit is of is known before its passage is read, and reading is what takes time: only
passages that can still come among the best are read. The question is embedded on a core of its own
(``prefetch.py``), beside the words' search and the reading of the passages that words place first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from assistant.fusion import fused, interleaved
from assistant.goals import about_goals, mark_of, marks_asked
from assistant.model import Asks, Found, Interpretation
from assistant.outline import is_wide
from assistant.prefetch import Prefetch, Prefetched
from assistant.words import content_words, stem, words
from ingest.index.ports import Hit, Place, Reranker
from ingest.library import Library
from ingest.model import Passage, PassageKind, ReportType, Scope
from ingest.roster import Roster

_ROW = "Indikator "
_REREAD = 30
_REREAD_WORTH = 2.25  # as much as words and vectors together
_FOLLOW_UPS = (ReportType.VB, ReportType.T1, ReportType.T2)
Places = Mapping[str, Sequence[Place]]
_Stands = tuple[list[str], NDArray[np.intp], int]
_Near = Callable[[Scope], Sequence[Hit]]
_Said = Mapping[Scope, Sequence[Hit]]
"""What words find, by scope."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What each signal is worth, on the scale of a fused score (about 0 to 2.5)."""

    pool: int = 80
    dense: float = 1.0
    lexical: float = 1.25
    bare: bool = True
    """Whether names and years stay out of the words looked for: scopes stand for them."""
    narrow: bool = True
    """Whether what the question wishes for is searched on its own too."""
    unit: float = 0.5
    board: float = 0.4
    year: float = 1.2
    year_after: float = 0.25
    report_type: float = 0.6
    indicator: float = 0.6
    goal: float = 0.4
    mark: float = 0.6
    row: float = 0.15
    section: float = 0.2


@dataclass(frozen=True, slots=True)
class _Placed:
    """A passage before it is read: its score, and how many other reports hold the same text."""

    score: float
    others: int = 0


class Retriever:
    """Finds passages of one library for interpreted questions."""

    def __init__(self, library: Library, weights: Weights = Weights()) -> None:
        self._library = library
        self._weights = weights
        self._held: _Standing | None = None
        self._prefetch = Prefetch(library.embedder)

    def embed_ahead(self, text: str) -> Future[list[float]]:
        """The vector of a question, on its way."""
        return self._prefetch.vector(text)

    def retrieve(
        self, meant: Interpretation, limit: int, ahead: Prefetched | None = None
    ) -> list[Found]:
        """The best passages, best first; at most ``limit``."""
        topic = (meant.topic if self._weights.bare else "") or meant.text
        asked = " ".join(content_words(topic))
        if not asked or limit <= 0:
            return []
        ahead = ahead or Prefetched()
        vector = (ahead.vector or self.embed_ahead(meant.text)) if self._weights.dense else None
        parts = self._parts(meant)
        said = self._looked_up(parts, asked, limit)
        self._prefetch.learn(ahead.compared)
        near = self._nearby(vector)
        found = [self._best(part, said, near, limit) for part in parts]
        return (interleaved(found) if len(found) > 1 else found[0])[:limit]

    def search(self, text: str, scope: Scope, limit: int) -> list[Found]:
        """Plain search within a fence, nothing read into the text."""
        return self.retrieve(Interpretation(text=text, hard=scope, topic=text), limit)

    def counted(self, found: Sequence[Found]) -> list[Found]:
        """The same passages, ``repeated_in`` counted in the whole library, filters aside."""
        return [replace(item, repeated_in=self._others(item)) for item in found]

    def _others(self, item: Found) -> int:
        passage = item.passage
        if passage.shared:
            return item.repeated_in
        hits = self._library.lexical.search(passage.lexical_text, Scope(), self._weights.pool)
        near = self._library.store.get([hit.passage_id for hit in hits])
        same = {p.document_id for p in near if p.fingerprint == passage.fingerprint}
        return max(item.repeated_in, len(same - {passage.document_id}))

    def _nearby(self, vector: Future[list[float]] | None) -> _Near:
        """What is near a question, scope by scope, each searched once."""
        if vector is None:
            return _nothing
        search, pool = self._library.store.search, self._weights.pool
        return cache(lambda scope: search(vector.result(), scope, pool))

    def _parts(self, meant: Interpretation) -> list[Interpretation]:
        """What is set side by side, and last the question as a whole."""
        parts = [replace(meant, wished=_over(part, meant.wished)) for part in meant.parts]
        return [*parts, meant]

    def _looked_up(self, parts: Sequence[Interpretation], asked: str, limit: int) -> _Said:
        """What words alone find in every scope; the first passages are in memory after it."""
        if not self._weights.lexical:
            return {}
        scopes = dict.fromkeys(scope for part in parts for scope in self._searched(part))
        pool = self._weights.pool
        said = {scope: self._library.lexical.search(asked, scope, pool) for scope in scopes}
        for part in parts:
            placed = self._placed(self._hits(part, said, _nothing), part)
            self._library.store.get([key for key, _ in _ranked(placed)[:limit]])
        return said

    def _best(self, meant: Interpretation, said: _Said, near: _Near, limit: int) -> list[Found]:
        """Passages for one part; the first of them read closer, if that is on."""
        reranker = self._library.reranker
        found = self._one(meant, said, near, max(limit, _REREAD if reranker else 0))
        return found if reranker is None else _reread(found, meant.text, reranker)

    def _one(self, meant: Interpretation, said: _Said, near: _Near, limit: int) -> list[Found]:
        w = self._weights
        placed = self._placed(self._hits(meant, said, near), meant)
        ranked = _ranked(placed)[: w.pool]
        wide = bool(w.section) and is_wide(meant) and not meant.indicators
        reach = self._most(meant) * (1 + w.section * wide)
        if ranked and len(ranked) > limit:
            reach += w.section * ranked[0][1].score * wide
            least = ranked[limit - 1][1].score - reach
            ranked = [item for item in ranked if item[1].score >= least]
        found = [
            Found(p, placed[p.id].score + self._boost(p, meant), repeated_in=placed[p.id].others)
            for p in self._library.store.get([key for key, _ in ranked])
        ]
        found = self._with_sections(found) if wide else found
        return sorted(found, key=lambda f: (-f.score, f.passage.id))

    def _hits(
        self, meant: Interpretation, said: _Said, near: _Near
    ) -> dict[str, tuple[float, str | None]]:
        """The score of each passage or shared text, and whose report it is; the best of scopes."""
        scopes, owned = self._searched(meant), bool(meant.hard.units or meant.hard.boards)
        found: dict[str, tuple[float, str | None]] = {}
        for scope in scopes:
            dense = near(scope) if scope == scopes[-1] or not owned else ()
            for hit in fused(dense, said.get(scope, ()), self._weights.lexical):
                if hit.passage_id not in found or found[hit.passage_id][0] < hit.score:
                    found[hit.passage_id] = (hit.score, hit.document_id)
        return found

    def _placed(
        self, hits: Mapping[str, tuple[float, str | None]], meant: Interpretation
    ) -> dict[str, _Placed]:
        """The passages to show, by id, with what whose report they are of is worth.

        Of a text that reports share it is the place that the question wishes for most, within
        the fence; among equals the newest.
        """
        roster = self._library.roster()
        worth = np.where(roster.mask(meant.hard), self._worth(meant.wished, roster), -1.0)
        standing = self._standing(self._library.store.places(), roster)
        reports_by_id = self._library.by_id()
        placed: dict[str, _Placed] = {}
        for key, (score, document_id) in hits.items():
            stored = reports_by_id.get(document_id) if document_id else None
            if stored is not None:
                place = roster.places.get(stored.identity)
                placed[key] = _Placed(score + (float(worth[place]) if place is not None else -1.0))
                continue
            ids, reports, others = standing.of(key)
            if ids:
                best = int(worth[reports].argmax())
                if worth[reports[best]] >= 0:
                    placed[ids[best]] = _Placed(score + float(worth[reports[best]]), others)
        return placed

    def _standing(self, everywhere: Places, roster: Roster) -> _Standing:
        held = self._held
        if held is None or held.everywhere is not everywhere or held.roster is not roster:
            held = self._held = _Standing(everywhere, roster)
        return held

    def _searched(self, meant: Interpretation) -> list[Scope]:
        """The fence, and what is wished for within it where there are such reports."""
        narrow = _narrow(meant.hard, meant.wished)
        if self._weights.narrow and narrow != meant.hard and self._library.roster().any(narrow):
            return [meant.hard, narrow]
        return [meant.hard]

    def _with_sections(self, found: list[Found]) -> list[Found]:
        """Each passage lifted by the best other one under the same headings of its report."""
        groups: dict[tuple[str, tuple[str, ...]], list[Found]] = {}
        for item in found:
            groups.setdefault((item.passage.document_id, item.passage.path), []).append(item)
        lifted = []
        for group in groups.values():
            ranked = sorted(group, key=lambda f: -f.score)
            for item in ranked:
                other = next((o for o in ranked if o is not item), None)
                lift = self._weights.section * other.score if other else 0.0
                lifted.append(replace(item, score=item.score + lift))
        return lifted

    def _boost(self, passage: Passage, meant: Interpretation) -> float:
        w = self._weights
        if passage.kind is PassageKind.INDICATOR:
            if meant.indicators and _is_row_of(passage, meant.indicators):
                return w.indicator
            return w.row if meant.asks is Asks.FIGURE else 0.0
        if passage.kind is PassageKind.GOAL and w.mark and about_goals(meant):
            marked = mark_of(passage) in marks_asked(meant.text)
            return w.goal * (meant.asks is Asks.GOALS) + w.mark * marked
        goals = passage.kind in (PassageKind.GOAL, PassageKind.ACTIVITY)
        return w.goal if goals and meant.asks is Asks.GOALS else 0.0

    def _most(self, meant: Interpretation) -> float:
        """The most that a passage's kind can be worth."""
        w = self._weights
        row = w.indicator if meant.indicators else w.row if meant.asks is Asks.FIGURE else 0.0
        marked = about_goals(meant) and bool(marks_asked(meant.text))
        return max(row, w.goal * (meant.asks is Asks.GOALS) + w.mark * marked)

    def _worth(self, wished: Scope, roster: Roster) -> NDArray[np.float64]:
        """What it is worth of each report whose it is, and of when."""
        w = self._weights
        boards = roster.named(wished.boards, unit=False)
        year = roster.of_years(wished.years)
        after = roster.of_years([y + 1 for y in wished.years]) & roster.kinds(_FOLLOW_UPS) & ~year
        own = 1.5 if not wished.units else 1.0
        worth: NDArray[np.float64] = np.zeros(len(roster))
        worth += w.unit * roster.named(wished.units, unit=True)
        worth += w.board * np.where(roster.of_boards, own, 1.0) * boards
        worth += w.year * year + w.year_after * after
        worth += w.report_type * roster.kinds(wished.report_types)
        return worth


def _ranked(placed: Mapping[str, _Placed]) -> list[tuple[str, _Placed]]:
    """Passages by score, best first; ids decide between equals."""
    return sorted(placed.items(), key=lambda item: (-item[1].score, item[0]))


class _Standing:
    """Where shared texts stand, by the reports' places in a roster; made when asked for."""

    def __init__(self, everywhere: Places, roster: Roster) -> None:
        self.everywhere = everywhere
        self.roster = roster
        self._found: dict[str, _Stands] = {}

    def of(self, text: str) -> _Stands:
        """A text's passages, the report of each, and how many other reports hold it."""
        if text not in self._found:
            known = self.roster.places
            pairs = [
                (place.passage_id, known[place.identity])
                for place in self.everywhere.get(text, ())
                if place.identity in known
            ]
            reports = np.fromiter((at for _, at in pairs), np.intp, len(pairs))
            others = len(set(reports.tolist())) - 1
            self._found[text] = ([key for key, _ in pairs], reports, others)
        return self._found[text]


def _reread(found: list[Found], question: str, reranker: Reranker) -> list[Found]:
    """The first passages with the cross-encoder's view added, scaled to its own width."""
    read, rest = found[:_REREAD], found[_REREAD:]
    texts = [" – ".join((*item.passage.path[-1:], item.passage.text)) for item in read]
    scores = reranker.scores(question, texts)
    low = min(scores, default=0.0)
    width = (max(scores, default=0.0) - low) or 1.0
    lifted = [
        replace(item, score=item.score + _REREAD_WORTH * (score - low) / width)
        for item, score in zip(read, scores, strict=True)
    ]
    return [*sorted(lifted, key=lambda f: (-f.score, f.passage.id)), *rest]


def _nothing(_scope: Scope) -> tuple[Hit, ...]:
    return ()


def same_indicator(name: str, wanted: str) -> bool:
    """Whether two indicator names are the same, case and endings aside."""
    return _stem_row(name) == _stem_row(wanted)


@lru_cache(maxsize=8192)
def _stem_row(name: str) -> tuple[str, ...]:
    return tuple(stem(word) for word in words(name))


def _is_row_of(passage: Passage, names: tuple[str, ...]) -> bool:
    """Whether the passage is a row of one of these indicators, by the heading it was given."""
    rows = (part.removeprefix(_ROW) for part in passage.path if part.startswith(_ROW))
    name = next(rows, None)
    return name is not None and any(same_indicator(name, wanted) for wanted in names)


def _narrow(hard: Scope, wished: Scope) -> Scope:
    """The fence narrowed by the wish, where the fence leaves it open."""
    years = wished.years and tuple(sorted({*wished.years, *(y + 1 for y in wished.years)}))
    units = wished.units
    return Scope(
        hard.boards or wished.boards,
        hard.units or units,
        hard.years or years,
        hard.report_types or wished.report_types,
    )


def _over(part: Scope, wished: Scope) -> Scope:
    """A part's own wish; what it leaves open is as in the whole question."""
    owner = part.units or part.boards
    return Scope(
        part.boards if owner else wished.boards,
        part.units if owner else wished.units,
        part.years or wished.years,
        part.report_types or (() if owner else wished.report_types),
    )


__all__ = ["Retriever", "Weights", "same_indicator"]
