"""Who is signed in: a signed cookie, its age bounded from the sign-in, and the sessions ended.

The cookie holds who, which role and which boards, signed with the installation's secret, so that
any service of the installation reads it; it holds nothing that the person does not know. A new
session is made at every sign-in and nothing of an older one lives on in it. Signing out also
writes the session's id to a shared file, so that a copy of the cookie is worth nothing after.

A page's form token is signed too, for the person and not for the one session: whoever signs in
again in another window can still send what was written in the first. It changes every second,
which keeps a compressed page from giving it away.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from itsdangerous import BadSignature, URLSafeSerializer, URLSafeTimedSerializer

from assistant.access.errors import RefusedError
from assistant.access.model import Actor, Role
from assistant.access.secret import derived
from assistant.access.shared_file import SharedFile

_FORM_AGE_S = 24 * 3600
_AHEAD_S = 300
_LONGEST_COOKIE = 3_800
_SIGNER = {"key_derivation": "hmac", "digest_method": hashlib.sha256}


@dataclass(frozen=True, slots=True)
class Session:
    """One sign-in of one person, since ``started`` (seconds of the epoch)."""

    id: str
    actor: Actor
    started: int


class Sessions:
    """Makes, reads and ends sessions; the cookie itself is set by whoever answers."""

    def __init__(
        self,
        secret: bytes,
        ended: SharedFile,
        hours: float,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._cookie = URLSafeSerializer(derived(secret, "session"), signer_kwargs=_SIGNER)
        self._form = URLSafeTimedSerializer(derived(secret, "form"), signer_kwargs=_SIGNER)
        self._ended = ended
        self.seconds = round(hours * 3600)
        self._clock = clock

    def start(self, actor: Actor) -> str:
        """A new session, as the value of its cookie."""
        boards = None if actor.boards is None else sorted(actor.boards)
        held = {
            "id": secrets.token_urlsafe(18),
            "person": [actor.id, actor.name, actor.role.value, boards],
            "started": int(self._clock()),
        }
        value = str(self._cookie.dumps(held))
        if len(value) > _LONGEST_COOKIE:
            raise RefusedError(
                "för många nämnder",
                "Inloggningen rymmer inte alla dina nämnder",
                "Be förvaltaren att låta inloggningstjänsten skicka bara de nämnder som behövs.",
                actor.id,
            )
        return value

    def read(self, cookie: str) -> Session | None:
        """The session of a cookie; None where it is not ours, too old or ended."""
        try:
            session = _session(self._cookie.loads(cookie))
        except (BadSignature, KeyError, TypeError, ValueError):
            return None
        age = self._clock() - session.started
        if not -_AHEAD_S <= age < self.seconds:
            return None
        return None if session.id in self._ended.read() else session

    def end(self, session: Session) -> None:
        """Let a session be good no longer, in every service of the installation."""
        now = int(self._clock())
        with self._ended.change() as held:
            for old in [sid for sid, until in held.items() if until < now]:
                del held[old]
            held[session.id] = session.started + self.seconds + _AHEAD_S

    def form_token(self, actor: Actor) -> str:
        """What a page of ours puts into what it sends."""
        return str(self._form.dumps(actor.id))

    def is_form_token(self, token: str, actor: Actor) -> bool:
        """Whether a page of ours gave this token to this person."""
        try:
            return bool(self._form.loads(token, max_age=_FORM_AGE_S) == actor.id)
        except BadSignature:
            return False


def _session(held: Any) -> Session:
    person_id, name, role, boards = held["person"]
    seen = None if boards is None else frozenset(boards)
    return Session(held["id"], Actor(person_id, name, Role(role), seen), int(held["started"]))
