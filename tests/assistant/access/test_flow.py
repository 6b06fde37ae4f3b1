"""The way to the provider and back: nonce, state, PKCE, another browser, a wrong clock."""

from __future__ import annotations

import asyncio
import base64
import hashlib
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from assistant.access.errors import RefusedError
from assistant.access.flow import Begun, Client, Ended, SignInFlow, own_path
from assistant.access.provider import Provider, ProviderError
from tests.assistant.access.signing import CLIENT, ISSUER, NOW, Wire, claims, key, token

OURS = key("a")
BACK = "https://plan.test/logga-in/klar"


@dataclass
class Road:
    """A flow over a provider that answers as it is told."""

    wire: Wire = field(default_factory=lambda: Wire(OURS))
    now: float = NOW
    challenge: str = ""
    nonce: str = ""

    def __post_init__(self) -> None:
        provider = Provider(ISSUER, lambda: self.now, self.wire)
        client = Client(CLIENT, "hemlig", "openid profile", BACK)
        self.flow = SignInFlow(provider, client, b"h" * 32)
        self.wire.tokens = self.tokens
        self.changed: dict[str, Any] = {}

    def tokens(self, form: dict[str, str]) -> tuple[int, Any]:
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != self.challenge:
            return 400, {"error": "invalid_grant"}
        body = claims(**{"aud": CLIENT, "nonce": self.nonce, **self.changed})
        made = token(OURS, body)
        return 200, {"access_token": "x", "token_type": "Bearer", "id_token": made}

    def begin(self, back: str = "/rapporter", browser: str | None = None) -> tuple[Begun, str]:
        begun = asyncio.run(self.flow.begin(back, browser))
        asked = {n: v[0] for n, v in parse_qs(urlsplit(begun.url).query).items()}
        assert asked["code_challenge_method"] == "S256" and asked["redirect_uri"] == BACK
        assert asked["response_type"] == "code" and "openid" in asked["scope"]
        self.challenge, self.nonce = asked["code_challenge"], asked["nonce"]
        return begun, asked["state"]

    def end(self, state: str, browser: str | None, **answer: str) -> Ended:
        return asyncio.run(self.flow.end({"code": "k", "state": state, **answer}, browser))

    def refused(self, state: str, browser: str | None, **answer: str) -> RefusedError:
        with pytest.raises(RefusedError) as told:
            self.end(state, browser, **answer)
        return told.value


def test_there_and_back() -> None:
    road = Road()
    begun, state = road.begin("/rapporter?jobb=1")
    ended = road.end(state, begun.browser)
    assert ended.claims["sub"] == "s-1" and ended.path == "/rapporter?jobb=1"


def test_several_tabs_sign_in_at_once() -> None:
    road = Road()
    first, one = road.begin("/a")
    asked = road.challenge, road.nonce
    second, two = road.begin("/b", first.browser)
    assert second.browser == first.browser and asked != (road.challenge, road.nonce)
    assert road.end(two, first.browser).path == "/b"
    road.challenge, road.nonce = asked
    assert road.end(one, first.browser).path == "/a"


def test_a_state_is_good_once() -> None:
    road = Road()
    begun, state = road.begin()
    road.end(state, begun.browser)
    assert road.refused(state, begun.browser).reason == "state använd igen"


@pytest.mark.parametrize("state", ["", "x", "a.b.c", "null"])
def test_a_state_of_nobody_is_refused(state: str) -> None:
    road = Road()
    begun, _ = road.begin()
    assert road.refused(state, begun.browser).reason == "state"


def test_another_browser_gets_nowhere() -> None:
    road = Road()
    _, state = road.begin()
    assert road.refused(state, None).reason == "kakan saknas"
    _, state = road.begin()
    assert road.refused(state, "a" * 43).reason.startswith("koden godtogs inte")


def test_a_code_of_another_attempt_is_refused() -> None:
    road = Road()
    begun, first = road.begin()
    road.begin("/", begun.browser)
    assert road.refused(first, begun.browser).reason.startswith("koden godtogs inte")


def test_a_nonce_of_another_attempt_is_refused() -> None:
    for nonce in ("en annan", None):
        road = Road()
        begun, state = road.begin()
        road.changed = {"nonce": nonce}
        assert "claim" in road.refused(state, begun.browser).reason


@pytest.mark.parametrize(
    "changed",
    [
        {"aud": "annan"},
        {"aud": [CLIENT, "annan"], "azp": "annan"},
        {"iss": "https://evil.example"},
        {"exp": NOW - 120},
        {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
    ],
)
def test_an_id_token_that_is_not_for_us_is_refused(changed: dict[str, Any]) -> None:
    road = Road()
    begun, state = road.begin()
    road.changed = changed
    assert road.refused(state, begun.browser).reason.startswith("id-token")


@pytest.mark.parametrize(
    ("off", "said"), [(86_400, "24 timmar före"), (-86_400, "24 timmar efter"), (600, "10 minuter")]
)
def test_a_clock_that_is_wrong_is_told(off: int, said: str) -> None:
    road = Road()
    begun, state = road.begin()
    road.now = NOW + off
    told = road.refused(state, begun.browser)
    assert told.title == "Klockan går fel" and said in told.detail


def test_an_answer_of_another_issuer_is_refused() -> None:
    road = Road()
    begun, state = road.begin()
    assert "utfärdare" in road.refused(state, begun.browser, iss="https://evil.example").reason
    road.wire.metadata["authorization_response_iss_parameter_supported"] = True
    road = Road(wire=road.wire)
    begun, state = road.begin()
    assert "saknas" in road.refused(state, begun.browser).reason


def test_a_no_from_the_provider_is_told() -> None:
    road = Road()
    begun, state = road.begin()
    told = road.refused(state, begun.browser, error="access_denied", error_description="<b>")
    assert "access_denied" in told.reason and "<b>" not in str(told)


def test_a_silent_provider_is_told() -> None:
    road = Road()
    road.wire.down = True
    with pytest.raises(ProviderError):
        asyncio.run(road.flow.begin("/", None))
    assert asyncio.run(road.flow.leave("https://plan.test/")) is None


def test_signing_out_goes_on_at_the_provider_where_it_has_a_place() -> None:
    road = Road()
    onward = asyncio.run(road.flow.leave("https://plan.test/logga-ut/klar"))
    assert onward is not None
    asked = parse_qs(urlsplit(onward).query)
    assert asked["client_id"] == [CLIENT] and asked["tenant"] == ["1"]
    assert asked["post_logout_redirect_uri"] == ["https://plan.test/logga-ut/klar"]
    del road.wire.metadata["end_session_endpoint"]
    assert asyncio.run(Road(wire=road.wire).flow.leave("https://plan.test/")) is None


@pytest.mark.parametrize(
    "text",
    ["https://evil.example", "//evil.example", "/\\evil.example", "\\\\evil.example", "", "evil",
     "/\t/evil.example", "/\n/evil.example", "javascript:alert(1)", " /", "/logga-ut", "/a b",
     "/logga-in?till=/", "///evil.example", "/" + "a" * 2_000],
)  # fmt: skip
def test_nobody_is_sent_elsewhere(text: str) -> None:
    assert own_path(text) == "/"


def test_a_path_of_our_own_is_kept() -> None:
    for path in ("/", "/rapporter", "/?q=Hur%20gick%20det&year=2025#svar", "/å"):
        assert own_path(path) == path
    assert own_path("/rapporter?x=" + "a" * 2_000) == "/rapporter"
