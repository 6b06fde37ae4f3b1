"""What a question asks for that the library does not have, in words for the user.

Decided on scope alone: a fence that admits no report, a named unit or board without reports, a
report type or year that the unit or board has no report of. A figure of year y also stands in
the follow-up of y + 1 (its column for the year before), so such a year is there. A bare year in
a question about text is only *doubtful*: a report may tell of earlier years; evidence decides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.understanding.periods import Periods
from ingest.model import Identity, ReportType, Scope
from ingest.names import BOARD_ITSELF
from ingest.roster import Roster

_FOLLOW_UPS = frozenset({ReportType.VB, ReportType.T1, ReportType.T2})
_UNIT_HEADS = (
    r"(?:\w+(?:enheten|verksamheten|bostäder(?:na)?|boende(?:t|na)?|förskolor(?:na)?|hemtjänst(?:en)?)"
    r"|dagliga\s+verksamhet(?:er|en)?|daglig\s+verksamhet|dv|hemtjänst|förskol\w+|gruppbost\w+"
    r"|grupp-\s+och\s+servicebost\w+|servicebost\w+|äldreboende\w*|boendestöd\w*|ungdomsmottagning\w*"
    r"|vård-\s+och\s+omsorgsboende\w*|fältgrupp\w*|parklek\w*)"
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the question names; ``scopes`` has one scope for each part that is set side by side."""

    scopes: tuple[Scope, ...]
    periods: Periods
    figure: bool


@dataclass(frozen=True, slots=True)
class Gaps:
    """Swedish phrases for what is missing, and bare years that only the text could tell of."""

    missing: tuple[str, ...] = ()
    doubtful: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()


def gaps_of(wanted: Wanted, identities: Sequence[Identity]) -> Gaps:
    """Compare what is wanted with the reports there are."""
    roster = Roster.of(identities)
    missing: list[str] = []
    notes: list[str] = []
    doubtful: list[int] = []
    for scope in wanted.scopes:
        there = roster.admitted(scope)
        if not there:
            missing.append(_describe(scope))
            continue
        found = _period_gaps(wanted, there, scope)
        missing += found.missing
        doubtful += found.doubtful
        notes += found.notes
    if missing and len(wanted.scopes) > 1 and len(set(missing)) < len(wanted.scopes):
        return Gaps(
            (), tuple(doubtful), (*notes, *(f"Saknas i biblioteket: {m}." for m in missing))
        )
    return Gaps(tuple(dict.fromkeys(missing)), tuple(dict.fromkeys(doubtful)), tuple(notes))


def unmet_filters(fence: Scope, identities: Sequence[Identity]) -> tuple[str, ...]:
    """Which of the user's filters no report meets, or that they do not meet together."""
    roster = Roster.of(identities)
    if not roster or roster.any(fence):
        return ()
    kinds = ", ".join(kind.full_name for kind in fence.report_types)
    alone = (
        ("nämnd", ", ".join(fence.boards), Scope(boards=fence.boards)),
        ("enhet", ", ".join(fence.units), Scope(units=fence.units)),
        ("år", ", ".join(map(str, fence.years)), Scope(years=fence.years)),
        ("rapporttyp", kinds, Scope(report_types=fence.report_types)),
    )
    told = [
        f"Filtret {name} «{value}» stämmer inte på någon rapport i biblioteket."
        for name, value, scope in alone
        if value and not roster.any(scope)
    ]
    if told:
        return tuple(told)
    both = " och ".join(f"{name} «{value}»" for name, value, _ in alone if value)
    return (f"Ingen rapport stämmer på alla filter samtidigt: {both}.",)


def _period_gaps(wanted: Wanted, there: Sequence[Identity], scope: Scope) -> Gaps:
    periods = wanted.periods
    gone: list[str] = []
    named = [(kinds, year) for kinds, year in periods.pairs]
    paired = {year for _, year in named}
    for kinds, year in named:
        if not _has(there, kinds, year, wanted.figure):
            gone.append(f"{_kind_phrase(kinds, year)} {_owner(scope)}".strip())
    bare = [year for year in periods.years if year not in paired]
    lost = [year for year in bare if not _has(there, (), year, True)]
    if named and len(gone) < len(named):
        return Gaps((), (), tuple(f"Saknas i biblioteket: {g}." for g in gone))
    if gone:
        return Gaps(tuple(gone))
    told = lost if wanted.figure else [y for y in bare if not _has(there, (), y, False)]
    notes = tuple(
        f"Biblioteket har ingen rapport för {year} {_owner(scope)}".strip() + ", bara för andra år."
        for year in told
    )
    if not bare or len(lost) < len(bare) or named:
        return Gaps((), (), notes)
    if wanted.figure:
        return Gaps(tuple(f"rapport för {year} {_owner(scope)}".strip() for year in lost))
    return Gaps((), tuple(lost), notes)


def _has(
    there: Sequence[Identity], kinds: tuple[ReportType, ...], year: int | None, figure: bool
) -> bool:
    """Whether a report of these kinds and year is there, or one that carries its figures."""
    for identity in there:
        kind_fits = not kinds or identity.report_type in kinds
        if kind_fits and year in (None, identity.year):
            return True
        carried = not kinds or kinds == (ReportType.VB,)
        if (
            figure
            and carried
            and year is not None
            and identity.report_type in _FOLLOW_UPS
            and (identity.year == year + 1)
        ):
            return True
    return False


def unknown_units(text: str, boards: Sequence[str], spans: Sequence[tuple[int, int]]) -> list[str]:
    """Unit-like phrases that begin with a board's name and are no unit of the catalogue.

    ``spans`` are the characters of ``text`` that known units already explain.
    """
    found: list[str] = []
    for board in boards:
        name = re.escape(board.casefold()).replace(r"\-", r"[\s-]")
        for match in re.finditer(rf"\b{name}s?\s+({_UNIT_HEADS})", text.casefold()):
            covered = any(s <= match.start(1) < e for s, e in spans)
            if not covered:
                found.append(text[match.start() : match.end()].strip())
    return found


def _kind_phrase(kinds: tuple[ReportType, ...], year: int | None) -> str:
    titles = " eller ".join(kind.full_name for kind in kinds) or "rapport"
    return f"{titles} {year}" if year else titles


def _owner(scope: Scope) -> str:
    names = [u for u in scope.units if u != BOARD_ITSELF] or list(scope.boards)
    return f"för {' eller '.join(names)}" if names else ""


def _describe(scope: Scope) -> str:
    kinds = _kind_phrase(scope.report_types, None)
    years = " eller ".join(str(year) for year in scope.years)
    names = [u for u in scope.units if u != BOARD_ITSELF]
    owner = f"för {' eller '.join(names)}" if names else ""
    board = f"{'i' if names else 'för'} {' eller '.join(scope.boards)}" if scope.boards else ""
    return " ".join(part for part in (kinds, years, owner, board) if part)
