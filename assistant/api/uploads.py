"""Uploads on their way into the library: a queue, one worker thread, and what became of each.

An upload is known by its job id until its report is in the library; after that both ids lead to
the report. Files are taken in one at a time, in the order they came. A file that a person offers
on the page waits until that person has seen what it was understood to be, and has agreed where a
report would be replaced, also one that came while it stood in line. The newest deleted ones are set
aside so that they can be taken back. What is queued or waits is kept on disk where ``keep_in``
names a folder, and gone on with after a restart (``recover``); what is set aside is lost then. A
store that does not answer, or that another writes to, is waited for. A service that is about to
stop takes nothing new, and goes on with the file in hand for a while: a report is in the library
whole or not at all. Who made an upload decides what it may meet and take in (``Hand``); whose an
upload is to see, ``own_uploads`` says.
"""

from __future__ import annotations

import logging
import uuid
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import count
from pathlib import Path
from queue import Queue
from threading import Event, Lock, Thread

from assistant.api.document_shapes import Status
from assistant.api.jobs import (
    NOBODYS,
    Hand,
    Job,
    Kept,
    Spool,
    check_line,
    filled,
    replaced_unasked,
    same_identity,
)
from assistant.api.kept_files import Shelf, drop, safe_name, saved
from assistant.api.ports import CheckIdentity, Intake, unchecked
from assistant.api.problems import ProblemError
from ingest.errors import (
    DiskFullError,
    IngestError,
    LibraryBusyError,
    StoreUnavailableError,
    UnknownIdentityError,
)
from ingest.identity import Overrides
from ingest.model import StoredReport
from ingest.names import BOARD_ITSELF
from ingest.outcome import Outcome
from ingest.room import is_full

log = logging.getLogger(__name__)

FORMATS = (".pdf", ".docx", ".txt")
_REMEMBERED = 1000
_WAITING, _WAITING_IN_ALL = 40, 400
_ASIDE = 20
_TRIES = 3
_RETRY_S = 2.0
_PASSING = (StoreUnavailableError, LibraryBusyError, DiskFullError)
_STAGES = {"reading": (0.0, 0.3), "embedding": (0.3, 0.65), "storing": (0.95, 0.05)}
_DEFECT = "Något gick fel hos oss. Försök igen; händer det på nytt, kontakta förvaltaren."
_NO_ROOM = "Filen väntade så länge att den fick ge plats åt andra. Lägg in den på nytt."
_ASKED = "Den här rapporten finns redan. Säg till om den ska ersättas."
_ENDED = (
    "Tjänsten har stannat flera gånger medan filen lästes in, så den läggs inte in av sig själv. "
    "Kontrollera filen och lägg in den på nytt; händer det igen, kontakta förvaltaren."
)
_CLOSING = (
    "Tjänsten startas om",
    "Den tar inte emot rapporter just nu. Vänta någon minut och lägg in filen på nytt.",
)


