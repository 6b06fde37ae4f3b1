"""The indicators of a goal: their history across reports, what it tells, a target to settle.

A value is told with its own year and report, from the row as printed. A target stands as decided
only where a plan for the draft's year prints it. Else a target is suggested, marked as not
decided: the city's target where the outcome has not reached it, the year before's outcome where
that was better, else to hold what is. Which way is better is read from the name; where the name
does not tell, no level is suggested.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.draft.claims import framed, origin, proposal
from assistant.model import Claim, FoundIndicator, Source
from assistant.retrieve import same_indicator
from assistant.writers.extractive import row_source
from ingest.model import ReportType
from ingest.numbers import parse_number

_LOWER = re.compile(r"frånvaro|avfall|svinn|utsläpp|energi|klagomål|skador|vakans|ofrivillig"
                    r"|personal\s+en\b|väntetid|kostnad|plast|våld", re.I)  # fmt: skip
_HIGHER = re.compile(r"\bandel(?:en)?\b.*(?:nöjd|upplever|trygg|bemöt|påverka|känner|anser"
                     r"|ekologisk|deltag|självförsörj|utbild|legitim)|index|nöjd|medarbetarengagemang|delaktig"
                     r"|trygg", re.I)  # fmt: skip
_NOT_HIGHER = re.compile(r"\binte\s+(?:är|upplever\s+sig)\b|\botrygg|\bmissnöj", re.I)
_TO_BE_SET = re.compile(r"\b(?:tas|fastställs|beslutas|sätts|bestäms)\b", re.I)
_ROWS = 8
_YEAR = re.compile(r"20\d\d")
_ORDER = (ReportType.VP, ReportType.T1, ReportType.T2, ReportType.VB)


@dataclass(frozen=True, slots=True)
class History:
    """One indicator's rows, oldest first; ``own`` tells the unit's from the board's."""

    name: str
    rows: tuple[FoundIndicator, ...]
    own: bool = True

    @property
    def latest(self) -> FoundIndicator | None:
        """The newest row with an outcome, this year's or the year before's."""
        for row in reversed(self.rows):
            cells = row.value.columns
            if row.value.certain and (cells.outcome or cells.previous):
                return row
        return None


def histories(rows: Sequence[FoundIndicator], own: bool) -> list[History]:
    """Rows of the same indicator together, by the name of the newest row, in its order."""
    groups: list[list[FoundIndicator]] = []
    for row in rows:
        for group in groups:
            if same_indicator(group[0].value.name, row.value.name):
                if all(_key(row) != _key(held) for held in group):
                    group.append(row)
                break
        else:
            groups.append([row])
    made = []
    for group in groups:
        ordered = sorted(
            group, key=lambda r: (r.identity.year, _ORDER.index(r.identity.report_type))
        )
        made.append(History(group[0].value.name, tuple(ordered[-_ROWS:]), own))
    return made


def _key(row: FoundIndicator) -> tuple[str, str]:
    return row.document_id, row.value.quote


def outcome_claim(history: History) -> Claim | None:
    """The newest outcome beside the year before's and the targets, as the row prints them."""
    row = history.latest
    if row is None:
        return None
    cells, identity = row.value.columns, row.identity
    told = []
    if cells.outcome:
        told.append(f"utfall {_period(row)}: {cells.outcome}")
    if cells.previous:
        told.append(f"utfall {_before(row)}: {cells.previous}")
    if cells.target:
        told.append(f"årsmål {identity.year}: {cells.target}")
    if cells.city_target and any(c.isdigit() for c in cells.city_target):
        told.append(f"KF:s årsmål {identity.year}: {cells.city_target}")
    said = ", ".join(told)
    text = f"{history.name} – {said} ({origin(identity, history.own)})."
    return framed(text, (row_source(row),), said)


