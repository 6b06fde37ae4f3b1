"""Uploads on their way into the library: a queue, one worker thread, and what became of each.

An upload is known by its job id until its report is in the library; after that both ids lead to
the report. Files are taken in one at a time, in the order they came. A file that does not say
whose report it is can be parked until a person has filled that in, and the newest deleted ones
are set aside so that they can be taken back. What is queued, parked or set aside is lost when the
service stops; a report is in the library whole or not at all.
"""

from __future__ import annotations

import logging
import re
import shutil
import tempfile
import uuid
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from queue import Queue
from threading import Lock, Thread

from assistant.api.document_shapes import Status
from assistant.api.ports import CheckIdentity, Intake, unchecked
from ingest.errors import IngestError, UnknownIdentityError
from ingest.identity import Overrides
from ingest.model import StoredReport
from ingest.outcome import Outcome

log = logging.getLogger(__name__)

FORMATS = (".pdf", ".docx", ".txt")
_REMEMBERED = 1000
_PARKED = 20
_STAGES = {"reading": (0.0, 0.3), "embedding": (0.3, 0.65), "storing": (0.95, 0.05)}
_DEFECT = "Något gick fel hos oss. Försök igen; händer det på nytt, kontakta förvaltaren."
_UNSAFE = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|]+")


@dataclass(frozen=True, slots=True)
class Job:
    """An upload and how far it has come; ``progress`` runs from 0 to 1.

    ``fields`` names what of the report's identity is missing, where that is why it failed.
    """

    id: str
    file_name: str
    status: Status = "queued"
    progress: float = 0.0
    reason: str | None = None
    document_id: str | None = None
    warnings: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()

    @property
    def under_way(self) -> bool:
        """Whether it still waits or is being taken in."""
        return self.status in {"queued", "reading", "embedding"}


