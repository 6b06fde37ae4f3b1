"""The path of a report from file to force, in order:

    size → SHA-256 → in force already? skip → read (child process) → personal identity numbers
    masked → passages → repeated text settled → vectors → archive.put → store.stage
    → store.commit → lexical.sync (of many files: some thousand passages at a time) → tidy

Why a kill at any moment leaves one whole edition in force: the catalogue record that ``commit``
writes is the only switch. Before it, the shelf and the staged passages belong to an edition that
nobody sees, and the edition before is untouched. After it, everything the new edition needs is
there already, since the shelf is written first and the passages second. The lexical index is
derived and catches up at the next run, and so does ``tidy``, which removes what a killed run
left. A run therefore begins with both. Nothing is ever changed in place. Whatever fails after
``commit`` is made good in the same way, and the report is told as what it is: in force.
Where several processes share the store, a file is read beside the others' writing; from the look
at what is in force until the tidying only one of them is at work (``PassageStore.alone``).

Bad files are values (``Outcome``), never exceptions; a broken engine is an exception.
"""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from threading import Lock
from typing import Self

from ingest.ahead import Ahead, Turn
from ingest.errors import BadFileError, UnknownIdentityError
from ingest.identity import Overrides
from ingest.library import Library
from ingest.model import Identity, Passage, Report, StoredReport
from ingest.names import same_name, same_unit
from ingest.outcome import (
    Outcome,
    Progress,
    Recognised,
    found_later,
    in_force,
    seen_before,
    silent,
    unchanged,
)  # fmt: skip
from ingest.passages import passages_of
from ingest.personal_numbers import masked_name, warning_of, without_numbers
from ingest.reading.files import Limits, check_size, kind_of, sha256_of, shown
from ingest.reading.pool import Sandboxes
from ingest.reading.sandbox import Read
from ingest.repeated import settled
from ingest.vectors import Vectors

_LOG = logging.getLogger(__name__)
_READ_AHEAD = 4
_READERS = 2
_BEHIND = 1000
"""How many passages the lexical index may be behind in the middle of a run."""
_PATIENCE_S = 300.0
Split = Callable[[Report, str], Sequence[Passage]]


@dataclass(frozen=True, slots=True)
class _Source:
    path: Path
    name: str
    overrides: Overrides


@dataclass(frozen=True, slots=True)
class _Opened:
    path: Path
    name: str
    suffix: str
    edition: str
    report: Report
    internal: bool
    passages: tuple[Passage, ...]


