"""Years and kinds of report in a question.

«2022», «2017–2019», «sedan 2019», «i fjol», «förra året», «T1 2020», «första tertialen»,
«jan–april», «planen för 2023», «senaste VB:n», «i augusti 2022». A year after next year is a
period only beside a report type or «år»: «fossilfri organisation 2030» names a goal, not a report.
Numbers of something («2000 kr») are never years. The clock is an input; nothing here knows which
reports there are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from assistant.understanding import kinds, years
from ingest.model import ReportType

_YEAR_BEFORE = re.compile(
    r"\båret\s+(?:innan|före|dessförinnan)\b|\bföregående\s+år\b|\bförra\s+mätningen\b"
    r"|\bår(?:et)?\s+dessförinnan\b|\bförra\s+årets\s+siffra\b"
)
_COUNT = r"(?:(?P<count>två|tre|fyra|fem)\s+)?"
_NEWEST = re.compile(rf"\b(?:den\s+|det\s+|de\s+)?{_COUNT}(?:senaste|nyaste|sista)\b")
_MERGER = r"(?:sammanslagning\w*|hopslagning\w*|att\s+nämnderna\s+slogs\s+ihop)"
_BEFORE_MERGER = re.compile(rf"\b(?:före|innan)\s+(?:nämndernas\s+)?{_MERGER}")


@dataclass(frozen=True, slots=True)
class Periods:
    """What a question says of time. ``pairs`` are report types with their own year, if any.

    ``before`` is True for «året innan», ``newest`` how many of the newest reports «senaste» beside
    a report type means. ``until`` is y of «före y»; ``before_merger`` is «före sammanslagningen».
    """

    years: tuple[int, ...] = ()
    report_types: tuple[ReportType, ...] = ()
    pairs: tuple[tuple[tuple[ReportType, ...], int | None], ...] = ()
    before: bool = False
    newest: int = 0
    until: int | None = None
    before_merger: bool = False


def periods(text: str, today: date) -> Periods:
    """Read years and report types from a question in any case."""
    folded = text.casefold()
    types = kinds.types(folded)
    third = kinds.last_third(folded, today)
    found = years.years(folded, today, [span for span, _ in types])
    pairs = [(names, _year_beside(span, found, folded)) for span, names in types]
    told = tuple(dict.fromkeys([year for _, year in found] + [y for _, _, y in third]))
    flat = [kind for _, names in types for kind in names]
    flat += [kind for _, names, _ in third for kind in names]
    if not flat and len(told) == 1:
        flat = list(kinds.covering_month(folded, told[0], today))
    return Periods(
        years=told,
        report_types=tuple(dict.fromkeys(flat)),
        pairs=tuple(pairs),
        before=bool(_YEAR_BEFORE.search(folded)),
        newest=_newest(folded) if types else 0,
        until=years.until(folded),
        before_merger=bool(_BEFORE_MERGER.search(folded)),
    )


def spans(text: str, today: date) -> list[tuple[int, int]]:
    """The characters of a text that tell of years and report types, in any order."""
    folded = text.casefold()
    types = [span for span, _ in kinds.types(folded)]
    found = [*types, *(span for span, _, _ in kinds.last_third(folded, today))]
    found += years.spans(folded, today, types)
    patterns = (_YEAR_BEFORE, _BEFORE_MERGER)
    return found + [match.span() for pattern in patterns for match in pattern.finditer(folded)]


def _newest(folded: str) -> int:
    match = _NEWEST.search(folded)
    if match is None:
        return 0
    return years.COUNT.get(match["count"] or "", 1)


def _year_beside(span: tuple[int, int], found: list[tuple[int, int]], folded: str) -> int | None:
    """The year that belongs to a report type: right after it, else «2021 års VP», else the only."""
    after = [(at - span[1], year) for at, year in found if 0 <= at - span[1] <= 12]
    if after:
        return min(after)[1]
    before = [(span[0] - at, year) for at, year in found if 0 < span[0] - at <= 14]
    if before:
        return min(before)[1]
    distinct = {year for _, year in found}
    return next(iter(distinct)) if len(distinct) == 1 else None
