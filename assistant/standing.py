"""How a report's indicators stand: against their targets, or against the year before.

«Vilka indikatorer når inte målet?» names no indicator: every row of the follow-up that is meant is
compared, cell with cell, where both hold one number in the same measure. The rows told are those
that are asked for, each quoted whole; that one number is larger than another is worked out, so it
is a note's to say. Whether more is better stands in no table and is never said: a question for
what is missed gets what lies below and what lies above. What the city aims at in number («450 st»)
is for the whole city and no yardstick for a report. Rows that cannot be compared are counted, and
reports beyond the first ``_MOST_REPORTS``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.figures import cell
from assistant.model import Claim, FoundIndicator, Interpretation
from assistant.writers.extractive import figure_claim, owner_of, period_of
from ingest.library import Library
from ingest.model import ReportType, Scope, StoredReport
from ingest.numbers import parse_number

_ROWS = re.compile(r"\b(?:indikator(?:er|erna|n)?|nyckeltal(?:en|et)?|mätetal(?:en)?)\b")
_TARGET = re.compile(r"\b(?:års|enhets|stadens\s+|kf:?s?[\s-]+)?(?:mål|målet|målen|målvärde\w*)\b")
_CITY = re.compile(r"\b(?:kf|stadens|kommunfullmäktiges?|fullmäktiges?)\b")
_BEFORE = re.compile(
    r"\b(?:förra\s+året|året\s+före|föregående\s+år|i\s+fjol|ifjol|försämra\w*|förbättra\w*"
    r"|ökat|ökade|minskat|minskade|stigit|sjunkit|förändra\w*|ändra(?:t|ts|des))\b"
)
_BELOW = re.compile(
    r"\bunder\s+(?:sin[at]?\s+|års|enhets|stadens\s+|kf\S*\s+)*mål\w*|\blägre\b|\bmindre\b|\bminskat\b|\bminskade\b|\bsjunkit\b"
)
_ABOVE = re.compile(
    r"\böver\s+(?:sin[at]?\s+|års|enhets|stadens\s+|kf\S*\s+)*mål\w*|\bhögre\b|\bökat\b|\bökade\b|\bstigit\b|\böverträff\w*"
)
_SINCE = re.compile(r"\bsedan\s+(?:år\s+)?((?:19|20)\d\d)\b")
_SHARES = ("%", None)
_MOST_ROWS, _MOST_REPORTS, _MOST_NAMED = 16, 30, 8
_SOME = (
    "Jämförelsen gäller de {} första av {} rapporter. Ange en nämnd eller en enhet för att få med "
    "de andra."
)
_ANY = Scope()
_KINDS = (ReportType.VB, ReportType.T2, ReportType.T1)


@dataclass(frozen=True, slots=True)
class Standing:
    """What is told of the rows, and the notes that go with it."""

    claims: tuple[Claim, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Compared:
    row: FoundIndicator
    told: str
    step: float


def standing(meant: Interpretation, library: Library) -> Standing | None:
    """The rows as they stand; None where that is not asked, or no report has any to compare."""
    folded = meant.text.casefold()
    apart = any(part.units or part.boards for part in meant.parts)
    if meant.indicators or apart or not _ROWS.search(folded):
        return None
    if _TARGET.search(folded):
        columns = ("city_target",) if _CITY.search(folded) else ("target", "city_target")
    elif _BEFORE.search(folded):
        columns = ("previous",)
    else:
        return None
    held = _follow_ups(meant, library)
    rows = list(_rows(held[:_MOST_REPORTS], library))
    compared = [found for row in rows if (found := _compared(row, columns))]
    if not compared:
        return None
    below, above = bool(_BELOW.search(folded)), bool(_ABOVE.search(folded))
    wanted = [one for one in compared if _is_wanted(one, below, above)]
    shown = (wanted or compared)[:_MOST_ROWS]
    claims = tuple(figure_claim(one.row, ("outcome", *_held(one.row, columns))) for one in shown)
    notes = _notes(compared, len(rows), len(wanted) - len(shown), columns)
    some = (_SOME.format(_MOST_REPORTS, len(held)),) if len(held) > _MOST_REPORTS else ()
    return Standing(claims, (*notes, *some))


def _is_wanted(one: _Compared, below: bool, above: bool) -> bool:
    if below == above:
        return one.step != 0
    return one.step < 0 if below else one.step > 0


def _follow_ups(meant: Interpretation, library: Library) -> list[StoredReport]:
    """Each owner's last follow-up of the years meant; of all where there is none of those."""
    met = [r for r in library.reports(meant.hard) if r.identity.report_type in _KINDS]
    for wished in (
        replace(meant.scope, years=(), report_types=()),
        replace(_ANY, report_types=meant.scope.report_types),
        replace(_ANY, years=meant.scope.years),
    ):
        met = [r for r in met if wished.admits(r.identity)] or (met if wished.years else [])
    since = _SINCE.search(meant.text.casefold())
    if since and any(r.identity.year != int(since[1]) + 1 for r in _newest(met)):
        return []  # the column before is of another year
    return sorted(_newest(met), key=lambda r: r.document_id)


