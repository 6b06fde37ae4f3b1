"""Tokens: forged, expired, for somebody else, unsigned, signed with what everybody knows."""

from __future__ import annotations

import base64
import hmac
import json
import warnings
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from assistant.access.tokens import (
    Expected,
    TokenError,
    UnknownKeyIdError,
    check_claims,
    signed,
    signing_keys,
)
from tests.assistant.access.signing import ISSUER, NOW, claims, key, public, token

OURS, OTHER = key("a"), key("a")
KEYS = signing_keys(public(OURS))
EXPECTED = Expected(ISSUER, "plan", NOW)


def refused(text: str) -> str:
    with pytest.raises(TokenError) as told:
        check_claims(signed(text, KEYS), EXPECTED)
    return told.value.reason


def unsigned(header: dict[str, Any], body: dict[str, Any], signature: str = "") -> str:
    parts = [
        base64.urlsafe_b64encode(json.dumps(p).encode()).rstrip(b"=").decode()
        for p in (header, body)
    ]
    return ".".join([*parts, signature])


def test_a_good_token_is_read() -> None:
    read = signed(token(OURS, claims()), KEYS)
    check_claims(read, EXPECTED)
    assert read.claims["sub"] == "s-1"
    check_claims(signed(token(OURS, claims(aud=["x", "plan"])), KEYS), EXPECTED)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"exp": NOW - 61}, "utgången"),
        ({"exp": NOW - 86_400, "iat": NOW - 90_000}, "utgången"),
        ({"iat": NOW + 61}, "framtid"),
        ({"iat": NOW + 86_400, "exp": NOW + 90_000}, "framtid"),
        ({"nbf": NOW + 61}, "framtid"),
        ({"aud": "annan"}, "mottagare"),
        ({"aud": ["annan"]}, "mottagare"),
        ({"aud": ""}, "mottagare"),
        ({"iss": "https://evil.example"}, "utfärdare"),
        ({"iss": ISSUER + "/"}, "utfärdare"),
        ({"exp": None}, "ofullständig"),
        ({"aud": None}, "ofullständig"),
        ({"iss": None}, "ofullständig"),
        ({"sub": None}, "ofullständig"),
    ],
)
def test_what_a_claim_must_not_be(changed: dict[str, Any], reason: str) -> None:
    assert refused(token(OURS, claims(**changed))) == reason


@pytest.mark.parametrize("changed", [{"exp": "snart"}, {"exp": float("nan")}, {"sub": 7}])
def test_claims_of_the_wrong_kind_are_refused(changed: dict[str, Any]) -> None:
    assert refused(token(OURS, claims(**changed)))


def test_clocks_may_differ_by_a_minute() -> None:
    for changed in ({"exp": NOW - 59}, {"iat": NOW + 59}):
        check_claims(signed(token(OURS, claims(**changed)), KEYS), EXPECTED)


def test_a_token_signed_by_another_key_of_that_name_is_refused() -> None:
    assert refused(token(OTHER, claims())) == "signatur"


def test_a_changed_claim_breaks_the_signature() -> None:
    head, _, signature = token(OURS, claims()).split(".")
    body = unsigned({}, claims(roles=["administratör"])).split(".")[1]
    assert refused(f"{head}.{body}.{signature}") == "signatur"


@pytest.mark.parametrize("alg", ["none", "None", "NONE", "nOnE", "", None, "HS256", "dir"])
def test_without_an_asymmetric_signature_it_is_nothing(alg: str | None) -> None:
    header = {"kid": "a"} if alg is None else {"alg": alg, "kid": "a"}
    for signature in ("", "e30"):
        assert refused(unsigned(header, claims(), signature)) in {"signatur", "algoritm"}


def test_the_public_key_is_no_shared_secret() -> None:
    signed_part = unsigned({"alg": "HS256", "kid": "a"}, claims()).removesuffix(".")
    digest = hmac.digest(OURS.as_pem(private=False), signed_part.encode(), "sha256")
    signature = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    assert refused(f"{signed_part}.{signature}") in {"signatur", "algoritm"}


def test_an_algorithm_that_does_not_fit_the_key_is_refused() -> None:
    assert refused(unsigned({"alg": "RS256", "kid": "a"}, claims(), "e30")) == "signatur"


def test_a_key_of_a_token_s_own_is_not_used() -> None:
    head = {"alg": "ES256", "kid": "a", "jwk": OTHER.as_dict(private=False)}
    assert refused(jwt.encode(head, claims(), OTHER)) == "signatur"


def test_an_unknown_key_id_asks_for_a_newer_set() -> None:
    with pytest.raises(UnknownKeyIdError):
        signed(token(key("b"), claims()), KEYS)


def test_without_a_key_id_only_a_single_key_will_do() -> None:
    text = token(OURS, claims(), kid=None)
    assert signed(text, KEYS)
    with pytest.raises(TokenError, match="nyckel"):
        signed(text, signing_keys(public(OURS, key("b"))))


@pytest.mark.parametrize(
    "text", ["", ".", "..", "a.b.c", "a" * 20_000, "å.ä.ö", "e30.e30.e30", "e30.e30.e30.e30.e30"]
)
def test_what_is_no_token_is_refused(text: str) -> None:
    assert refused(text)


def test_only_keys_that_sign_are_read_of_a_set() -> None:
    usable = OURS.as_dict(private=False)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        shared = OctKey.generate_key(256).as_dict()
    found = signing_keys(
        {
            "keys": [
                usable, {**usable, "kid": "e", "use": "enc"}, {**shared, "kid": "o"},
                {"kty": "nytt", "kid": "n"}, {"kid": "x"}, "skräp", None,
            ]
        }
    )  # fmt: skip
    assert list(found) == ["a"] and not signing_keys({})


def test_a_signature_by_rsa_is_read() -> None:
    rsa = RSAKey.generate_key(2048, {"kid": "r", "use": "sig"})
    keys = signing_keys({"keys": [rsa.as_dict(private=False)]})
    for alg in ("RS256", "PS256"):
        made = jwt.encode({"alg": alg, "kid": "r"}, claims(), rsa, algorithms=[alg])
        assert signed(made, keys).claims["sub"] == "s-1"
