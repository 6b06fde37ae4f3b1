"""Refusals: precision and recall of «not_found» over answerable and unanswerable questions.

Precision: of the questions refused, those that have no answer. Recall: of those that have no
answer, those refused; also by reason. Wrongly refused: of the answerable ones, those refused.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """One question: whether it was refused, whether it has an answer, and if not, why."""

    refused: bool
    answerable: bool
    reason: str | None = None


def precision(rows: Sequence[Refusal]) -> float | None:
    """None when nothing was refused."""
    refused = [row for row in rows if row.refused]
    return sum(not row.answerable for row in refused) / len(refused) if refused else None


def recall(rows: Sequence[Refusal]) -> float | None:
    """None when every question has an answer."""
    wanted = [row for row in rows if not row.answerable]
    return sum(row.refused for row in wanted) / len(wanted) if wanted else None


def recall_by_reason(rows: Sequence[Refusal]) -> dict[str, tuple[int, int]]:
    """(refused, all) of the unanswerable questions by reason."""
    groups: dict[str, list[bool]] = defaultdict(list)
    for row in rows:
        if not row.answerable:
            groups[row.reason or "okänt"].append(row.refused)
    return {reason: (sum(each), len(each)) for reason, each in sorted(groups.items())}


def wrongly_refused(rows: Sequence[Refusal]) -> float | None:
    """None when no question has an answer."""
    answerable = [row for row in rows if row.answerable]
    return sum(row.refused for row in answerable) / len(answerable) if answerable else None
