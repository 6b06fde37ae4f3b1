"""Who is told of what happens at the door: the seam to the log, silent where there is none.

Events: ``inloggning``, ``inloggning_nekad``, ``utloggning``, ``nyckel_skapad``,
``nyckel_indragen``, ``nyckel_nekad``. Details are short texts and never hold a key, a token or a
secret. A witness must not raise: access is never decided by whether the log can be written.
"""

from __future__ import annotations

from typing import Protocol

from assistant.access.model import Actor

SIGNED_IN = "inloggning"
SIGN_IN_REFUSED = "inloggning_nekad"
SIGNED_OUT = "utloggning"
KEY_CREATED = "nyckel_skapad"
KEY_REVOKED = "nyckel_indragen"
KEY_REFUSED = "nyckel_nekad"


class Witness(Protocol):
    """Told of an event, who caused it, and a few words on it."""

    def write(self, event: str, actor: Actor, **details: str) -> None:
        """Keep the event."""


class Silent:
    """Tells nobody."""

    def write(self, event: str, actor: Actor, **details: str) -> None:
        """Nothing is kept."""
