"""What is in force, seen once: the catalogue, and what follows from it.

A view never changes: whoever learns of a new edition makes a new one. What follows from the
catalogue – which texts stand where, which reports a scope holds – is worked out when first asked
for, and kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple

from ingest.index.collections import owner
from ingest.index.places import Places, arranged, first_within
from ingest.index.ports import Place
from ingest.model import Passage, Scope, StoredReport, id_front, passage_id
from ingest.roster import Roster

_SCOPES = 256


class Entry(NamedTuple):
    """A report in force: its stored passages, and the texts it shares with their passages.

    ``turn`` is another each time that a report is put in force, even with the same edition; empty
    where an older version wrote it.
    """

    report: StoredReport
    held: int
    shared: tuple[tuple[str, str], ...] = ()
    turn: str = ""

    @property
    def owner(self) -> str:
        """The edition, as one word."""
        return owner(self.report.document_id, self.report.edition)

    @property
    def own(self) -> str:
        """A key for the report's own passages as they were put in force: it changes with them."""
        return f"{self.owner}@{self.turn}"

    def numbered(self) -> list[str]:
        """The ids of the report's own passages, where they are numbered as ours are."""
        report, elsewhere = self.report, {place for _, place in self.shared}
        ids = (passage_id(report.document_id, report.edition, n) for n in range(self.held))
        return [key for key in ids if key not in elsewhere]


class Within(NamedTuple):
    """What a scope holds: reports, shared texts, and groups of vectors with their sizes."""

    entries: tuple[Entry, ...]
    texts: frozenset[str]
    groups: dict[str, int]
    documents: frozenset[str]


class View:
    """The reports in force, by document id."""

    def __init__(self, entries: Mapping[str, Entry]) -> None:
        self.entries = dict(entries)
        self._within: dict[Scope, Within] = {}

    @cached_property
    def reports(self) -> tuple[StoredReport, ...]:
        """The reports, ordered by document id."""
        return tuple(self.entries[key].report for key in sorted(self.entries))

    @cached_property
    def _ordered(self) -> tuple[Entry, ...]:
        return tuple(self.entries.values())

    @cached_property
    def _roster(self) -> Roster:
        return Roster(entry.report.identity for entry in self._ordered)

    @cached_property
    def places(self) -> Places:
        """Where each shared text stands."""
        return arranged(
            (text, Place(place, entry.report.identity))
            for entry in self.entries.values()
            for text, place in entry.shared
        )

    @cached_property
    def owners(self) -> dict[str, str]:
        """The edition of each passage that is a place of a shared text."""
        return {place: e.owner for e in self.entries.values() for _, place in e.shared}

    @cached_property
    def texts_by_owner(self) -> dict[str, frozenset[str]]:
        """The texts that each edition shares."""
        rows = self.entries.values()
        return {e.owner: frozenset(text for text, _ in e.shared) for e in rows}

    @cached_property
    def own(self) -> dict[str, Entry]:
        """The report behind each key of a report's own passages."""
        return {entry.own: entry for entry in self.entries.values()}

    @cached_property
    def texts_by_board(self) -> dict[str, tuple[str, ...]]:
        """The shared texts of each board, by a key that changes with them."""
        boards: dict[str, set[str]] = {}
        for entry in self.entries.values():
            held = boards.setdefault(entry.report.identity.board, set())
            held.update(text for text, _ in entry.shared)
        return {_key_of(texts): tuple(sorted(texts)) for texts in boards.values() if texts}

    def within(self, scope: Scope) -> Within:
        """The reports within a scope, and what follows from them."""
        known = self._within.get(scope)
        if known is None:
            if len(self._within) >= _SCOPES:
                self._within.clear()
            known = self._within[scope] = self._seen_within(scope)
        return known

    def _seen_within(self, scope: Scope) -> Within:
        places = self._roster.within(scope).tolist()
        entries, sets, sizes = self._ordered, self._texts, self._sizes
        texts = frozenset[str]().union(*(sets[place] for place in places))
        groups = dict(sizes[place] for place in places)
        for key, board in self.texts_by_board.items():
            if not texts.isdisjoint(board):
                groups[key] = len(board)
        held = {key: size for key, size in groups.items() if size}
        mine = tuple(entries[place] for place in places)
        return Within(mine, texts, held, frozenset(e.report.document_id for e in mine))

    def in_reading_order(self) -> dict[str, int]:
        """All groups of vectors with their sizes; those that filters hold together lie together."""

        def place(key: str) -> tuple[str, int, str]:
            entry = self.own.get(key)
            who = entry.report.identity if entry else None
            return (who.report_type.value, who.year, who.board) if who else ("", 0, "")

        groups = self.within(Scope()).groups
        return {key: groups[key] for key in sorted(groups, key=place)}

    @cached_property
    def _texts(self) -> tuple[frozenset[str], ...]:
        return tuple(frozenset(text for text, _ in entry.shared) for entry in self._ordered)

    @cached_property
    def _sizes(self) -> tuple[tuple[str, int], ...]:
        return tuple((entry.own, entry.held - len(entry.shared)) for entry in self._ordered)

    @cached_property
    def fronts(self) -> dict[str, str]:
        """The report of each edition in force, by what the ids of its passages begin with."""
        reports = (entry.report for entry in self.entries.values())
        return {id_front(r.document_id, r.edition): r.document_id for r in reports}

    @cached_property
    def by_owner(self) -> dict[str, Entry]:
        """The report of each edition in force, by the edition's word."""
        return {entry.owner: entry for entry in self.entries.values()}

    @cached_property
    def _board_of_text(self) -> dict[str, str]:
        return {text: key for key, texts in self.texts_by_board.items() for text in texts}

    def group_of(self, key: str) -> str | None:
        """The key of the group of vectors that a passage's or a text's is among."""
        if key in self._board_of_text:
            return self._board_of_text[key]
        document_id = self.fronts.get(key[: key.rfind(".") + 1])
        return self.entries[document_id].own if document_id else None

    def holds(self, passage: Passage) -> bool:
        """Whether a passage belongs to an edition in force."""
        entry = self.entries.get(passage.document_id)
        return entry is not None and entry.report.edition == passage.edition

    def named(self, key: str, scope: Scope) -> str:
        """The id of a passage as it is; of a text, that of its first place in the scope."""
        place = first_within(self.places, key, scope) if key in self.places else None
        return place.passage_id if place else key


def _key_of(texts: set[str]) -> str:
    return f"texts-{hashlib.sha256('|'.join(sorted(texts)).encode()).hexdigest()[:16]}"
