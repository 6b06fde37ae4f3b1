"""The provider of sign-in, as its discovery document describes it: addresses and signing keys.

Both are fetched when they are first needed and kept for an hour. A token that names a key we do
not have makes the set be fetched anew, at most twice a minute, so that a rotation is followed and
made-up names cost the provider nothing. When it does not answer, what is known goes on counting,
and what is not known is a clear error, repeated without asking for a few seconds.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

import httpx2

from assistant.access.errors import AccessError
from assistant.access.local import is_loopback
from assistant.access.tokens import (
    Expected,
    SigningKey,
    Token,
    UnknownKeyIdError,
    signed,
    signing_keys,
)

log = logging.getLogger(__name__)

TIMEOUT_S = 10.0
_KEPT_S = 3600.0
_BETWEEN_S = 30.0
_PAUSE_S = 5.0
_LARGEST = 500_000


class ProviderError(AccessError):
    """The provider does not answer, or not as it must."""

    def __init__(self, why: str) -> None:
        super().__init__(
            "Inloggningstjänsten svarar inte som den ska. Försök igen om en stund; händer det på "
            "nytt, kontakta förvaltaren. Felet står i serverns logg."
        )
        self.why = why


def is_safe_address(address: object) -> bool:
    """Whether what is fetched there cannot be changed on the way: https, or this machine."""
    if not isinstance(address, str):
        return False
    parts = urlsplit(address)
    here = parts.scheme == "http" and is_loopback(parts.hostname or "")
    return bool(parts.hostname) and (parts.scheme == "https" or here)


class Provider:
    """One issuer; ``transport`` stands in for the network in tests.

    ``clock`` is the time of day, which tokens are held against; ``ticks`` only goes forward, and
    what is kept is kept by it, so that a clock put right does not freeze it.
    """

    def __init__(
        self,
        issuer: str,
        clock: Callable[[], float] = time.time,
        transport: httpx2.AsyncBaseTransport | None = None,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self.issuer = issuer
        self.clock = clock
        self.ticks = ticks
        self.transport = transport
        self._metadata: tuple[float, dict[str, Any]] | None = None
        self._keys: tuple[float, dict[str, SigningKey]] | None = None
        self._failed: tuple[float, ProviderError] | None = None
        self._lock = asyncio.Lock()

    async def metadata(self) -> Mapping[str, Any]:
        """The discovery document, whose issuer is ours and whose addresses are safe."""
        async with self._lock:
            return await self._known_metadata()

    async def signed(self, text: str) -> Token:
        """A token that this provider signed; ``TokenError`` or ``ProviderError`` otherwise."""
        keys = await self._signing_keys()
        try:
            return signed(text, keys)
        except UnknownKeyIdError:
            return signed(text, await self._signing_keys(_BETWEEN_S))

    def expects(self, audience: str) -> Expected:
        """What a token must be for, now."""
        return Expected(self.issuer, audience, self.clock())

    async def _signing_keys(self, kept: float = _KEPT_S) -> dict[str, SigningKey]:
        async with self._lock:
            held = self._keys
            if held is not None and self.ticks() - held[0] < kept:
                return held[1]
            try:
                uri = (await self._known_metadata())["jwks_uri"]
                keys = signing_keys(await self._fetch(uri))
            except ProviderError:
                if held is None:
                    raise
                keys = held[1]
            self._keys = (self.ticks(), keys)
            return keys

    async def _known_metadata(self) -> dict[str, Any]:
        held = self._metadata
        if held is not None and self.ticks() - held[0] < _KEPT_S:
            return held[1]
        try:
            found = await self._discovered()
        except ProviderError:
            if held is None:
                raise
            found = held[1]
        self._metadata = (self.ticks(), found)
        return found

    async def _discovered(self) -> dict[str, Any]:
        address = f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"
        found = await self._fetch(address)
        if found.get("issuer") != self.issuer:
            raise self._failure(f"the issuer of {address} is not {self.issuer}")
        for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
            if not is_safe_address(found.get(name)):
                raise self._failure(f"{name} is missing or not https")
        return found

    async def _fetch(self, address: str) -> dict[str, Any]:
        """A JSON object; what failed a moment ago is not tried again."""
        failed = self._failed
        if failed is not None and self.ticks() - failed[0] < _PAUSE_S:
            raise failed[1]
        try:
            async with httpx2.AsyncClient(timeout=TIMEOUT_S, transport=self.transport) as client:
                answer = await client.get(address, headers={"Accept": "application/json"})
                answer.raise_for_status()
                found = answer.json() if len(answer.content) <= _LARGEST else None
        except (httpx2.HTTPError, httpx2.InvalidURL, ValueError) as error:
            raise self._failure(f"{address}: {type(error).__name__}: {error}") from error
        if not isinstance(found, dict):
            raise self._failure(f"{address} is no JSON object")
        self._failed = None
        return found

    def _failure(self, why: str) -> ProviderError:
        log.error("the provider of sign-in: %s", why)
        error = ProviderError(why)
        self._failed = (self.ticks(), error)
        return error
