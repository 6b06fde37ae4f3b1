"""The log as the door's witness: sign-ins, refusals, keys. As a witness must, it never raises."""

from __future__ import annotations

import logging

from assistant.access.model import Actor
from assistant.audit.log import AuditLog, AuditUnwritableError

_LOG = logging.getLogger(__name__)


class AuditWitness:
    """Keeps what happens at the door."""

    def __init__(self, log: AuditLog) -> None:
        self._log = log

    def write(self, event: str, actor: Actor, **details: str) -> None:
        """Keep the event where it can be kept."""
        result = "nekad" if event.endswith("_nekad") else "ok"
        try:
            self._log.add(event, actor, "", result, **details)
        except AuditUnwritableError:
            _LOG.error("not in the audit log: %s", event)
