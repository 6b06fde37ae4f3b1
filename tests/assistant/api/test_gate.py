"""The gate: every route of the application for every role, with a session and with a key."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import MagicMock

import httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.access.entry import Access, SignIn
from assistant.access.keys import KeyRing
from assistant.access.model import Actor, Role
from assistant.access.overview import overview, placed
from assistant.access.routes import RouteMap
from assistant.access.sessions import Sessions
from assistant.access.shared_file import SharedFile
from assistant.access.table import ANYONE, NEEDS, has_entry, needed
from assistant.api.senders import FORM_FIELD, FORM_HEADER
from assistant.app import create_app, let_in
from tests.assistant.api.doors import FakeDoor
from tests.assistant.api.samples import (
    ScriptedAssistant,
    build_library,
    fake_check,
    fake_intake,
    full_answer,
)

ROOT = Path(__file__).resolve().parents[3]
OWN = "http://testserver"
PERSON = {"Accept": "text/html"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def application(folder: Path) -> FastAPI:
    library = build_library(folder)
    told = ScriptedAssistant(library, full_answer())
    return create_app(told, library, fake_intake(library), fake_check, max_upload_mb=1)


@dataclass(frozen=True)
class House:
    """A service with sign-in, and how to come to it as someone."""

    app: FastAPI
    client: TestClient
    keys: KeyRing
    sessions: Sessions

    def headers(self, role: Role | None, way: str) -> dict[str, str]:
        """What a request of someone carries; None is nobody."""
        if role is None:
            return {}
        if way == "nyckel":
            return {"Authorization": f"Bearer {self.keys.create('P', role, None, 1)[1]}"}
        actor = Actor("s-1", "Anna Ek", role)
        cookie = f"planassistent={self.sessions.start(actor)}"
        return {"Cookie": cookie, "Origin": OWN, FORM_HEADER: self.sessions.form_token(actor)}

    def ask(self, method: str, path: str, headers: dict[str, str]) -> httpx.Response:
        """One request, with nothing kept for the next."""
        self.client.cookies.clear()
        return self.client.request(method, path, headers=headers, follow_redirects=False)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("gate")
    app = application(folder)
    keys = KeyRing(SharedFile(folder / "keys.json"), b"peppar")
    sessions = Sessions(b"h" * 32, SharedFile(folder / "ended.json"), 8)
    let_in(app, Access(keys, SignIn(OWN, sessions, FakeDoor())))
    with TestClient(app, raise_server_exceptions=False) as client:
        yield House(app, client, keys, sessions)


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A service without sign-in."""
    with TestClient(application(tmp_path_factory.mktemp("local"))) as client:
        yield client


def routes() -> list[tuple[str, str]]:
    """The application's own routes; none of its parts is asked for anything."""
    app = create_app(MagicMock(), MagicMock(), MagicMock())
    return list(RouteMap(app.routes).all())


ROUTES = routes()
CHANGING = [(method, path) for method, path in ROUTES if method not in {"GET", "HEAD"}]
named = pytest.mark.parametrize(("method", "path"), ROUTES)


def filled(path: str) -> str:
    """A path with something in each of its places."""
    return "/static/style.css" if path == "/static" else re.sub(r"\{[^}]*\}", "1", path)


@named
def test_every_route_has_its_line_in_the_table(method: str, path: str) -> None:
    assert has_entry(method, path)


def test_every_line_in_the_table_has_its_route() -> None:
    lines = [(method, path) for path, methods in NEEDS.items() for method in methods]
    assert sorted(lines) == sorted(ROUTES)


def test_only_health_static_files_and_sign_in_are_open() -> None:
    opened = {path for method, path in ROUTES if needed(method, path) is ANYONE}
    rest = {path for path in opened if not path.startswith("/logga-")}
    assert rest == {"/healthz", "/readyz", "/static"}


