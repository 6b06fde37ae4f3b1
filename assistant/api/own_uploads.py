"""The uploads of one who asks: one's own only, and what may be taken in or back.

An upload tells what its file was understood to be and which report it would replace: so it is
there for whoever made it, and for nobody else. While a board keeps internal reports that someone
may not see, that one adds none of the board's: the new report could replace a hidden one. And a
report is made internal only by someone who then still sees it. What is to be taken in is logged
before it is queued, and what became of it after.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from assistant.api.jobs import Hand, Job
from assistant.api.problems import ProblemError
from assistant.api.uploads import Uploads
from assistant.audit.events import Event, Result
from assistant.audit.trail import Trail
from ingest.identity import Overrides
from ingest.library import Library
from ingest.model import Identity, StoredReport
from ingest.personal_numbers import masked_name


class OwnUploads:
    """What ``Uploads`` can do, for one actor over the library that the actor sees."""

    def __init__(self, uploads: Uploads, library: Library, trail: Trail) -> None:
        self._uploads = uploads
        self._library = library
        self._trail = trail
        self._actor = trail.actor
        self._hand = Hand(self._actor.id, library.stored, self._refusal, trail.taken_in)

    def submit(self, name: str, chunks: Iterable[bytes], overrides: Overrides) -> Job:
        """See ``Uploads.submit``."""
        self._received(name)
        return self._uploads.submit(name, chunks, overrides, self._hand)

    def offer(self, name: str, chunks: Iterable[bytes], overrides: Overrides) -> Job:
        """See ``Uploads.offer``."""
        self._received(name)
        return self._uploads.offer(name, chunks, overrides, self._hand)

    def resume(self, job_id: str, overrides: Overrides, replace_it: bool = False) -> Job | None:
        """See ``Uploads.resume``."""
        if self.job(job_id) is None:
            return None
        return self._uploads.resume(job_id, overrides, replace_it, self._hand)

    def refuse(self, file_name: str, reason: str) -> Job:
        """See ``Uploads.refuse``."""
        return self._uploads.refuse(file_name, reason, self._hand)

    def cancel(self, job_id: str) -> Job | None:
        """See ``Uploads.cancel``."""
        return self._uploads.cancel(job_id) if self.job(job_id) is not None else None

    def job(self, job_id: str) -> Job | None:
        """An upload of the actor's by its job id."""
        job = self._uploads.job(job_id)
        return job if job is not None and job.by == self._actor.id else None

    def forget(self, job_id: str) -> None:
        """See ``Uploads.forget``."""
        if self.job(job_id) is not None:
            self._uploads.forget(job_id)

    def set_aside(self, stored: StoredReport, original: Path) -> None:
        """See ``Uploads.set_aside``."""
        self._uploads.set_aside(stored, original)

    def removed(self, document_id: str) -> StoredReport | None:
        """A deleted report that can be taken back, where the actor saw it."""
        stored = self._uploads.removed(document_id)
        if stored is None or (stored.internal and not self._actor.sees(stored.identity.board)):
            return None
        return stored

    def take_back(self, document_id: str) -> Job | None:
        """See ``Uploads.take_back``."""
        stored = self.removed(document_id)
        if stored is None:
            return None
        refused = self._refusal(stored.identity, stored.internal)
        if refused is not None:
            raise refused
        self._trail.must(Event.TAKEN_BACK, Result.BEGUN, rapport=document_id)
        return self._uploads.take_back(document_id, self._hand)

    def _received(self, name: str) -> None:
        self._trail.must(Event.RECEIVED, Result.BEGUN, fil=masked_name(name, date.today()))

    def _refusal(self, identity: Identity, internal: bool) -> ProblemError | None:
        if internal and not self._actor.sees(identity.board):
            return not_yours(identity)
        if not self._library.hides(identity.board):
            return None
        return ProblemError(
            403,
            "Rapporten kan inte läggas in av dig",
            f"Nämnden {identity.board} har interna rapporter som du inte får läsa. Be någon som "
            "får det att lägga in rapporten.",
        )


def not_yours(identity: Identity) -> ProblemError:
    """Making a report internal would hide it from whoever does it."""
    return ProblemError(
        403,
        "Rapporten kan inte göras intern",
        f"Du får inte läsa interna rapporter för nämnden {identity.board} och skulle inte se den "
        "själv. Be någon som får det.",
    )
