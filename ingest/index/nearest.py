"""The nearest vectors of many groups: compared block by block, the best of them in full.

The answer is exact but for the rounding of float32, whatever the blocks compare in: see
``blocks.py``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from ingest.cores import cores
from ingest.index.blocks import Asked, Span, Vectors
from ingest.index.ports import Hit

_SHARED_OUT = 80_000
"""Vectors that are worth the cores' sharing them."""
_AT_ONCE = 32_768

Places = NDArray[np.intp]
"""Numbers of vectors among those that are searched together."""


@dataclass(frozen=True, slots=True)
class Laid:
    """A group whose vectors lie in a block: the id of each, the report where they are one's."""

    ids: tuple[str, ...]
    span: Span
    document_id: str | None = None
    records: tuple[bytes, ...] = ()
    """What is stored beside each, compressed; empty where it is not kept."""
    places: bytes = b""
    """The places of shared texts in the report, compressed."""


class _Run:
    """Groups that lie beside each other in one block."""

    def __init__(self, groups: Sequence[Laid]) -> None:
        self.block = groups[0].span.block
        self.start, self.stop = groups[0].span.start, groups[-1].span.stop
        self._groups = groups
        self._starts = [group.span.start - self.start for group in groups]

    def __len__(self) -> int:
        return self.stop - self.start

    def hit(self, place: int, score: float) -> Hit:
        """What stands at one row of the run."""
        number = bisect_right(self._starts, place) - 1
        group = self._groups[number]
        return Hit(group.ids[place - self._starts[number]], score, group.document_id)

    def left_out(self, admits: Callable[[str], bool]) -> NDArray[np.bool_]:
        """Which rows are shared texts that do not count."""
        return np.concatenate(
            [
                np.zeros(len(group.ids), dtype=bool)
                if group.document_id is not None
                else np.fromiter((not admits(key) for key in group.ids), bool, len(group.ids))
                for group in self._groups
            ]
        )


class Runs:
    """Groups that are searched together, in as few runs as they lie in.

    Of texts that reports share only those count that ``admits`` lets through.
    """

    def __init__(self, groups: Iterable[Laid], admits: Callable[[str], bool] | None = None) -> None:
        self._runs = [_Run(run) for run in _beside(group for group in groups if group.ids)]
        self._starts = list(accumulate(map(len, self._runs), initial=0))
        left_out = [run.left_out(admits) for run in self._runs] if admits else []
        self._left_out = np.concatenate(left_out) if any(map(np.any, left_out)) else None
        out = 0 if self._left_out is None else int(self._left_out.sum())
        self.counted = self._starts[-1] - out

    def __len__(self) -> int:
        """How many vectors, those that do not count among them."""
        return self._starts[-1]

    def compared(self, asked: Asked) -> tuple[Vectors, float]:
        """The score of each vector, and how far it may be off; -2 for what does not count."""

        def one(run: _Run) -> tuple[Vectors, float]:
            return run.block.scores(run.start, run.stop, asked)

        shared_out = len(self) >= _SHARED_OUT and len(self._runs) > 1
        found = list(_cores().map(one, self._runs) if shared_out else map(one, self._runs))
        scores = np.concatenate([one for one, _ in found])
        if self._left_out is not None:
            scores[self._left_out] = -2.0
        return scores, max(slack for _, slack in found)

    def rows(self, places: Places) -> Iterator[Vectors]:
        """The vectors at these places, which are in order; a run's at a time."""
        cuts = np.searchsorted(places, self._starts).tolist()
        for run, start, cut, end in zip(self._runs, self._starts, cuts, cuts[1:], strict=False):
            if cut < end:
                yield run.block.rows[places[cut:end] - start + run.start]

    def hit(self, place: int, score: float) -> Hit:
        """What stands at one place."""
        number = bisect_right(self._starts, place) - 1
        return self._runs[number].hit(place - self._starts[number], score)


def nearest(vector: Sequence[float], runs: Runs, limit: int) -> list[Hit]:
    """The nearest of the runs, nearest first; ids decide between equals."""
    limit = min(limit, runs.counted)
    if limit < 1:
        return []
    asked = Asked(vector)
    scores, slack = runs.compared(asked)
    wanted = min(limit + limit // 4, runs.counted)
    while True:
        least = _least(scores, wanted)
        places = np.flatnonzero(scores >= least - slack)
        hits = _in_full(runs, places, asked)
        # what is not among the places is farther than the least
        if wanted == runs.counted or hits[limit - 1].score >= least:
            return hits[:limit]
        wanted = min(wanted * 2, runs.counted)


def _in_full(runs: Runs, places: Places, asked: Asked) -> list[Hit]:
    """Hits at these places, by their scores in full, nearest first.

    A row's score is the same wherever it lies, so that equals stay equal.
    """
    scores = np.concatenate([np.vecdot(rows, asked.full) for rows in runs.rows(places)])
    hits = map(runs.hit, places.tolist(), scores.tolist())
    return sorted(hits, key=lambda hit: (-hit.score, hit.passage_id))


def _least(scores: Vectors, wanted: int) -> float:
    """The least of so many best scores: few of those that come later are better than the best."""
    best = scores[:0]
    for start in range(0, len(scores), _AT_ONCE):
        part = scores[start : start + _AT_ONCE]
        if len(best) == wanted:
            part = part[part > best.min()]
        best = np.concatenate([best, part])
        if len(best) > wanted:
            best = np.partition(best, len(best) - wanted)[len(best) - wanted :]
    return float(best.min())


def _beside(groups: Iterable[Laid]) -> list[list[Laid]]:
    """The groups in runs that lie beside each other, block by block as they come."""
    blocks: dict[int, list[Laid]] = {}
    for group in groups:
        blocks.setdefault(id(group.span.block), []).append(group)
    runs: list[list[Laid]] = []
    for block in blocks.values():
        stop = -1
        for group in sorted(block, key=lambda one: one.span.start):
            if group.span.start != stop:
                runs.append([])
            runs[-1].append(group)
            stop = group.span.stop
    return runs


@cache
def _cores() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(cores(), "compare")
