"""Who asks, told by what a request shows: a key or a token, a session, or that it is local.

In order: what stands after «Bearer» in Authorization, and then nothing else counts, good or not;
the session's cookie; without sign-in the local user. A local service leaves alone a bearer text
that is no key of ours: programs made for other services must send some. No other header and no
part of the address ever says who asks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import unquote

from starlette.concurrency import run_in_threadpool

from assistant.access.claims import ClaimRules
from assistant.access.errors import RefusedError
from assistant.access.flow import Begun, Ended
from assistant.access.keys import PATTERN, PREFIX, KeyRing
from assistant.access.model import Actor, Role
from assistant.access.sessions import Session, Sessions
from assistant.access.visit import HERE, STRANGER, Known, Visit
from assistant.access.witness import KEY_REFUSED, Silent, Witness

_TOKEN = re.compile(r"\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*")
_BEARER = re.compile(r"bearer +(\S+) *", re.IGNORECASE)


class Tokens(Protocol):
    """Reads access tokens of the provider."""

    async def actor(self, token: str) -> Actor:
        """Who a token speaks for; ``RefusedError`` where it is not good."""


class Door(Protocol):
    """The way to the provider and back, as ``flow.SignInFlow`` goes it."""

    async def begin(self, back: str, browser: str | None) -> Begun:
        """Where to send a browser."""

    async def end(self, answer: Mapping[str, str], browser: str | None) -> Ended:
        """Who came back."""

    async def leave(self, back: str) -> str | None:
        """Where to sign out at the provider too."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """What a service with sign-in has: its own address, its sessions, the way to the provider.

    ``rules`` tell who someone is by the claims; ``tokens`` reads programs' access tokens.
    """

    origin: str
    sessions: Sessions
    door: Door
    rules: ClaimRules = ClaimRules()
    tokens: Tokens | None = None

    @property
    def secure(self) -> bool:
        """Whether people reach the service over https only."""
        return self.origin.startswith("https://")

    @property
    def cookie(self) -> str:
        """The cookie's name; with https one that no neighbouring site can set."""
        return "__Host-planassistent" if self.secure else "planassistent"

    def session(self, cookies: Mapping[str, str]) -> Session | None:
        """The session that a request's cookies hold."""
        shown = cookies.get(self.cookie)
        return self.sessions.read(shown) if shown else None


@dataclass(frozen=True, slots=True)
class Access:
    """How a service knows who asks. As it stands without arguments: anyone is the local user.

    ``served`` are the names that a local service may be called by; None asks for none.
    """

    keys: KeyRing | None = None
    sign_in: SignIn | None = None
    served: frozenset[str] | None = None
    witness: Witness = field(default_factory=Silent)

    async def visit(self, authorization: str, cookies: Mapping[str, str]) -> Visit:
        """Who asks; ``RefusedError`` where what is shown is not good."""
        bearer = _BEARER.fullmatch(authorization)
        if bearer and (self.sign_in is not None or _is_key(bearer[1])):
            return Visit(await self._bearer(bearer[1]), Known.BEARER)
        if self.sign_in is None:
            return HERE
        session = await run_in_threadpool(self.sign_in.session, cookies)
        if session is None:
            return STRANGER
        token = self.sign_in.sessions.form_token(session.actor)
        return Visit(session.actor, Known.SESSION, token)

    async def _bearer(self, shown: str) -> Actor:
        try:
            if _is_key(shown):
                if self.keys is None:
                    raise _unusable("Den här tjänsten har inga nycklar.")
                return await run_in_threadpool(self.keys.actor, shown)
            if self.sign_in is None or self.sign_in.tokens is None:
                raise _unusable("Använd en nyckel som en administratör har skapat.")
            return await self.sign_in.tokens.actor(shown)
        except RefusedError as error:
            if error.known is not None:
                refused = Actor(error.known, error.known, Role.READER)
                await run_in_threadpool(
                    self.witness.write, KEY_REFUSED, refused, orsak=error.reason
                )
            raise


def _unusable(detail: str) -> RefusedError:
    return RefusedError("oanvändbar", "Det som skickas som Bearer kan inte användas", detail)


def _is_key(shown: str) -> bool:
    return shown.startswith(PREFIX)


def key_in_address(path: str, query: str) -> bool:
    """Whether a key or a token stands in an address, as it is written or percent-encoded."""
    address = unquote(unquote(f"{path}?{query}"))
    return bool(PATTERN.search(address) or _TOKEN.search(address))
