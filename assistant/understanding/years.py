"""Years in a question: as numbers, spans, and said by the clock.

A span that is open («sedan 2019») ends with the last year that can have been followed up: this
year once its first third has passed, else the one before. «Årets» says no year: reports use it
of their own. A number with what it counts («2000 kr») is no year, and a year after next year is
one only beside a report type or «år».
"""

from __future__ import annotations

import re
from datetime import date

_YEAR = r"(?:19|20)\d\d"
_COUNTED = r"(?:kr|kronor|tkr|mnkr|st|stycken|personer|barn|brukare|procent|timmar|%|kvm|platser)"
_RANGES = (
    re.compile(rf"\b({_YEAR})\s*(?:-|–|—|till(?:\s+och\s+med)?|t\.?o\.?m\.?)\s*({_YEAR})\b"),
    re.compile(rf"\bmellan\s+(?:åren\s+|år\s+)?({_YEAR})\s+och\s+({_YEAR})\b"),
)
_SHORT_RANGE = re.compile(rf"\b({_YEAR})\s?(/|-|–)\s?(\d\d)\b(?![-/]?\d)")
_SINCE = re.compile(
    rf"\b(?:(?:allt)?sedan|sen|från\s+och\s+med|fr\.?\s?o\.?\s?m\.?)\s+(?:år\s+)?({_YEAR})\b"
    rf"|\b(?:från\s+)?(?:år\s+)?({_YEAR})\s+och\s+framåt\b"
)
_UNTIL = re.compile(rf"\b(?:före|innan)\s+(?:år\s+)?({_YEAR})\b")
_SINGLE = re.compile(rf"(?<![\d.,])({_YEAR})(?!\d|[.,]\d|-\d\d|\s*{_COUNTED}\w{{0,3}}\b|\s*%)")
_TWO_DIGITS = re.compile(rf"(?<=[a-zåäö]\s)[-–’'](\d\d)\b(?![.,]\d|\s*{_COUNTED}|\s*%|\s*grader)")
_RELATIVE: tuple[tuple[re.Pattern[str], int], ...] = tuple(
    (re.compile(pattern), offset)
    for pattern, offset in (
        (
            r"\bförrförra\s+året\b|\bi\s+förfjol\b|\bi\s+förrfjol\b|\bför\s+två\s+år\s+sedan\b",
            -2,
        ),
        (
            r"\b(?<!förr)förra\s+året\w*|\bi\s+fjol\b|\bfjolårets?\b|\bförra\s+årets\b|\bifjol\b"
            r"|\båret\s+som\s+gick\b|\b(?:det\s+)?gångna\s+året\b|\bför\s+ett\s+år\s+sedan\b",
            -1,
        ),
        (r"\bi\s+år\b|\bdet\s+här\s+året\b|\binnevarande\s+år\b|\bdetta\s+år\b", 0),
        (r"(?<!inför\s)\b(?:nästa\s+år\w*|kommande\s+år(?:et)?)\b", 1),
    )
)
_NUMBER = r"(två|tre|fyra|fem|\d)"
_LAST_YEARS = re.compile(
    rf"\b(?:de\s+)?(?:{_NUMBER}\s+(?:senaste|sista)|(?:senaste|sista)\s+{_NUMBER})\s+åren\b"
)
COUNT = {"två": 2, "tre": 3, "fyra": 4, "fem": 5}
_LONGEST = 12


def years(folded: str, today: date, types: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Positions and years of a casefolded text; ``types`` is where kinds of report are named."""
    found = [(span[0], year) for span, told in _spanned(folded, today) for year in told]
    taken = [span for span, _ in _spanned(folded, today)]
    taken += [match.span() for match in _UNTIL.finditer(folded)]
    for match in _SINGLE.finditer(folded):
        inside = any(start <= match.start() < end for start, end in taken)
        if not inside and _is_period(int(match[1]), match.span(), folded, (today, types)):
            found.append((match.start(), int(match[1])))
    found += [(span[0], year) for span, year in _short(folded, today)]
    for pattern, offset in _RELATIVE:
        found += [(m.start(), today.year + offset) for m in pattern.finditer(folded)]
    return sorted(found)


def beyond(folded: str, last: int) -> list[int]:
    """The years said of a casefolded text that lie more than one after ``last``."""
    return [year for m in _SINGLE.finditer(folded) if (year := int(m[1])) > last + 1]


def until(folded: str) -> int | None:
    """y of «före y», which means the years before it."""
    match = _UNTIL.search(folded)
    return int(match[1]) if match else None


def spans(folded: str, today: date, types: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The characters that tell of years."""
    found = [span for span, _ in (*_spanned(folded, today), *_short(folded, today))]
    found += [match.span() for match in _UNTIL.finditer(folded)]
    found += [
        match.span()
        for match in _SINGLE.finditer(folded)
        if _is_period(int(match[1]), match.span(), folded, (today, types))
    ]
    return found + [m.span() for pattern, _ in _RELATIVE for m in pattern.finditer(folded)]


def _spanned(folded: str, today: date) -> list[tuple[tuple[int, int], tuple[int, ...]]]:
    """Spans of years: closed, short («2023/24»), open and counted back from today."""
    found: list[tuple[tuple[int, int], tuple[int, ...]]] = []
    for pattern in _RANGES:
        for match in pattern.finditer(folded):
            first, last = int(match[1]), int(match[2])
            if first < last <= first + _LONGEST:
                found.append((match.span(), tuple(range(first, last + 1))))
    for match in _SHORT_RANGE.finditer(folded):
        first, last = int(match[1]), int(match[3])
        if last == (first + 1) % 100 and (match[2] == "/" or last > 12):
            found.append((match.span(), (first, first + 1)))
    closed = today.year if today.month >= 5 else today.year - 1
    for match in _SINCE.finditer(folded):
        first = int(match[1] or match[2])
        inside = any(start <= match.start(match.lastindex or 0) < end for (start, end), _ in found)
        if not inside and first <= today.year <= first + _LONGEST:
            found.append((match.span(), tuple(range(first, max(first, closed) + 1))))
    for match in _LAST_YEARS.finditer(folded):
        said = match[1] or match[2]
        count = COUNT.get(said) or int(said)
        found.append((match.span(), tuple(today.year - back for back in range(count, 0, -1))))
    return found


def _short(folded: str, today: date) -> list[tuple[tuple[int, int], int]]:
    """«-24» after a word: the last years and the next, not a number below zero."""
    near = range(today.year - _LONGEST, today.year + 2)
    found = ((m.span(), 2000 + int(m[1])) for m in _TWO_DIGITS.finditer(folded))
    return [(span, year) for span, year in found if year in near]


def _is_period(
    year: int, span: tuple[int, int], folded: str, around: tuple[date, list[tuple[int, int]]]
) -> bool:
    today, types = around
    if year <= today.year + 1:
        return True
    before = folded[: span[0]].rstrip()
    near = any(0 <= span[0] - end <= 8 or 0 <= start - span[1] <= 8 for start, end in types)
    return near or before.endswith((" år", " under", "året"))
