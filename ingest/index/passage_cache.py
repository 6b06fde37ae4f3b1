"""Passages by their ids: remembered, compressed beside their vectors, or out of Chroma.

Reading from Chroma takes some milliseconds however few are wanted, most of a search beside the
embedding of its question; from memory a twentieth of one each. What is remembered is forgotten when
anybody writes; what is compressed belongs to an edition as it was put in force, and goes with it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Lock
from typing import Protocol, TypeVar

from ingest.index import texts
from ingest.index.collections import PASSAGE, TEXT, Collections, passage_from, unpacked
from ingest.index.nearby import Nearby
from ingest.index.view import View
from ingest.model import Passage

_REMEMBERED = 50_000
_T = TypeVar("_T")
_Memory = dict[str, Passage]


class Read(Protocol):
    """Asks Chroma, from anew where another process changed it underneath."""

    def __call__(self, ask: Callable[[Collections], _T]) -> _T: ...


class PassageCache:
    """Gives out passages; safe to share between threads."""

    def __init__(self, read: Read, nearby: Nearby) -> None:
        self._read = read
        self._nearby = nearby
        self._lock = Lock()
        self._memory: _Memory = {}

    def forget(self) -> None:
        """What was read may have been written over; a read under way keeps to the old memory."""
        with self._lock:
            self._memory = {}

    def own(self, ids: Sequence[str], view: View) -> _Memory:
        """Passages that are a report's own, by id; markers and texts are none."""
        memory, there, unread = self._remembered(ids)
        if not unread:
            return there
        found = self._records([key for key in unread if key not in view.places], PASSAGE, view)
        read = {key: passage_from(stored) for key, stored in found.items()}
        return there | self._remember(memory, read)

    def at(self, ids: Sequence[str], view: View) -> _Memory:
        """The passages that are places of shared texts, by id."""
        memory, there, unread = self._remembered(ids)
        if not unread:
            return there
        owners = sorted({view.owners[key] for key in unread if key in view.owners})
        held, wanted = self._spots(owners, view), set(unread)
        spots = [(s, all_) for all_ in held.values() for s in all_.spots if s.id in wanted]
        held_texts = self._records(sorted({spot.shared for spot, _ in spots}), TEXT, view)
        read = {
            spot.id: texts.passage_at(spot, all_, held_texts[spot.shared])
            for spot, all_ in spots
            if spot.shared in held_texts
        }
        return there | self._remember(memory, read)

    def _spots(self, owners: Sequence[str], view: View) -> dict[str, texts.Spots]:
        found = {}
        for owner in owners:
            entry = view.by_owner.get(owner)
            told = self._nearby.places(entry.own) if entry else None
            if told is not None:
                found[owner] = texts.spots_from(told)
        missing = [owner for owner in owners if owner not in found]
        if missing:
            found |= self._read(lambda chroma: texts.spots_of(chroma, missing))
        return found

    def _records(self, keys: Sequence[str], kind: str, view: View) -> dict[str, str]:
        """What is stored of each, as JSON by key, as far as it is there and of this kind."""
        rows: dict[str, str] = {}
        for key in keys:
            group = view.group_of(key)
            record = self._nearby.record(group, key) if group else None
            if record is not None:
                rows[key] = record
        missing = [key for key in keys if key not in rows]
        if missing:
            found = self._read(lambda chroma: chroma.passages.get(missing, include=["metadatas"]))
            pairs = zip(found["ids"], found["metadatas"], strict=True)
            told = ((key, unpacked(kind, data)) for key, data in pairs)
            rows |= {key: stored for key, stored in told if stored}
        return rows

    def _remembered(self, ids: Sequence[str]) -> tuple[_Memory, _Memory, list[str]]:
        """The memory, what it has of these passages, and the ids of those that it has not."""
        with self._lock:
            memory = self._memory
            there = {key: memory[key] for key in ids if key in memory}
        return memory, there, list(dict.fromkeys(key for key in ids if key not in there))

    def _remember(self, memory: _Memory, read: _Memory) -> _Memory:
        with self._lock:
            while memory and len(memory) + len(read) > _REMEMBERED:
                del memory[next(iter(memory))]
            memory |= read
        return read


__all__ = ["PassageCache"]
