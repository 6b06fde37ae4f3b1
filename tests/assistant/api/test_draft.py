"""POST /api/draft: the shape that clients rely on, and what a request that cannot be met gets."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from assistant.app import create_app
from tests.assistant.api.samples import ScriptedAssistant, fake_intake
from tests.assistant.draft.shelf import CARE, UNIT, UNIT_CARE, follow_up, library_of, plan


@pytest.fixture
def client() -> Iterator[TestClient]:
    library = library_of(plan(2023), follow_up(2023))
    app = create_app(ScriptedAssistant(library, None), library, fake_intake(library))  # type: ignore[arg-type]
    with TestClient(app) as client:
        yield client


def test_a_draft_has_the_shape_that_the_interface_promises(client: TestClient) -> None:
    body = {"unit": UNIT, "year": 2024, "namndmal": CARE}
    answer = client.post("/api/draft", json=body)
    assert answer.status_code == 200
    made = answer.json()
    assert set(made) == {"status", "goals", "citations", "warnings", "mode"}
    assert (made["status"], made["mode"]) == ("drafted", "extractive")
    (goal,) = made["goals"]
    assert set(goal) == {"namndmal", "enhetsmal", "sections", "indicators", "activities"}
    assert goal["namndmal"]["text"] == goal["namndmal"]["citation"]["quote"] == CARE
    assert goal["enhetsmal"]["text"] == UNIT_CARE
    ids = {citation["id"] for citation in made["citations"]}
    said = [s for section in goal["sections"] for s in section["statements"]]
    assert said and all(set(s["citations"]) <= ids for s in said)
    assert {s["kind"] for s in said} <= {"sourced", "proposal", "placeholder"}


def test_an_indicators_history_points_at_its_citations(client: TestClient) -> None:
    made = client.post("/api/draft", json={"unit": UNIT, "year": 2024}).json()
    (indicator,) = made["goals"][0]["indicators"]
    quotes = {citation["id"]: citation["quote"] for citation in made["citations"]}
    assert indicator["name"] == "Sjukfrånvaro"
    for row in indicator["history"]:
        assert quotes[row["citation"]["id"]] == row["citation"]["quote"]


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        ({"unit": "Månens hemtjänst", "year": 2024}, "Närmast i namn: Björkens hemtjänst"),
        ({"unit": UNIT, "year": 1950}, "Ange ett år från 2024 till 2026"),
        ({"unit": UNIT, "year": 2024, "namndmal": "vulkaner"}, "Målen som finns"),
        ({"unit": UNIT, "year": 2024, "headings": [""]}, "headings[0]: får inte vara tomt"),
        ({"year": 2024}, "unit: måste anges"),
        ({"unit": UNIT, "year": 2024, "instructions": "x" * 5000}, "högst 4000 tecken"),
    ],
)
def test_what_cannot_be_drafted_is_a_problem_in_swedish(
    client: TestClient, body: dict[str, object], detail: str
) -> None:
    answer = client.post("/api/draft", json=body)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert detail in answer.json()["detail"]
