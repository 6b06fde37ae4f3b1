"""Decided on the cell: an outcome asked of reports that only hold targets.

A plan says what is aimed at, never what became. When every row of the asked indicator stands in a
plan, and the question wants what became of it, there is no answer, however near the row is.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.model import FoundIndicator, Interpretation
from assistant.understanding.terms import wants_outcome
from ingest.model import ReportType


def only_targets(meant: Interpretation, rows: Sequence[FoundIndicator]) -> bool:
    """Whether the question asks for an outcome and all that there is are a plan's targets."""
    if not meant.indicators or not rows or meant.column in ("target", "city_target"):
        return False
    plans = all(row.identity.report_type is ReportType.VP for row in rows)
    return plans and wants_outcome(meant.text)
