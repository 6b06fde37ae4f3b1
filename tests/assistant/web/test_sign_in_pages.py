"""Signing in and out as a browser meets it: cookies, where it leads, what is told and to whom."""

from __future__ import annotations

import re
from collections.abc import Iterator
from http.cookies import SimpleCookie
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.access.entry import Access, SignIn
from assistant.access.errors import RefusedError
from assistant.access.provider import ProviderError
from assistant.access.sessions import Sessions
from assistant.access.shared_file import SharedFile
from assistant.app import create_app, let_in, run_by
from tests.assistant.api.doors import FakeDoor, Remembers
from tests.assistant.api.samples import (
    ScriptedAssistant,
    build_library,
    fake_intake,
    full_answer,
)

PERSON = {"Accept": "text/html"}
OWN = "https://plan.test"


class House:
    """A service behind https, a browser, and what the witness was told."""

    def __init__(self, folder: Path) -> None:
        library = build_library(folder)
        told = ScriptedAssistant(library, full_answer())
        self.app: FastAPI = create_app(told, library, fake_intake(library))
        self.door, self.witness = FakeDoor(), Remembers()
        self.sessions = Sessions(b"h" * 32, SharedFile(folder / "ended.json"), 8)
        sign_in = SignIn(OWN, self.sessions, self.door)
        let_in(self.app, Access(None, sign_in, None, self.witness))
        self.browser = TestClient(self.app, base_url=OWN, headers=PERSON, follow_redirects=False)

    def sign_in(self, *roles: str) -> httpx.Response:
        self.door.claims = {"sub": "s-1", "name": "Anna <Ek>", "roles": list(roles)}
        self.browser.get("/logga-in")
        return self.browser.get("/logga-in/klar?code=k&state=x")

    def sign_out(self) -> httpx.Response:
        page = self.browser.get("/om").text
        code = re.search(r'name="formkod" content="([^"]+)"', page)
        assert code
        return self.browser.post("/logga-ut", data={"formkod": code[1]}, headers={"Origin": OWN})

    @property
    def events(self) -> list[str]:
        return [event for event, _, _ in self.witness.events]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path)
    with made.browser:
        yield made


def cookie(answer: httpx.Response, name: str) -> dict[str, str]:
    """A cookie that is set, with its flags."""
    for header in answer.headers.get_list("set-cookie"):
        held = SimpleCookie(header)
        if name in held:
            return {"value": held[name].value, **{k: str(v) for k, v in held[name].items() if v}}
    raise AssertionError(f"{name} is not set")


def test_a_page_leads_to_the_sign_in_and_back(house: House) -> None:
    first = house.browser.get("/rapporter?x=1")
    assert first.status_code == 303
    away = house.browser.get(first.headers["location"])
    assert away.headers["location"].startswith("https://logga-in.test/auth")
    house.door.claims = {"sub": "s-1", "name": "Anna Ek", "roles": ["redaktor"]}
    back = house.browser.get("/logga-in/klar?code=k&state=x")
    assert (back.status_code, back.headers["location"]) == (303, "/rapporter?x=1")
    assert "Anna Ek (redaktör)" in house.browser.get("/rapporter").text
    assert house.witness.events == [("inloggning", "s-1", {"roll": "redaktör"})]


def test_the_cookies_are_for_this_service_alone(house: House) -> None:
    away = cookie(house.browser.get("/logga-in"), "__Host-planassistent-in")
    inside = cookie(house.sign_in("lasare"), "__Host-planassistent")
    for found, age in ((away, "600"), (inside, str(8 * 3600))):
        assert found["httponly"] and found["secure"] and found["path"] == "/"
        assert found["samesite"] == "lax" and found["max-age"] == age and "domain" not in found


def test_a_session_that_was_planted_does_not_live_on(house: House) -> None:
    first = cookie(house.sign_in("lasare"), "__Host-planassistent")["value"]
    second = cookie(house.sign_in("lasare"), "__Host-planassistent")["value"]
    one, two = house.sessions.read(first), house.sessions.read(second)
    assert one and two and one.id != two.id