def _newest(met: Sequence[StoredReport]) -> list[StoredReport]:
    """Each owner's last report: of a year the whole year's."""
    latest: dict[str, StoredReport] = {}
    for report in sorted(
        met, key=lambda r: (-r.identity.year, _KINDS.index(r.identity.report_type))
    ):
        latest.setdefault(owner_of(report.identity), report)
    return list(latest.values())


def _rows(reports: Sequence[StoredReport], library: Library) -> Iterator[FoundIndicator]:
    for stored in reports:
        for value in library.rows(stored):
            yield FoundIndicator(value, stored.document_id, stored.identity)


def _held(row: FoundIndicator, columns: Sequence[str]) -> tuple[str, ...]:
    """The first of the columns that has something in this row."""
    return next(((column,) for column in columns if cell(row.value, column)), ())


def _compared(row: FoundIndicator, columns: Sequence[str]) -> _Compared | None:
    held = _held(row, columns)
    if not held or not row.value.certain:
        return None
    outcome, against = row.value.columns.outcome, cell(row.value, held[0])
    now, then = parse_number(outcome), parse_number(against)
    if now is None or then is None or now.measure != then.measure:
        return None
    if held == ("city_target",) and now.measure not in _SHARES:
        return None
    return _Compared(row, f"{outcome} mot {against}", now.value - then.value)


def _notes(
    compared: Sequence[_Compared], rows: int, unshown: int, columns: Sequence[str]
) -> tuple[str, ...]:
    """How many lie where, worked out; what could not be compared; what is not shown."""
    what = {"previous": "föregående värde", "city_target": "KF:s årsmål"}.get(columns[0], "målet")
    several = len({owner_of(one.row.identity) for one in compared}) > 1
    periods = sorted({period_of(one.row) for one in compared})
    groups = (
        ("lägre än", [one for one in compared if one.step < 0]),
        ("högre än", [one for one in compared if one.step > 0]),
        ("lika med", [one for one in compared if one.step == 0]),
    )
    told = "; ".join(
        f"{word} {what} för {_listed(group, several)}" for word, group in groups if group
    )
    notes = [
        f"Uträknat ur {_counted(len(compared))} ({', '.join(periods)}): utfallet är {told}. "
        "Om högre eller lägre är bra framgår inte av tabellen."
    ]
    if rows > len(compared):
        notes.append(
            f"{rows - len(compared)} av {_counted(rows)} går inte att jämföra: utfallet eller det "
            "som det jämförs med saknas eller är inte ett tal."
        )
    if unshown > 0:
        notes.append(
            f"{_counted(unshown).capitalize()} till visas inte. Ange en enhet eller ett år."
        )
    return tuple(notes)


def _counted(number: int) -> str:
    return "en rad" if number == 1 else f"{number} rader"


def _listed(group: Sequence[_Compared], several: bool) -> str:
    if len(group) > _MOST_NAMED:
        return _counted(len(group))
    names = [
        one.row.value.name + (f" i {owner_of(one.row.identity)}" if several else "")
        for one in group
    ]
    return ", ".join(f"{name} ({one.told})" for name, one in zip(names, group, strict=True))
