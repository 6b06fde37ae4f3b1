"""The route that makes files of an edited draft: what ``/api/draft`` gave, sent back and held."""

from __future__ import annotations

import io
import json
from typing import Any

import docx
import pytest
from fastapi.testclient import TestClient

from tests.assistant.draft.shelf import UNIT, WORK

REQUEST = {"unit": UNIT, "year": 2024, "namndmal": WORK}


def body(drafting: TestClient) -> dict[str, Any]:
    """The draft as it was given, in the form that is sent back."""
    made = drafting.post("/api/draft", json=REQUEST).json()
    goals = [{**goal, "namndmal": goal["namndmal"]["text"]} for goal in made["goals"]]
    return {"request": REQUEST, "goals": goals, "citations": made["citations"]}


def test_a_draft_sent_back_as_it_came_is_the_same_draft(drafting: TestClient) -> None:
    answer = drafting.post("/api/draft/export?format=json", json=body(drafting))
    assert answer.status_code == 200 and answer.headers["content-disposition"].startswith("attach")
    kinds = [s["kind"] for g in answer.json()["goals"] for p in g["sections"]
             for s in p["statements"]]  # fmt: skip
    assert "sourced" in kinds and not {"own", "edited"} & set(kinds)


def test_the_chiefs_words_are_in_the_file_and_not_sourced(drafting: TestClient) -> None:
    sent = body(drafting)
    first = sent["goals"][0]["sections"][0]["statements"][0]
    first |= {"was": first["text"], "text": "Vi blev 77 fler <i>", "edited": True}
    answer = drafting.post("/api/draft/export", json=sent)
    text = "\n".join(p.text for p in docx.Document(io.BytesIO(answer.content)).paragraphs)
    assert "Vi blev 77 fler <i>" in text
    told = drafting.post("/api/draft/export?format=json", json=sent).json()
    held = told["goals"][0]["sections"][0]["statements"][0]
    assert (held["kind"], held["citations"], held["was"]) == ("own", [], first["was"])


@pytest.mark.parametrize(
    "change",
    [
        {"goals": []},
        {"goals": [{"namndmal": "x" * 1001, "enhetsmal": {"text": "y"}}]},
        {"goals": [{"namndmal": "x", "enhetsmal": {"text": "y" * 4001}}]},
        {"citations": [{"id": 0, "document_id": "a", "page": 1, "quote": ""}]},
        {"request": {"unit": UNIT}},
    ],
)
def test_what_is_out_of_bounds_is_refused_in_swedish(
    drafting: TestClient, change: dict[str, Any]
) -> None:
    answer = drafting.post("/api/draft/export", json={**body(drafting), **change})
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["title"] == "Uppgifterna kan inte användas"


def test_a_goal_that_the_library_has_lost_is_named(drafting: TestClient) -> None:
    sent = body(drafting)
    sent["goals"][0]["namndmal"] = "Fritidsbåtar har en plats"
    answer = drafting.post("/api/draft/export", json=sent)
    assert answer.status_code == 422 and "Fritidsbåtar har en plats" in answer.text
    assert drafting.post("/api/draft/export?format=exe", json=sent).status_code == 422
    assert json.loads(answer.text)["detail"].startswith("Lägg in nämndens plan igen")
