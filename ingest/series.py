"""One series per indicator, unit and board: what several reports say of the same outcome compared.

The outcome of VB y stands again in the column «VB y» of the reports of the year after. Where the
two differ, both are told with their sources; neither is preferred. Only outcomes are compared:
targets and prognoses never meet them. Which names mean the same is for the caller to say, by
synonyms if it has any; without it, spelling decides. Rows that are not certain take no part.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

from ingest.model import Identity, IndicatorValue, ReportType
from ingest.numbers import parse_number
from ingest.text import bare, fold

Row = tuple[Identity, IndicatorValue]
SameIndicator = Callable[[str, str], bool]

_ALIKE = 88.0


@dataclass(frozen=True, slots=True)
class Disagreement:
    """An outcome as its own report prints it, and as a later report does."""

    own: Row
    later: Row

    @property
    def warning(self) -> str:
        """Both values with their sources, Swedish; the match is shown where names differ."""
        (own, value), (other, again) = self.own, self.later
        renamed = "" if fold(value.name) == fold(again.name) else f" (där «{again.name}»)"
        return (
            f"{value.name}, {own.unit or own.board} {own.year}: {own.title} s. {value.page} anger "
            f"{value.columns.outcome}, men {other.title} s. {again.page}{renamed} anger "
            f"{again.columns.previous} för {again.previous_period}."
        )


def spelled_alike(one: str, two: str) -> bool:
    """Whether two names are one but for case, spacing and a slip; digits have to be equal."""
    left, right = bare(one).casefold(), bare(two).casefold()
    digits = [[c for c in name if c.isdigit()] for name in (left, right)]
    return digits[0] == digits[1] and fuzz.ratio(left, right) >= _ALIKE


def disagreements(
    rows: Iterable[Row], same: SameIndicator = spelled_alike
) -> tuple[Disagreement, ...]:
    """Every outcome of a VB that a report of the year after prints otherwise."""
    certain = [row for row in rows if row[1].certain]
    own: dict[tuple[str, str | None, int], list[Row]] = {}
    for row in certain:
        identity, value = row
        if identity.report_type is ReportType.VB and value.columns.outcome:
            own.setdefault((identity.board, identity.unit, identity.year), []).append(row)
    found = []
    for row in certain:
        identity, value = row
        year = identity.year - 1
        if value.columns.previous and value.previous_period in (f"VB {year}", str(year)):
            for first in own.get((identity.board, identity.unit, year), ()):
                named = same(first[1].name, value.name)
                if named and differ(first[1].columns.outcome, value.columns.previous):
                    found.append(Disagreement(first, row))
    return tuple(found)


def differ(one: str | None, two: str | None) -> bool:
    """Whether two cells say different things: numbers by value, else their words."""
    left, right = parse_number(one), parse_number(two)
    if left is not None and right is not None:
        both = left.measure and right.measure and left.measure != right.measure
        return left.value != right.value or bool(both)
    return bare(one or "").casefold() != bare(two or "").casefold()
