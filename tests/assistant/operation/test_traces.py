"""Spans of requests and steps: how they nest, how long they are, and what they never hold."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from fastapi.testclient import TestClient
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from assistant.app import create_app, watch_over
from assistant.operation.observer import Observed
from assistant.operation.setup import Operation, operation
from assistant.operation.traces import Traces
from assistant.settings import Settings
from ingest.library import Library
from ingest.outcome import Outcome
from tests.assistant.api.samples import ScriptedAssistant, fake_intake, full_answer

QUESTION = "Hur många cyklar lagades i Kedjan?"


@pytest.fixture
def sent() -> InMemorySpanExporter:
    return InMemorySpanExporter()


@pytest.fixture
def traces(sent: InMemorySpanExporter) -> Traces:
    return Traces(SimpleSpanProcessor(sent))


def named(spans: Sequence[ReadableSpan], name: str) -> ReadableSpan:
    return next(span for span in spans if span.name == name)


def test_each_step_of_a_question_is_a_span_within_it(
    library: Library, traces: Traces, sent: InMemorySpanExporter
) -> None:
    traces.answered(full_answer(), 1_000_000.0)
    spans = sent.get_finished_spans()
    whole = named(spans, "fråga")
    times = dict(full_answer().timings_ms)
    assert {span.name for span in spans} == {"fråga", *times} - {"total"}
    assert whole.end_time == 1_000_000 * 10**9
    for span in spans:
        if span is whole:
            continue
        assert span.parent is not None and span.parent.span_id == whole.context.span_id
        assert span.end_time is not None and span.start_time is not None
        took = (span.end_time - span.start_time) / 1e6
        assert took == pytest.approx(times[span.name], abs=0.01)


def test_the_span_of_an_ingest_is_as_long_as_the_ingest(
    traces: Traces, sent: InMemorySpanExporter
) -> None:
    traces.took_in(Outcome("berättelse.pdf", "added", pages=12), 1.5)
    (span,) = sent.get_finished_spans()
    assert span.end_time is not None and span.start_time is not None
    assert (span.end_time - span.start_time) / 1e9 == pytest.approx(1.5, abs=0.001)
    assert span.attributes is not None and span.attributes["pages"] == 12


def test_no_span_holds_words_of_a_question_or_a_report(
    library: Library, traces: Traces, sent: InMemorySpanExporter
) -> None:
    assistant = Observed(ScriptedAssistant(library, full_answer()), (traces,))
    app = create_app(assistant, library, fake_intake(library))
    watch_over(app, Operation(traces=traces))
    with TestClient(app) as client:
        client.get("/", params={"q": QUESTION})
        client.post("/api/ask", json={"question": QUESTION})
        client.get("/api/search", params={"q": "cyklar"})
    traces.took_in(Outcome("kedjan cyklar.pdf", "failed", reason="Kedjan är trasig."), 1.5)
    spans = sent.get_finished_spans()
    assert {"fråga", "inläsning", "GET /api/search"} <= {span.name for span in spans}
    told = " ".join(span.to_json() for span in spans).casefold()
    assert "cyklar" not in told and "kedjan" not in told


def test_nothing_is_sent_unless_an_address_is_set() -> None:
    assert operation(Settings()).traces is None
