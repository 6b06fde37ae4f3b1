"""A report whose every text is markup: shown as text on every page and in every part of one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from assistant.answer import Assistant
from assistant.app import create_app
from ingest.model import (
    Chain,
    Columns,
    Goal,
    GoalLevel,
    Identity,
    IndicatorValue,
    Page,
    Report,
    ReportType,
    Section,
    Sentence,
    Table,
    TableRow,
)
from tests.assistant.api.samples import empty_library, fake_intake, put

EVIL = '"><img src=x onerror=alert(1)>'
UNIT = f"Kajen {EVIL}"
BODY = f"Matsvinnet minskade kraftigt i köket {EVIL} under hela året."
NAME = f"Matsvinn {EVIL}"
ROW = f"{NAME} 5 kg 6 kg"
PART = {"HX-Request": "true", "HX-Request-Type": "partial", "Accept": "text/html"}


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    identity = Identity(f"Sjövik {EVIL}", UNIT, 2022, ReportType.VB)
    table = Table(EVIL, (EVIL, None), (TableRow((EVIL, "5"), 1, BODY),), 1)
    report = Report(
        identity,
        (Page(1, f"{BODY}\n{ROW}\n{EVIL}"),),
        (Goal(GoalLevel.NAMNDMAL, f"Mål {EVIL}", 1, "1.1", "helt", status=EVIL),),
        (Section(Chain(namndmal=f"Mål {EVIL}"), (f"Mat {EVIL}",), ((Sentence(BODY, 1),),), 1),),
        indicators=(IndicatorValue(NAME, 1, ROW, Columns(outcome="5 kg", target=EVIL)),),
        tables=(table,),
        warnings=(EVIL,),
    )
    source = tmp_path / "<img src=x onerror=alert(2)>.txt"
    source.write_text(BODY, "utf-8")
    library = empty_library(tmp_path / "editions")
    put(library, report, source)
    app = create_app(Assistant(library), library, fake_intake(library))
    with TestClient(app) as client:
        client.headers["x-id"] = quote(identity.document_id)
        yield client


def test_no_page_lets_it_out(client: TestClient) -> None:
    report = client.headers["x-id"]
    ways = (
        "/", "/?q=matsvinn", f"/?q={quote(EVIL)}&unit={quote(UNIT)}",
        f"/nyckeltal?namn={quote(NAME)}", "/nyckeltal", "/jamfor?amne=matsvinn", "/skriv",
        f"/skriv?enhet={quote(UNIT)}&ar=2023", "/rapporter", f"/rapporter/{report}",
        f"/documents/{report}/pages/1?quote={quote(BODY)}", "/om",
    )  # fmt: skip
    shown = 0
    for way in ways:
        for headers in ({"Accept": "text/html"}, PART):
            response = client.get(way, headers=headers)
            assert response.status_code < 500, way
            assert "<img src=x" not in response.text, way
            shown += "&lt;img src=x" in response.text
    assert shown >= len(ways), "the texts were there, as text"


def test_neither_does_a_streamed_answer(client: TestClient) -> None:
    asked = {"question": f"Hur gick det med matsvinnet? {EVIL}", "turn": "t"}
    events = re.findall(r"event: \w+\ndata: (.+)\n", client.post("/fraga", json=asked).text)
    html = "".join(json.loads(data)["html"] for data in events)
    assert events and "<img src=x" not in html and "&lt;img src=x" in html
    about = re.search(r'name="about" value="([^"]*)"', html)
    assert about is not None and EVIL in json.loads(unescape(about[1]))["question"]


def test_a_lone_half_of_a_character_is_no_defect(client: TestClient) -> None:
    body = '{"question": "Hur gick det \\ud800?", "turn": "t"}'
    response = client.post("/fraga", content=body, headers={"content-type": "application/json"})
    assert response.status_code in (200, 422)
