"""Reads the report that is meant closely: its running text, ranked by meaning.

A search ranks rows, goals and text of many reports together, and rows with a question's words
stand before the text that answers it in other words. Where it is clear whose report is meant,
the text of that report alone is ranked by the question's vector, and what comes first there
joins what the search found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.model import Found, Interpretation
from assistant.reports import names_one, reports_meant
from ingest.library import Library
from ingest.model import PassageKind, Scope
from ingest.names import BOARD_ITSELF

_TEXTS = (PassageKind.TEXT, PassageKind.TABLE)
_POOL = 40
_READ = 6
_MOST_REPORTS = 3
_WEIGHT = 1.0
_BEHIND = 0.7


def read_closely(meant: Interpretation, found: Sequence[Found], library: Library) -> list[Found]:
    """Text passages of the reports meant, nearest in meaning first, scores 1 to 0; [] if open."""
    if not names_one(meant):
        return []
    reports = reports_meant(meant, library)
    if not 1 <= len(reports) <= _MOST_REPORTS:
        return []
    vector = library.embedder.embed_query(meant.text)
    before = {item.passage.id: item for item in found}
    near: list[Found] = []
    for report in reports:
        who = report.identity
        scope = Scope((who.board,), (who.unit or BOARD_ITSELF,), (who.year,), (who.report_type,))
        hits = library.store.search(vector, scope, _POOL)
        scores = {hit.passage_id: hit.score for hit in hits}
        texts = [p for p in library.store.get(list(scores), scope) if p.kind in _TEXTS]
        texts = texts[: 3 * _READ]
        low, high = (scores[p.key] for p in (texts[-1], texts[0])) if texts else (0.0, 1.0)
        for passage in texts[:_READ]:
            score = (scores[passage.key] - low) / ((high - low) or 1.0)
            known = before.get(passage.id) or Found(passage, 0.0)
            near.append(replace(known, score=score))
    return sorted(near, key=lambda item: -item.score)


def together(
    found: Sequence[Found], near: Sequence[Found], documents: frozenset[str]
) -> list[Found]:
    """What the search found and what was read closely, on one scale, best first.

    ``documents`` are the reports meant: where they are known, others' passages stand behind.
    """
    if not near or not found:
        return list(found or near)
    high, low = found[0].score, found[-1].score
    width = max(high - low, 0.5)
    scores = {item.passage.id: (item.score - high) / width for item in found}
    items = {item.passage.id: item for item in (*near, *found)}
    read = {item.passage.id: item.score for item in near}
    joined = []
    for key, item in items.items():
        score = max(scores.get(key, -1.0), -1.0) + _WEIGHT * read.get(key, 0.0)
        behind = 0.0 if item.passage.document_id in documents else _BEHIND
        joined.append(replace(item, score=score - behind))
    return sorted(joined, key=lambda item: (-item.score, item.passage.id))
