"""What one who asks does, told to the log; where there is no log, nothing is kept.

``doing`` and ``must`` are for what may not be done unlogged: a report taken in, deleted or marked,
something taken out of the service, the log read. Where the log cannot be written they raise, before
anything is done. ``note`` is for the rest – questions, searches, how it went: a full disk does not
keep people from reading, and the service's own log tells that a line was lost.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from assistant.access.model import LOCAL, Actor
from assistant.audit.events import Event, Result
from assistant.audit.lines import Detail
from assistant.audit.log import AuditLog, AuditUnwritableError
from ingest.outcome import Outcome
from ingest.personal_numbers import masked_name

_LOG = logging.getLogger(__name__)
_BECAME = {
    "new": Event.ADDED,
    "replaced": Event.REPLACED,
    "unchanged": Event.UNCHANGED,
    "failed": Event.NOT_ADDED,
}


@dataclass(frozen=True, slots=True)
class Trail:
    """The log, who acts, and the id of the request."""

    log: AuditLog | None = None
    actor: Actor = LOCAL
    request: str = ""

    def must(self, event: Event, result: Result = Result.DONE, **details: Detail) -> None:
        """Keep an event; ``AuditUnwritableError`` where it cannot be kept."""
        if self.log is not None:
            self.log.add(event, self.actor, self.request, result, **details)

    def note(self, event: Event, result: Result = Result.DONE, **details: Detail) -> None:
        """Keep an event where it can be kept."""
        try:
            self.must(event, result, **details)
        except AuditUnwritableError:
            _LOG.error("not in the audit log: %s, %s", event, result)

    def asked(self, event: Event, text: str, result: Result, **details: Detail) -> None:
        """A question: its length, and its words where the setting says so."""
        said = {"text": text} if self.log is not None and self.log.texts else {}
        self.note(event, result, tecken=len(text), **said, **details)

    def taken_in(self, outcome: Outcome) -> None:
        """What became of a file that was to be taken in."""
        self.note(
            _BECAME[outcome.status],
            Result.DONE if outcome.ok else Result.FAILED,
            rapport=outcome.document_id,
            fil=masked_name(outcome.file, date.today()),
            intern=outcome.internal,
        )

    def exported(self, kind: str, **details: Detail) -> None:
        """Keep that something is about to be taken out of the service as a file."""
        self.must(Event.EXPORT, Result.DONE, slag=kind, **details)

    @contextmanager
    def doing(self, event: Event, **details: Detail) -> Iterator[None]:
        """Keep that something is about to be done, and how it went."""
        self.must(event, Result.BEGUN, **details)
        try:
            yield
        except BaseException:
            self.note(event, Result.FAILED, **details)
            raise
        self.note(event, Result.DONE, **details)
