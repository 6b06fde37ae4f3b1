"""Vectors in memory, report by report: a search is one small product for each report in scope.

Chroma keeps the vectors; here stand copies of those that have been searched, with the records
beside them, compressed, so that a fence costs nothing (Chroma's own filter takes longer than all
the rest of a search) and the answer is exact. A group is the vectors of one report as it was put in
force, or a board's shared texts; what is kept under a key never changes, and ``keep`` drops what
is no longer in force. Groups that are missing are read when they are searched, a bounded number of
vectors at a time. A search that would have to wait for more, or to compare more than ``WIDEST``,
is refused, and Chroma's index answers: that takes some 25 milliseconds, but several times as many
where what is nearest lies outside the fence, and misses a few of the nearest. Comparing takes 15
for each hundred thousand, shared out on the cores where they are many, and misses none.

A thousand vectors of 384 numbers take 1.5 MB, and what stands beside them a quarter of one; at
``MOST``, more than a city has, those used longest ago go first. So every scope is either narrow or
wide, and none has to be filtered by Chroma.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import accumulate
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from ingest.cores import cores
from ingest.index.ports import Hit

MOST = 1_000_000
WIDEST = 250_000
AT_ONCE = 3000
"""Vectors read for one search; Chroma hands them out at about fifteen thousand a second."""
_SHARED_OUT = 40_000
"""Vectors that are worth the cores' sharing them."""


@dataclass(frozen=True, slots=True)
class Group:
    """Vectors of unit length, one a row, the id of each, the report where they are one's."""

    ids: tuple[str, ...]
    rows: NDArray[np.float32]
    document_id: str | None = None
    records: tuple[bytes, ...] = ()
    """What is stored beside each, compressed; empty where it is not kept."""
    places: bytes = b""
    """The places of shared texts in the report, compressed."""


Reader = Callable[[list[str]], Mapping[str, Group]]


class Nearby:
    """Groups of vectors by key; safe to share between threads."""

    def __init__(
        self,
        most: int = MOST,
        at_once: int = AT_ONCE,
        widest: int = WIDEST,
        decompress: Callable[[bytes], str] = bytes.decode,
    ) -> None:
        self._decompress = decompress
        self._most = most
        self._at_once = at_once
        self._widest = widest
        self._groups: OrderedDict[str, Group] = OrderedDict()
        self._held = 0
        self._lock = Lock()
        self._reading = Lock()

    def groups(self, wanted: Mapping[str, int], read: Reader) -> list[Group] | None:
        """The groups with these keys, each with how many vectors it has; None where a search
        should not wait for them, or some could not be read whole."""
        if sum(wanted.values()) > min(self._most, self._widest):
            return None
        found = self._here(wanted)
        if len(found) < len(wanted):
            self.more(wanted, read)
            found = self._here(wanted)
        return list(found.values()) if len(found) == len(wanted) else None

    def more(self, wanted: Mapping[str, int], read: Reader) -> bool:
        """Read some of the groups that are missing; whether there was any, and room for it."""
        with self._reading:
            groups = read(self._missing(wanted))
            whole = {key: group for key, group in groups.items() if len(group.ids) == wanted[key]}
            self._keep(whole, wanted)
            return bool(whole)

    def record(self, group: str, key: str) -> str | None:
        """What is stored beside one vector of a group; None where it is not here."""
        with self._lock:
            held = self._groups.get(group)
        if held is None or not held.records or key not in held.ids:
            return None
        return self._decompress(held.records[held.ids.index(key)]) or None

    def places(self, group: str) -> str | None:
        """The places of shared texts that are kept with a group; None where they are not here."""
        with self._lock:
            held = self._groups.get(group)
        return (self._decompress(held.places) or None) if held and held.places else None

    def keep(self, keys: Collection[str]) -> None:
        """Drop every group but these."""
        with self._lock:
            for key in [key for key in self._groups if key not in keys]:
                self._held -= len(self._groups.pop(key).ids)

    def _here(self, wanted: Mapping[str, int]) -> dict[str, Group]:
        with self._lock:
            found = {key: self._groups[key] for key in wanted if key in self._groups}
            for key in found:
                self._groups.move_to_end(key)
        return found

    def _missing(self, wanted: Mapping[str, int]) -> list[str]:
        """The first of those that are missing: as many as are read at once and have room."""
        with self._lock:
            missing = [key for key in wanted if key not in self._groups]
        room = self._most - (sum(wanted.values()) - sum(wanted[key] for key in missing))
        upto = accumulate(wanted[key] for key in missing)
        return [
            key
            for key, read in zip(missing, upto, strict=True)
            if read <= room and read - wanted[key] < self._at_once
        ]

    def _keep(self, groups: Mapping[str, Group], wanted: Mapping[str, int]) -> None:
        with self._lock:
            for key, group in groups.items():
                self._groups[key] = group
                self._held += len(group.ids)
            for key in list(self._groups):
                if self._held <= self._most:
                    break
                if key not in wanted:
                    self._held -= len(self._groups.pop(key).ids)


def group_of(ids: Sequence[str], vectors: object, document_id: str | None = None) -> Group:
    """A group of these vectors, brought to unit length."""
    rows = np.asarray(vectors, dtype=np.float32).reshape(len(ids), -1 if ids else 0)
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    return Group(tuple(ids), rows / np.maximum(norms, np.float32(1e-12)), document_id)


def nearest(
    vector: Sequence[float], groups: Sequence[Group], limit: int, admits: Callable[[str], bool]
) -> list[Hit]:
    """The nearest of the groups, nearest first; ids decide between equals.

    ``admits`` tells which of the texts that reports share count; a report's own always do.
    """
    groups = [group for group in groups if group.ids]
    if not groups or limit < 1:
        return []
    asked = np.asarray(vector, dtype=np.float32)
    asked /= max(float(np.linalg.norm(asked)), 1e-12)
    scores = np.concatenate(_compared(asked, groups))
    starts = list(accumulate((len(group.ids) for group in groups), initial=0))
    wanted = limit
    while True:
        hits = []
        for place in _best(scores, wanted):
            group, key = _at(groups, starts, place)
            if group.document_id is not None or admits(key):
                hits.append(Hit(key, float(scores[place]), group.document_id))
        if len(hits) >= limit or wanted >= len(scores):
            return sorted(hits, key=lambda hit: (-hit.score, hit.passage_id))[:limit]
        wanted *= 4


def _compared(asked: NDArray[np.float32], groups: Sequence[Group]) -> list[NDArray[np.float32]]:
    """The scores of each group's vectors."""

    def some(part: Sequence[Group]) -> list[NDArray[np.float32]]:
        return [np.vecdot(group.rows, asked) for group in part]

    if len(groups) < 2 or sum(len(group.ids) for group in groups) < _SHARED_OUT:
        return some(groups)
    size = -(-len(groups) // cores())
    parts = [groups[start : start + size] for start in range(0, len(groups), size)]
    with ThreadPoolExecutor(len(parts), "compare") as threads:
        return [scores for part in threads.map(some, parts) for scores in part]


def _best(scores: NDArray[np.float32], wanted: int) -> list[int]:
    """Places of the best scores; all that are equal to the last of them too."""
    if wanted >= len(scores):
        return list(range(len(scores)))
    least = np.partition(scores, len(scores) - wanted)[len(scores) - wanted]
    return [int(place) for place in np.flatnonzero(scores >= least)]


def _at(groups: Sequence[Group], starts: Sequence[int], place: int) -> tuple[Group, str]:
    """The group that a place falls in, and the id there."""
    number = bisect_right(starts, place) - 1
    group = groups[number]
    return group, group.ids[place - starts[number]]
