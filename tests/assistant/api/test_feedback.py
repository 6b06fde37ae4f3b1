"""Feedback through the interface and through the page's form, and when none is kept."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.app import equip
from assistant.feedback import FeedbackLog
from tests.assistant.api.samples import GREENHOUSE, QUOTE

BODY = {
    "verdict": "fel",
    "question": "Hur många cyklar lagades?",
    "answer": "Fjorton.",
    "comment": "Det var femton.",
    "filters": {"years": [2022]},
    "citations": [{"document_id": GREENHOUSE.document_id, "page": 2, "quote": QUOTE}],
}


@pytest.fixture
def log(client: TestClient, tmp_path: Path) -> Path:
    path = tmp_path / "log" / "feedback.jsonl"
    assert isinstance(client.app, FastAPI)
    equip(client.app, None, FeedbackLog(path))
    return path


def test_a_judgement_is_kept_with_its_report(client: TestClient, log: Path) -> None:
    response = client.post("/api/feedback", json=BODY)
    assert (response.status_code, response.json()) == (201, {"status": "saved"})
    row = json.loads(log.read_text("utf-8"))
    assert row["fraga"] == BODY["question"] and row["omdome"] == "fel"
    assert row["kallor"][0]["dokument"], "the name of the report's file"
    assert row["filter"]["ar"] == [2022]


BAD = [
    {**BODY, "verdict": "kanske"},
    {**BODY, "question": " "},
    {**BODY, "comment": "x" * 2_001},
    {**BODY, "answer": "x" * 20_001},
    {**BODY, "citations": [{"document_id": "d", "page": 0}]},
    {**BODY, "citations": [{"document_id": "d", "page": 1}] * 61},
    {},
]


@pytest.mark.parametrize("body", BAD)
def test_what_cannot_be_used_is_refused(
    client: TestClient, log: Path, body: dict[str, object]
) -> None:
    response = client.post("/api/feedback", json=body)
    assert response.status_code == 422 and not log.exists()


def test_a_service_without_a_log_says_so(client: TestClient) -> None:
    response = client.post("/api/feedback", json=BODY)
    assert response.status_code == 503 and "Återkoppling" in response.json()["title"]


def test_the_form_below_an_answer_works_without_javascript(client: TestClient, log: Path) -> None:
    page = client.get("/", params={"q": "Hur många cyklar?", "year": 2022}).text
    about = re.search(r'name="about" value="([^"]*)"', page)
    assert about is not None and 'action="/aterkoppling"' in page
    form = {"about": unescape(about[1]), "verdict": "ratt", "comment": "<b>Bra</b>"}
    response = client.post("/aterkoppling", data=form)
    assert response.status_code == 200 and "Tack" in response.text
    row = json.loads(log.read_text("utf-8"))
    assert row["omdome"] == "ratt" and row["kommentar"] == "Bra"
    assert row["filter"]["ar"] == [2022] and row["kallor"][0]["citat"] == QUOTE
    part = client.post(
        "/aterkoppling", data=form, headers={"hx-request": "true", "hx-request-type": "partial"}
    )
    assert "<html" not in part.text and "Tack" in part.text


@pytest.mark.parametrize("about", ["", "inte json", "[]", "{}", '{"question": 5}'])
def test_a_form_that_was_tampered_with_is_refused(
    client: TestClient, log: Path, about: str
) -> None:
    response = client.post("/aterkoppling", data={"about": about, "verdict": "ratt"})
    assert response.status_code == 422 and not log.exists()


def test_another_site_cannot_post_the_form(client: TestClient, log: Path) -> None:
    headers = {"origin": "https://annan.example", "sec-fetch-site": "cross-site"}
    response = client.post("/aterkoppling", data={"about": "{}"}, headers=headers)
    assert response.status_code == 403 and not log.exists()
