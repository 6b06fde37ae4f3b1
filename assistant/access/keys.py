"""Keys for programs: made once, shown once, kept only as a keyed hash.

A key is ``plan_<id>_<secret>``. The id is public and names the key in lists and logs; the secret
has 256 random bits, so a fast hash keyed with the installation's secret is enough: whoever
gets the file alone can neither use nor try keys. Compared in constant time, unknown ids too.
Every key has a role, the boards whose internal reports it opens, and a day when it ends. When it
was last used is noted at most once an hour, and never at the price of an answer.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import re
import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from assistant.access.errors import RefusedError, SharedFileError, UnknownKeyError
from assistant.access.model import Actor, Role
from assistant.access.shared_file import SharedFile

log = logging.getLogger(__name__)

PREFIX = "plan_"
PATTERN = re.compile(r"plan_([0-9a-f]{10})_([0-9a-f]{64})")
_NOTED = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key as it is kept. ``boards`` None is all of them; ``digest`` is the keyed hash."""

    id: str
    name: str
    role: Role
    boards: frozenset[str] | None
    created: datetime
    expires: datetime
    digest: str
    last_used: datetime | None = None
    revoked: datetime | None = None

    def state(self, now: datetime) -> str:
        """«giltig», «utgången» or «indragen»."""
        if self.revoked is not None:
            return "indragen"
        return "giltig" if now < self.expires else "utgången"

    @property
    def actor(self) -> Actor:
        """Who asks when this key is shown."""
        return Actor(f"nyckel:{self.id}", self.name, self.role, self.boards)


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


class KeyRing:
    """The keys of an installation, in a file that its services share."""

    def __init__(
        self, file: SharedFile, pepper: bytes, clock: Callable[[], datetime] = _now
    ) -> None:
        self._file = file
        self._pepper = pepper
        self._clock = clock
        self._noted: dict[str, datetime] = {}

    def create(
        self, name: str, role: Role, boards: frozenset[str] | None, days: int
    ) -> tuple[ApiKey, str]:
        """A new key, and the text that is shown once."""
        key_id, secret = secrets.token_hex(5), secrets.token_hex(32)
        now = self._clock()
        ends = now + timedelta(days=days)
        key = ApiKey(key_id, name, role, boards, now, ends, self._digest(key_id, secret))
        with self._file.change() as held:
            held.setdefault("keys", []).append(_kept(key))
        return key, f"{PREFIX}{key_id}_{secret}"

    def all(self) -> tuple[ApiKey, ...]:
        """Every key there has been, oldest first."""
        return tuple(_read(kept) for kept in self._file.read().get("keys", ()))

    def revoke(self, key_id: str) -> ApiKey:
        """Let a key be good no longer; revoked twice, the first time stands."""
        return self._change(key_id, lambda k: k if k.revoked else replace(k, revoked=self._clock()))

    def actor(self, shown: str) -> Actor:
        """Who shows a key; ``RefusedError`` where it is not good."""
        found = PATTERN.fullmatch(shown)
        key_id, secret = (found[1], found[2]) if found else ("", "")
        key = next((k for k in self.all() if k.id == key_id), None)
        digest = self._digest(key_id, secret)
        if not hmac.compare_digest(digest, key.digest if key else "0" * len(digest)) or key is None:
            raise RefusedError(
                "okänd nyckel",
                "Nyckeln gäller inte",
                "Kontrollera att hela nyckeln är med, eller be en administratör om en ny.",
            )
        now = self._clock()
        state = key.state(now)
        if state != "giltig":
            raise RefusedError(
                f"{state} nyckel",
                f"Nyckeln är {state}",
                "Be en administratör om en ny nyckel.",
                key.actor.id,
            )
        self._note_use(key, now)
        return key.actor

    def _digest(self, key_id: str, secret: str) -> str:
        return hmac.new(self._pepper, f"{key_id}:{secret}".encode(), hashlib.sha256).hexdigest()

    def _note_use(self, key: ApiKey, now: datetime) -> None:
        noted = self._noted.get(key.id, key.last_used)
        if noted is not None and now - noted < _NOTED:
            return
        self._noted[key.id] = now
        try:
            self._change(key.id, lambda k: replace(k, last_used=now))
        except SharedFileError:
            log.warning("the last use of key %s could not be noted", key.id)

    def _change(self, key_id: str, change: Callable[[ApiKey], ApiKey]) -> ApiKey:
        with self._file.change() as held:
            keys = held.get("keys", [])
            for place, kept in enumerate(keys):
                if kept.get("id") == key_id:
                    changed = change(_read(kept))
                    keys[place] = _kept(changed)
                    return changed
        raise UnknownKeyError(
            f"Det finns ingen nyckel «{key_id}». Se alla med: planassistent nycklar lista"
        )


def _kept(key: ApiKey) -> dict[str, Any]:
    """A key as JSON."""
    moments = {
        name: moment.isoformat()
        for name, moment in asdict(key).items()
        if isinstance(moment, datetime)
    }
    boards = None if key.boards is None else sorted(key.boards)
    return {**asdict(key), **moments, "boards": boards}


def _read(kept: dict[str, Any]) -> ApiKey:
    """A key of JSON; ``SharedFileError`` where it is none."""
    try:
        moments = {
            name: datetime.fromisoformat(kept[name]) if kept.get(name) else None
            for name in ("created", "expires", "last_used", "revoked")
        }
        boards = None if kept["boards"] is None else frozenset(kept["boards"])
        return ApiKey(**{**kept, **moments, "boards": boards, "role": Role(kept["role"])})
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise SharedFileError(
            "Filen med nycklar i datamappen är skadad. Lägg tillbaka den ur en säkerhetskopia."
        ) from error
