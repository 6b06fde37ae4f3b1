"""Whose draft it is: the unit as the library knows it, its board, and the reports to stand on.

A unit is found by its name, else by part of it, initials or a slip (said in a note). A unit
without reports can still be drafted for when its board is named, by the caller or in the unit's
own name: then the board's reports are the ground, and that is said. A unit's other names stand in
the organisation file; beside them, a unit whose reports end where those of another begin that has
its place name and shares its enhetsmål is taken for the same unit renamed, which is said too. The
outcome of the draft's own year is never looked at: of that year only plans are ground, and
follow-ups for nothing but the wording of a goal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from assistant.draft.model import DraftRequest
from assistant.errors import DraftError
from assistant.understanding import boards as known_boards
from assistant.understanding import owners
from assistant.understanding.name_words import name_stems, own_stems
from assistant.understanding.names import Names
from assistant.words import fold
from ingest.library import Library
from ingest.model import Goal, GoalLevel, ReportType, StoredReport
from ingest.names import same_name
from ingest.organisation import Organisation

_AHEAD = 3
_SHARED_GOALS = 2


@dataclass(frozen=True, slots=True)
class Subject:
    """The unit, its board and the reports of both; ``known`` is False for a unit without reports.

    ``own`` are the unit's reports, those under an earlier name too; ``board_reports`` those of
    the board as a whole, predecessors' too; ``sisters`` those of its other units.
    """

    unit: str
    board: str
    known: bool
    own: tuple[StoredReport, ...] = ()
    board_reports: tuple[StoredReport, ...] = ()
    sisters: tuple[StoredReport, ...] = ()
    notes: tuple[str, ...] = ()


def find_subject(request: DraftRequest, library: Library, organisation: Organisation) -> Subject:
    """The subject of a request; ``DraftError`` where there is none or the year is far off."""
    reports = library.reports()
    _check_year(request.year, reports)
    boards = sorted({r.identity.board for r in reports})
    names = {r.identity.unit for r in reports if r.identity.unit}
    aliases = known_boards.aliases(organisation, boards)
    aliases += owners.aliases(organisation, sorted(names))
    finder = Names(boards, sorted(names), aliases)
    found = _unit(request, reports, finder)
    if found is None:
        return _without_reports(request, library, finder, organisation)
    unit, board, notes = found
    family = _family(board, boards, organisation)
    within = [r for r in reports if r.identity.board in family]
    line = organisation.same_unit(unit)
    own = [r for r in within if any(same_name(n, r.identity.unit or "") for n in line)]
    held = {str(r.identity.unit) for r in own}
    earlier = sorted(name for name in held if not same_name(unit, name))
    notes = (*notes, *(f"«{name}» är ett annat namn på samma enhet." for name in earlier))
    former = _former_name(unit, own, within, library)
    if former:
        own += [r for r in within if r.identity.unit == former]
        told = (
            f"«{former}» antas vara enhetens tidigare namn: samma ortnamn, gemensamma enhetsmål "
            "och inga rapporter under båda namnen samma år. Kontrollera att det stämmer."
        )
        notes = (*notes, told)
    return _subject(unit, board, own, within, notes)


def _subject(
    unit: str,
    board: str,
    own: Sequence[StoredReport],
    within: Sequence[StoredReport],
    notes: tuple[str, ...],
    known: bool = True,
) -> Subject:
    mine = {r.document_id for r in own}
    return Subject(
        unit,
        board,
        known,
        tuple(own),
        tuple(r for r in within if r.identity.unit is None),
        tuple(r for r in within if r.identity.unit and r.document_id not in mine),
        notes,
    )


def _check_year(year: int, reports: Sequence[StoredReport]) -> None:
    if not reports:
        raise DraftError(
            "Biblioteket är tomt.", "Lägg till enhetens och nämndens rapporter och försök igen."
        )
    years = [r.identity.year for r in reports]
    first, last = min(years) + 1, max(years) + _AHEAD
    if not first <= year <= last:
        raise DraftError(
            f"Det går inte att göra ett utkast för {year}.",
            f"Rapporterna i biblioteket gäller {min(years)}–{max(years)}. Ange ett år från "
            f"{first} till {last}, så att det finns något att bygga på.",
        )


def _unit(
    request: DraftRequest, reports: Sequence[StoredReport], finder: Names
) -> tuple[str, str, tuple[str, ...]] | None:
    """The unit meant, its newest board, and what was assumed."""
    wanted = [r for r in reports if not request.board or same_name(request.board, r.identity.board)]
    named = [r for r in reports if r.identity.unit and same_name(request.unit, r.identity.unit)]
    exact = [r for r in named if r in wanted] or named
    if exact:
        newest = max(exact, key=lambda r: r.identity.year)
        several = sorted({r.identity.board for r in exact})
        if len(several) > 1 and not request.board and not _one_line(exact):
            listed = " och ".join(several)
            raise DraftError(
                f"Flera nämnder har en enhet som heter «{request.unit}».",
                f"Ange nämnd: {listed}.",
            )
        return str(newest.identity.unit), newest.identity.board, ()
    likely = [m for m in finder.mentions(request.unit) if m.is_unit]
    if not likely or not _covers(request.unit, likely[0].name):
        return None
    if len(likely) > 1 and abs(likely[0].score - likely[1].score) < 0.05:
        listed = " och ".join(f"«{m.name}»" for m in likely[:4])
        raise DraftError(
            f"«{request.unit}» stämmer in på flera enheter.", f"Skriv hela namnet: {listed}."
        )
    unit = likely[0].name
    own = [r for r in reports if r.identity.unit == unit]
    board = max(own, key=lambda r: r.identity.year).identity.board
    return unit, board, (f"«{request.unit}» har tolkats som {unit}.",)


def _one_line(reports: Sequence[StoredReport]) -> bool:
    """Whether a unit went from one board to another: never reports of two in one year."""
    years: dict[int, set[str]] = {}
    for report in reports:
        years.setdefault(report.identity.year, set()).add(report.identity.board)
    return all(len(boards) == 1 for boards in years.values())


def _covers(asked: str, name: str) -> bool:
    """Whether what was asked says as much as the name; «vård- och omsorgsboende» is no unit."""
    own = own_stems(name)
    said = set(name_stems(asked))
    if own & said:
        return len(own & said) * 2 >= len(own) and len(said - set(name_stems(name))) <= 1
    return max((fuzz.ratio(a, b) for a in said for b in own), default=0) >= 83


def _without_reports(
    request: DraftRequest, library: Library, finder: Names, organisation: Organisation
) -> Subject:
    reports = library.reports()
    boards = sorted({r.identity.board for r in reports})
    board = next((b for b in boards if request.board and same_name(b, request.board)), None)
    if board is None:
        text = f"{request.board or ''} {request.unit}"
        named = [m.name for m in finder.mentions(text) if not m.is_unit and m.certain]
        alone = [b for b in named if _tells(request.unit, b) or request.board]
        board = alone[0] if alone else None
    near = nearest_units(request.unit, reports)
    offer = "Närmast i namn: " + ", ".join(near) + "." if near else ""
    if board is None:
        raise DraftError(
            f"Enheten «{request.unit}» finns inte i biblioteket.",
            f"{offer} Kontrollera namnet, lägg till enhetens rapporter eller ange nämnd, så kan "
            "utkastet bygga på nämndens rapporter.".strip(),
        )
    family = _family(board, boards, organisation)
    within = [r for r in reports if r.identity.board in family]
    note = (
        f"Enheten «{request.unit}» har inga egna rapporter i biblioteket. Utkastet bygger på vad "
        f"nämnden och dess andra enheter har skrivit; inget av det är enhetens egen text. {offer}"
    )
    return _subject(request.unit, board, (), within, (note.strip(),), known=False)


def _tells(unit: str, board: str) -> bool:
    """Whether the unit's name says its board apart: in brackets or before «stadsdelsnämnd»."""
    folded, name = fold(unit), fold(board)
    return f"({name})" in folded or f"{name} stadsdel" in folded or f"{name}s stadsdel" in folded


