"""What the library knows of the unit that a plan is written for; all checks read from here.

The unit's own reports and the board's (its predecessors' too); the board's template, seen in its
newest plan; the board's nämndmål; the indicators with their rows. The unit's own plan for the year
is never the ground: it may be the very text that is checked. Where neither unit
nor board is given there is no ground, and the checks that need one stand aside.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from assistant.errors import QuestionError
from assistant.model import FoundIndicator, Source
from assistant.plan_check.model import PlanText
from assistant.words import fold
from ingest.library import Library
from ingest.model import Goal, GoalLevel, Identity, Report, ReportType, Scope, StoredReport
from ingest.names import BOARD_ITSELF, same_name
from ingest.organisation import Organisation, load_organisation
from ingest.wording import TEMPLATE_HEADINGS

_FOLLOW_UP_ONLY = frozenset({"analys", "beskrivning"})
_NAMES_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Held:
    """A report of the library with its contents."""

    document_id: str
    report: Report

    @property
    def identity(self) -> Identity:
        """Whose report it is."""
        return self.report.identity


@dataclass(frozen=True, slots=True)
class Template:
    """The headings that stand under a goal in a plan, and the plan they were seen in."""

    headings: tuple[str, ...]
    title: str


@dataclass(frozen=True, slots=True)
class Ground:
    """Reports newest first; ``own`` are the unit's (the board's, for a board's plan)."""

    unit: str | None = None
    board: str | None = None
    year: int | None = None
    own: tuple[Held, ...] = ()
    boards: tuple[Held, ...] = ()
    template: Template | None = None
    namndmal: tuple[tuple[str, Source], ...] = ()

    @property
    def owner(self) -> str:
        """The unit, else the board, as told to a reader."""
        return self.unit or self.board or ""

    @property
    def reports(self) -> tuple[Held, ...]:
        """The unit's reports and the board's."""
        return tuple(dict.fromkeys((*self.own, *self.boards)))

    @property
    def indicators(self) -> Iterator[FoundIndicator]:
        """Every row of an indicator table in these reports, the newest report first."""
        for held in self.reports:
            for row in held.report.indicators:
                yield FoundIndicator(row, held.document_id, held.identity)


def ground_of(plan: PlanText, library: Library, organisation: Organisation | None = None) -> Ground:
    """The ground of a plan; a unit or board that the library does not know is an error."""
    stored = library.reports()
    known = organisation or load_organisation()
    unit, board = _owner(plan, stored, known)
    year = plan.year
    if unit is None and board is None:
        return Ground(year=year)
    boards = known.with_predecessors(board) if board else ()
    own = _held(library, Scope(boards, (unit or BOARD_ITSELF,)), year)
    of_board = _held(library, Scope(boards, (BOARD_ITSELF,)), year)
    plans = [h for h in (*own, *of_board) if h.identity.report_type is ReportType.VP]
    sisters = _held(library, Scope(boards, report_types=(ReportType.VP,)), year)
    return Ground(
        unit, board, year, tuple(own), tuple(of_board),
        _template(own, sisters), _namndmal(of_board or sisters, plans),
    )  # fmt: skip


def _owner(
    plan: PlanText, stored: Sequence[StoredReport], known: Organisation
) -> tuple[str | None, str | None]:
    board = _board(plan.board, stored, known) if plan.board else None
    if not plan.unit:
        return None, board
    units = {
        (r.identity.unit, r.identity.board)
        for r in stored
        if r.identity.unit and (board is None or same_name(board, r.identity.board))
    }
    met = {pair for pair in units if pair[0] and same_name(plan.unit, pair[0])}
    if not met:
        names = sorted({unit for unit, _ in units if unit})
        raise _unknown("Enheten", plan.unit, names, "Är enheten ny: ange bara nämnden.")
    current = {_current(b, stored, known) for _, b in met}
    if len(current) > 1:
        raise QuestionError(
            "Enheten finns i flera nämnder.",
            f"Ange nämnd också: {', '.join(sorted(current))}.",
        )
    return sorted(unit for unit, _ in met if unit)[0], current.pop()


