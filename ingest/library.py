"""The library: the reports in force, and everything about them that can be asked for.

One object over the store (passages and catalogue), the lexical index, the embedder and the
shelf of originals. The catalogue in the store decides; contents are read from the shelf when
asked for and remembered per edition, so that a replaced report is never answered from memory.

A report may be internal to its board. ``seen_by`` gives the library of someone to whom some boards
are open: the same engines, but every way in (reports, passages, words, places, contents,
originals) knows only what is left. What is built over it can therefore not tell of the rest.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from pathlib import Path
from threading import Lock

from ingest.archive import Archive
from ingest.index.narrowed import NarrowedLexical, NarrowedStore
from ingest.index.ports import Embedder, LexicalIndex, PassageStore, Reranker
from ingest.model import IndicatorValue, Report, Scope, StoredReport
from ingest.roster import Roster
from ingest.rows import Fits, Rows

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
        self._internal: tuple[tuple[StoredReport, ...], frozenset[str]] = ((), frozenset())
        self._roster: tuple[object, Roster] = (None, Roster(()))
        self._rows = Rows(archive)
        self._lock = Lock()

    def reports(self, scope: Scope | None = None) -> tuple[StoredReport, ...]:
        """The reports in force within the scope, ordered by document id."""
        reports = self.store.reports()
        if scope is None or scope == Scope():
            return reports
        return tuple(reports[place] for place in self._roster_of(reports).within(scope))

    def roster(self) -> Roster:
        """Whose the reports in force are, in their order; the same one until others are."""
        return self._roster_of(self.store.reports())

    def _roster_of(self, reports: tuple[StoredReport, ...]) -> Roster:
        held, roster = self._roster
        if held is not reports:
            roster = Roster(report.identity for report in reports)
            self._roster = (reports, roster)
        return roster

    def stored(self, document_id: str) -> StoredReport | None:
        """What the catalogue knows of a report in force."""
        return self.by_id().get(document_id)

    def by_id(self) -> Mapping[str, StoredReport]:
        """The reports in force by document id: for whoever looks up many."""
        reports = self.store.reports()
        held, by_id = self._by_id
        if held is not reports:
            by_id = {report.document_id: report for report in reports}
            self._by_id = (reports, by_id)
            self._let_go(reports)
        return by_id

    def _let_go(self, reports: tuple[StoredReport, ...]) -> None:
        """Of the rows of editions that are replaced or gone, when they have become many."""
        if self._rows.held() > 2 * len(reports):
            self._rows.keep({(r.document_id, r.edition) for r in reports})

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

    def rows(self, stored: StoredReport, fits: Fits = lambda _: True) -> Iterator[IndicatorValue]:
        """The indicator rows of a report whose name fits; of a library that has it."""
        return self._rows.fitting(stored, fits)

    def row(self, stored: StoredReport, number: int) -> IndicatorValue | None:
        """One indicator row of a report by its place; None where there is none."""
        return self._rows.at(stored, number)

    def row_names(self, stored: StoredReport) -> tuple[str, ...]:
        """What the indicator rows of a report are called."""
        return self._rows.names(stored)

    def original(self, document_id: str) -> Path | None:
        """The file of a report in force."""
        stored = self.stored(document_id)
        return self.archive.original(document_id, stored.edition) if stored else None

    def delete(self, document_id: str) -> bool:
        """Take a report out of the library; False if it was not there."""
        with self.store.alone():
            there = self.store.delete(document_id)
            self.lexical.sync(self.store)
            self.tidy()
            return there

    def mark(self, document_id: str, internal: bool) -> bool:
        """Make a report internal to its board, or open; False if it is not there."""
        return self.store.mark(document_id, internal)

    def internal_boards(self) -> frozenset[str]:
        """The boards that have reports of their own here."""
        reports = self.store.reports()
        held, boards = self._internal
        if held is not reports:
            boards = frozenset(r.identity.board for r in reports if r.internal)
            self._internal = (reports, boards)
        return boards

    def hides(self, board: str) -> bool:
        """Whether the board has internal reports that are not seen here."""
        return False

    def seen_by(self, boards: frozenset[str]) -> Library:
        """The library of someone to whom the internal reports of these boards are open, no others.

        Follows the library: a report that is taken in, marked or deleted later is seen, or not
        seen, at once. Deleting and marking go through to the whole.
        """
        return _Narrowed(self, boards)

    def tidy(self) -> int:
        """Remove what interrupted runs and replaced editions left behind; how many pieces."""
        with self.store.alone():
            swept = self.store.sweep()
            kept = ((r.document_id, r.edition) for r in self.store.reports())
            return swept + self.archive.keep_only(kept)


class _Narrowed(Library):
    """What is left of a library when the internal reports of other boards are not there."""

    store: NarrowedStore

    def __init__(self, whole: Library, boards: frozenset[str]) -> None:
        store = NarrowedStore(whole.store, lambda r: not r.internal or r.identity.board in boards)
        lexical = NarrowedLexical(whole.lexical.apart(), store)
        super().__init__(store, lexical, whole.embedder, whole.archive, whole.reranker)
        self._whole = whole
        self._contents, self._rows, self._lock = whole._contents, whole._rows, whole._lock

    def contents_of(self, stored: StoredReport) -> Report | None:
        return super().contents_of(stored) if self._there(stored.document_id) else None

    def rows(self, stored: StoredReport, fits: Fits = lambda _: True) -> Iterator[IndicatorValue]:
        return super().rows(stored, fits) if self._there(stored.document_id) else iter(())

    def row(self, stored: StoredReport, number: int) -> IndicatorValue | None:
        return super().row(stored, number) if self._there(stored.document_id) else None

    def row_names(self, stored: StoredReport) -> tuple[str, ...]:
        return super().row_names(stored) if self._there(stored.document_id) else ()

    def _let_go(self, reports: tuple[StoredReport, ...]) -> None:
        self._whole.by_id()  # the rows are shared: only the whole knows which are in force

    def hides(self, board: str) -> bool:
        return any(identity.board == board for identity in self.store.hidden())

    def delete(self, document_id: str) -> bool:
        return self._there(document_id) and self._whole.delete(document_id)

    def mark(self, document_id: str, internal: bool) -> bool:
        return self._there(document_id) and self._whole.mark(document_id, internal)

    def tidy(self) -> int:
        return self._whole.tidy()

    def _there(self, document_id: str) -> bool:
        return self.stored(document_id) is not None
