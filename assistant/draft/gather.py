"""The text that a draft of one goal is made of, gathered from the reports in their own order.

The unit's newest plan gives its text heading by heading; its newest follow-ups (else the board's,
for a unit without reports) give the sentences under the goal, under its activities and
indicators, and those of the summaries that speak of it. The board's own description is never
taken for the unit's text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.draft.current import Current
from assistant.draft.indicators import History, histories
from assistant.draft.material import Held, Shelf, like
from assistant.draft.pieces import Line, lines_of
from assistant.draft.signs import Sign
from assistant.draft.subject import is_ground
from assistant.draft.template import Role, Template, role_of
from assistant.model import FoundIndicator
from assistant.words import fold
from ingest.model import Activity, Chain, Goal, ReportType, Section


@dataclass(frozen=True, slots=True)
class Gathered:
    """All text of one goal. ``plan`` is by role; ``follow_up`` section by section.

    ``summaries`` are sentences from outside the goal, ``told_of_rows`` what is said of an
    indicator (by its name) and ``told_of_activities`` of an activity.

    ``fulfilment`` are the unit's goal nodes with a status, newest first, with their reports.
    """

    plan: tuple[tuple[Role, tuple[Line, ...]], ...]
    expected: tuple[Line, ...]
    follow_up: tuple[tuple[Line, ...], ...]
    summaries: tuple[tuple[Line, ...], ...]
    told_of_rows: tuple[tuple[str, tuple[Line, ...]], ...]
    told_of_activities: tuple[tuple[Line, ...], ...]
    board_expected: tuple[Line, ...]
    board_text: tuple[Line, ...]
    histories: tuple[History, ...]
    activities: tuple[tuple[Activity, Held], ...]
    fulfilment: tuple[tuple[Goal, Held], ...]

    @property
    def working_printed(self) -> bool:
        """Whether the plan has ways of working under a heading of their own."""
        lines = self.of(Role.WORKING)
        return any(role_of(x.place.headings[0]) is Role.WORKING for x in lines if x.place.headings)

    def of(self, role: Role) -> tuple[Line, ...]:
        """The plan's own text for a role."""
        return tuple(line for one, lines in self.plan if one is role for line in lines)


def gather(shelf: Shelf, current: Current, enhetsmal: str | None, template: Template) -> Gathered:
    """Everything the subject's reports say of a goal, and of one enhetsmål under it."""
    plan = _plan_text(shelf, current, enhetsmal, template)
    expected = _expected(shelf, current, enhetsmal)
    rows = _rows(shelf, current)
    follow_ups = shelf.follow_ups
    board = _board_sections(shelf, current)
    return Gathered(
        tuple(plan.items()),
        expected if Role.EXPECTED not in plan else (),
        _follow_up(shelf, current, enhetsmal),
        tuple(tuple(x) for held in follow_ups for x in _of_summaries(shelf, held, current)),
        tuple((r.value.name, tuple(_row_lines(r, h))) for h in follow_ups for r in _mine(rows, h)),
        tuple(
            tuple(_analysis(a, held))
            for held in follow_ups
            for a in shelf.activities(held, current)
            if _meant(a, enhetsmal) and a.analysis
        ),
        tuple(x for s, x in board if role_of(s.headings[0]) is Role.EXPECTED),
        tuple(x for s, x in board if fold(s.headings[0]) == "beskrivning"),
        _histories(shelf, rows, current),
        _activities(shelf, current),
        _fulfilment(shelf, current, enhetsmal),
    )


def _plan_text(
    shelf: Shelf, current: Current, enhetsmal: str | None, template: Template
) -> dict[Role, tuple[Line, ...]]:
    plan = shelf.plan
    if plan is None or enhetsmal is None or not shelf.subject.known:
        return {}
    by_role: dict[Role, list[Line]] = {}
    for section in shelf.sections(plan, current, enhetsmal):
        role = template.of_printed(section.headings[0]) if section.headings else None
        if role is not None:
            by_role.setdefault(role, []).extend(
                _renumbered(plan.lines(section), by_role.get(role, []))
            )
    expected = by_role.get(Role.EXPECTED, [])
    if Role.WORKING not in by_role and template.own(Role.WORKING):
        moved = [x for x in expected[1:] if x.paragraph > 0 and _tells_how(x)]
        by_role[Role.EXPECTED] = [x for x in expected if x not in moved]
        if moved:
            by_role[Role.WORKING] = moved
    return {role: tuple(lines) for role, lines in by_role.items() if lines}


def _tells_how(line: Line) -> bool:
    """Whether a sentence under «Förväntat resultat» tells how the unit works."""
    return bool(line.signs & (Sign.WORKING | Sign.ROUTINE | Sign.RESOURCE))


def _renumbered(lines: Sequence[Line], before: Sequence[Line]) -> list[Line]:
    """Paragraph numbers that go on from the section before."""
    start = before[-1].paragraph + 1 if before else 0
    return [replace(line, paragraph=line.paragraph + start) for line in lines]


