"""The steps' own times of a question, in milliseconds: where the time of an answer goes.

The steps that the answer tells of itself, and within search what the store and the word index take;
the embedding goes on beside them. Several calls of one engine for a question count as one time,
their sum.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from functools import wraps
from typing import Any

from ingest.library import Library

_NAMES = {
    "interpret": "tolkning",
    "retrieve": "sökning",
    "figures": "nyckeltal",
    "closely": "närläsning",
    "evidence": "belägg",
    "write": "skrivning",
    "verify": "prövning",
    "total": "hela svaret",
}


class Steps:
    """What each step took, a time a question that had the step."""

    def __init__(self) -> None:
        self.times: dict[str, list[float]] = {}
        self._now: dict[str, float] = {}

    def watch(self, library: Library) -> None:
        """Time the library's engines from now on; before anything is built over it."""
        engines: Any = library
        engines.store = _Watched(library.store, "search", "vektorsökning", self._now)
        engines.lexical = _Watched(library.lexical, "search", "ordsökning", self._now)

    def asked(self) -> None:
        """A question begins: what was done in between does not count."""
        self._now.clear()

    def answered(self, told: Iterable[tuple[str, float]]) -> None:
        """A question is answered; ``told`` are the steps that the answer tells of."""
        own = {_NAMES[step]: took for step, took in told if step in _NAMES}
        for name, took in {**own, **self._now}.items():
            self.times.setdefault(name, []).append(took)


class _Watched:
    """An engine with one of its calls timed."""

    def __init__(self, engine: Any, call: str, name: str, now: dict[str, float]) -> None:
        self._engine, self._call, self._name, self._now = engine, call, name, now

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._engine, name)
        if name != self._call:
            return found

        @wraps(found)
        def call(*given: Any, **named: Any) -> Any:
            start = time.perf_counter()
            try:
                return found(*given, **named)
            finally:
                took = (time.perf_counter() - start) * 1000
                self._now[self._name] = self._now.get(self._name, 0.0) + took

        return call


__all__ = ["Steps"]