@named
@pytest.mark.parametrize("way", ["inloggning", "nyckel"])
def test_each_role_gets_what_the_table_says(house: House, method: str, path: str, way: str) -> None:
    need = needed(method, path)
    for role in (None, *Role):
        got = house.ask(method, filled(path), house.headers(role, way))
        if need is ANYONE or (role is not None and role.includes(need)):
            assert got.status_code not in {401, 403}, (role, got.text)
            continue
        assert got.status_code == (401 if role is None else 403), (role, got.text)
        if path.startswith("/v1/"):
            assert got.json()["error"]["message"]
        else:
            assert got.headers["content-type"] == "application/problem+json"
            assert got.json()["title"].startswith("Du ")
        assert got.headers["content-security-policy"], "refusals carry the safe headers too"


@named
def test_a_person_without_sign_in_is_taken_to_it(house: House, method: str, path: str) -> None:
    if needed(method, path) is ANYONE:
        return
    got = house.ask(method, f"{filled(path)}?a=1&b=å", PERSON)
    if path.startswith(("/api/", "/v1/")):
        assert got.status_code == 401
    elif method == "GET":
        back = filled(path).replace("/", "%2F")
        assert got.status_code == 303
        assert got.headers["location"] == f"/logga-in?till={back}%3Fa%3D1%26b%3D%25C3%25A5"
    else:
        assert got.status_code == 401 and "Du är inte inloggad" in got.text


@pytest.mark.parametrize(("method", "path"), CHANGING)
class TestForms:
    """Every route that changes something, sent by a page that is not ours or says nothing."""

    def sent(self, house: House, call: tuple[str, str], **headers: str | None) -> httpx.Response:
        method, path = call
        given = {**house.headers(Role.ADMINISTRATOR, "inloggning"), **headers}
        kept = {name: value for name, value in given.items() if value is not None}
        return house.ask(method, filled(path), kept)

    def test_another_site_is_refused(self, house: House, method: str, path: str) -> None:
        for headers in (
            {"Origin": "https://evil.example"},
            {"Origin": "null"},
            {"Origin": "https://testserver"},
            {"Origin": "http://testserver.evil.example"},
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
        ):
            got = self.sent(house, (method, path), **headers)
            assert got.status_code == 403 and "annan webbplats" in got.text, headers

    def test_without_a_good_token_it_is_refused(self, house: House, method: str, path: str) -> None:
        other = house.sessions.form_token(Actor("s-2", "Bo", Role.ADMINISTRATOR))
        for token in (None, "", "x", other):
            for extra in ({}, FORM, {"Content-Type": "application/json"}):
                got = self.sent(house, (method, path), **{FORM_HEADER: token}, **extra)
                assert got.status_code == 403, (token, extra)
                assert "Sidan är för gammal för att skickas" in got.text

    def test_without_saying_where_from_it_is_refused(
        self, house: House, method: str, path: str
    ) -> None:
        assert self.sent(house, (method, path), Origin=None).status_code == 403
        got = self.sent(house, (method, path), Origin=None, **{"Sec-Fetch-Site": "same-origin"})
        assert got.status_code != 403

    def test_a_program_s_key_needs_neither(self, house: House, method: str, path: str) -> None:
        key = house.headers(Role.ADMINISTRATOR, "nyckel")
        assert house.ask(method, filled(path), key).status_code not in {401, 403}

    def test_a_local_service_refuses_other_sites_too(
        self, local: TestClient, method: str, path: str
    ) -> None:
        got = local.request(method, filled(path), headers={"Origin": "https://evil.example"})
        assert got.status_code == 403 and "annan webbplats" in got.text


def test_a_form_carries_its_token_in_its_body(house: House) -> None:
    headers = {**house.headers(Role.EDITOR, "inloggning"), **FORM}
    token = headers.pop(FORM_HEADER)
    house.client.cookies.clear()
    for body, status in (({FORM_FIELD: token}, 404), ({FORM_FIELD: "x"}, 403), ({}, 403)):
        got = house.client.post("/rapporter/saknas/ta-bort", data=body, headers=headers)
        assert got.status_code == status
    given = {k: v for k, v in headers.items() if k != "Content-Type"}
    file = {"file": ("a.exe", b"x")}
    for data, status in (({FORM_FIELD: token}, 415), ({}, 403)):
        got = house.client.post("/rapporter/filer", data=data, files=file, headers=given)
        assert got.status_code == status


