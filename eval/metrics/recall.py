"""Recall@k: the share of a question's evidence quotes found among the first k passages."""

from __future__ import annotations

from collections.abc import Sequence


def recall(ranks: Sequence[int | None], k: int) -> float | None:
    """0–1; None for a question without evidence."""
    if not ranks:
        return None
    return sum(r is not None and r <= k for r in ranks) / len(ranks)
