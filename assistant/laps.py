"""How long each step of an answer took, for whoever measures it; nothing is decided on it."""

from __future__ import annotations

import time
from dataclasses import dataclass, field


@dataclass(slots=True)
class Laps:
    """Milliseconds a step, in the order of the steps."""

    start: float = field(default_factory=time.perf_counter)
    laps: list[tuple[str, float]] = field(default_factory=list)
    last: float = 0.0

    def lap(self, name: str) -> None:
        now = (time.perf_counter() - self.start) * 1000
        self.laps.append((name, round(now - self.last, 2)))
        self.last = now

    def all(self) -> tuple[tuple[str, float], ...]:
        total = round((time.perf_counter() - self.start) * 1000, 2)
        return (("total", total), *self.laps)
