"""Compares identity, goal tree and headings with the truth.

A goal is right when level, wording, fulfilment and page all are; wording is compared without
its number and without blanks. A heading is right by wording and goal; its page is a share of
its own. The program keeps no list of headings, so it is read off the sections' paths.
"""

from __future__ import annotations

from eval.reading.sheet import Sheet, pair
from eval.reading.truth import TrueGoal, TrueHeading, Truth
from eval.text import bare, folded, goal_words
from ingest.model import Goal, Identity, Report
from ingest.names import same_name


def compare_identity(truth: Truth, ours: Identity, sheet: Sheet) -> None:
    """Board, unit, year and report type, one share each under one name."""
    wanted = truth.identity
    unit = wanted.get("enhet")
    checks = {
        "stadsdelsnamnd": (wanted["stadsdelsnamnd"], ours.board),
        "enhet": (unit, ours.unit),
        "ar": (wanted["ar"], ours.year),
        "dokumenttyp": (wanted["dokumenttyp"], ours.report_type.value),
    }
    for field, (true, read) in checks.items():
        both_names = isinstance(true, str) and isinstance(read, str)
        right = same_name(str(true), str(read)) if both_names else true == read
        sheet.share("identitet", right, f"{field}: facit {true!r}, läst {read!r}")


def compare_goals(truth: Truth, report: Report, sheet: Sheet) -> None:
    """The goal tree, flattened."""
    ours = [found for goal in report.goals for found in _flat(goal, None)]
    pairs = pair(
        truth.goals,
        ours,
        [
            (lambda t: (t.level, goal_words(t.text), t.page), _key_with_page),
            (lambda t: (t.level, goal_words(t.text)), lambda o: _key_with_page(o)[:2]),
            (lambda t: goal_words(t.text), lambda o: goal_words(o.text)),
        ],
    )
    right = sum(_goal_right(true, read, sheet) for true, read in pairs)
    sheet.f1("mål (nivå, text, status, sida)", right, len(truth.goals), len(ours))


def _goal_right(true: TrueGoal | None, read: TrueGoal | None, sheet: Sheet) -> bool:
    measure = "mål (nivå, text, status, sida)"
    if true is None or read is None:
        goal, word = (read, "för mycket") if true is None else (true, "saknas")
        assert goal is not None
        sheet.differs(measure, f"{word}: s. {goal.page} {goal.level} {goal.text}")
        return False
    sheet.share(
        "mål: rätt förälder",
        goal_words(true.parent) == goal_words(read.parent),
        f"{true.text}: facit {true.parent!r}, läst {read.parent!r}",
    )
    same = (true.level, true.page, true.fulfilment) == (read.level, read.page, read.fulfilment)
    if not same:
        sheet.differs(
            measure,
            f"{true.text}: facit {true.level}, s. {true.page}, {true.fulfilment};"
            f" läst {read.level}, s. {read.page}, {read.fulfilment}",
        )
    return same


def _key_with_page(goal: TrueGoal) -> tuple[str, str | None, int]:
    return goal.level, goal_words(goal.text), goal.page


def _flat(goal: Goal, parent: str | None) -> list[TrueGoal]:
    this = TrueGoal(goal.level.value, goal.text, goal.page, goal.fulfilment, parent)
    return [this] + [found for child in goal.children for found in _flat(child, goal.text)]


def compare_headings(truth: Truth, report: Report, sheet: Sheet) -> None:
    """Headings in the sections' paths against the printed ones."""
    chapters = {_key(h.text) for h in truth.headings if h.goal is None}
    ours = _headings(report, chapters)
    pairs = pair(
        truth.headings,
        ours,
        [
            (lambda h: (_key(h.text), goal_words(h.goal), h.page),) * 2,
            (lambda h: (_key(h.text), goal_words(h.goal)),) * 2,
        ],
    )
    right = 0
    for true, read in pairs:
        if true and read:
            right += 1
            note = f"{true.text}: facit s. {true.page}, läst s. {read.page}"
            sheet.share("rubriker: rätt sida", true.page == read.page, note)
        else:
            heading = true or read
            assert heading is not None
            word = "saknas" if true else "för mycket"
            where = f"s. {heading.page} «{heading.text}» under «{heading.goal or 'inget mål'}»"
            sheet.differs("rubriker", f"{word}: {where}")
    sheet.f1("rubriker", right, len(truth.headings), len(ours))


def _key(text: str) -> str:
    return bare(folded(text)).casefold().rstrip(":.")


def _headings(report: Report, chapters: set[str]) -> list[TrueHeading]:
    """Each heading of a path once, where it first differs from the path before it."""
    found: list[TrueHeading] = []
    last: tuple[str, ...] = ()
    last_goal: str | None = None
    for section in report.sections:
        goal = section.chain.nearest
        same = 0
        for one, other in zip(last, section.headings, strict=False):
            if one != other or (goal != last_goal and _key(one) not in chapters):
                break
            same += 1
        found += [TrueHeading(text, section.page, goal) for text in section.headings[same:]]
        last, last_goal = section.headings, goal
    return [
        TrueHeading(h.text, h.page, None if _key(h.text) in chapters and _outside(h) else h.goal)
        for h in found
    ]


def _outside(heading: TrueHeading) -> bool:
    """A chapter heading above goals («Uppföljning av … mål») belongs to no goal."""
    return "inriktningsmål" in heading.text.casefold()
