"""The provider: found once, followed when it changes keys, never worn out, borne when silent."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from assistant.access.provider import Provider, ProviderError, is_safe_address
from assistant.access.tokens import TokenError
from tests.assistant.access.signing import ISSUER, NOW, Wire, claims, key, token


class Clock:
    def __init__(self) -> None:
        self.now = float(NOW)

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_a_rotation_is_followed(clock: Clock) -> None:
    old, new = key("gammal"), key("ny")
    wire = Wire(old)
    provider = Provider(ISSUER, lambda: NOW, wire, clock)

    async def run() -> None:
        await provider.signed(token(old, claims()))
        wire.keys = (new,)
        clock.now += 60
        assert (await provider.signed(token(new, claims()))).claims["sub"] == "s-1"
        with pytest.raises(TokenError):
            await provider.signed(token(old, claims()))

    asyncio.run(run())
    assert wire.count("/.well-known/openid-configuration") == 1


def test_a_clock_that_is_put_right_freezes_nothing() -> None:
    old, new = key("gammal"), key("ny")
    wire, ticks = Wire(old), Clock()
    provider = Provider(ISSUER, lambda: NOW + 86_400, wire, ticks)

    async def run() -> None:
        await provider.signed(token(old, claims()))
        provider.clock = lambda: NOW
        wire.keys = (new,)
        ticks.now += 31
        assert (await provider.signed(token(new, claims()))).claims["sub"] == "s-1"

    asyncio.run(run())
    assert wire.count("/jwks") == 2


def test_made_up_key_ids_cost_the_provider_nothing(clock: Clock) -> None:
    ours = key("a")
    wire = Wire(ours)
    provider = Provider(ISSUER, lambda: NOW, wire, clock)

    async def run() -> None:
        for number in range(50):
            clock.now += 1
            with pytest.raises(TokenError):
                await provider.signed(token(key(f"påhittad-{number}"), claims()))

    asyncio.run(run())
    assert wire.count("/jwks") <= 3


def test_what_is_known_counts_while_the_provider_is_silent(clock: Clock) -> None:
    ours = key("a")
    wire = Wire(ours)
    provider = Provider(ISSUER, lambda: NOW, wire, clock)

    async def run() -> None:
        await provider.signed(token(ours, claims()))
        wire.down = True
        clock.now += 4_000
        asked = len(wire.asked)
        assert (await provider.signed(token(ours, claims()))).claims["sub"] == "s-1"
        assert (await provider.metadata())["issuer"] == ISSUER
        assert len(wire.asked) > asked, "nothing was asked anew, so the silence was not met"

    asyncio.run(run())


def test_a_silent_provider_is_told_and_left_alone_for_a_moment(clock: Clock) -> None:
    wire = Wire(key("a"))
    wire.down = True
    provider = Provider(ISSUER, lambda: NOW, wire, clock)

    async def run() -> None:
        for _ in range(5):
            with pytest.raises(ProviderError, match="Försök igen"):
                await provider.metadata()
        assert len(wire.asked) == 1
        wire.down = False
        clock.now += 6
        assert (await provider.metadata())["issuer"] == ISSUER

    asyncio.run(run())


@pytest.mark.parametrize(
    "changed",
    [
        {"issuer": "https://evil.example"},
        {"issuer": ISSUER + "/"},
        {"jwks_uri": "http://logga-in.test/jwks"},
        {"token_endpoint": None},
        {"authorization_endpoint": "javascript:alert(1)"},
    ],
)
def test_a_discovery_that_is_not_ours_or_not_safe_is_refused(
    clock: Clock, changed: dict[str, Any]
) -> None:
    wire = Wire(key("a"))
    wire.metadata |= changed
    with pytest.raises(ProviderError):
        asyncio.run(Provider(ISSUER, lambda: NOW, wire, clock).metadata())


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://a.test", True), ("http://127.0.0.1:9000/x", True), ("http://localhost", True),
        ("http://a.test", False), ("ftp://a.test", False), ("https://", False), ("", False),
        (None, False), ("http://localhost.evil.example", False),
    ],
)  # fmt: skip
def test_only_https_or_this_machine_is_asked(address: object, safe: bool) -> None:
    assert is_safe_address(address) is safe
