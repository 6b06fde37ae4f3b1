"""Several lists of hits made one: dense and lexical scores added, parts of a question interleaved.

The dense score is centred on its pool's weakest and scaled to the pool's width, the lexical one
scaled to its best and weighted; reciprocal ranks did no better.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.model import Found
from ingest.index.ports import Hit


def fused(dense: Sequence[Hit], lexical: Sequence[Hit], weight: float) -> list[Hit]:
    """One score a passage: dense between 0 and 1 over its pool, plus weighted lexical."""
    found = {hit.passage_id: hit for hit in _scaled(dense)}
    best = max((hit.score for hit in lexical), default=0.0) or 1.0
    for hit in lexical:
        before = found[hit.passage_id].score if hit.passage_id in found else 0.0
        score = before + weight * (hit.score / best)
        found[hit.passage_id] = Hit(hit.passage_id, score, hit.document_id)
    return list(found.values())


def _scaled(hits: Sequence[Hit]) -> list[Hit]:
    """Centred on the pool's weakest and scaled to its width."""
    if not hits:
        return []
    low, high = min(h.score for h in hits), max(h.score for h in hits)
    width = (high - low) or 1.0
    return [Hit(h.passage_id, (h.score - low) / width, h.document_id) for h in hits]


def interleaved(lists: Iterable[list[Found]]) -> list[Found]:
    """The best of each part, then the second of each …; a passage once."""
    rows = list(lists)
    merged: dict[str, Found] = {}
    for rank in range(max(map(len, rows), default=0)):
        for row in rows:
            if rank < len(row):
                merged.setdefault(row[rank].passage.key, row[rank])
    return list(merged.values())


__all__ = ["fused", "interleaved"]
