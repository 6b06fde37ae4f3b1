"""Years and kinds of report in a question.

«2022», «2017–2019», «2019/2020», «i fjol», «förra året», «T1 2020», «första tertialen»,
«jan–april», «senaste VB:n». A year after next year is a period only beside a report type or
«år»: «fossilfri organisation 2030» names a goal, not a report. Numbers of something («2000 kr»)
are never years. The clock is an input; nothing here knows which reports there are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz, process

from ingest.model import ReportType

_MONTH = r"jan(?:uari)?"
_DASH = r"\s*(?:-|–|—|till|t\.?o\.?m\.?|och)\s*"
_TYPES: tuple[tuple[str, tuple[ReportType, ...]], ...] = (
    (
        rf"\bt\s?1\b|\btertial(?:rapport(?:en)?)?\s*(?:1|ett|i)\b"
        r"|\b(?:första|1:a|1a)\s+tertial\w*"
        rf"|\b{_MONTH}{_DASH}apr(?:il)?\b|\bförsta\s+fyra\s+månader\w*|\bfyra\s+första\s+månader\w*",
        (ReportType.T1,),
    ),
    (
        rf"\bt\s?2\b|\btertial(?:rapport(?:en)?)?\s*(?:2|två|ii)\b"
        r"|\b(?:andra|2:a|2a)\s+tertial\w*"
        rf"|\b(?:{_MONTH}|maj){_DASH}aug(?:usti)?\b|\b(?:första\s+åtta|åtta\s+första)\s+månader\w*",
        (ReportType.T2,),
    ),
    (r"\btertialrapport(?:en|er|erna|s)?\b(?!\s*[12]\b)", (ReportType.T1, ReportType.T2)),
    (r"\bvp(?:n|:n|:s|:ns|ns)?\b|\bverksamhetsplan\w*|\bårsplan\w*", (ReportType.VP,)),
    (
        r"\bvb(?:n|:n|:s|:ns|ns)?\b|\bverksamhetsberättels\w*|\bbokslut(?:et|s)?\b"
        r"|\bårsberättels\w*|\bårsrapport\w*|\bårsredovisning\w*",
        (ReportType.VB,),
    ),
)  # fmt: skip
_LONG_NAMES_MEAN = {
    "verksamhetsberättelse": (ReportType.VB,),
    "verksamhetsberättelsen": (ReportType.VB,),
    "verksamhetsplanen": (ReportType.VP,),
    "verksamhetsplan": (ReportType.VP,),
}
_LONG_NAMES = tuple(_LONG_NAMES_MEAN)
_SLIP = 88.0
_YEAR = r"(?:19|20)\d\d"
_COUNTED = r"(?:kr|kronor|tkr|mnkr|st|stycken|personer|barn|brukare|procent|timmar|%|kvm|platser)"
_RANGE = re.compile(rf"\b({_YEAR})\s*(?:-|–|—|till(?:\s+och\s+med)?|t\.?o\.?m\.?)\s*({_YEAR})\b")
_SINGLE = re.compile(rf"(?<![\d.,])({_YEAR})(?!\d|[.,]\d|-\d\d|\s*{_COUNTED}\w{{0,3}}\b|\s*%)")
_RELATIVE: tuple[tuple[str, int], ...] = (
    (r"\bförrförra\s+året\b|\bi\s+förfjol\b|\bi\s+förrfjol\b|\bför\s+två\s+år\s+sedan\b", -2),
    (r"\b(?<!förr)förra\s+året\w*|\bi\s+fjol\b|\bfjolårets?\b|\bförra\s+årets\b|\bifjol\b", -1),
    (r"\bi\s+år\b|\bdet\s+här\s+året\b|\binnevarande\s+år\b|\bdetta\s+år\b", 0),
    (r"\bnästa\s+år\w*|\bkommande\s+år(?:et)?\b", 1),
)
_YEAR_BEFORE = re.compile(
    r"\båret\s+(?:innan|före|dessförinnan)\b|\bföregående\s+år\b|\bförra\s+mätningen\b"
    r"|\bår(?:et)?\s+dessförinnan\b|\bförra\s+årets\s+siffra\b"
)
_NEWEST = re.compile(r"\b(?:den\s+|det\s+)?(?:senaste|nyaste|sista)\b")
_LAST_YEARS = re.compile(r"\b(?:de\s+)?senaste\s+(två|tre|fyra|fem|\d)\s+åren\b")
_COUNT = {"två": 2, "tre": 3, "fyra": 4, "fem": 5}


@dataclass(frozen=True, slots=True)
class Periods:
    """What a question says of time. ``pairs`` are report types with their own year, if any.

    ``before`` is True for «året innan», ``newest`` for «senaste» beside a report type.
    """

    years: tuple[int, ...] = ()
    report_types: tuple[ReportType, ...] = ()
    pairs: tuple[tuple[tuple[ReportType, ...], int | None], ...] = ()
    before: bool = False
    newest: bool = False


def periods(text: str, today: date) -> Periods:
    """Read years and report types from a question in any case."""
    folded = text.casefold()
    types = _types(folded)
    years = _years(folded, today, [span for span, _ in types])
    pairs = tuple((kinds, _year_beside(span, years, folded)) for span, kinds in types)
    flat = dict.fromkeys(kind for _, kinds in types for kind in kinds)
    return Periods(
        years=tuple(dict.fromkeys(year for _, year in years)),
        report_types=tuple(flat),
        pairs=pairs,
        before=bool(_YEAR_BEFORE.search(folded)),
        newest=bool(_NEWEST.search(folded)) and bool(types),
    )


def spans(text: str, today: date) -> list[tuple[int, int]]:
    """The characters of a text that tell of years and report types, in any order."""
    folded = text.casefold()
    types = [span for span, _ in _types(folded)]
    found = [*types, *(match.span() for match in _RANGE.finditer(folded))]
    found += [
        match.span()
        for match in _SINGLE.finditer(folded)
        if _is_period(int(match[1]), match.span(), folded, (today, types))
    ]
    patterns = [*(re.compile(p) for p, _ in _RELATIVE), _YEAR_BEFORE, _LAST_YEARS]
    return found + [match.span() for pattern in patterns for match in pattern.finditer(folded)]


def _types(folded: str) -> list[tuple[tuple[int, int], tuple[ReportType, ...]]]:
    found: list[tuple[tuple[int, int], tuple[ReportType, ...]]] = []
    for pattern, kinds in _TYPES:
        for match in re.finditer(pattern, folded):
            if not any(s < match.end() and match.start() < e for (s, e), _ in found):
                found.append((match.span(), kinds))
    return sorted([*found, *_slips(folded)])


def _slips(folded: str) -> list[tuple[tuple[int, int], tuple[ReportType, ...]]]:
    """Long names of reports with a letter lost, doubled or changed."""
    found: list[tuple[tuple[int, int], tuple[ReportType, ...]]] = []
    for match in re.finditer(r"\w{13,}", folded):
        near = process.extractOne(match[0], _LONG_NAMES, scorer=fuzz.ratio, score_cutoff=_SLIP)
        if near and not any(name in match[0] for name in ("verksamhetsberättels", "verksamhetspl")):
            found.append((match.span(), _LONG_NAMES_MEAN[near[0]]))
    return found


def _years(folded: str, today: date, types: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Positions and years, in the order of the text."""
    found: list[tuple[int, int]] = []
    taken: list[tuple[int, int]] = []
    for match in _RANGE.finditer(folded):
        first, last = int(match[1]), int(match[2])
        if first < last <= first + 12:
            found += [(match.start(), year) for year in range(first, last + 1)]
            taken.append(match.span())
    for match in _SINGLE.finditer(folded):
        inside = any(start <= match.start() < end for start, end in taken)
        if not inside and _is_period(int(match[1]), match.span(), folded, (today, types)):
            found.append((match.start(), int(match[1])))
    for pattern, offset in _RELATIVE:
        found += [(m.start(), today.year + offset) for m in re.finditer(pattern, folded)]
    for match in _LAST_YEARS.finditer(folded):
        count = _COUNT.get(match[1]) or int(match[1])
        found += [(match.start(), today.year - back) for back in range(count, 0, -1)]
    return sorted(found)


def _is_period(
    year: int, span: tuple[int, int], folded: str, around: tuple[date, list[tuple[int, int]]]
) -> bool:
    today, types = around
    if year <= today.year + 1:
        return True
    before = folded[: span[0]].rstrip()
    near = any(0 <= span[0] - end <= 8 or 0 <= start - span[1] <= 8 for start, end in types)
    return near or before.endswith((" år", " under", "året"))


def _year_beside(span: tuple[int, int], years: list[tuple[int, int]], folded: str) -> int | None:
    """The year that belongs to a report type: right after it, else «2021 års VP», else the only."""
    after = [(at - span[1], year) for at, year in years if 0 <= at - span[1] <= 12]
    if after:
        return min(after)[1]
    before = [(span[0] - at, year) for at, year in years if 0 < span[0] - at <= 14]
    if before:
        return min(before)[1]
    distinct = {year for _, year in years}
    return next(iter(distinct)) if len(distinct) == 1 else None
