"""Figures of a running service, in Prometheus' text form.

A registry of the service's own, so that two services in one process never mix. Labels are few and
bounded: a route's pattern, never an address; no unit, no user, no words.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)

from assistant.model import Answer
from ingest.library import Library
from ingest.outcome import Outcome

_QUICK = (0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
_SLOW = (1, 2.5, 5, 10, 20, 40, 60, 120, 300)


class Metrics:
    """Counts and times; safe to share between threads."""

    content_type = CONTENT_TYPE_LATEST

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        for collector in (ProcessCollector, PlatformCollector, GCCollector):
            collector(registry=self._registry)
        own: dict[str, Any] = {"namespace": "planassistent", "registry": self._registry}
        self._requests = Histogram(
            "http_request_seconds",
            "Tid till svarets slut, per adressmönster.",
            ["method", "route", "status"],
            buckets=_QUICK,
            **own,
        )
        self._steps = Histogram(
            "question_step_seconds",
            "Tid för varje steg av en fråga; «total» är hela.",
            ["step"],
            buckets=_QUICK,
            **own,
        )
        self._answers = Counter(
            "answers", "Svar, per besked och skribent.", ["status", "mode"], **own
        )
        self._files = Counter("files", "Filer som tagits emot, per utfall.", ["outcome"], **own)
        self._ingest = Histogram(
            "ingest_seconds", "Tid för att ta in en fil.", buckets=_SLOW, **own
        )
        self._gauges = {
            name: Gauge(name, told, **own)
            for name, told in (
                ("reports", "Rapporter i biblioteket."),
                ("passages", "Textavsnitt i biblioteket."),
                ("model_line", "Svar som väntar på språkmodellen."),
            )
        }

    def watch(self, name: str, value: Callable[[], int]) -> None:
        """Read a gauge from ``value`` whenever the figures are asked for."""
        self._gauges[name].set_function(value)

    def watch_library(self, library: Library) -> None:
        """Read the size of a library whenever the figures are asked for."""
        self.watch("reports", lambda: len(library.reports()))
        self.watch("passages", library.store.count)

    def served(self, method: str, route: str, status: int, seconds: float) -> None:
        """A request has been answered to its end."""
        self._requests.labels(method, route, str(status)).observe(seconds)

    def answered(self, answer: Answer, ended_at: float) -> None:
        self._answers.labels(answer.status, answer.mode).inc()
        for step, milliseconds in answer.timings_ms:
            self._steps.labels(step).observe(milliseconds / 1000)

    def took_in(self, outcome: Outcome, seconds: float) -> None:
        self._files.labels(outcome.status).inc()
        self._ingest.observe(seconds)

    def text(self) -> bytes:
        """All figures as they are now."""
        return generate_latest(self._registry)
