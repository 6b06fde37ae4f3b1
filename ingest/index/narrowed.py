"""A part of the store and of its words: what is left when some reports are not there for someone.

Everything that answers, counts or suggests is built over a store and a lexical index; given these
two it cannot tell of a hidden report, since it never meets one. The truth stays in one place: each
call looks at the catalogue as it is now, so that a changed mark holds at once. Vectors are those
of the whole store. Words have an index of their own (see ``LexicalIndex.apart``), which catches up
before it is searched. A shared text keeps the vector and the index words of whoever came first:
these differ by slips and dates at most, and are never shown.

Nothing is written through here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from threading import Lock
from typing import NoReturn

from ingest.index.ports import EVERYWHERE, Hit, LexicalIndex, PassageStore, Place
from ingest.model import Identity, Passage, Scope, StoredReport


@dataclass(frozen=True, slots=True)
class _Sight:
    """The catalogue as it was read, what of it is seen, and whose reports are not."""

    of: tuple[StoredReport, ...]
    seen: tuple[StoredReport, ...]
    hidden: frozenset[Identity]


class NarrowedStore:
    """A ``PassageStore`` to read from, that has only the reports that ``sees`` lets through."""

    def __init__(self, whole: PassageStore, sees: Callable[[StoredReport], bool]) -> None:
        self._whole = whole
        self._sees = sees
        self._last = _Sight((), (), frozenset())
        self._places: tuple[object, _Sight, Mapping[str, Sequence[Place]]] | None = None

    def reports(self) -> tuple[StoredReport, ...]:
        return self._sight().seen

    def passages(self, document_id: str) -> tuple[Passage, ...]:
        found = self._whole.passages(document_id)
        return () if found and found[0].identity in self._sight().hidden else found

    def get(self, ids: Sequence[str], scope: Scope = EVERYWHERE) -> tuple[Passage, ...]:
        hidden = self._sight().hidden
        found = self._whole.get(ids, replace(scope, without=hidden))
        return tuple(passage for passage in found if passage.identity not in hidden)

    def places(self) -> Mapping[str, Sequence[Place]]:
        everywhere, sight = self._whole.places(), self._sight()
        held = self._places
        if held is None or held[0] is not everywhere or held[1] is not sight:
            left = (
                (text, tuple(p for p in places if p.identity not in sight.hidden))
                for text, places in everywhere.items()
            )
            held = self._places = (everywhere, sight, {text: ps for text, ps in left if ps})
        return held[2]

    def search(self, vector: Sequence[float], scope: Scope, limit: int) -> list[Hit]:
        return self._whole.search(vector, replace(scope, without=self._sight().hidden), limit)

    def ready(self) -> None:
        self._whole.ready()

    def count(self) -> int:
        return sum(report.passages for report in self._sight().seen)

    def alone(self, patience_s: float = 0.0) -> NoReturn:
        raise _ReadOnlyError

    def texts(self, board: str) -> NoReturn:
        raise _ReadOnlyError

    def stage(self, passages: Sequence[Passage], vectors: Sequence[Sequence[float]]) -> NoReturn:
        raise _ReadOnlyError

    def commit(self, report: StoredReport) -> NoReturn:
        raise _ReadOnlyError

    def commit_all(self, reports: Sequence[StoredReport]) -> NoReturn:
        raise _ReadOnlyError

    def vectors(self, document_id: str) -> NoReturn:
        raise _ReadOnlyError

    def mark(self, document_id: str, internal: bool) -> NoReturn:
        raise _ReadOnlyError

    def delete(self, document_id: str) -> NoReturn:
        raise _ReadOnlyError

    def sweep(self) -> NoReturn:
        raise _ReadOnlyError

    def hidden(self) -> frozenset[Identity]:
        """Whose reports are not seen, for those who decide what may be done."""
        return self._sight().hidden

    def _sight(self) -> _Sight:
        reports, last = self._whole.reports(), self._last
        if reports is last.of or reports == last.of:
            return last
        seen = tuple(report for report in reports if self._sees(report))
        hidden = frozenset(r.identity for r in reports) - {r.identity for r in seen}
        self._last = _Sight(reports, seen, hidden)
        return self._last


class NarrowedLexical:
    """A ``LexicalIndex`` of a narrowed store, caught up when it is searched."""

    def __init__(self, own: LexicalIndex, store: NarrowedStore) -> None:
        self._own = own
        self._store = store
        self._indexed: tuple[StoredReport, ...] | None = None
        self._lock = Lock()

    def sync(self, store: PassageStore) -> int:
        with self._lock:
            reports = self._store.reports()
            if reports is self._indexed:
                return 0
            changed = self._own.sync(self._store)
            self._indexed = reports
            return changed

    def rebuild(self, store: PassageStore) -> int:
        with self._lock:
            return self._own.rebuild(self._store)

    def search(self, text: str, scope: Scope, limit: int) -> list[Hit]:
        self.sync(self._store)
        return self._own.search(text, scope, limit)

    def apart(self) -> LexicalIndex:
        return self._own.apart()


class _ReadOnlyError(Exception):
    """A part of the library is read, never written; a defect of the program."""
