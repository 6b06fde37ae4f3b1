"""What the service logs: every act with its actor, before it is done; nothing done unlogged."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from assistant.access.model import LOCAL, Actor, Role
from assistant.access.witness import SIGN_IN_REFUSED, SIGNED_IN
from assistant.app import audit_with
from assistant.audit.checking import checked
from assistant.audit.files import files_in, lines_in
from assistant.audit.lines import Line
from assistant.audit.log import AuditLog
from assistant.audit.witness import AuditWitness
from assistant.cli import app as command
from tests.assistant.internal.hidden import OPEN_ID, OURS_TOO, UNIT, Served, served

WHY = {"skal": "Granskning av ärende 7"}
FILE = {"file": ("bra_850101-1236.txt", b"Kort rapport.", "text/plain")}
SECRET_QUESTION = "Hur hög var sjukfrånvaron för Kim?"


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Served]:
    with served(tmp_path / "service", with_secret=False) as one:
        audit_with(one.app, AuditLog(tmp_path / "audit"))
        one.asking(OURS_TOO)
        yield one


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "audit"


def lines(folder: Path) -> list[Line]:
    return list(lines_in(folder))


def told(folder: Path) -> list[tuple[str, str]]:
    return [(line.event, line.result) for line in lines(folder)]


def test_a_question_is_logged_without_its_words(service: Served, folder: Path) -> None:
    service.client.post("/api/ask", json={"question": SECRET_QUESTION})
    service.client.get("/", params={"q": SECRET_QUESTION})
    body = {"model": "planassistent", "messages": [{"role": "user", "content": SECRET_QUESTION}]}
    service.client.post("/v1/chat/completions", json={**body, "stream": True})
    service.client.get("/api/search", params={"q": "sjukfrånvaro"})
    kept = lines(folder)
    assert [line.event for line in kept] == ["fraga"] * 3 + ["sokning"]
    assert {line.who.id for line in kept} == {"e"} and len({line.request for line in kept}) == 4
    assert kept[0].details["tecken"] == len(SECRET_QUESTION)
    assert kept[0].details["status"] in ("answered", "partial", "not_found")
    assert "Kim" not in "".join(path.read_text("utf-8") for path in files_in(folder))


def test_words_are_kept_where_the_setting_says_so(service: Served, folder: Path) -> None:
    audit_with(service.app, AuditLog(folder, texts=True))
    service.client.post("/api/ask", json={"question": SECRET_QUESTION})
    assert lines(folder)[0].details["text"] == SECRET_QUESTION


def test_reports_taken_in_marked_and_deleted_are_logged(service: Served, folder: Path) -> None:
    data = {"board": "Ekdalen", "unit": "Linden", "year": "2019"}
    job = service.client.post("/api/documents", files=FILE, data=data).json()["id"]
    for _ in range(200):
        if service.client.get(f"/api/documents/{job}").json()["status"] == "ready":
            break
        time.sleep(0.01)
    document = service.client.get(f"/api/documents/{job}").json()["id"]
    service.client.patch(f"/api/documents/{document}", json={"internal": True})
    service.client.delete(f"/api/documents/{document}")
    assert told(folder) == [
        ("rapport_mottagen", "begard"), ("rapport_tillagd", "ok"),
        ("rapport_markt", "begard"), ("rapport_markt", "ok"),
        ("rapport_borttagen", "begard"), ("rapport_borttagen", "ok"),
    ]  # fmt: skip
    assert {line.details.get("rapport") for line in lines(folder)[1:]} == {document}
    assert "850101" not in "".join(path.read_text("utf-8") for path in files_in(folder))


def test_what_is_taken_out_is_logged(service: Served, folder: Path) -> None:
    get = service.client.get
    get("/nyckeltal.csv", params={"namn": "Sjukfrånvaro"})
    get("/nyckeltal.xlsx", params={"namn": "Sjukfrånvaro"})
    get("/api/indicators", headers={"Accept": "text/csv"})
    get("/skriv/fil", params={"enhet": UNIT, "ar": 2026, "format": "md"})
    service.client.post(
        "/api/draft", json={"unit": UNIT, "year": 2026}, headers={"Accept": "text/markdown"}
    )
    get(f"/documents/{OPEN_ID}/file")
    answer = {"question": "Vad?", "status": "answered", "mode": "extractive", "answer": "Svar"}
    service.client.post("/fraga/word", data={"about": json.dumps(answer)})
    kinds = [line.details["slag"] for line in lines(folder) if line.event == "export"]
    assert kinds == [
        "nyckeltal.csv", "nyckeltal.xlsx", "nyckeltal.csv", "utkast", "utkast", "original",
        "svar.docx",
    ]  # fmt: skip


def test_what_cannot_be_logged_is_not_done(service: Served, folder: Path) -> None:
    folder.write_text("ingen mapp")
    held = service.library.reports()
    refused = [
        service.client.delete(f"/api/documents/{OPEN_ID}"),
        service.client.post(f"/rapporter/{OPEN_ID}/ta-bort"),
        service.client.patch(f"/api/documents/{OPEN_ID}", json={"internal": True}),
        service.client.post("/api/documents", files=FILE, data={"board": "Ekdalen"}),
        service.client.post("/rapporter/filer", files=FILE, data={"board": "Ekdalen"}),
        service.client.get("/nyckeltal.csv", params={"namn": "Sjukfrånvaro"}),
        service.client.get(f"/documents/{OPEN_ID}/file"),
        service.client.get("/api/audit", params=WHY),
        service.client.get("/skriv/fil", params={"enhet": UNIT, "ar": 2026}),
    ]
    for answer in refused:
        assert answer.status_code == 503, answer.url
        assert "inte utförd" in answer.text and str(folder) not in answer.text
    assert service.library.reports() == held
    asked = service.client.post("/api/ask", json={"question": SECRET_QUESTION})
    assert asked.status_code == 200


def test_reading_the_log_takes_a_reason_and_is_logged(service: Served, folder: Path) -> None:
    get = service.client.get
    get("/api/search", params={"q": "=HYPERLINK(1)"})
    assert get("/api/audit").status_code == 422
    assert get("/api/audit", params={"skal": "  x "}).status_code == 422
    body = get("/api/audit", params=WHY).json()
    assert [line["event"] for line in body["lines"]] == ["sokning", "logg_last"]
    last: dict[str, Any] = body["lines"][-1]
    assert last["details"] == WHY and last["actor"]["id"] == "e"
    only = get("/api/audit", params={**WHY, "handelse": "sokning", "fran": "2020-01-01"}).json()
    assert [line["event"] for line in only["lines"]] == ["sokning"]
    assert get("/api/audit", params={**WHY, "till": "2020-01-01"}).json() == {"lines": []}


def test_the_page_asks_for_a_reason_and_gives_a_file(service: Served, folder: Path) -> None:
    evil = Actor("=cmd()", "<b>Eva</b>", Role.ADMINISTRATOR, None)
    service.asking(evil)
    empty = service.client.get("/logg")
    assert empty.status_code == 200 and "<table" not in empty.text and not folder.exists()
    assert "Skälet saknas" in service.client.get("/logg", params={"skal": "kort"}).text
    shown = service.client.get("/logg", params=WHY).text
    assert "logg_last" in shown and "&lt;b&gt;Eva" in shown and "<b>Eva" not in shown
    file = service.client.get("/logg.csv", params=WHY)
    assert file.headers["content-type"].startswith("text/csv")
    assert "'=cmd()" in file.text and ";=cmd()" not in file.text


def test_the_door_is_told_and_never_stopped(folder: Path) -> None:
    witness = AuditWitness(AuditLog(folder))
    witness.write(SIGNED_IN, OURS_TOO, satt="oidc")
    witness.write(SIGN_IN_REFUSED, OURS_TOO, orsak="utgången")
    assert told(folder) == [("inloggning", "ok"), ("inloggning_nekad", "nekad")]
    broken = folder / "fil"
    broken.write_text("ingen mapp")
    AuditWitness(AuditLog(broken)).write(SIGNED_IN, LOCAL)


def test_the_command_shows_takes_out_and_checks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLANASSISTENT_DATA", str(tmp_path))
    AuditLog(tmp_path / "audit").write("fraga", LOCAL, tecken=3)
    run = CliRunner().invoke
    assert run(command, ["logg", "visa"]).exit_code == 2
    shown = run(command, ["logg", "visa", "--skal", "Granskning"])
    assert shown.exit_code == 0 and "fraga" in shown.output and "logg_last" in shown.output
    output = tmp_path / "logg.csv"
    taken = ["logg", "exportera", "--skal", "Granskning", "-o", str(output)]
    assert run(command, taken).exit_code == 0 and "fraga" in output.read_text("utf-8-sig")
    assert run(command, taken).exit_code == 1
    whole = run(command, ["logg", "kontrollera", "--json"])
    end = json.loads(whole.output)
    assert whole.exit_code == 0 and end["rader"] == 3 and end["fel"] == []
    known = f"{end['sista']}:{end['kontrollsumma']}"
    assert run(command, ["logg", "kontrollera", "--kand", known]).exit_code == 0
    (path,) = files_in(tmp_path / "audit")
    path.write_bytes(path.read_bytes().replace(b'"tecken":3', b'"tecken":4'))
    assert run(command, ["logg", "kontrollera"]).exit_code == 1
    assert checked(tmp_path / "audit").faults