def nearest_units(name: str, reports: Sequence[StoredReport]) -> list[str]:
    """Up to three units with the name nearest to one that is not there."""
    units = sorted({r.identity.unit for r in reports if r.identity.unit})
    near = process.extract(name, units, scorer=fuzz.token_set_ratio, limit=3)
    return [unit for unit, _, _ in near]


def _family(board: str, boards: Sequence[str], organisation: Organisation) -> set[str]:
    """The board, those it was made from, and those made from it."""
    line = set(organisation.with_predecessors(board))
    line |= {b for b in boards if board in organisation.with_predecessors(b)}
    return {b for b in boards if any(same_name(b, name) for name in line)}


def _former_name(
    unit: str, own: Sequence[StoredReport], within: Sequence[StoredReport], library: Library
) -> str | None:
    """The name of a unit that ends where this one begins, with its place and its goals."""
    begins = min(r.identity.year for r in own)
    here = enhetsmal_of(own, library)
    best: tuple[int, str] | None = None
    for name in sorted({r.identity.unit for r in within if r.identity.unit}):
        theirs = [r for r in within if r.identity.unit == name]
        if same_name(name, unit) or max(r.identity.year for r in theirs) >= begins:
            continue
        if not own_stems(name) & own_stems(unit):
            continue
        shared = len(here & enhetsmal_of(theirs, library))
        if shared >= _SHARED_GOALS and (best is None or shared > best[0]):
            best = (shared, name)
    return best[1] if best else None


def enhetsmal_of(reports: Sequence[StoredReport], library: Library) -> set[str]:
    """The wordings of all enhetsmål in the reports."""
    found: set[str] = set()

    def visit(goal: Goal) -> None:
        if goal.level is GoalLevel.ENHETSMAL:
            found.add(fold(goal.text))
        for child in goal.children:
            visit(child)

    for stored in reports:
        report = library.contents(stored.document_id)
        for goal in report.goals if report else ():
            visit(goal)
    return found


PLAN_FIRST = (ReportType.VP, ReportType.VB, ReportType.T2, ReportType.T1)
NEWEST_FIRST = (ReportType.VB, ReportType.T2, ReportType.T1, ReportType.VP)


def is_ground(stored: StoredReport, year: int) -> bool:
    """Whether a draft may rest on a report: it is from before its year, or a plan for it."""
    identity = stored.identity
    return identity.year < year or identity.report_type is ReportType.VP
