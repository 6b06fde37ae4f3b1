"""The figures of a service: what is counted, under which labels, and who may read them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families

from assistant.app import create_app, watch_over
from assistant.operation.metrics import Metrics
from assistant.operation.observer import Observed, observed_intake
from assistant.operation.setup import Operation, operation
from assistant.settings import Settings
from ingest.identity import Overrides
from ingest.library import Library
from ingest.outcome import Outcome
from tests.assistant.api.samples import ScriptedAssistant, fake_intake, full_answer

QUESTION = "Hur många cyklar lagades i Kedjan?"


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


@pytest.fixture
def app(library: Library, metrics: Metrics) -> FastAPI:
    assistant = Observed(ScriptedAssistant(library, full_answer()), (metrics,))
    made = create_app(assistant, library, observed_intake(fake_intake(library), (metrics,)))
    watch_over(made, Operation(metrics=metrics))
    return made


@pytest.fixture
def watched(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


def values(client: TestClient) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    """Every sample by name and labels."""
    families = text_string_to_metric_families(client.get("/metrics").text)
    return {(s.name, frozenset(s.labels.items())): s.value for f in families for s in f.samples}


def value(client: TestClient, name: str, **labels: str) -> float:
    return values(client).get((f"planassistent_{name}", frozenset(labels.items())), 0.0)


def test_requests_answers_and_their_steps_are_counted(watched: TestClient) -> None:
    for _ in range(2):
        assert watched.post("/api/ask", json={"question": QUESTION}).status_code == 200
    watched.get("/api/documents/finns-inte")
    count = "http_request_seconds_count"
    assert value(watched, count, method="POST", route="/api/ask", status="200") == 2
    missing = {"method": "GET", "route": "/api/documents/{document_id}", "status": "404"}
    assert value(watched, count, **missing) == 1
    assert value(watched, "answers_total", status="answered", mode="extractive") == 2
    steps = dict(full_answer().timings_ms)
    assert steps and all(
        value(watched, "question_step_seconds_count", step=step) == 2 for step in steps
    )


def test_the_size_of_the_library_is_read_when_asked(watched: TestClient, library: Library) -> None:
    assert value(watched, "reports") == len(library.reports()) > 0
    assert value(watched, "passages") == library.store.count()
    assert value(watched, "model_line") == 0


def test_files_are_counted_by_what_became_of_them(
    metrics: Metrics, watched: TestClient, tmp_path: Any
) -> None:
    outcomes = iter([Outcome("a.pdf", "new"), Outcome("b.pdf", "failed", reason="Trasig.")])
    intake = observed_intake(lambda *_: next(outcomes), (metrics,))
    for _ in range(2):
        intake(tmp_path / "x", Overrides(), lambda *_: None)
    assert value(watched, "files_total", outcome="new") == 1
    assert value(watched, "files_total", outcome="failed") == 1
    assert value(watched, "ingest_seconds_count") == 2


def test_no_figure_holds_words_of_a_question_or_a_report(watched: TestClient) -> None:
    watched.get("/", params={"q": QUESTION})
    watched.get("/hemlig-enhet/cyklar")
    text = watched.get("/metrics").text
    assert not re.search("cyklar|Kedjan|hemlig", text, re.IGNORECASE)
    assert value(watched, "http_request_seconds_count", method="GET", route="annan", status="404")


def test_they_are_there_only_where_they_are_turned_on(client: TestClient) -> None:
    answer = client.get("/metrics")
    assert answer.status_code == 404 and "PLANASSISTENT_METRICS" in answer.json()["detail"]
    assert operation(Settings(metrics=True)).metrics is not None
    assert operation(Settings()).metrics is None
