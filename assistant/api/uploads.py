"""Uploads on their way into the library: a queue, one worker thread, and what became of each.

An upload is known by its job id until its report is in the library; after that both ids lead to
the report. Files are taken in one at a time, in the order they came. What is queued is lost when
the service stops; a report is in the library whole or not at all.
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
from assistant.api.ports import Intake
from ingest.errors import IngestError
from ingest.identity import Overrides
from ingest.outcome import Outcome

log = logging.getLogger(__name__)

FORMATS = (".pdf", ".docx", ".txt")
_REMEMBERED = 1000
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

    def __init__(self, intake: Intake) -> None:
        self._intake = intake
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._queue: Queue[tuple[str, Path, Overrides] | None] = Queue()
        self._lock = Lock()
        self._worker: Thread | None = None

    def submit(self, name: str, chunks: Iterable[bytes], overrides: Overrides) -> Job:
        """Keep the file's bytes and queue it. The caller has checked format and size."""
        folder = Path(tempfile.mkdtemp(prefix="planassistent-"))
        path = folder / safe_name(name)
        try:
            with path.open("wb") as file:
                for chunk in chunks:
                    file.write(chunk)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        job = Job(f"jobb-{uuid.uuid4().hex[:16]}", path.name)
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
        if worker is not None:
            self._queue.put(None)
            worker.join(timeout=5)

    def _work(self) -> None:
        while (task := self._queue.get()) is not None:
            job_id, path, overrides = task
            try:
                self._take_in(job_id, path, overrides)
            finally:
                shutil.rmtree(path.parent, ignore_errors=True)

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


def safe_name(name: str) -> str:
    """The last part of a file's name, without anything that could lead out of a folder."""
    last = re.split(r"[/\\]", name)[-1]
    cleaned = _UNSAFE.sub("_", last).strip(" .")
    stem, suffix = Path(cleaned).stem[:120], Path(cleaned).suffix
    return f"{stem}{suffix}" if stem else "rapport"


def known_format(name: str) -> bool:
    """Whether the name ends as one of the formats that are read."""
    return Path(safe_name(name)).suffix.lower() in FORMATS