def test_pages_carry_the_token_and_say_who_is_signed_in(house: House) -> None:
    page = house.ask("GET", "/rapporter", {**house.headers(Role.EDITOR, "inloggning"), **PERSON})
    token = re.search(r'<meta name="formkod" content="([^"]+)">', page.text)
    assert token and house.sessions.is_form_token(token[1], Actor("s-1", "", Role.READER))
    assert "Anna Ek (redaktör)" in page.text and 'action="/logga-ut"' in page.text
    forms = re.findall(r'<form[^>]*method="post"[^>]*>(<input type="hidden" name="formkod")?',
                       page.text)  # fmt: skip
    assert len(forms) >= 2 and all(forms), "every form of the page carries it"


def test_no_cache_gives_one_person_s_answer_to_another(house: House) -> None:
    for way in ("inloggning", "nyckel"):
        reader = house.headers(Role.READER, way)
        for path in ("/api/documents", "/api/search?q=a", "/nyckeltal.csv", "/rapporter"):
            kept = house.ask("GET", path, reader).headers["cache-control"]
            assert kept in {"private, no-cache", "no-store"}
    static = house.ask("GET", "/static/style.css", house.headers(Role.READER, "inloggning"))
    assert "private" not in static.headers.get("cache-control", "")


def test_what_a_role_may_not_do_is_not_shown(house: House) -> None:
    def shown(role: Role, path: str) -> str:
        return house.ask("GET", path, {**house.headers(role, "inloggning"), **PERSON}).text

    listed = house.ask("GET", "/api/documents", house.headers(Role.READER, "nyckel")).json()
    report = f"/rapporter/{listed['documents'][0]['id']}"
    for path, words in (("/rapporter", "Läs filerna"), (report, "Ta bort rapporten")):
        assert words not in shown(Role.READER, path)
        assert words in shown(Role.EDITOR, path)


def test_a_local_page_shows_no_sign_out_and_no_token(local: TestClient) -> None:
    page = local.get("/rapporter", headers=PERSON).text
    assert "Logga ut" not in page and "formkod" not in page and "Läs filerna" in page


def test_a_route_without_a_line_is_refused_to_all(tmp_path: Path) -> None:
    app = application(tmp_path)
    app.add_api_route("/nytt", lambda: "öppet", methods=["GET", "POST"])
    with TestClient(app, raise_server_exceptions=False) as client:
        for method in ("GET", "POST"):
            got = client.request(method, "/nytt")
            assert got.status_code == 403 and "inte öppnad" in got.json()["title"]


@pytest.mark.parametrize(
    "name",
    ["X-Remote-User", "Remote-User", "X-Forwarded-User", "X-Auth-Request-User", "X-User",
     "X-Forwarded-Email", "X-MS-CLIENT-PRINCIPAL-NAME", "X-Authenticated-Userid", "From"],
)  # fmt: skip
def test_a_user_name_in_a_header_is_never_believed(house: House, name: str) -> None:
    assert house.ask("GET", "/api/documents", {name: "admin"}).status_code == 401
    reader = house.headers(Role.READER, "nyckel")
    assert house.ask("DELETE", "/api/documents/1", {**reader, name: "admin"}).status_code == 403


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Host", "testserver/healthz?"), ("Host", "x@testserver/healthz#"), ("Host", "/static"),
        ("X-Original-URL", "/healthz"), ("X-Rewrite-URL", "/healthz"),
        ("X-Forwarded-Prefix", "/static"), ("X-HTTP-Method-Override", "GET"),
    ],
)  # fmt: skip
def test_no_header_changes_which_route_is_meant(house: House, name: str, value: str) -> None:
    for method in ("GET", "POST", "DELETE"):
        path = "/api/documents/1" if method == "DELETE" else "/api/documents"
        assert house.ask(method, path, {name: value}).status_code in {400, 401}


@pytest.mark.parametrize(
    "path",
    ["//api/documents", "/static/../api/documents", "/static/..%2fapi/documents", "/api/documents/",
     "/healthz/../api/documents", "/healthz%0a/../api/documents", "/api%2fdocuments",
     "/%61pi/documents", "/API/documents", "/api/documents;x", "/static/%2e%2e/%2e%2e/app.py"],
)  # fmt: skip
def test_no_spelling_of_a_path_gets_past(house: House, path: str) -> None:
    assert house.ask("GET", path, {}).status_code in {401, 404}


