"""The library: the reports in force, and everything about them that can be asked for.

One object over the store (passages and catalogue), the lexical index, the embedder and the
shelf of originals. The catalogue in the store decides; contents are read from the shelf when
asked for and remembered per edition, so that a replaced report is never answered from memory.
"""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path
from threading import Lock

from ingest.archive import Archive
from ingest.index.ports import Embedder, LexicalIndex, PassageStore, Reranker
from ingest.model import Report, Scope, StoredReport

_REMEMBERED = 256


class Library:
    """Reports in force; safe to share between threads."""

    def __init__(
        self,
        store: PassageStore,
        lexical: LexicalIndex,
        embedder: Embedder,
        archive: Archive,
        reranker: Reranker | None = None,
    ) -> None:
        self.store = store
        self.lexical = lexical
        self.embedder = embedder
        self.archive = archive
        self.reranker = reranker
        self._contents: OrderedDict[tuple[str, str], Report] = OrderedDict()
        self._by_id: tuple[tuple[StoredReport, ...], dict[str, StoredReport]] = ((), {})
        self._lock = Lock()

    def reports(self, scope: Scope | None = None) -> tuple[StoredReport, ...]:
        """The reports in force within the scope, ordered by document id."""
        reports = self.store.reports()
        if scope is None or scope == Scope():
            return reports
        return tuple(r for r in reports if scope.admits(r.identity))

    def stored(self, document_id: str) -> StoredReport | None:
        """What the catalogue knows of a report in force."""
        reports = self.store.reports()
        held, by_id = self._by_id
        if held is not reports:
            by_id = {report.document_id: report for report in reports}
            self._by_id = (reports, by_id)
        return by_id.get(document_id)

    def contents(self, document_id: str) -> Report | None:
        """Pages, goals, sections and rows of a report in force."""
        stored = self.stored(document_id)
        return self.contents_of(stored) if stored else None

    def contents_of(self, stored: StoredReport) -> Report | None:
        """The same for a report whose entry in the catalogue is at hand."""
        key = (stored.document_id, stored.edition)
        with self._lock:
            if key in self._contents:
                self._contents.move_to_end(key)
                return self._contents[key]
        report = self.archive.report(*key)
        if report is not None:
            with self._lock:
                self._contents[key] = report
                while len(self._contents) > _REMEMBERED:
                    self._contents.popitem(last=False)
        return report

    def original(self, document_id: str) -> Path | None:
        """The file of a report in force."""
        stored = self.stored(document_id)
        return self.archive.original(document_id, stored.edition) if stored else None

    def delete(self, document_id: str) -> bool:
        """Take a report out of the library; False if it was not there."""
        there = self.store.delete(document_id)
        self.lexical.sync(self.store)
        self.tidy()
        return there

    def tidy(self) -> int:
        """Remove what interrupted runs and replaced editions left behind; how many pieces."""
        swept = self.store.sweep()
        kept = ((r.document_id, r.edition) for r in self.store.reports())
        return swept + self.archive.keep_only(kept)