class Uploads:
    """Accepts files and hands them to ``intake`` one at a time; safe to share between threads."""

    def __init__(self, intake: Intake, check: CheckIdentity = unchecked) -> None:
        self._intake = intake
        self._check = check
        self._hand_of: Callable[[str], Hand] = Hand
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._queue: Queue[tuple[str, Path, Overrides, Hand, Job | None] | None] = Queue()
        self._aside: Shelf[StoredReport] = Shelf(_ASIDE, _ASIDE)
        self._waiting: Shelf[Overrides] = Shelf(_WAITING, _WAITING_IN_ALL)
        self._lock = Lock()
        self._worker: Thread | None = None
        self._spool = Spool()
        self._numbers = count()
        self._closing = Event()

    def keep_in(self, folder: Path) -> None:
        """Keep what is queued or waits below a folder; before anything has been taken."""
        self._spool = Spool(folder)

    def recover_as(self, hand_of: Callable[[str], Hand]) -> None:
        """Whose hand an upload of an earlier run is in, by the id of whoever made it."""
        self._hand_of = hand_of

    def recover(self) -> None:
        """Go on with what an earlier run left."""
        for kept in self._spool.found():
            if kept.job.status == "waiting":
                self._wait(kept.job, kept.path, kept.overrides)
            elif kept.tries >= _TRIES:
                self._jobs[kept.job.id] = replace(kept.job, status="failed", reason=_ENDED)
                drop(kept.path)
            else:
                self._queued(kept.job.id, kept.path, kept.overrides, self._hand_of(kept.job.by))

    @property
    def closing(self) -> bool:
        """Whether nothing new is taken any more, since the service is about to stop."""
        return self._closing.is_set()

    def submit(
        self, name: str, chunks: Iterable[bytes], overrides: Overrides, hand: Hand = NOBODYS
    ) -> Job:
        """Keep the file's bytes and queue it. The caller has checked format and size.

        Raises ``UnknownIdentityError`` where the file does not say whose report it is.
        """
        path = self._saved(name, chunks, hand)
        try:
            understood = self._check(path, overrides)
            refused = hand.refusal(understood.identity, overrides.internal) if understood else None
            if refused is not None:
                raise refused
        except BaseException:
            drop(path)
            raise
        return self._queued(_new_id(), path, overrides, hand)

    def offer(
        self, name: str, chunks: Iterable[bytes], overrides: Overrides, hand: Hand = NOBODYS
    ) -> Job:
        """Keep the file's bytes and tell what it was understood to be; ``resume`` takes it in.

        A file that cannot be read at all is queued, so that its turn tells why.
        """
        return self._shown(_new_id(), self._saved(name, chunks, hand), overrides, hand)

    def resume(
        self, job_id: str, overrides: Overrides, replace_it: bool = False, hand: Hand = NOBODYS
    ) -> Job | None:
        """Go on with a waiting file as the person says it is; None if it is not there any more.

        It waits again where it still does not say whose it is, where the person has not seen yet
        what it was understood to be, or where a report would be replaced unasked.
        """
        self._check_open()
        held = self._waiting.take(job_id)
        job = self.job(job_id)
        if held is None or job is None:
            return None
        path, before = held
        if job.understood is not None and same_identity(overrides, job.understood):
            overrides = replace(before, internal=overrides.internal)
            refused = hand.refusal(job.understood.identity, overrides.internal)
            if refused is not None:
                return self._refused(job, path, refused)
            there = hand.stored(job.understood.document_id)
            agreed = replace(job, replaces=there, reason=None, stated=overrides)
        else:
            overrides = filled(overrides, before)
            agreed = self._shown(job_id, path, overrides, hand)
            if agreed.understood is None or job.understood is None:
                return agreed
        shown = job.replaces.document_id if job.replaces else None
        found = agreed.replaces.document_id if agreed.replaces else None
        if found and not agreed.known and not (replace_it and shown == found):
            return self._wait(replace(agreed, reason=_ASKED), path, overrides)
        self._waiting.take(job_id)
        return self._queued(job_id, path, overrides, hand, agreed)

    def refuse(self, file_name: str, reason: str, hand: Hand = NOBODYS) -> Job:
        """A file that is not taken in, remembered so that the page can say why."""
        job = Job(_new_id(), file_name, "failed", reason=reason, by=hand.id)
        with self._lock:
            self._jobs[job.id] = job
            self._forget_old()
        return job

    def cancel(self, job_id: str) -> Job | None:
        """Drop a waiting file; None if it was not waiting any more."""
        job = self.job(job_id)
        if job is None or job.status != "waiting":
            return None
        self.forget(job_id)
        return job

    def set_aside(self, stored: StoredReport, original: Path) -> None:
        """Keep the file of a report that is about to be deleted, so that it can be taken back."""
        with original.open("rb") as file:
            path = saved(Path(stored.file_name).stem + original.suffix, [file.read()])
        self._aside.put(stored.document_id, path, stored)

    def removed(self, document_id: str) -> StoredReport | None:
        """A report that was deleted a while ago and can still be taken back."""
        return self._aside.told(document_id)

    def take_back(self, document_id: str, hand: Hand = NOBODYS) -> Job | None:
        """Read a deleted report in again under the identity it had; None if it is gone."""
        self._check_open()
        held = self._aside.take(document_id)
        if held is None:
            return None
        aside, stored = held
        who = stored.identity
        unit = who.unit or BOARD_ITSELF
        overrides = Overrides(who.board, unit, who.year, who.report_type, stored.internal)
        try:
            path = self._saved(aside.name, [aside.read_bytes()], hand)
            job = self._queued(_new_id(), path, overrides, hand)
        except BaseException:
            self._aside.put(document_id, aside, stored)
            raise
        drop(aside)
        return job

    def _shown(self, job_id: str, path: Path, overrides: Overrides, hand: Hand) -> Job:
        """Reads who the file is and lets it wait; a file that cannot be read is queued."""
        job = Job(job_id, path.name, "waiting", stated=overrides, by=hand.id)
        try:
            understood = self._check(path, overrides)
        except UnknownIdentityError as error:
            return self._wait(
                replace(job, reason=error.reason, fields=error.fields), path, overrides
            )
        except BaseException:
            drop(path)
            raise
        if understood is None:
            return self._queued(job_id, path, overrides, hand)
        refused = hand.refusal(understood.identity, overrides.internal)
        if refused is not None:
            return self._refused(job, path, refused)
        there = hand.stored(understood.document_id)
        told = replace(job, understood=understood, replaces=there, warnings=understood.warnings)
        return self._wait(told, path, overrides)

    def _saved(self, name: str, chunks: Iterable[bytes], hand: Hand) -> Path:
        self._check_open()
        with self._lock:
            check_line(self._jobs.values(), hand.id)
        return self._spool.save(name, chunks)

    def _check_open(self) -> None:
        if self._closing.is_set():
            raise ProblemError(503, *_CLOSING)

    def _wait(self, job: Job, path: Path, overrides: Overrides) -> Job:
        self._spool.note(Kept(job, path, overrides, next(self._numbers)))
        with self._lock:
            self._jobs[job.id] = job
            self._forget_old()
        for gone in self._waiting.put(job.id, path, overrides, job.by):
            self._set(gone, status="failed", reason=_NO_ROOM, understood=None, fields=())
        return job

    def _refused(self, job: Job, path: Path, why: ProblemError) -> Job:
        drop(path)
        failed = replace(job, status="failed", reason=why.detail, understood=None, fields=())
        with self._lock:
            self._jobs[job.id] = failed
            self._forget_old()
        return failed

    def _queued(
        self, job_id: str, path: Path, overrides: Overrides, hand: Hand, agreed: Job | None = None
    ) -> Job:
        job = Job(job_id, path.name, by=hand.id)
        self._spool.note(Kept(job, path, overrides, next(self._numbers)))
        with self._lock:
            self._jobs[job.id] = job
            self._forget_old()
            if self._worker is None and not self._closing.is_set():
                self._worker = Thread(target=self._work, name="intake", daemon=True)
                self._worker.start()
        self._queue.put((job.id, path, overrides, hand, agreed))
        return job

    def job(self, job_id: str) -> Job | None:
        """An upload by its job id."""
        with self._lock:
            return self._jobs.get(job_id)

    def forget(self, job_id: str) -> None:
        """Drop what is remembered of an upload that is finished or waits for a person."""
        held = self._waiting.take(job_id)
        if held is not None:
            drop(held[0])
        with self._lock:
            self._jobs.pop(job_id, None)

    def drain(self, grace_s: float) -> bool:
        """Take nothing new, and let the file in hand be finished; whether it was, in time."""
        self._closing.set()
        with self._lock:
            worker, self._worker = self._worker, None
        if worker is None:
            return True
        self._queue.put(None)
        worker.join(timeout=grace_s)
        return not worker.is_alive()

    def close(self, grace_s: float = 5.0) -> None:
        """Let the worker finish the file in hand and stop."""
        self.drain(grace_s)
        self._aside.clear()
        if self._spool.lasts:
            self._waiting.forget()
        else:
            self._waiting.clear()

    def _work(self) -> None:
        while (task := self._queue.get()) is not None and not self._closing.is_set():
            job_id, path, _, hand, _ = task
            outcome = self._take_in(*task)
            if outcome is not None:
                hand.told(outcome)
                self._finish(job_id, outcome)
                drop(path)

    def _take_in(
        self, job_id: str, path: Path, overrides: Overrides, hand: Hand, agreed: Job | None
    ) -> Outcome | None:
        """What became of the file; None where that is not known when the service stops, or where
        another file has become its report meanwhile, so that it waits for a person again."""

        def progress(stage: str, share: float) -> None:
            status: Status = "reading" if stage == "reading" else "embedding"
            before, weight = _STAGES.get(stage, (1.0, 0.0))
            done = before + weight * min(max(share, 0.0), 1.0)
            self._set(job_id, status=status, progress=round(done, 3))

        self._spool.trying(path)
        while True:
            self._set(job_id, status="reading", reason=None)
            try:
                unasked = replaced_unasked(agreed, hand) if agreed else None
                if unasked is not None:
                    self._wait(replace(unasked, reason=_ASKED), path, overrides)
                    return None
                return self._intake(path, overrides, progress)
            except Exception as error:
                why = DiskFullError() if is_full(error) else error
                if not isinstance(why, _PASSING):
                    return Outcome(path.name, "failed", reason=_reason(path, why))
                self._set(job_id, status="queued", progress=0.0, reason=str(why))
                if self._closing.wait(_RETRY_S):
                    return None

    def _finish(self, job_id: str, outcome: Outcome) -> None:
        if outcome.ok:
            self._set(
                job_id,
                status="ready",
                progress=1.0,
                document_id=outcome.document_id,
                warnings=outcome.warnings,
                result=outcome.status,
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


def _reason(path: Path, error: Exception) -> str:
    """Why a file was not taken in; what is no user's fault goes to the service's own log."""
    if isinstance(error, IngestError):
        return str(error)
    log.error("intake failed", exc_info=error)
    return f"{path.name}: {_DEFECT}"


def _new_id() -> str:
    return f"jobb-{uuid.uuid4().hex[:16]}"


def known_format(name: str) -> bool:
    """Whether the name ends as one of the formats that are read."""
    return Path(safe_name(name)).suffix.lower() in FORMATS
