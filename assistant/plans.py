"""Decided on the cell: what a row cannot say, however near it is.

A plan says what is aimed at, never what became. When every row of the asked indicator stands in a
plan, and the question wants what became of it, there is no answer. A row's value is that of its
unit as a whole: asked of one workplace within the unit, it is the wrong value.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.evidence import Evidence, Gatherer
from assistant.model import FoundIndicator, Interpretation
from assistant.understanding.terms import wants_outcome
from assistant.words import stem, words
from ingest.model import ReportType

_OUTCOME = re.compile(r"\butfall(?:et)?\b")


def only_targets(meant: Interpretation, rows: Sequence[FoundIndicator]) -> bool:
    """Whether the question asks for an outcome and all that there is are a plan's targets."""
    if not meant.indicators or not rows or meant.column in ("target", "city_target"):
        return False
    plans = all(row.identity.report_type is ReportType.VP for row in rows)
    return plans and wants_outcome(meant.text)


def asks_outcome_of_plan(meant: Interpretation) -> bool:
    """Whether an outcome is asked of a plan by name, whatever the row is called."""
    return meant.scope.report_types == (ReportType.VP,) and bool(
        _OUTCOME.search(meant.text.casefold())
    )


def of_the_whole(
    meant: Interpretation,
    rows: list[FoundIndicator],
    gatherer: Gatherer,
    evidence: Sequence[Evidence],
) -> list[FoundIndicator]:
    """The rows, less where the question asks for a named part of what they are the value of."""
    if not meant.indicators or not gatherer.names:
        return rows
    own = {stem(w) for row in rows for w in words(row.value.name)}
    own |= {stem(w) for name in meant.indicators for w in words(name)}
    parts = [name for name in gatherer.names if stem(name) not in own]
    return [] if parts else rows
