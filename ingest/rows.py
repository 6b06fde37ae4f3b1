"""The indicator rows of every report, kept small: names at hand, the rest made when asked for.

A question or a page about one indicator looks at the rows of hundreds of reports for the few that
are meant. To make every report anew for that takes milliseconds each; here the names of the rows
stand in memory and each row as its own few hundred bytes, so that only rows that are wanted become
values. About 10 kB a report; what is not here yet is read from the shelf. A key is an edition, so
that nothing is ever answered from one that was replaced; ``keep`` lets go of those.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from threading import Lock

from ingest.archive import Archive
from ingest.model import IndicatorValue, StoredReport

Key = tuple[str, str]
Fits = Callable[[str], bool]
_Row = tuple[str, bytes]


class Rows:
    """Indicator rows by edition; safe to share between threads."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._held: dict[Key, tuple[_Row, ...]] = {}
        self._names: dict[str, str] = {}
        self._lock = Lock()

    def names(self, stored: StoredReport) -> tuple[str, ...]:
        """What the rows of a report are called, in their order."""
        return tuple(name for name, _ in self._of(stored))

    def fitting(
        self, stored: StoredReport, fits: Fits = lambda _: True
    ) -> Iterator[IndicatorValue]:
        """The rows of a report whose name fits, in their order."""
        for name, row in self._of(stored):
            if fits(name):
                yield self._archive.row(row)

    def at(self, stored: StoredReport, number: int) -> IndicatorValue | None:
        """One row by its place; None where there is none."""
        rows = self._of(stored)
        return self._archive.row(rows[number][1]) if 0 <= number < len(rows) else None

    def keep(self, editions: Collection[Key]) -> None:
        """Let go of every edition but these."""
        with self._lock:
            for key in self._held.keys() - set(editions):
                del self._held[key]

    def held(self) -> int:
        """How many editions are here."""
        return len(self._held)

    def _of(self, stored: StoredReport) -> tuple[_Row, ...]:
        key = (stored.document_id, stored.edition)
        rows = self._held.get(key)
        if rows is None:
            read = self._archive.rows(*key)
            if read is None:
                return ()
            with self._lock:
                rows = tuple((self._names.setdefault(name, name), row) for name, row in read)
                self._held[key] = rows
        return rows


def once(fits: Fits) -> Fits:
    """The same, each name compared once: a city's thousands of rows have few names."""
    known: dict[str, bool] = {}

    def remembered(name: str) -> bool:
        if name not in known:
            known[name] = fits(name)
        return known[name]

    return remembered
