"""Vectors in memory, report by report, so that a search compares only what its scope holds.

Chroma keeps the vectors; here stand copies of those that have been searched, with the records
beside them, compressed, so that a fence costs nothing (Chroma's own filter takes longer than all
the rest of a search) and the answer is exact. A group is the vectors of one report as it was put in
force, or a board's shared texts; what is kept under a key never changes, and ``keep`` drops what
is no longer in force. Groups that are missing are read when they are searched, a bounded number of
vectors at a time. A search that would have to wait for more, or to compare more than ``widest``,
is refused, and Chroma's index answers: that takes some 25 milliseconds, but several times as many
where what is nearest lies outside the fence, and misses a few of the nearest. Comparing
(``nearest.py``) misses none, and takes four for each hundred thousand where the processor is quick
at products of eight bits, shared out on the cores where they are many, else 15.

A thousand vectors of 384 numbers take 1.5 MB, in eight bits 0.4 more, and what stands beside them a
quarter of one; at ``MOST``, more than a city has, those used longest ago go first. So every scope
is either narrow or wide, and none has to be filtered by Chroma.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from threading import Lock

import numpy as np

from ingest.index.blocks import Blocks, Vectors
from ingest.index.nearest import Laid, Runs
from ingest.index.processor import has_true_products

MOST = 1_000_000
WIDEST = 250_000
"""Vectors that are compared for one search where the processor has no products of eight bits."""
AT_ONCE = 3000
"""Vectors read for one search; Chroma hands them out at about fifteen thousand a second."""
_SCOPES = 256


@dataclass(frozen=True, slots=True)
class Group:
    """Vectors of unit length, one a row, the id of each, the report where they are one's."""

    ids: tuple[str, ...]
    rows: Vectors
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
        widest: int | None = None,
        decompress: Callable[[bytes], str] = bytes.decode,
    ) -> None:
        self._decompress = decompress
        self._most = most
        self._at_once = at_once
        self._widest = widest
        self._groups: OrderedDict[str, Laid] = OrderedDict()
        self._held = 0
        self._blocks = Blocks()
        self._runs: OrderedDict[int, tuple[Mapping[str, int], Runs]] = OrderedDict()
        self._lock = Lock()
        self._reading = Lock()

    def runs(
        self, wanted: Mapping[str, int], read: Reader, admits: Callable[[str], bool] | None = None
    ) -> Runs | None:
        """The groups with these keys, each with how many vectors it has; None where a search
        should not wait for them, or some could not be read whole.

        ``admits`` tells which shared texts count. What follows from a mapping is remembered by the
        mapping itself, which must not change, nor what is admitted with it.
        """
        known = self._known(wanted)
        if known is not None:
            return known
        if sum(wanted.values()) > min(self._most, self._bound()):
            return None
        found = self._here(wanted, admits)
        if found is None:
            self.more(wanted, read)
            found = self._here(wanted, admits)
        return found

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
            self._runs.clear()
            for key in [key for key in self._groups if key not in keys]:
                self._drop(key)
            self._tighten()

    def _bound(self) -> int:
        """How many vectors are compared for one search at most."""
        if self._widest is None:
            self._widest = self._most if has_true_products() else WIDEST
        return self._widest

    def _known(self, wanted: Mapping[str, int]) -> Runs | None:
        with self._lock:
            mapping, runs = self._runs.get(id(wanted), (None, None))
            if mapping is not wanted:
                return None
            self._use(wanted)
            return runs

    def _here(self, wanted: Mapping[str, int], admits: Callable[[str], bool] | None) -> Runs | None:
        """The groups, where all are here."""
        with self._lock:
            if any(key not in self._groups for key in wanted):
                return None
            self._use(wanted)
            runs = Runs([self._groups[key] for key in wanted], admits)
            self._runs[id(wanted)] = (wanted, runs)
            while len(self._runs) > _SCOPES:
                self._runs.popitem(last=False)
            return runs

    def _use(self, wanted: Mapping[str, int]) -> None:
        """Note what was used last, where room may come to be short."""
        if self._held * 2 > self._most:
            for key in wanted:
                self._groups.move_to_end(key)

    def _drop(self, key: str) -> None:
        group = self._groups.pop(key)
        self._held -= len(group.ids)
        self._blocks.lift(group.span)
        self._runs.clear()

    def _tighten(self) -> None:
        """Lay anew what is left in blocks that are mostly empty of it."""
        sparse = self._blocks.sparse()
        for key, group in list(self._groups.items()) if sparse else ():
            if group.span.block in sparse:
                self._groups[key] = replace(group, span=self._blocks.lay(group.span.rows))

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
                span = self._blocks.lay(group.rows)
                self._groups[key] = Laid(
                    group.ids, span, group.document_id, group.records, group.places
                )
                self._held += len(group.ids)
            for key in list(self._groups):
                if self._held <= self._most:
                    break
                if key not in wanted:
                    self._drop(key)
            self._tighten()


def group_of(ids: Sequence[str], vectors: object, document_id: str | None = None) -> Group:
    """A group of these vectors, brought to unit length."""
    rows = np.asarray(vectors, dtype=np.float32).reshape(len(ids), -1 if ids else 0)
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    return Group(tuple(ids), rows / np.maximum(norms, np.float32(1e-12)), document_id)
