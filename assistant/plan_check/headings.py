"""Are the template's headings there under each goal, and is something written under them?

The template is the board's newest plan. Without one, a heading that at least two thirds of the
text's own goals have (three goals at least) is expected under the others too. A single pasted
field is not asked for the headings of a whole plan.
"""

from __future__ import annotations

from collections import Counter

from assistant.plan_check.context import Context, listed, quoted
from assistant.plan_check.model import Finding, Severity
from assistant.plan_check.outline import GoalSaid, Plan

CHECK = "headings"
_FEWEST_GOALS = 3


def check_headings(context: Context) -> list[Finding]:
    """Missing headings, one finding per goal, and headings without text."""
    findings: list[Finding] = []
    wanted, seen_in = _wanted(context)
    for goal in context.plan.own_goals:
        findings.extend(_missing(context.plan, goal, wanted, seen_in))
        findings.extend(_empty(context.plan, goal))
    return findings


def _wanted(context: Context) -> tuple[tuple[str, ...], str]:
    template = context.ground.template
    if template is not None:
        return template.headings, f"finns i mallen ({template.title})"
    goals = [_said(context.plan, goal) for goal in context.plan.own_goals if goal]
    counts = Counter(heading for said in goals for heading in said)
    if len(goals) < _FEWEST_GOALS:
        return (), ""
    common = tuple(h for h, n in counts.items() if 3 * n >= 2 * len(goals))
    return common, "finns under de flesta andra mål i texten"


def _said(plan: Plan, goal: GoalSaid | None) -> list[str]:
    return list(dict.fromkeys(p.heading.capitalize() for p in plan.parts_of(goal) if p.heading))


def _missing(
    plan: Plan, goal: GoalSaid | None, wanted: tuple[str, ...], seen_in: str
) -> list[Finding]:
    said = {heading.casefold() for heading in _said(plan, goal)}
    if goal is None and len(said) < 2:
        return []
    missing = [h for h in wanted if h.casefold() not in said]
    if not missing:
        return []
    many = len(missing) > 1
    whose = f"Under {quoted(goal.text)} saknas" if goal else "Det saknas"
    what = f"{'rubrikerna' if many else 'rubriken'} {listed(missing)}"
    return [
        Finding(
            CHECK,
            Severity.IMPORTANT,
            f"{whose} {what}, som {seen_in}.",
            f"Lägg till {'rubrikerna' if many else 'rubriken'} och skriv minst en mening under "
            f"{'varje' if many else 'den'}.",
            goal.said.place if goal else None,
            goal.text if goal else None,
        )
    ]


def _empty(plan: Plan, goal: GoalSaid | None) -> list[Finding]:
    parts = plan.parts_of(goal)
    filled = {p.heading.casefold() for p in parts if p.heading and (p.sentences or p.rows)}
    return [
        Finding(
            CHECK,
            Severity.IMPORTANT,
            f"Under rubriken {part.heading} står ingen text.",
            "Skriv det som gäller, eller ta bort rubriken om mallen tillåter det.",
            part.head.place,
            goal.text if goal else None,
        )
        for part in parts
        if part.heading and part.head and part.heading.casefold() not in filled
    ]