def target_claim(history: History, year: int) -> Claim:
    """The target for the year: as a plan prints it, else a suggestion that says it is one."""
    for row in reversed(history.rows):
        planned = row.identity.year == year and row.identity.report_type is ReportType.VP
        if planned and row.value.certain and _decided(row):
            said = _printed_targets(row)
            text = f"{history.name}, {year}: {said} (VP {year})."
            return framed(text, (row_source(row),), said)
    latest = history.latest
    name = short_name(history.name)
    if latest is None:
        last = history.rows[-1]
        known = _printed_targets(last)
        told = f" I {origin(last.identity, history.own)} står {known}." if known else ""
        text = f"Förslag: bestäm ett årsmål {year} för {name}, och hur det ska mätas.{told}"
        return proposal(text, (row_source(last),))
    level = _suggested(latest, name)
    if level is None:
        level = f"bestäm nivån med utgångspunkt i utfallet {_outcome(latest)}"
    text = f"Förslag till årsmål {year} för {name}, inte beslutat: {level}."
    return proposal(text, (row_source(latest),))


def _decided(row: FoundIndicator) -> bool:
    """Whether a plan's row prints a target, and not that one is to be set."""
    cells = row.value.columns
    return bool(cells.target or (cells.city_target and not _TO_BE_SET.search(cells.city_target)))


def short_name(name: str) -> str:
    """An indicator's name in running text: what stands in brackets after it left out."""
    return re.sub(r"\s*\([^()]{12,}\)$", "", name)


def _printed_targets(row: FoundIndicator) -> str:
    cells = row.value.columns
    told = [f"årsmål {cells.target}"] if cells.target else []
    return " och ".join(
        [*told, *([f"KF:s årsmål {cells.city_target}"] if cells.city_target else [])]
    )


def worsened(history: History) -> bool:
    """Whether the newest outcome is worse than the year before's, where the name tells which."""
    row = history.latest
    if row is None or row.value.columns.outcome is None:
        return False
    now, before = _number(row.value.columns.outcome), _number(row.value.columns.previous)
    lower = _lower_is_better(history.name)
    if now is None or before is None or lower is None:
        return False
    return now > before if lower else now < before


def _suggested(row: FoundIndicator, name: str) -> str | None:
    cells, year = row.value.columns, row.identity.year
    lower = _lower_is_better(name)
    now = _number(cells.outcome or cells.previous)
    if lower is None or now is None:
        return None
    word = "högst" if lower else "minst"
    for cell, what in ((cells.target, "årsmålet"), (cells.city_target, "KF:s årsmål")):
        level = _number(cell)
        if level is not None and (now > level if lower else now < level):
            return f"{word} {cell}, det som var {what} {year} – utfallet är {_outcome(row)}"
    before = _number(cells.previous)
    if before is not None and (now > before if lower else now < before):
        return f"tillbaka till {cells.previous}, utfallet {_before(row)}"
    return f"{word} {cells.outcome or cells.previous}, alltså utfallet {_when(row)}"


def _when(row: FoundIndicator) -> str:
    return _period(row) if row.value.columns.outcome else _before(row)


def _lower_is_better(name: str) -> bool | None:
    if _LOWER.search(name):
        return True
    if _HIGHER.search(name) and not _NOT_HIGHER.search(name):
        return False
    return None


def _number(cell: str | None) -> float | None:
    read = parse_number(cell) if cell else None
    return float(read.value) if read and read.value is not None else None


def _outcome(row: FoundIndicator) -> str:
    cells = row.value.columns
    if cells.outcome:
        return f"{cells.outcome} ({_period(row)})"
    return f"{cells.previous} ({_before(row)})"


def _period(row: FoundIndicator) -> str:
    identity = row.identity
    if identity.report_type in (ReportType.T1, ReportType.T2):
        which = "första" if identity.report_type is ReportType.T1 else "andra"
        return f"{which} tertialet {identity.year}"
    return str(identity.year)


def _before(row: FoundIndicator) -> str:
    found = _YEAR.search(row.value.previous_period or "")
    return found[0] if found else "året före"


def sources_of(history: History) -> tuple[Source, ...]:
    """The rows of a history as sources."""
    return tuple(row_source(row) for row in history.rows)