def _expected(shelf: Shelf, current: Current, enhetsmal: str | None) -> tuple[Line, ...]:
    """The expected results that the newest follow-up repeats, for a unit without a plan."""
    for held in shelf.follow_ups:
        if enhetsmal is None or not shelf.subject.known:
            continue
        lines = [
            line
            for section in shelf.sections(held, current, enhetsmal)
            if section.headings and role_of(section.headings[0]) is Role.EXPECTED
            for line in held.lines(section)
        ]
        if lines:
            return tuple(lines)
    return ()


def _follow_up(
    shelf: Shelf, current: Current, enhetsmal: str | None
) -> tuple[tuple[Line, ...], ...]:
    """The sentences under the goal, section by section, each once, its own wording left out."""
    found: list[tuple[Line, ...]] = []
    told = {fold(enhetsmal or "").rstrip(".")}
    for held in shelf.follow_ups:
        sections = shelf.sections(held, current, None)
        if shelf.subject.known and enhetsmal is not None:
            sections = [*shelf.sections(held, current, enhetsmal), *sections]
        for lines in (held.lines(s) for s in sections if _is_analysis(s)):
            fresh = tuple(x for x in lines if fold(x.text).rstrip(".") not in told)
            told |= {fold(line.text).rstrip(".") for line in fresh}
            if fresh:
                found.append(fresh)
    return tuple(found)


def _mine(rows: Sequence[FoundIndicator], held: Held) -> list[FoundIndicator]:
    return [row for row in rows if row.document_id == held.stored.document_id]


def _is_analysis(section: Section) -> bool:
    heading = fold(section.headings[0]).rstrip(":") if section.headings else ""
    return heading != "beskrivning" and not heading.startswith("förvänta")


def _meant(activity: Activity, enhetsmal: str | None) -> bool:
    return (
        activity.chain.enhetsmal is None
        or enhetsmal is None
        or like(activity.chain.enhetsmal, enhetsmal)
    )


def _analysis(activity: Activity, held: Held) -> list[Line]:
    place = held.place(activity.chain, (f"Aktivitet {activity.name[:60]}",))
    return lines_of([activity.analysis], place) if activity.analysis else []


def _row_lines(row: FoundIndicator, held: Held) -> list[Line]:
    place = held.place(row.value.chain, (f"Indikator {row.value.name}",))
    return lines_of([row.value.analysis], place) if row.value.analysis else []


def _of_summaries(shelf: Shelf, held: Held, current: Current) -> list[list[Line]]:
    """Sentences of the summaries that promise or tell of a need, where they speak of this goal."""
    node = held.goal(current, shelf.library)
    found = []
    for lines in shelf.summaries(held, current) if node else ():
        near = [
            line
            for line in lines
            if line.signs & (Sign.PROMISE | Sign.NEED | Sign.UNFINISHED)
            and len(line.text.split()) > 7
            and node
            and held.nearness.goal_of(line.text, clear=True) == node.text
        ]
        if near:
            found.append(near)
    return found


def _rows(shelf: Shelf, current: Current) -> list[FoundIndicator]:
    return [row for held in shelf.reports for row in shelf.indicators(held, current)]


def _histories(
    shelf: Shelf, rows: Sequence[FoundIndicator], current: Current
) -> tuple[History, ...]:
    planned = [r for held in shelf.plans_of_the_year for r in shelf.indicators(held, current)]
    return tuple(histories([*rows, *planned], shelf.subject.known))


def _board_sections(shelf: Shelf, current: Current) -> list[tuple[Section, Line]]:
    """What stands under the nämndmål itself, in the report that its wording is from."""
    stored = current.node.stored
    if not is_ground(stored, shelf.year):
        return []
    own = stored in shelf.subject.own
    found = []
    for held in shelf.read([stored], own):
        for section in shelf.sections(held, current, None):
            if section.headings:
                chain = Chain(
                    section.chain.inriktningsmal, section.chain.kf_mal, section.chain.namndmal
                )
                place = held.place(chain, section.headings)
                found += [(section, line) for line in lines_of(section.paragraphs, place)]
    return found


def _activities(shelf: Shelf, current: Current) -> tuple[tuple[Activity, Held], ...]:
    """The activities of the newest reports under the goal, each once."""
    found: dict[str, tuple[Activity, Held]] = {}
    plan = (shelf.plan,) if shelf.plan else ()
    for held in (*shelf.follow_ups, *plan):
        for activity in shelf.activities(held, current):
            found.setdefault(fold(activity.name), (activity, held))
    return tuple(found.values())


def _fulfilment(
    shelf: Shelf, current: Current, enhetsmal: str | None
) -> tuple[tuple[Goal, Held], ...]:
    """How the goal was judged: the enhetsmål by its words, else the nämndmål."""
    found = []
    for held in shelf.follow_ups:
        node = held.goal(current, shelf.library)
        for goal in (*(node.enhetsmal if node else ()), *((node.goal,) if node else ())):
            mine = enhetsmal is not None and like(goal.text, enhetsmal)
            above = node is not None and goal is node.goal
            if goal.status and (mine or above):
                found.append((goal, held))
                break
    kinds = (ReportType.VB, ReportType.T2, ReportType.T1)

    def newest(pair: tuple[Goal, Held]) -> tuple[int, int]:
        identity = pair[1].report.identity
        return -identity.year, kinds.index(identity.report_type)

    return tuple(sorted(found, key=newest))