class Pipeline:
    """Takes files into a library, one at a time; safe to share between threads.

    ``organisation`` is the administrator's list of boards, where there is one. ``read`` and
    ``split`` are the real reading and cutting unless a test says otherwise.
    """

    def __init__(
        self,
        library: Library,
        limits: Limits | None = None,
        organisation: Path | None = None,
        read: Read | None = None,
        split: Split = passages_of,
    ) -> None:
        self._library = library
        self._limits = limits or Limits()
        self._sandboxes = None if read else Sandboxes(self._limits, organisation)
        self._readers = self._sandboxes.count if self._sandboxes else _READERS
        self._read_file = read or self._sandbox_read
        self._split = split
        self._vectors = Vectors(library.embedder)
        self._lock = Lock()
        self._ahead: OrderedDict[Path, tuple[Overrides, Report]] = OrderedDict()
        self._ahead_lock = Lock()
        self._tidy = False
        self._behind = 0

    def ingest(
        self,
        path: Path,
        overrides: Overrides | None = None,
        progress: Progress | None = None,
        name: str | None = None,
    ) -> Outcome:
        """Take one file in; ``name`` is what the user calls it, where ``path`` is a copy.

        ``progress`` is told the stage and how much of it is done, 0–1.
        """
        tell = progress or silent
        source = _Source(path, shown(name or path.name), overrides or Overrides())
        with self._lock:
            tell("reading", 0.0)
            opened = self._open(source)
            with self._library.store.alone(_PATIENCE_S):
                self._prepare()
                return self._caught_up(self._take(opened, tell))

    def ingest_all(
        self,
        paths: Iterable[Path],
        overrides: Overrides | None = None,
        progress: Progress | None = None,
    ) -> Iterator[Outcome]:
        """Take files in, yielding each outcome; the next are read and embedded meanwhile.

        The lexical index has caught up when the last is taken in, or at the next run.
        """
        tell = progress or silent
        sources = [_Source(path, shown(path.name), overrides or Overrides()) for path in paths]
        known: dict[str, dict[str, str]] = {}

        def embed(opened: _Opened | Outcome, turn: Turn[_Opened | Outcome]) -> None:
            if isinstance(opened, _Opened):
                self._embed_ahead(opened.passages, known, turn.tell)

        with self._lock, self._aborting(), Ahead(self._open, embed, self._readers) as ahead:
            self._tidy = False
            seen: dict[str, str] = {}
            for number, turn in enumerate(ahead.turns(sources), 1):
                tell("reading", 0.0)
                opened = turn.result(lambda done: tell("embedding", done))
                with self._library.store.alone(_PATIENCE_S):
                    self._prepare()
                    outcome = self._take(opened, tell)
                    if self._behind >= _BEHIND or number == len(sources):
                        outcome = self._caught_up(outcome)
                yield seen_before(outcome, seen)

    def check_identity(self, path: Path, overrides: Overrides) -> Recognised | None:
        """Read a file ahead of its turn; ``UnknownIdentityError`` where it is nobody's.

        Whatever else is wrong with it is told when its turn comes (None). What was read is kept
        until then, for a few files, so that nothing is read twice.
        """
        try:
            check_size(path, self._limits, path.name)
            kind_of(path, path.name)
            edition = sha256_of(path, path.name)
            report = self._read(path, path.name, overrides)
        except UnknownIdentityError:
            raise
        except BadFileError:
            return None
        with self._ahead_lock:
            self._ahead[path] = (replace(overrides, internal=False), report)
            while len(self._ahead) > _READ_AHEAD:
                self._ahead.popitem(last=False)
        pages = len(report.pages)
        return Recognised(report.identity, edition, pages, report.trust, report.warnings)

    def close(self) -> None:
        """End the reading children."""
        if self._sandboxes:
            self._sandboxes.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    @contextmanager
    def _aborting(self) -> Iterator[None]:
        """Kill what is being read where the block is broken off."""
        try:
            yield
        except BaseException:
            if self._sandboxes:
                self._sandboxes.abort()
            raise

    def _check_room(self, path: Path) -> None:
        with suppress(FileNotFoundError):
            self._library.archive.check_room(path.stat().st_size)

    def _prepare(self) -> None:
        """Make good what a killed or failed run left; once, and again after every failure."""
        if not self._tidy:
            self._library.tidy()
            self._sync()
            self._tidy = True

    def _sync(self) -> None:
        self._library.lexical.sync(self._library.store)
        self._behind = 0

    def _caught_up(self, outcome: Outcome) -> Outcome:
        """Let the lexical index know what has been stored.

        Where that fails the report is in force all the same, and is told as that; the index catches
        up with the next file, or when the library is opened anew.
        """
        try:
            if self._behind:
                self._sync()
        except Exception:
            _LOG.exception("the lexical index is behind")
            return found_later(outcome) if outcome.ok else outcome
        return outcome

    def _embed_ahead(
        self,
        passages: Sequence[Passage],
        known: dict[str, dict[str, str]],
        tell: Callable[[float], None],
    ) -> None:
        """Embed what will be stored; ``known`` are the boards' texts so far, by id."""
        if not passages:
            return
        board = passages[0].identity.board
        if board not in known:
            known[board] = dict(self._library.store.texts(board))
        texts = known[board]
        fresh = [p for p in settled(passages, texts) if p.shared not in texts]
        self._vectors.make([passage.dense_text for passage in fresh], tell)
        texts.update({p.shared: p.dense_text for p in reversed(fresh) if p.shared})

    def _read(self, path: Path, name: str, overrides: Overrides) -> Report:
        """What is read from a file, personal identity numbers masked."""
        report = self._read_file(path, name, overrides)
        if not self._limits.masks:
            return report
        masked = without_numbers(report, date.today())
        if not masked.numbers:
            return report
        warnings = (*masked.report.warnings, warning_of(masked))
        return replace(masked.report, warnings=warnings, masked=masked.numbers)

    def _sandbox_read(self, path: Path, name: str, overrides: Overrides) -> Report:
        assert self._sandboxes is not None
        return self._sandboxes.read(path, name, overrides)

    def _open(self, source: _Source) -> _Opened | Outcome:
        """Read a file unless it is in force already; a bad file is an outcome.

        ``DiskFullError`` before it is read where what is read may find no room.
        """
        path, name = source.path, source.name
        try:
            check_size(path, self._limits, name)
            suffix = kind_of(path, name).value
            edition = sha256_of(path, name)
            stored = self._in_force(edition, source.overrides)
            if stored:
                return self._unchanged(name, stored, source.overrides.internal)
            self._check_room(path)
            report = self._was_read(source) or self._read(path, name, source.overrides)
        except BadFileError as error:
            fields = error.fields if isinstance(error, UnknownIdentityError) else ()
            reason = f"{error.reason} {error.remedy}"
            return Outcome(name, "failed", reason=reason, fields=fields)
        passages = tuple(self._split(report, edition))
        return _Opened(path, name, suffix, edition, report, source.overrides.internal, passages)

    def _take(self, opened: _Opened | Outcome, tell: Progress) -> Outcome:
        """Put a report that was read in force."""
        if isinstance(opened, Outcome):
            return opened
        report, edition = opened.report, opened.edition
        before = self._library.stored(report.identity.document_id)
        if before and before.edition == edition and self._is_kept(before):
            return self._unchanged(opened.name, before, opened.internal)
        if not opened.passages:
            reason = "Filen innehåller ingen löptext eller tabell. Kontrollera att det är rätt fil."
            return Outcome(opened.name, "failed", reason=reason)
        texts = self._texts(opened.passages)
        passages = settled(opened.passages, texts)
        vectors = self._vectors.of(passages, lambda done: tell("embedding", done), texts)
        tell("storing", 0.0)
        stored = _stored(opened, len(passages))
        warnings = (*report.warnings, *self._elsewhere(stored))
        self._store(opened, passages, vectors, stored)
        tell("storing", 1.0)
        stored = self._library.stored(stored.document_id) or stored
        return in_force(opened.name, "replaced" if before else "new", stored, warnings)

    def _unchanged(self, name: str, stored: StoredReport, internal: bool) -> Outcome:
        """The same file again; that it is internal may be new."""
        if internal and not stored.internal:
            self._library.mark(stored.document_id, True)
        return unchanged(name, replace(stored, internal=internal or stored.internal))

    def _texts(self, passages: Sequence[Passage]) -> Mapping[str, str]:
        """The texts that the board has already, by id, where that matters to these passages."""
        if not any(passage.shared for passage in passages):
            return {}
        return self._library.store.texts(passages[0].identity.board)

    def _store(
        self,
        opened: _Opened,
        passages: Sequence[Passage],
        vectors: list[list[float]],
        stored: StoredReport,
    ) -> None:
        library = self._library
        replaces = library.stored(stored.document_id) is not None
        self._tidy = False
        library.archive.put(opened.report, opened.edition, opened.path, opened.suffix)
        library.store.stage(passages, vectors)
        library.store.commit(stored)
        self._behind += len(passages)
        try:
            if replaces:
                library.tidy()
            self._tidy = True
        except Exception:  # the report is in force; the next run tidies before anything else
            _LOG.exception("what a report replaced is not tidied away")

    def _was_read(self, source: _Source) -> Report | None:
        with self._ahead_lock:
            overrides, report = self._ahead.pop(source.path, (None, None))
        same = overrides == replace(source.overrides, internal=False)
        return report if same else None

    def _in_force(self, edition: str, overrides: Overrides) -> StoredReport | None:
        """The report in force that this very file is, unless the overrides say otherwise."""
        for stored in self._library.reports():
            same = stored.edition == edition and _agree(overrides, stored.identity)
            if same and self._is_kept(stored):
                return stored
        return None

    def _is_kept(self, stored: StoredReport) -> bool:
        return self._library.archive.original(stored.document_id, stored.edition) is not None

    def _elsewhere(self, stored: StoredReport) -> tuple[str, ...]:
        """Says it where the same file is in force as another report that may be told of."""
        return tuple(
            f"Samma fil är redan inläst som {other.identity.title}, "
            f"{other.identity.unit or other.identity.board}. Ta bort den om den uppgiften var fel."
            for other in self._library.reports()
            if other.edition == stored.edition and other.document_id != stored.document_id
            if not other.internal or other.identity.board == stored.identity.board
        )


def _stored(opened: _Opened, passages: int) -> StoredReport:
    report = opened.report
    return StoredReport(
        identity=report.identity,
        edition=opened.edition,
        file_name=masked_name(opened.name, date.today()),
        pages=len(report.pages),
        passages=passages,
        indicators=len(report.indicators),
        warnings=report.warnings,
        trust=report.trust,
        internal=opened.internal,
        masked=report.masked,
    )


def _agree(overrides: Overrides, identity: Identity) -> bool:
    """Whether what the user says of the identity is what is stored."""
    return (
        (overrides.board is None or same_name(overrides.board, identity.board))
        and (overrides.unit is None or same_unit(overrides.unit, identity.unit))
        and overrides.year in (None, identity.year)
        and overrides.report_type in (None, identity.report_type)
    )
