"""The one writer of the log: a whole line or none, in order, on the disk before it returns.

Several processes may write: each line is written under a lock on the folder, by one append, and
synced to the disk (``fsync``), so that what was logged survives a power cut. A write that fails is
cut off again. A line that a power cut or a kill has torn is cut off by the next writer, who logs
that it did. Where a line cannot be written, or another writer does not let go of the folder,
``AuditUnwritableError`` is raised, in Swedish: what must be logged is logged before it is done, and
is then not done. What is read may be read still.

The log never holds a report's text. A question's text is kept only by setting.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from pathlib import Path

from assistant.access.model import Actor
from assistant.audit.events import Event, Result
from assistant.audit.files import (
    End,
    day_of,
    end_of,
    files_in,
    first_of,
    name_for,
    read_head,
    write_head,
)
from assistant.audit.lines import Detail, Told, Who, bytes_of, digest_of
from assistant.errors import AssistantError
from ingest.index.exclusive import exclusive

_LOG = logging.getLogger(__name__)
_PATIENCE_S = 5.0
_LOOK_S = 0.002
MOST_BYTES = 50_000_000
KEPT_DAYS = 730


class AuditUnwritableError(AssistantError):
    """The log cannot be written; what was to be done is not done."""

    def __init__(self) -> None:
        super().__init__(
            "Åtgärden kunde inte loggas och är därför inte utförd. Försök igen om en stund. "
            "Hjälper det inte kan disken vara full eller mappen skrivskyddad; kontakta förvaltaren."
        )


def _now() -> datetime:
    return datetime.now(UTC)


class AuditLog:
    """Appends to the log below ``folder`` (made when first written to); safe between threads.

    ``texts``: whether questions are kept word for word, not only their length. A file is begun
    anew each day and at ``most_bytes``; one that was begun more than ``days`` ago is dropped.
    """

    def __init__(
        self,
        folder: Path,
        texts: bool = False,
        days: int = KEPT_DAYS,
        most_bytes: int = MOST_BYTES,
        clock: Callable[[], datetime] = _now,
    ) -> None:
        self.folder = folder
        self.texts = texts
        self._days = days
        self._most = most_bytes
        self._clock = clock

    def write(self, event: str, actor: Actor, **details: Detail) -> None:
        """Keep an event that went well; see ``add``."""
        self.add(event, actor, "", Result.DONE, **details)

    def add(self, event: str, actor: Actor, request: str, result: str, **details: Detail) -> None:
        """Keep an event, whole or not at all; ``AuditUnwritableError`` where it cannot be kept."""
        who = Who(actor.id, actor.name, str(actor.role))
        told = Told(self._clock(), str(event), who, request, str(result), details)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with exclusive(self.folder / ".skriver", _PATIENCE_S, _LOOK_S) as held:
                if not held:
                    raise AuditUnwritableError
                self._append(told)
        except (OSError, ValueError) as error:
            _LOG.error("the audit log cannot be written: %s", error)
            raise AuditUnwritableError from error

    def _append(self, told: Told) -> None:
        files = files_in(self.folder)
        end, torn = self._end(files)
        if torn:
            _cut_off(files[-1], torn)
            end = self._put(files, end, self._mended(torn))
            files = files_in(self.folder)
        end = self._put(files, end, told)
        try:
            self._prune(files, end, told)
        except (OSError, ValueError) as error:  # the line stands: what it tells of may be done
            _LOG.warning("old files of the audit log are not dropped: %s", error)

    def _end(self, files: list[Path]) -> tuple[End, int]:
        """The last line, and how much of a torn one stands after it."""
        torn = end_of(files[-1])[1] if files else 0
        for path in reversed(files):  # the last may be without a line yet
            end, _ = end_of(path)
            if end.digest:
                return end, torn
        return read_head(self.folder) or End(), torn

    def _prune(self, files: list[Path], end: End, told: Told) -> None:
        """Drop what is too old, after it is logged that it is."""
        for path in self._old(files, told):
            if end_of(path)[0].digest:
                end = self._put(files_in(self.folder), end, self._pruned(path, files))
            path.unlink()

    def _put(self, files: list[Path], end: End, told: Told) -> End:
        """Write one line after the last one."""
        day = told.time.astimezone(UTC).date()
        path = files[-1] if files else None
        if path is None and read_head(self.folder) is None:
            self._note(end)  # first: a kill after the first line leaves no log without its note
        if path is None or day_of(path) != day or path.stat().st_size >= self._most:
            path = self.folder / name_for(end.number + 1, day)
        raw = bytes_of(told, end.number + 1, end.digest)
        _write(path, raw + b"\n")
        last = End(end.number + 1, digest_of(raw))
        self._note(last)
        return last

    def _note(self, end: End) -> None:
        try:
            write_head(self.folder, end)
        except OSError as error:
            _LOG.warning("the end of the audit log is not noted down: %s", error)

    def _old(self, files: list[Path], told: Told) -> list[Path]:
        """From the beginning only: a file that a clock gone wrong has dated stays in its place."""
        oldest = told.time.astimezone(UTC).date() - timedelta(days=self._days)
        return list(takewhile(lambda path: day_of(path) < oldest, files[:-1]))

    def _pruned(self, path: Path, files: list[Path]) -> Told:
        after = first_of(files[files.index(path) + 1])
        last, _ = end_of(path)
        return self._of_ours(
            Event.LOG_PRUNED, {"fil": path.name, "till_nr": after - 1, "kedja": last.digest}
        )

    def _mended(self, torn: int) -> Told:
        return self._of_ours(Event.LOG_MENDED, {"bortskurna_byte": torn})

    def _of_ours(self, event: Event, details: dict[str, Detail]) -> Told:
        who = Who("system", "Planassistenten", "")
        return Told(self._clock(), event, who, "", Result.DONE, details)


def _write(path: Path, data: bytes) -> None:
    """One append, on the disk when this returns; what could not be written whole is cut off."""
    new = not path.exists()
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
    try:
        before = os.fstat(file).st_size
        try:
            if os.write(file, data) != len(data):
                raise OSError("the line was written in part")
            os.fsync(file)
        except OSError:
            os.ftruncate(file, before)
            if new:
                path.unlink(missing_ok=True)
            raise
    finally:
        os.close(file)
    if new:
        _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _cut_off(path: Path, torn: int) -> None:
    os.truncate(path, path.stat().st_size - torn)
