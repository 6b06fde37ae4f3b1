"""OpenTelemetry spans of requests and of each step of a question, sent where the settings say.

Off without an address. Requests are spans by OpenTelemetry's own instrumentation; a question's
steps are spans made when it has been answered, from the times that it took anyway. What stands
after «?» in an address is taken out, since a question may.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from assistant.model import Answer
from assistant.operation.unseen import UNSEEN
from ingest.outcome import Outcome

if TYPE_CHECKING:
    from fastapi import FastAPI
    from opentelemetry.sdk.trace import SpanProcessor
    from opentelemetry.trace import Span, Tracer

_NS = 1_000_000_000
_WITH_QUERY = ("http.url", "http.target", "url.full", "url.query")


class Traces:
    """An observer that makes spans of what it is told."""

    def __init__(self, processor: SpanProcessor) -> None:
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider

        self._provider = TracerProvider(resource=Resource({"service.name": "planassistent"}))
        self._provider.add_span_processor(processor)
        self._tracer: Tracer = self._provider.get_tracer("planassistent")

    def follow(self, app: FastAPI) -> None:
        """Make a span of each request to a service."""
        from opentelemetry.instrumentation.fastapi import FastAPIInstrumentor

        FastAPIInstrumentor.instrument_app(
            app,
            tracer_provider=self._provider,
            server_request_hook=_without_query,
            excluded_urls=",".join(path.strip("/") for path in UNSEEN),
            exclude_spans=["receive", "send"],
        )

    def answered(self, answer: Answer, ended_at: float) -> None:
        times = dict(answer.timings_ms)
        begun = ended_at - times.pop("total", 0.0) / 1000
        told = {"status": answer.status, "mode": answer.mode}
        whole = self._tracer.start_span("fråga", start_time=int(begun * _NS), attributes=told)
        from opentelemetry.trace import set_span_in_context

        inside, at = set_span_in_context(whole), begun
        for step, milliseconds in times.items():
            span = self._tracer.start_span(step, inside, start_time=int(at * _NS))
            at += milliseconds / 1000
            span.end(int(at * _NS))
        whole.end(int(ended_at * _NS))

    def took_in(self, outcome: Outcome, seconds: float) -> None:
        told = {"status": outcome.status, "pages": outcome.pages, "passages": outcome.passages}
        now = time.time()
        begun = int((now - seconds) * _NS)
        span = self._tracer.start_span("inläsning", start_time=begun, attributes=told)
        span.end(int(now * _NS))

    def close(self) -> None:
        """Send what has not been sent."""
        self._provider.shutdown()


def traces_to(address: str) -> Traces:
    """Traces sent to a collector by OTLP over gRPC."""
    from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    return Traces(BatchSpanProcessor(OTLPSpanExporter(endpoint=address, timeout=5)))


def _without_query(span: Span, scope: dict[str, Any]) -> None:
    shown = getattr(span, "attributes", None) or {}
    for name in _WITH_QUERY:
        if name in shown:
            span.set_attribute(
                name, str(shown[name]).partition("?")[0] if name != "url.query" else ""
            )
