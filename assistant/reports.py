"""Which reports a question means: those that meet all it says, else the nearest to that.

The fence is kept. Within it a report is the nearer, the more of what the question wishes for it
meets: whose it is before which year, the year before which kind. Where only a board is named,
the board's own report comes before its units'. Year y is also met by the follow-up of y + 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.model import Interpretation
from ingest.library import Library
from ingest.model import Identity, ReportType, Scope, StoredReport
from ingest.names import BOARD_ITSELF


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
    return _boards_own(within, wished) or [report for score, report in ranked if score >= best]


def _boards_own(within: Sequence[StoredReport], wished: Scope) -> list[StoredReport]:
    """The board's report of the kind and year asked for, where the unit named has none such.

    «… på enheten (nämnden i X, T2 2024)»: then it is the board that tells of its unit.
    """
    if not (wished.units and wished.boards and wished.years and wished.report_types):
        return []
    if any(replace(wished, boards=()).admits(report.identity) for report in within):
        return []
    own = replace(wished, units=(BOARD_ITSELF,))
    return [report for report in within if own.admits(report.identity)]


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
