"""Reciprocal rank: 1 / the rank of the first evidence quote found; its mean is MRR."""

from __future__ import annotations

from collections.abc import Sequence


def reciprocal_rank(ranks: Sequence[int | None], k: int = 10) -> float | None:
    """0–1, 0 when nothing is found among the first k; None for a question without evidence."""
    if not ranks:
        return None
    found = [r for r in ranks if r is not None and r <= k]
    return 1 / min(found) if found else 0.0