def _current(board: str, stored: Sequence[StoredReport], known: Organisation) -> str:
    """The board, or the board with reports that it became part of."""
    later = (r.identity.board for r in stored if board in known.with_predecessors(r.identity.board))
    return next((name for name in later if name != board), board)


def _board(name: str, stored: Sequence[StoredReport], known: Organisation) -> str:
    names = sorted({r.identity.board for r in stored})
    canonical = known.canonical(name)
    for held in names:
        if same_name(canonical, held) or same_name(name, held):
            return held
    raise _unknown("Nämnden", name, names, "")


def _unknown(what: str, name: str, names: Sequence[str], also: str) -> QuestionError:
    near = process.extract(fold(name), names, scorer=fuzz.WRatio, processor=fold, limit=3)
    shown = [match for match, score, _ in near if score >= 50] or list(names[:_NAMES_SHOWN])
    offered = f"Närmast är: {', '.join(f'«{n}»' for n in shown)}." if shown else (
        "Biblioteket har inga rapporter: läs in några först."
    )  # fmt: skip
    detail = " ".join(filter(None, (offered, also)))
    return QuestionError(f"{what} «{name}» finns inte i biblioteket.", detail)


def _held(library: Library, scope: Scope, year: int | None) -> list[Held]:
    """The reports of a scope, newest first, that are older than a plan of the year.

    Of the year itself only the board's plan is ground: its goals hold for the year.
    """
    kinds = list(ReportType)
    stored = sorted(
        library.reports(scope),
        key=lambda r: (-r.identity.year, -kinds.index(r.identity.report_type), r.document_id),
    )
    found = []
    for one in stored:
        board_plan = one.identity.unit is None and one.identity.report_type is ReportType.VP
        if year is not None and one.identity.year >= year + board_plan:
            continue
        report = library.contents(one.document_id)
        if report is not None:
            found.append(Held(one.document_id, report))
    return found


def _template(own: Iterable[Held], sisters: Iterable[Held]) -> Template | None:
    """The headings of the newest plan of the board; the unit's own decides among equals."""
    plans = [h for h in own if h.identity.report_type is ReportType.VP]
    both = sorted([*plans, *sisters], key=lambda h: -h.identity.year)
    for held in both:
        for level in ("enhetsmal", "namndmal"):
            headings = _headings(held.report, level)
            if headings:
                owner = held.identity.unit or held.identity.board
                return Template(headings, f"{held.identity.title} för {owner}")
    return None


def _headings(report: Report, level: str) -> tuple[str, ...]:
    """The headings that two thirds of the goals of a level have, in the template's order."""
    goals: dict[str, list[str]] = {}
    for section in report.sections:
        goal = getattr(section.chain, level)
        lowest = section.chain.nearest == goal
        if goal and lowest and section.headings:
            goals.setdefault(goal, []).append(section.headings[0])
    counts = Counter(h for headings in goals.values() for h in dict.fromkeys(headings))
    kept = [h for h, n in counts.items() if 3 * n >= 2 * len(goals) and h in TEMPLATE_HEADINGS]
    kept = [h for h in kept if h.casefold() not in _FOLLOW_UP_ONLY]
    return tuple(sorted(kept, key=TEMPLATE_HEADINGS.index))


def _namndmal(boards: Sequence[Held], plans: Sequence[Held]) -> tuple[tuple[str, Source], ...]:
    """The nämndmål of the newest plan there is; without a plan, of the newest report."""
    newest = sorted([*plans, *boards], key=lambda h: -h.identity.year)
    for held in newest:
        found = [
            (goal.text, _source(held, goal))
            for top in held.report.goals
            for goal in _walk(top)
            if goal.level is GoalLevel.NAMNDMAL
        ]
        if found:
            return tuple(dict(found).items())
    return ()


def _walk(goal: Goal) -> Iterator[Goal]:
    yield goal
    for child in goal.children:
        yield from _walk(child)


def _source(held: Held, goal: Goal) -> Source:
    return Source(
        held.document_id, held.identity, goal.page, (f"{goal.level.label}: {goal.text}",), goal.text
    )