def test_an_address_that_is_no_text_is_no_defect(house: House) -> None:
    raw = httpx.URL("http://testserver/api/documents").copy_with(raw_path=b"/api/documents?a=%ff")
    assert house.client.get(str(raw), follow_redirects=False).status_code == 401


def test_a_bad_key_is_not_mended_by_a_good_session(house: House) -> None:
    session = house.headers(Role.ADMINISTRATOR, "inloggning")
    for wrong in ("plan_x", "plan_" + "0" * 10 + "_" + "0" * 64, "eyJhbGciOiJub25lIn0.e30."):
        got = house.ask("GET", "/api/documents", {**session, "Authorization": f"Bearer {wrong}"})
        assert got.status_code == 401 and got.headers["www-authenticate"].startswith("Bearer")
        assert wrong not in got.text


def test_a_key_in_the_address_is_refused_and_not_logged(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    key = house.keys.create("P", Role.READER, None, 1)[1]
    token = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl"
    hidden = "".join(f"%{ord(c):02x}" for c in key)
    listed = "/api/documents"
    for address in (
        f"{listed}?key={key}",
        f"/healthz?x={key}",
        f"/{key}",
        f"{listed}?k={hidden}",
        f"{listed}?access_token={token}",
    ):
        got = house.ask("GET", address, {})
        assert got.status_code == 400 and got.json()["title"].startswith("En nyckel får inte")
        assert key not in got.text and token not in got.text
    assert key not in caplog.text and token not in caplog.text


def test_a_question_may_speak_of_keys(house: House) -> None:
    got = house.ask("GET", "/api/search?q=plan_2026_mal.eyJ", house.headers(Role.READER, "nyckel"))
    assert got.status_code == 200


def test_a_local_service_is_reached_under_its_own_names_only(tmp_path: Path) -> None:
    app = application(tmp_path)
    let_in(app, Access(served=frozenset({"testserver"})))
    with TestClient(app) as client:
        for host in ("testserver", "localhost:8000", "127.0.0.1:8000", "[::1]:8000"):
            assert client.get("/api/documents", headers={"Host": host}).status_code == 200
        for host in ("evil.example", "evil.example:8000", "localhost.evil.example", ""):
            got = client.get("/api/documents", headers={"Host": host})
            assert got.status_code == 403 and "den här datorn" in got.json()["title"]
        forwarded = {"Host": "evil.example", "X-Forwarded-Host": "localhost"}
        assert client.get("/healthz", headers=forwarded).status_code == 403


def test_a_local_service_leaves_other_programs_keys_alone(local: TestClient) -> None:
    other = {"Authorization": "Bearer sk-vad-som-helst"}
    assert local.get("/api/documents", headers=other).status_code == 200


def test_a_damaged_file_of_keys_lets_nobody_in(house: House, tmp_path: Path) -> None:
    (tmp_path / "keys.json").write_text("{", "utf-8")
    app = application(tmp_path)
    let_in(app, Access(KeyRing(SharedFile(tmp_path / "keys.json"), b"p"), house_sign_in(house)))
    key = {"Authorization": "Bearer plan_" + "0" * 10 + "_" + "0" * 64}
    with TestClient(app, raise_server_exceptions=False) as client:
        got = client.get("/api/documents", headers=key)
        assert got.status_code == 503 and "avgöra vem du är" in got.json()["title"]
        assert client.get("/healthz", headers=key).status_code == 200


def house_sign_in(house: House) -> SignIn:
    sign_in: SignIn = house.app.state.access.sign_in
    return sign_in


def test_what_does_not_exist_is_told_to_those_who_may_read(house: House) -> None:
    assert house.ask("GET", "/finns-inte", {}).status_code == 401
    reader = house.headers(Role.READER, "nyckel")
    assert house.ask("GET", "/finns-inte", reader).status_code == 404
    assert house.ask("PUT", "/api/search", reader).status_code == 405


def test_the_table_in_the_document_is_current() -> None:
    text = (ROOT / "sakerhet.md").read_text("utf-8")
    assert placed(text) == text, "run: python -m assistant.access.overview sakerhet.md"
    assert "| `/rapporter` | POST | 401 | 403 | ja | ja |" in overview()
