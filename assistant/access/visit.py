"""Who asks in this request, and how that is known; told to the pages that show it.

A page's frame shows who is signed in and carries a form token, on every page and every part of
one. That is no matter of what a route works out, so it is not handed through all of them: it is
kept for the request (a context variable, which threads that a request starts inherit).
"""

from __future__ import annotations

import hashlib
from contextvars import ContextVar
from dataclasses import dataclass
from enum import Enum, auto

from assistant.access.model import LOCAL, NOBODY, Actor


class Known(Enum):
    """How it is known who asks."""

    LOCAL = auto()
    SESSION = auto()
    BEARER = auto()
    NOT = auto()


@dataclass(frozen=True, slots=True)
class Visit:
    """Who asks; ``form_token`` is what a changing request of a session must carry."""

    actor: Actor
    known: Known
    form_token: str = ""

    @property
    def mark(self) -> str:
        """Tells one person from another in a browser, without saying who it is."""
        return hashlib.sha256(self.actor.id.encode()).hexdigest()[:16]

    @property
    def signed_in(self) -> bool:
        """Whether a person has signed in and can sign out."""
        return self.known is Known.SESSION


HERE = Visit(LOCAL, Known.LOCAL)
STRANGER = Visit(NOBODY, Known.NOT)

_current: ContextVar[Visit] = ContextVar("visit", default=HERE)


def current_visit() -> Visit:
    """The visit of the request that is being answered; the local user's outside one."""
    return _current.get()


def begin_visit(visit: Visit) -> None:
    """Say who asks, for the rest of the request."""
    _current.set(visit)
