"""What is in force, seen once: the catalogue, and what follows from it.

A view never changes: whoever learns of a new edition makes a new one. What follows from the
catalogue – which texts stand where – is worked out when first asked for, and kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple

from ingest.index.collections import owner
from ingest.index.places import Places, arranged, first_within
from ingest.index.ports import Place
from ingest.model import Passage, Scope, StoredReport


class Entry(NamedTuple):
    """A report in force: its stored passages, and the texts it shares with their passages."""

    report: StoredReport
    held: int
    shared: tuple[tuple[str, str], ...] = ()

    @property
    def owner(self) -> str:
        """The edition, as one word."""
        return owner(self.report.document_id, self.report.edition)


class View:
    """The reports in force, by document id."""

    def __init__(self, entries: Mapping[str, Entry]) -> None:
        self.entries = dict(entries)

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

    def admitted(self, scope: Scope) -> list[Entry]:
        """The reports within a scope."""
        return [e for e in self.entries.values() if scope.admits(e.report.identity)]

    def holds(self, passage: Passage) -> bool:
        """Whether a passage belongs to an edition in force."""
        entry = self.entries.get(passage.document_id)
        return entry is not None and entry.report.edition == passage.edition

    def named(self, key: str, scope: Scope) -> str:
        """The id of a passage as it is; of a text, that of its first place in the scope."""
        place = first_within(self.places, key, scope) if key in self.places else None
        return place.passage_id if place else key
