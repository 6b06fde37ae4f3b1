"""Which reports a question means: those that meet all it says, else the nearest to that.

The fence is kept. Within it a report is the nearer, the more of what the question wishes for it
meets: whose it is before which year, the year before which kind. Where only a board is named,
the board's own report comes before its units'. Year y is also met by the follow-up of y + 1.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.model import Interpretation
from ingest.library import Library
from ingest.model import Identity, ReportType, Scope, StoredReport


def reports_meant(meant: Interpretation, library: Library) -> list[StoredReport]:
    """The reports that meet most of the question, newest first; all parts of a comparison."""
    within = library.reports(meant.hard)
    if not meant.parts:
        return _nearest(within, meant.wished)
    found: dict[str, StoredReport] = {}
    for part in meant.parts:
        wished = Scope(
            part.boards or (() if part.units else meant.wished.boards),
            part.units or (() if part.boards else meant.wished.units),
            part.years or meant.wished.years,
            part.report_types or meant.wished.report_types,
        )
        found |= {report.document_id: report for report in _nearest(within, wished)}
    return list(found.values())


def names_one(meant: Interpretation) -> bool:
    """Whether the question or the fence says whose report it asks about."""
    return bool(meant.scope.units or meant.scope.boards)


def _nearest(within: Sequence[StoredReport], wished: Scope) -> list[StoredReport]:
    ranked = sorted(
        ((_met(report.identity, wished), report) for report in within),
        key=lambda pair: (-pair[0], -pair[1].identity.year, pair[1].document_id),
    )
    best = ranked[0][0] if ranked else 0.0
    return [report for score, report in ranked if score >= best]


def _met(identity: Identity, wished: Scope) -> float:
    score = 0.0
    if wished.units and Scope(units=wished.units).admits(identity):
        score += 8
    if wished.boards and Scope(boards=wished.boards).admits(identity):
        score += 4 + (1 if identity.unit is None and not wished.units else 0)
    if identity.year in wished.years:
        score += 3
    elif identity.year - 1 in wished.years and identity.report_type is not ReportType.VP:
        score += 0.5
    return score + (2 if identity.report_type in wished.report_types else 0)
