"""The pace of one user: counted apart from others, told in seconds, styles not counted."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from assistant.app import create_app, watch_over
from assistant.operation.pace import Pace
from assistant.operation.setup import Operation, operation
from assistant.settings import Settings
from ingest.library import Library
from tests.assistant.api.samples import ScriptedAssistant, fake_intake, full_answer


@pytest.fixture
def held(library: Library) -> Iterator[TestClient]:
    app = create_app(ScriptedAssistant(library, full_answer()), library, fake_intake(library))
    watch_over(app, Operation(pace=Pace(3)))
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


def test_one_user_is_held_and_another_is_not() -> None:
    pace = Pace(2)
    assert [pace.wait_s("anna") for _ in range(2)] == [0, 0]
    assert 0 < pace.wait_s("anna") <= 60
    assert pace.wait_s("bo") == 0


def test_too_many_requests_are_refused_with_the_time_to_wait(held: TestClient) -> None:
    for _ in range(3):
        assert held.get("/api/documents").status_code == 200
    refused = held.get("/api/documents")
    assert refused.status_code == 429
    assert refused.headers["content-type"].startswith("application/problem+json")
    assert refused.headers["retry-after"] in refused.json()["detail"]
    page = held.get("/om", headers={"accept": "text/html"})
    assert page.status_code == 429 and "För många begäranden" in page.text
    for path in ("/healthz", "/static/style.css"):
        assert held.get(path).status_code == 200


def test_no_number_is_no_bound() -> None:
    assert operation(Settings(requests_per_minute=0)).pace is None
    assert operation(Settings()).pace is not None