def test_whoever_has_no_role_is_told_whom_to_ask(house: House) -> None:
    run_by(house.app, "Stadsarkivet", "plan@example.se")
    house.sign_in("lasare")
    refused = house.sign_in("annat")
    assert refused.status_code == 403
    assert "Be Stadsarkivet, plan@example.se om rollen läsare" in refused.text
    assert "Anna &lt;Ek&gt;" in refused.text and "<Ek>" not in refused.text
    assert house.browser.get("/om").status_code == 303, "the session before is gone too"
    assert house.witness.events[-1] == ("inloggning_nekad", "s-1", {"orsak": "ingen roll"})


def test_without_a_named_operator_the_page_still_says_whom(house: House) -> None:
    assert "Be den som förvaltar tjänsten om rollen" in house.sign_in().text


def test_a_refusal_is_told_with_a_way_to_try_again(house: House) -> None:
    house.door.trouble = RefusedError("state", "Det gick inte", "Försök igen.")
    refused = house.browser.get("/logga-in/klar?code=k&state=x")
    assert refused.status_code == 400 and 'href="/logga-in"' in refused.text
    assert house.witness.events == [("inloggning_nekad", "okänd", {"orsak": "state"})]


def test_a_silent_provider_is_told(house: House) -> None:
    house.door.trouble = ProviderError("nere")
    for path in ("/logga-in", "/logga-in/klar?code=k&state=x"):
        told = house.browser.get(path)
        assert told.status_code == 503 and "Inloggningstjänsten svarar inte" in told.text


def test_signing_out_ends_the_session_for_copies_too(house: House) -> None:
    copy = cookie(house.sign_in("lasare"), "__Host-planassistent")["value"]
    out = house.sign_out()
    assert out.status_code == 200 and "Du är utloggad" in out.text
    assert cookie(out, "__Host-planassistent")["max-age"] == "0"
    assert "Logga ut</button>" not in out.text, "the page is nobody's"
    assert house.browser.get("/om").status_code == 303
    house.browser.cookies.set("__Host-planassistent", copy)
    assert house.browser.get("/om").status_code == 303
    assert house.events == ["inloggning", "utloggning"]


def test_signing_out_goes_on_at_the_provider(house: House) -> None:
    house.door.onward = "https://logga-in.test/ut?client_id=p&x=1"
    house.sign_in("lasare")
    out = house.sign_out()
    assert 'content="0; url=https://logga-in.test/ut?client_id=p&amp;x=1"' in out.text
    assert 'href="https://logga-in.test/ut?client_id=p&amp;x=1"' in out.text


def test_signing_out_needs_our_own_page(house: House) -> None:
    house.sign_in("lasare")
    assert house.browser.post("/logga-ut", headers={"Origin": OWN}).status_code == 403
    assert house.browser.get("/logga-ut").status_code == 405
    assert house.browser.get("/om").status_code == 200


def test_who_is_not_signed_in_can_sign_out_and_see_that_it_is_so(house: House) -> None:
    assert house.browser.post("/logga-ut", headers={"Origin": OWN}).status_code == 200
    assert "Du är utloggad" in house.browser.get("/logga-ut/klar").text
    assert house.events == []


def test_a_part_of_a_page_says_that_the_session_has_ended(house: House) -> None:
    part = {"HX-Request": "true", "HX-Request-Type": "partial", **PERSON}
    told = house.browser.get("/documents/1/pages/1", headers=part)
    assert told.status_code == 401 and "Logga in" in told.text and "<html" not in told.text


@pytest.mark.parametrize("path", ["/logga-in", "/logga-in/klar"])
def test_a_local_service_has_no_sign_in(client: TestClient, path: str) -> None:
    assert client.get(path, follow_redirects=False).headers["location"] == "/"
    assert client.post("/logga-ut", follow_redirects=False).headers["location"] == "/"


def test_the_log_is_written_beside_other_requests(house: House) -> None:
    """Another process may hold the log for seconds: nobody else may be kept waiting by that."""
    house.sign_in("annat")
    house.door.trouble = RefusedError("state", "Det gick inte", "Försök igen.")
    house.browser.get("/logga-in/klar?code=k&state=x")
    house.door.trouble = None
    house.sign_in("lasare")
    house.sign_out()
    assert house.events == ["inloggning_nekad", "inloggning_nekad", "inloggning", "utloggning"]
    assert not house.witness.held_others_up
