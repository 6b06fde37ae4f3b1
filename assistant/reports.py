"""Which reports a question means: those that meet all it says, else the nearest to that.

The fence is kept. Within it a report is the nearer, the more of what the question wishes for it
meets: whose it is before which year, the year before which kind. Where only a board is named,
the board's own report comes before its units'. Year y is also met by the follow-up of y + 1.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from assistant.model import Interpretation
from ingest.library import Library
from ingest.model import ReportType, Scope, StoredReport
from ingest.names import BOARD_ITSELF
from ingest.roster import Roster

Places = NDArray[np.intp]


def reports_meant(meant: Interpretation, library: Library) -> list[StoredReport]:
    """The reports that meet most of the question, newest first; all parts of a comparison."""
    if not meant.parts:
        return _nearest(meant.hard, meant.wished, library)
    found: dict[str, StoredReport] = {}
    for part in meant.parts:
        wished = Scope(
            part.boards or (() if part.units else meant.wished.boards),
            part.units or (() if part.boards else meant.wished.units),
            part.years or meant.wished.years,
            part.report_types or meant.wished.report_types,
        )
        nearest = _nearest(meant.hard, wished, library)
        found |= {report.document_id: report for report in nearest}
    return list(found.values())


def names_one(meant: Interpretation) -> bool:
    """Whether the question or the fence says whose report it asks about."""
    return bool(meant.scope.units or meant.scope.boards)


def _nearest(hard: Scope, wished: Scope, library: Library) -> list[StoredReport]:
    reports, roster = library.reports(), library.roster()
    within = roster.within(hard)
    if not len(within):
        return []
    best = _boards_own(within, wished, roster)
    if best is None:
        met = _met(wished, roster)[within]
        best = within[met >= met.max()]
        best = best[np.argsort(-roster.years[best], kind="stable")]
    return [reports[place] for place in best.tolist()]


def _boards_own(within: Places, wished: Scope, roster: Roster) -> Places | None:
    """The board's report of the kind and year asked for, where the unit named has none such.

    «… på enheten (nämnden i X, T2 2024)»: then it is the board that tells of its unit.
    """
    if not (wished.units and wished.boards and wished.years and wished.report_types):
        return None
    if roster.mask(replace(wished, boards=()))[within].any():
        return None
    own = within[roster.mask(replace(wished, units=(BOARD_ITSELF,)))[within]]
    return own if len(own) else None


def _met(wished: Scope, roster: Roster) -> NDArray[np.float64]:
    """How much of the wish each report meets."""
    of_units = roster.named(wished.units, unit=True)
    of_boards = roster.named(wished.boards, unit=False)
    own = of_boards & roster.of_boards if not wished.units else np.zeros_like(of_boards)
    year = roster.of_years(wished.years)
    after = roster.of_years([y + 1 for y in wished.years]) & ~roster.kinds((ReportType.VP,)) & ~year
    kind = roster.kinds(wished.report_types)
    columns = np.stack((of_units, of_boards, own, year, after, kind)).astype(np.float64)
    met: NDArray[np.float64] = np.array((8, 4, 1, 3, 0.5, 2)) @ columns
    return met
