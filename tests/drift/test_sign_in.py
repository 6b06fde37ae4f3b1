"""Sign-in at a certified provider: a real process of this machine, a real service, no browser.

The provider is the npm package ``oidc-provider`` (see ``oidc/``); where node or the package is
missing the tests are skipped and say so. The service is built by its own settings.
"""

from __future__ import annotations

import asyncio
import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from joserfc import jwt
from joserfc.jwk import RSAKey

from assistant.access.bearer import AccessTokens
from assistant.access.errors import RefusedError
from assistant.access.model import Role
from assistant.access.provider import Provider
from assistant.app import create_app, let_in
from assistant.settings import Settings
from assistant.wiring import build_access, build_keys
from tests.assistant.api.samples import ScriptedAssistant, build_library, fake_intake, full_answer
from tests.drift.processes import Server, free_port

HERE = Path(__file__).parent / "oidc"
OWN = "http://127.0.0.1:8999"
AUDIENCE = "https://plan.test"
PERSON = {"Accept": "text/html"}
NODE = shutil.which("node")

pytestmark = [
    pytest.mark.skipif(NODE is None, reason="OBS! node saknas: inloggningen provas inte"),
    pytest.mark.skipif(
        not (HERE / "node_modules" / "oidc-provider").is_dir(),
        reason="OBS! oidc-provider saknas: kör make test-drift, som installerar det",
    ),
]


class Issuer(Server):
    """The provider."""

    def __init__(self, folder: Path) -> None:
        self.url = f"http://127.0.0.1:{free_port()}"
        port = str(urlsplit(self.url).port)
        back, left = f"{OWN}/logga-in/klar", f"{OWN}/logga-ut/klar"
        command = [NODE or "node", str(HERE / "provider.mjs"), port, back, left]
        up = f"{self.url}/.well-known/openid-configuration"
        super().__init__(command, folder / "oidc.log", {}, up)

    def access_token(self, audience: str = AUDIENCE) -> str:
        """A program's token for an audience."""
        asked = {"grant_type": "client_credentials", "resource": audience}
        known = ("program", "program-hemlighet-program-hemlighet")
        answer = httpx.post(f"{self.url}/token", data=asked, auth=known)
        return str(answer.raise_for_status().json()["access_token"])


class Browser:
    """Follows redirects between the provider and the service, with the cookies of each."""

    def __init__(self, app: FastAPI) -> None:
        self.service = TestClient(app, base_url=OWN, headers=PERSON, follow_redirects=False)
        self.provider = httpx.Client(headers=PERSON, follow_redirects=False)
        self.seen: list[str] = []

    def get(self, url: str) -> httpx.Response:
        self.seen.append(url)
        if url.startswith(OWN):
            return self.service.get(url.removeprefix(OWN) or "/")
        return self.provider.get(url)

    def follow(self, url: str, who: str | None = None, until: str = "") -> httpx.Response:
        """Where a page leads in the end; ``who`` is whom the provider is told that it is."""
        for _ in range(15):
            if who and "/auth?" in url:
                url += f"&login_hint={who}"
            if until and until in url:
                return httpx.Response(303, headers={"location": url})
            answer = self.get(url)
            if not answer.has_redirect_location:
                return answer
            url = urljoin(url, answer.headers["location"])
        raise AssertionError(self.seen)


@pytest.fixture(scope="module")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Issuer]:
    process = Issuer(tmp_path_factory.mktemp("oidc"))
    process.start()
    yield process
    process.kill()