class Uploads:
    """Accepts files and hands them to ``intake`` one at a time; safe to share between threads."""

    def __init__(self, intake: Intake, check: CheckIdentity = unchecked) -> None:
        self._intake = intake
        self._check = check
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._queue: Queue[tuple[str, Path, Overrides] | None] = Queue()
        self._aside: OrderedDict[str, tuple[StoredReport, Path]] = OrderedDict()
        self._parked: OrderedDict[str, tuple[Path, Overrides]] = OrderedDict()
        self._lock = Lock()
        self._worker: Thread | None = None

    def submit(self, name: str, chunks: Iterable[bytes], overrides: Overrides) -> Job:
        """Keep the file's bytes and queue it. The caller has checked format and size.

        Raises ``UnknownIdentityError`` where the file does not say whose report it is.
        """
        path = _saved(name, chunks)
        try:
            self._check(path, overrides)
        except BaseException:
            _drop(path)
            raise
        return self._queued(_new_id(), path, overrides)

    def submit_or_park(self, name: str, chunks: Iterable[bytes], overrides: Overrides) -> Job:
        """As ``submit``; but a file that does not say whose it is waits as a failed job.

        The job's ``fields`` name what is missing and ``resume`` goes on with it.
        """
        path, job_id = _saved(name, chunks), _new_id()
        return self._queued_or_parked(job_id, path, overrides)

    def resume(self, job_id: str, overrides: Overrides) -> Job | None:
        """Go on with a parked file; None if it is not there any more."""
        with self._lock:
            path, before = self._parked.pop(job_id, (None, Overrides()))
        if path is None:
            return None
        filled = Overrides(
            overrides.board or before.board,
            overrides.unit or before.unit,
            overrides.year or before.year,
            overrides.report_type or before.report_type,
        )
        return self._queued_or_parked(job_id, path, filled)

    def set_aside(self, stored: StoredReport, original: Path) -> None:
        """Keep the file of a report that is about to be deleted, so that it can be taken back."""
        with original.open("rb") as file:
            path = _saved(Path(stored.file_name).stem + original.suffix, [file.read()])
        with self._lock:
            before = self._aside.pop(stored.document_id, None)
            self._aside[stored.document_id] = (stored, path)
            excess = max(0, len(self._aside) - _PARKED)
            old = [self._aside.popitem(last=False)[1] for _ in range(excess)]
        for _, gone in [*old, *([before] if before else [])]:
            _drop(gone)

    def removed(self, document_id: str) -> StoredReport | None:
        """A report that was deleted a while ago and can still be taken back."""
        with self._lock:
            stored, _ = self._aside.get(document_id, (None, None))
        return stored

    def take_back(self, document_id: str) -> Job | None:
        """Read a deleted report in again under the identity it had; None if it is gone."""
        with self._lock:
            stored, path = self._aside.pop(document_id, (None, None))
        if stored is None or path is None:
            return None
        who = stored.identity
        overrides = Overrides(who.board, who.unit, who.year, who.report_type)
        return self._queued(_new_id(), path, overrides)

    def _queued_or_parked(self, job_id: str, path: Path, overrides: Overrides) -> Job:
        try:
            self._check(path, overrides)
        except UnknownIdentityError as error:
            job = Job(job_id, path.name, "failed", reason=error.reason, fields=error.fields)
            with self._lock:
                self._jobs[job_id] = job
                self._parked[job_id] = (path, overrides)
                excess = max(0, len(self._parked) - _PARKED)
                old = [self._parked.popitem(last=False)[1][0] for _ in range(excess)]
            for gone in old:
                _drop(gone)
            return job
        except BaseException:
            _drop(path)
            raise
        return self._queued(job_id, path, overrides)

    def _queued(self, job_id: str, path: Path, overrides: Overrides) -> Job:
        job = Job(job_id, path.name)
        with self._lock:
            self._jobs[job.id] = job
            self._forget_old()
            if self._worker is None:
                self._worker = Thread(target=self._work, name="intake", daemon=True)
                self._worker.start()
        self._queue.put((job.id, path, overrides))
        return job

    def job(self, job_id: str) -> Job | None:
        """An upload by its job id."""
        with self._lock:
            return self._jobs.get(job_id)

    def forget(self, job_id: str) -> None:
        """Drop what is remembered of a finished upload."""
        with self._lock:
            self._jobs.pop(job_id, None)

    def close(self) -> None:
        """Let the worker finish the file in hand and stop."""
        with self._lock:
            worker, self._worker = self._worker, None
            left = [path for path, _ in self._parked.values()]
            left += [path for _, path in self._aside.values()]
            self._parked.clear()
            self._aside.clear()
        for path in left:
            _drop(path)
        if worker is not None:
            self._queue.put(None)
            worker.join(timeout=5)

    def _work(self) -> None:
        while (task := self._queue.get()) is not None:
            job_id, path, overrides = task
            try:
                self._take_in(job_id, path, overrides)
            finally:
                _drop(path)

    def _take_in(self, job_id: str, path: Path, overrides: Overrides) -> None:
        def progress(stage: str, share: float) -> None:
            status: Status = "reading" if stage == "reading" else "embedding"
            before, weight = _STAGES.get(stage, (1.0, 0.0))
            done = before + weight * min(max(share, 0.0), 1.0)
            self._set(job_id, status=status, progress=round(done, 3))

        self._set(job_id, status="reading")
        try:
            outcome = self._intake(path, overrides, progress)
        except IngestError as error:
            self._set(job_id, status="failed", reason=str(error))
        except Exception:
            log.exception("intake failed")
            self._set(job_id, status="failed", reason=f"{path.name}: {_DEFECT}")
        else:
            self._finish(job_id, outcome)

    def _finish(self, job_id: str, outcome: Outcome) -> None:
        if outcome.ok:
            self._set(
                job_id,
                status="ready",
                progress=1.0,
                document_id=outcome.document_id,
                warnings=outcome.warnings,
            )
        else:
            self._set(job_id, status="failed", reason=outcome.reason, fields=outcome.fields)

    def _set(self, job_id: str, **changes: object) -> None:
        with self._lock:
            if job_id in self._jobs:
                self._jobs[job_id] = replace(self._jobs[job_id], **changes)  # type: ignore[arg-type]

    def _forget_old(self) -> None:
        finished = [job.id for job in self._jobs.values() if not job.under_way]
        for job_id in finished[: max(0, len(self._jobs) - _REMEMBERED)]:
            del self._jobs[job_id]


def _new_id() -> str:
    return f"jobb-{uuid.uuid4().hex[:16]}"


def _saved(name: str, chunks: Iterable[bytes]) -> Path:
    """The file's bytes in a folder of their own."""
    folder = Path(tempfile.mkdtemp(prefix="planassistent-"))
    path = folder / safe_name(name)
    try:
        with path.open("wb") as file:
            for chunk in chunks:
                file.write(chunk)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return path


def _drop(path: Path) -> None:
    shutil.rmtree(path.parent, ignore_errors=True)


def safe_name(name: str) -> str:
    """The last part of a file's name, without anything that could lead out of a folder."""
    last = re.split(r"[/\\]", name)[-1]
    cleaned = _UNSAFE.sub("_", last).strip(" .")
    stem, suffix = Path(cleaned).stem[:120], Path(cleaned).suffix
    return f"{stem}{suffix}" if stem else "rapport"


def known_format(name: str) -> bool:
    """Whether the name ends as one of the formats that are read."""
    return Path(safe_name(name)).suffix.lower() in FORMATS
