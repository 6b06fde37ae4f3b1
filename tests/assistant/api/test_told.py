"""An answer that the page carried comes back: as a file, refused, or with its sources gone."""

from __future__ import annotations

import io
import json
import re
import zipfile
from html import unescape
from typing import Any

import pytest
from fastapi.testclient import TestClient

from ingest.library import Library
from tests.assistant.api.samples import EVIL, GREENHOUSE, QUOTE


@pytest.fixture
def about(client: TestClient) -> dict[str, Any]:
    page = client.get("/", params={"q": f"Hur många cyklar? {EVIL}"}).text
    found = re.search(r'name="about" value="([^"]*)"', page)
    assert found is not None and 'formaction="/fraga/word"' in page
    told = json.loads(unescape(found[1]))
    assert isinstance(told, dict)
    return told


def notes_of(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return file.read("word/footnotes.xml").decode()


def test_the_form_gives_a_word_file_without_javascript(
    client: TestClient, about: dict[str, Any]
) -> None:
    response = client.post("/fraga/word", data={"about": json.dumps(about)})
    assert response.status_code == 200
    assert response.headers["content-disposition"] == 'attachment; filename="svar.docx"'
    assert QUOTE in notes_of(response.content)
    assert "inte längre" not in notes_of(response.content)


def test_several_answers_are_one_conversation(client: TestClient, about: dict[str, Any]) -> None:
    response = client.post("/fraga/word", data={"about": [json.dumps(about)] * 3})
    assert 'filename="samtal.docx"' in response.headers["content-disposition"]


def test_a_source_that_is_gone_is_said_to_be(
    client: TestClient, library: Library, about: dict[str, Any]
) -> None:
    library.delete(GREENHOUSE.document_id)
    response = client.post("/fraga/word", data={"about": json.dumps(about)})
    assert "Källan finns inte längre i biblioteket." in notes_of(response.content)


def test_a_quote_that_was_changed_is_said_not_to_be_there(
    client: TestClient, about: dict[str, Any]
) -> None:
    about["citations"][0]["quote"] = "Gästerna lagade niohundra bilar i hamnen."
    response = client.post("/fraga/word", data={"about": json.dumps(about)})
    assert "niohundra bilar i hamnen.” (Källan finns inte" in notes_of(response.content)


BAD: list[object] = ["", "inte json", "{}", "[]", "[1]", '{"question": 1}', "null"]


@pytest.mark.parametrize("sent", BAD)
def test_what_cannot_be_read_is_refused(client: TestClient, sent: str) -> None:
    response = client.post("/fraga/word", data={"about": sent})
    assert response.status_code == 422


def test_a_grid_with_rows_too_short_or_long_is_evened_out(
    client: TestClient, about: dict[str, Any]
) -> None:
    cell = {"text": "5 %", "citation": 99}
    rows = [{"who": "A", "cells": []}, {"who": "B", "cells": [cell] * 5}]
    about["grid"] = {"name": "X", "heads": ["VB 2022", "VB 2023"], "rows": rows}
    response = client.post("/fraga/word", data={"about": json.dumps(about)})
    assert response.status_code == 200


def test_the_conversation_answers_in_parts_of_a_page(client: TestClient) -> None:
    asked = {"question": "Hur många cyklar?", "turn": "t1", "dropped": {"years": [2022]}}
    response = client.post("/fraga", json=asked)
    assert response.headers["content-type"].startswith("text/event-stream")
    events = re.findall(r"event: (\w+)\ndata: (.+)\n", response.text)
    assert [name for name, _ in events] == ["statement", "statement", "done"]
    done = json.loads(events[-1][1])
    assert 'id="svar-t1"' in done["html"] and done["status"].startswith("Svaret är klart")
    assert QUOTE in done["said"]
    html = "".join(json.loads(data)["html"] for _, data in events)
    assert "<script>" not in html and "&lt;script&gt;" in html


@pytest.mark.parametrize("turn", ["", "a b", "x" * 21, "Ä", "<b>"])
def test_a_turn_is_called_something_plain(client: TestClient, turn: str) -> None:
    response = client.post("/fraga", json={"question": "Cyklar?", "turn": turn})
    assert response.status_code == 422
