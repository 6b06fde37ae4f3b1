"""Kinds of report in a question: by short name, long name, slip, or the part of the year.

«T1», «första tertialen», «jan–april», «vb:n», «bokslutet», «planen för 2023», «uppföljningen av
2022». A plan or follow-up without a year is any plan («handlingsplanen»). «Förra tertialet» is
read by the clock. A month of a year is told of by the reports that cover it: that is a wish only,
never a reason to call a report missing.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from rapidfuzz import fuzz, process

from assistant.words import MONTHS
from ingest.model import ReportType

Found = tuple[tuple[int, int], tuple[ReportType, ...]]
_VP, _T1, _T2, _VB = ReportType.VP, ReportType.T1, ReportType.T2, ReportType.VB
_JANUARY = r"jan(?:uari)?"
_DASH = r"\s*(?:-|–|—|till|t\.?o\.?m\.?|och)\s*"
_TIME = (
    r"(?:år\s+)?(?:(?:19|20)\d\d|i\s+(?:år|fjol)|nästa\s+år|förra\s+året|innevarande\s+år"
    r"|kommande\s+år)\b"
)
_THIRD = r"tertial(?:rapport|uppföljning)?(?:en|et)?"
_TYPES: tuple[tuple[str, tuple[ReportType, ...]], ...] = (
    (
        rf"\bt\s?1\b|\b{_THIRD}\s*(?:1|ett|i)\b|\bdelår(?:srapport)?(?:en|et)?\s*1\b"
        r"|\b(?:första|1:a|1a)\s+(?:tertial|delårsrapport)\w*"
        rf"|\b{_JANUARY}{_DASH}apr(?:il)?\b|\bförsta\s+fyra\s+månader\w*|\bfyra\s+första\s+månader\w*",
        (_T1,),
    ),
    (
        rf"\bt\s?2\b|\b{_THIRD}\s*(?:2|två|ii)\b|\bdelår(?:srapport)?(?:en|et)?\s*2\b"
        r"|\b(?:andra|2:a|2a)\s+(?:tertial|delårsrapport)\w*"
        rf"|\b(?:{_JANUARY}|maj){_DASH}aug(?:usti)?\b|\b(?:första\s+åtta|åtta\s+första)\s+månader\w*",
        (_T2,),
    ),
    (
        r"(?<!förra\s)(?<!föregående\s)"
        r"\b(?:tertial(?:rapport|uppföljning)?|delårsrapport)(?:en|et|er|erna|ar|arna|s)?\b"
        r"(?!\s*[12]\b)",
        (_T1, _T2),
    ),
    (
        r"\bvp(?:n|:n|:s|:ns|ns)?\b|\bverksamhetsplan\w*|\bårsplan\w*"
        rf"|\bplan(?:en)?(?=\s+(?:för\s+)?{_TIME})"
        r"|(?<=\d\s)(?<=20\d\d\s)plan(?:en)?\b|(?<=\sårs\s)plan(?:en)?\b|(?<=årets\s)plan\b",
        (_VP,),
    ),
    (
        r"\bvb(?:n|:n|:s|:ns|ns)?\b|\bverksamhetsberättels\w*|\b(?:års)?bokslut(?:et|en|s|ets)?\b"
        r"|\bårsberättels\w*|\bårsrapport\w*|\bårsredovisning\w*"
        rf"|\b(?:års)?uppföljning(?:en)?(?=\s+(?:(?:för|av|från)\s+)?{_TIME})",
        (_VB,),
    ),
)  # fmt: skip
_LONG_NAMES_MEAN = {
    "verksamhetsberättelse": (_VB,),
    "verksamhetsberättelsen": (_VB,),
    "verksamhetsplanen": (_VP,),
    "verksamhetsplan": (_VP,),
}
_LONG_NAMES = tuple(_LONG_NAMES_MEAN)
_SLIP = 88.0
_LAST_THIRD = re.compile(r"\b(?:förra|föregående)\s+tertial\w*")
_MONTHS = [month[:3] for month in MONTHS]
_MONTH = re.compile(
    r"\b(jan(?:uari)?|feb(?:ruari)?|mars|apr(?:il)?|maj|juni|juli|aug(?:usti)?|sep(?:t(?:ember)?)?"
    r"|okt(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b"
)
_TO_COME = re.compile(r"\b(?:ska|skall|kommer|planer\w*|tänker|avser)\b")


def types(folded: str) -> list[Found]:
    """Where in a casefolded text kinds of report are named, in its order."""
    found: list[Found] = []
    for pattern, kinds in _TYPES:
        for match in re.finditer(pattern, folded):
            if not any(s < match.end() and match.start() < e for (s, e), _ in found):
                found.append((match.span(), kinds))
    return sorted([*found, *_slips(folded)])


def _slips(folded: str) -> list[Found]:
    """Long names of reports with a letter lost, doubled or changed."""
    found: list[Found] = []
    for match in re.finditer(r"\w{13,}", folded):
        near = process.extractOne(match[0], _LONG_NAMES, scorer=fuzz.ratio, score_cutoff=_SLIP)
        if near and not any(name in match[0] for name in ("verksamhetsberättels", "verksamhetspl")):
            found.append((match.span(), _LONG_NAMES_MEAN[near[0]]))
    return found


def last_third(
    folded: str, today: date
) -> list[tuple[tuple[int, int], tuple[ReportType, ...], int]]:
    """«förra tertialet» by the clock: place, kinds of report and year.

    The last third of a year has no report of its own: the year's follow-up tells of it, and T2 is
    the last tertial report.
    """
    if today.month <= 4:
        year, kinds = today.year - 1, [_T2, _VB]
    else:
        year, kinds = today.year, [_T1 if today.month <= 8 else _T2]
    return [(match.span(), tuple(kinds), year) for match in _LAST_THIRD.finditer(folded)]


def covering_month(folded: str, year: int, today: date) -> tuple[ReportType, ...]:
    """The follow-ups that cover the last month named; none of a month or plan to come."""
    months = [_MONTHS.index(match[1][:3]) + 1 for match in _MONTH.finditer(folded)]
    if not months or _TO_COME.search(folded):
        return ()
    month = max(months)
    if date(year, month, monthrange(year, month)[1]) > today:
        return ()
    return (_T1, _T2, _VB) if month <= 4 else (_T2, _VB) if month <= 8 else (_VB,)
