"""Latency: percentiles of the time a question took, by nearest rank."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil


def percentile(times: Sequence[float], share: float) -> float | None:
    """The smallest time that at least ``share`` (0–1) of all times do not exceed."""
    if not times:
        return None
    return sorted(times)[max(0, ceil(share * len(times)) - 1)]