@pytest.fixture(scope="module")
def settings(issuer: Issuer, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(
        data=tmp_path_factory.mktemp("data"),
        public_url=OWN,
        oidc_issuer=issuer.url,
        oidc_client_id="planassistent",
        oidc_client_secret="prov-hemlighet-prov-hemlighet-1234",
        oidc_audience=AUDIENCE,
        oidc_board_claim="namnder",
        oidc_boards={"grupp-7": "Sjövik"},
    )


@pytest.fixture(scope="module")
def app(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    library = build_library(tmp_path_factory.mktemp("library"))
    made = create_app(ScriptedAssistant(library, full_answer()), library, fake_intake(library))
    let_in(made, build_access(settings, "127.0.0.1"))
    return made


@pytest.fixture
def browser(app: FastAPI) -> Iterator[Browser]:
    made = Browser(app)
    with made.service, made.provider:
        yield made


def bearer(browser: Browser, token: str) -> httpx.Response:
    headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
    return browser.service.get("/api/documents", headers=headers)


def test_a_page_leads_through_the_provider_and_back(browser: Browser) -> None:
    page = browser.follow(f"{OWN}/rapporter?jobb=1", "anna")
    assert page.status_code == 200 and "Anna Ek (redaktör)" in page.text
    assert browser.seen[-1] == f"{OWN}/rapporter?jobb=1"
    asked = parse_qs(urlsplit(next(u for u in browser.seen if "/auth?" in u)).query)
    assert asked["code_challenge_method"] == ["S256"] and asked["nonce"] and asked["state"]


def test_the_boards_of_the_claims_are_the_actor_s(browser: Browser, app: FastAPI) -> None:
    browser.follow(f"{OWN}/om", "anna")
    sign_in = app.state.access.sign_in
    session = sign_in.session(dict(browser.service.cookies))
    assert session.actor.id == "anna" and session.actor.boards == {"Sjövik"}


def test_without_a_role_there_is_no_session(browser: Browser) -> None:
    page = browser.follow(f"{OWN}/om", "bo")
    assert page.status_code == 403 and "Du har ingen roll" in page.text and "Bo Ask" in page.text
    assert browser.service.get("/om").status_code == 303


def test_a_no_at_the_provider_is_told(browser: Browser) -> None:
    page = browser.follow(f"{OWN}/om", "nej")
    assert page.status_code == 400 and "gick inte att slutföra" in page.text


def test_an_answer_is_good_once_and_in_one_browser(browser: Browser, app: FastAPI) -> None:
    stopped = browser.follow(f"{OWN}/om", "anna", until="/logga-in/klar")
    answer = stopped.headers["location"]
    with TestClient(app, base_url=OWN, headers=PERSON, follow_redirects=False) as thief:
        refused = thief.get(answer.removeprefix(OWN))
        assert refused.status_code == 400 and "gick inte att slutföra" in refused.text
    stopped = browser.follow(f"{OWN}/om", "anna", until="/logga-in/klar")
    answer = stopped.headers["location"]
    assert browser.get(answer).status_code == 303
    again = browser.get(answer)
    assert again.status_code == 400 and "gick inte att slutföra" in again.text


def test_a_code_of_another_attempt_is_refused(browser: Browser) -> None:
    first, second = (
        parse_qs(urlsplit(
            browser.follow(f"{OWN}/om", "anna", until="/logga-in/klar").headers["location"]
        ).query)
        for _ in range(2)
    )  # fmt: skip
    mixed = httpx.QueryParams({**{n: v[0] for n, v in first.items()}, "code": second["code"][0]})
    assert browser.get(f"{OWN}/logga-in/klar?{mixed}").status_code == 400


def test_a_program_s_token_lets_in_with_its_role(browser: Browser, issuer: Issuer) -> None:
    token = issuer.access_token()
    assert bearer(browser, token).status_code == 200
    headers = {"Authorization": f"Bearer {token}"}
    refused = browser.service.delete("/api/documents/1", headers=headers)
    assert refused.status_code == 403 and "läsare" in refused.json()["detail"]


def test_tokens_that_are_not_good_are_refused(browser: Browser, issuer: Issuer) -> None:
    good = issuer.access_token()
    head, body, signature = good.split(".")
    own = RSAKey.generate_key(2048)
    claims: dict[str, Any] = {
        "iss": issuer.url, "aud": AUDIENCE, "sub": "x", "exp": time.time() + 300,
        "roles": ["administrator"],
    }  # fmt: skip
    bad = {
        "annan mottagare": issuer.access_token("https://annat.test"),
        "osignerad": f"eyJhbGciOiJub25lIn0.{body}.",
        "utan underskrift": f"{head}.{body}.",
        "bytt underskrift": f"{head}.{body}.{signature[::-1]}",
        "egen nyckel": jwt.encode({"alg": "RS256", "kid": "nyckel-1"}, claims, own),
        "okänd nyckel": jwt.encode({"alg": "RS256", "kid": "påhittad"}, claims, own),
    }
    for name, token in bad.items():
        refused = bearer(browser, token)
        assert refused.status_code == 401, name
        assert refused.headers["www-authenticate"].startswith("Bearer")
        assert refused.headers["content-type"] == "application/problem+json"


def test_an_id_token_is_no_access_token(issuer: Issuer, app: FastAPI, browser: Browser) -> None:
    flow = app.state.access.sign_in.door
    kept: list[dict[str, Any]] = []
    exchange = flow._exchanged

    async def keep(code: str, verifier: str) -> dict[str, Any]:
        kept.append(await exchange(code, verifier))
        return kept[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flow, "_exchanged", keep)
        browser.follow(f"{OWN}/om", "anna")
    tokens = AccessTokens(Provider(issuer.url), "planassistent", app.state.access.sign_in.rules)
    with pytest.raises(RefusedError) as told:
        asyncio.run(tokens.actor(kept[0]["id_token"]))
    assert told.value.reason == "slag"


@pytest.mark.parametrize(("off", "said"), [(86_400, "gått ut"), (-86_400, "ställa den")])
def test_a_clock_that_is_wrong_by_a_day_is_told(
    browser: Browser, issuer: Issuer, app: FastAPI, off: int, said: str
) -> None:
    sign_in = app.state.access.sign_in
    token = issuer.access_token()
    with pytest.MonkeyPatch.context() as patch:
        provider = sign_in.door._provider
        patch.setattr(provider, "clock", lambda: time.time() + off)
        page = browser.follow(f"{OWN}/om", "anna")
        assert page.status_code == 400 and "Klockan går fel" in page.text
        assert "24 timmar" in page.text
        refused = bearer(browser, token).json()
        assert said in refused["title"] + refused["detail"]


def test_signing_out_goes_on_at_the_provider_and_back(browser: Browser) -> None:
    page = browser.follow(f"{OWN}/om", "anna")
    code = re.search(r'name="formkod" content="([^"]+)"', page.text)
    assert code
    copy = dict(browser.service.cookies)
    out = browser.service.post("/logga-ut", data={"formkod": code[1]}, headers={"Origin": OWN})
    onward = re.search(r'content="0; url=([^"]+)"', out.text)
    assert onward
    asked = browser.provider.get(onward[1].replace("&amp;", "&"))
    fields = dict(re.findall(r'name="(\w+)" value="(\w*)"', asked.text))
    action = re.search(r'action="([^"]+)"', asked.text)
    assert asked.status_code == 200 and action
    left = browser.provider.post(action[1], data={**fields, "logout": "yes"})
    assert left.headers["location"].startswith(f"{OWN}/logga-ut/klar")
    browser.service.cookies.clear()
    for name, value in copy.items():
        browser.service.cookies.set(name, value)
    assert browser.service.get("/om").status_code == 303, "a copy of the cookie is worth nothing"


def test_new_signing_keys_are_followed_at_once(
    browser: Browser, issuer: Issuer, app: FastAPI
) -> None:
    old = issuer.access_token()
    assert bearer(browser, old).status_code == 200
    provider = app.state.access.sign_in.door._provider
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(provider, "ticks", lambda: time.monotonic() + 31)
        httpx.post(f"{issuer.url}/prov/nya-nycklar").raise_for_status()
        assert bearer(browser, issuer.access_token()).status_code == 200
        assert bearer(browser, old).status_code == 401
    assert "Anna Ek" in browser.follow(f"{OWN}/om", "anna").text


def test_while_the_provider_is_down_keys_and_sessions_go_on(
    browser: Browser, issuer: Issuer, app: FastAPI, settings: Settings
) -> None:
    browser.follow(f"{OWN}/om", "anna")
    _, key = build_keys(settings).create("P", Role.READER, None, 1)
    issuer.kill()
    fresh = build_access(settings, "127.0.0.1")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(app.state, "access", fresh)
        assert browser.service.get("/om").status_code == 200
        assert bearer(browser, key).status_code == 200
        away = browser.service.get("/logga-in")
        assert away.status_code == 503 and "Inloggningstjänsten svarar inte" in away.text
        issuer.start()
        provider = fresh.sign_in.door._provider  # type: ignore[union-attr]
        patch.setattr(provider, "ticks", lambda: time.monotonic() + 6)
        assert browser.service.get("/logga-in").status_code == 303
