"""Whether a token of the provider is good: signature, issuer, audience, times. Pure, no network.

Only asymmetric signatures count, whatever a token's header or a key set says: «none» and shared
secrets are never read. A key that has no use for us (encryption, a kind that is not known) is left
out of the set. Times are allowed to differ by a minute. What is wrong is told by one word, for the
log and for choosing what to say; nothing of the token is ever repeated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from joserfc import jws, jwt
from joserfc.errors import ExpiredTokenError, InvalidClaimError, JoseError, MissingClaimError
from joserfc.jwk import ECKey, JWKRegistry, OKPKey, RSAKey

ALGORITHMS = (
    *("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"),
    *("ES256", "ES384", "ES512", "Ed25519"),
)
LEEWAY_S = 60
LONGEST_TOKEN = 16_000

SigningKey = RSAKey | ECKey | OKPKey


class TokenError(Exception):
    """A token that is not good; ``reason`` is one word."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class UnknownKeyIdError(TokenError):
    """The token names a key that the set does not have; a newer set may."""


@dataclass(frozen=True, slots=True)
class Token:
    """A token whose signature is good: its header and its claims."""

    header: Mapping[str, Any]
    claims: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Expected:
    """Who must have made a token, and for whom; ``now`` in seconds of the epoch."""

    issuer: str
    audience: str
    now: float


def signing_keys(key_set: Mapping[str, Any]) -> dict[str, SigningKey]:
    """The keys of a provider's set that can sign, by id."""
    found: dict[str, SigningKey] = {}
    for number, entry in enumerate(key_set.get("keys", ())):
        if not isinstance(entry, dict) or entry.get("use", "sig") != "sig":
            continue
        try:
            key = JWKRegistry.import_key(entry)
        except (JoseError, ValueError, TypeError, KeyError):
            continue
        if isinstance(key, SigningKey):
            found[str(entry.get("kid", f"#{number}"))] = key
    return found


def signed(text: str, keys: Mapping[str, SigningKey]) -> Token:
    """A token whose signature one of the keys made; ``TokenError`` otherwise."""
    if len(text) > LONGEST_TOKEN or not text.isascii():
        raise TokenError("form")
    registry = jws.JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)
    try:
        header = jws.extract_compact(text.encode("ascii"), registry=registry).headers()
        if header.get("alg") not in ALGORITHMS:
            raise TokenError("algoritm")
        key = _chosen(header, keys)
        token = jwt.decode(text, key, registry=registry)
    except (JoseError, ValueError) as error:
        raise TokenError("signatur") from error
    return Token(token.header, token.claims)


def _chosen(header: Mapping[str, Any], keys: Mapping[str, SigningKey]) -> SigningKey:
    """The key that a token names; without a name, the only one that there is."""
    kid = header.get("kid")
    if kid is None and len(keys) == 1:
        return next(iter(keys.values()))
    if not isinstance(kid, str):
        raise TokenError("nyckel")
    if kid not in keys:
        raise UnknownKeyIdError("nyckel")
    return keys[kid]


def check_claims(token: Token, expected: Expected) -> None:
    """``TokenError`` where issuer, audience or times are not what they must be."""
    registry = jwt.JWTClaimsRegistry(
        now=int(expected.now),
        leeway=LEEWAY_S,
        iss={"essential": True, "value": expected.issuer},
        aud={"essential": True, "value": expected.audience},
        exp={"essential": True},
        sub={"essential": True},
    )
    try:
        registry.validate(dict(token.claims))
    except ExpiredTokenError as error:
        raise TokenError("utgången") from error
    except MissingClaimError as error:
        raise TokenError("ofullständig") from error
    except InvalidClaimError as error:
        early = token.claims.get("iat"), token.claims.get("nbf")
        raise TokenError(_wrong(early, expected.now) or _which(token, expected)) from error


def _wrong(early: Sequence[object], now: float) -> str | None:
    ahead = [t for t in early if isinstance(t, int | float) and t > now + LEEWAY_S]
    return "framtid" if ahead else None


def _which(token: Token, expected: Expected) -> str:
    return "utfärdare" if token.claims.get("iss") != expected.issuer else "mottagare"
