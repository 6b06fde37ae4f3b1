"""nDCG@k over evidence quotes (Järvelin & Kekäläinen 2002), each quote worth 1.

A quote's gain is discounted by log2(1 + rank) of the first passage that holds it. The ideal has
one quote on each rank from 1; a passage that holds several quotes can beat it, so the ratio is
capped at 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log2


def ndcg(ranks: Sequence[int | None], k: int = 10) -> float | None:
    """0–1; None for a question without evidence."""
    if not ranks:
        return None
    gain = sum(1 / log2(1 + r) for r in ranks if r is not None and r <= k)
    ideal = sum(1 / log2(1 + n) for n in range(1, min(len(ranks), k) + 1))
    return min(1.0, gain / ideal)
