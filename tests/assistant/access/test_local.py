"""Only loopback may be bound without sign-in, and only our own names are answered to."""

from __future__ import annotations

import pytest

from assistant.access.errors import UnsafeBindError
from assistant.access.local import check_bind, host_is_ours, is_loopback


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "127.8.9.10", "::1", "[::1]", "::ffff:127.0.0.1", "localhost", "LOCALHOST."],
)
def test_loopback_is_known_in_every_spelling(address: str) -> None:
    assert is_loopback(address)
    check_bind(address, signs_in=False)


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",
        "::",
        "10.0.0.7",
        "fe80::1%eth0",
        "::ffff:10.0.0.7",
        "::ffff:0.0.0.0",
        "localhost.example.se",
        "127.0.0.1.nip.example",
        "",
    ],
)
def test_anything_else_needs_sign_in_and_says_how(address: str) -> None:
    assert not is_loopback(address)
    with pytest.raises(UnsafeBindError, match="PLANASSISTENT_OIDC_ISSUER") as told:
        check_bind(address, signs_in=False)
    assert "--host 127.0.0.1" in str(told.value)
    check_bind(address, signs_in=True)


@pytest.mark.parametrize(
    "header",
    ["127.0.0.1:8000", "localhost", "localhost:8000", "[::1]:8000", "[::1]", "plan.test:80"],
)
def test_our_own_names_are_answered_to(header: str) -> None:
    assert host_is_ours(header, frozenset({"plan.test"}))


@pytest.mark.parametrize(
    "header",
    ["evil.example", "evil.example:8000", "", "127.0.0.1.evil.example", "localhost@evil.example",
     "localhost:8000@evil.example", "[::1].evil.example", "10.0.0.7"],
)  # fmt: skip
def test_a_name_that_was_pointed_here_is_not(header: str) -> None:
    assert not host_is_ours(header, frozenset({"plan.test"}))
