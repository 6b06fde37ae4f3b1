"""An indicator over the years: one series for each unit or board, from what the reports print.

A year's outcome is that of its verksamhetsberättelse; the tertial reports tell a part of a year
and stay out of the line. Beside it stand the target (of the VB, else of the plan) and the value
that the year after reports in its column for the year before – kept apart, since the two may
differ. A cell that is not one number has no place in the line and is told as printed. Values are
never joined over a year without one, and different measures never share an axis.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.model import FoundIndicator
from ingest.model import ReportType
from ingest.numbers import parse_number


@dataclass(frozen=True, slots=True)
class Value:
    """A printed cell, the number it holds (None if it is not one) and the row it stands in."""

    printed: str
    number: float | None
    measure: str | None
    row: FoundIndicator


@dataclass(frozen=True, slots=True)
class Year:
    """What is known of one year: its outcome, its target, and what the year after says."""

    year: int
    outcome: Value | None = None
    target: Value | None = None
    told_later: Value | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """One unit's or board's years, the first to the last without gaps in the count."""

    board: str
    unit: str | None
    years: tuple[Year, ...]
    measure: str | None

    def fits(self, value: Value | None) -> float | None:
        """The number of a value, where it has one in the measure of this series."""
        if value is None or value.number is None or value.measure != self.measure:
            return None
        return value.number


def series_of(rows: Iterable[FoundIndicator]) -> tuple[Series, ...]:
    """The series that rows of one indicator make, by board and unit; only certain rows count."""
    groups: dict[tuple[str, str | None], list[FoundIndicator]] = {}
    for row in rows:
        if row.value.certain:
            groups.setdefault((row.identity.board, row.identity.unit), []).append(row)
    made = (_series(board, unit, group) for (board, unit), group in groups.items())
    return tuple(sorted(made, key=lambda s: (s.board, s.unit is not None, s.unit or "")))


def _series(board: str, unit: str | None, rows: Sequence[FoundIndicator]) -> Series:
    years: dict[int, Year] = {}

    def at(year: int) -> Year:
        return years.get(year, Year(year))

    for row in sorted(rows, key=_order):
        year, cells = row.identity.year, row.value.columns
        if row.identity.report_type is ReportType.VB:
            outcome = at(year).outcome or _value(cells.outcome, row)
            years[year] = replace(at(year), outcome=outcome)
            if row.value.previous_period in (f"VB {year - 1}", str(year - 1)):
                told = at(year - 1).told_later or _value(cells.previous, row)
                years[year - 1] = replace(at(year - 1), told_later=told)
        target = at(year).target or _value(cells.target, row)
        years[year] = replace(at(year), target=target)
    known = [y for y in years.values() if y.outcome or y.target or y.told_later]
    span = range(min(y.year for y in known), max(y.year for y in known) + 1) if known else ()
    return Series(board, unit, tuple(at(year) for year in span), _measure(known))


def _order(row: FoundIndicator) -> tuple[int, str]:
    """The year's report before the plan, the plan before the tertials."""
    order = (ReportType.VB, ReportType.VP, ReportType.T2, ReportType.T1)
    return order.index(row.identity.report_type), row.document_id


def _value(cell: str | None, row: FoundIndicator) -> Value | None:
    if cell is None:
        return None
    number = parse_number(cell)
    return Value(cell, number.value if number else None, number.measure if number else None, row)


def _measure(years: Iterable[Year]) -> str | None:
    """The measure that most of the outcomes are printed in, else that of the targets."""
    for values in ([y.outcome or y.told_later for y in years], [y.target for y in years]):
        counts = Counter(v.measure for v in values if v and v.number is not None)
        if counts:
            return counts.most_common(1)[0][0]
    return None
