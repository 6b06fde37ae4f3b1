"""Does each enhetsmål answer to its nämndmål, and does the nämndmål stand as the board worded it?

A goal is only pointed out when it shares no word with its nämndmål, does share words with
another, and that other is nearer in meaning too. Meaning alone was tried and told wrongly four
times out of five (a goal about «må bra» is nearest to anything but «friska medarbetare»). What
belongs together is for the chief to say, so the finding asks and does not judge.
"""

from __future__ import annotations

from rapidfuzz import fuzz

from assistant.likeness import Likeness
from assistant.model import Source
from assistant.plan_check.context import EXPECTED, Context, quoted
from assistant.plan_check.model import Finding, Severity
from assistant.plan_check.outline import GoalSaid
from assistant.words import fold
from ingest.model import GoalLevel

CHECK = "answers"
_REWORDED = 78.0
_FEWEST_OTHERS = 3
_SHARED = 0.3
# Words that stand in most nämndmål and most enhetsmål alike, and so tell nothing.
_EVERYWHERE = frozenset(
    """enheten enhetens enhet stadsdelsnämnden stadsdelsnämndens stadsdelsnämnd nämnden nämndens
    verksamheten verksamheter verksamheterna verksamhet god goda har ska""".split()  # noqa: SIM905
)


def check_answers(context: Context) -> list[Finding]:
    """Nämndmål worded otherwise than the board, and enhetsmål that seem to answer to another."""
    findings = [
        finding
        for goal in context.plan.at_level(GoalLevel.NAMNDMAL)
        for finding in _wording(goal, context.ground.namndmal)
    ]
    for goal in context.plan.at_level(GoalLevel.ENHETSMAL):
        findings.extend(_answer(goal, context))
    return findings


def _wording(goal: GoalSaid, known: tuple[tuple[str, Source], ...]) -> list[Finding]:
    if not known or not goal.text:
        return []
    ratio = {text: fuzz.ratio(_plain(goal.text), _plain(text)) for text, _ in known}
    text, source = max(known, key=lambda pair: ratio[pair[0]])
    if ratio[text] >= 99.5 or ratio[text] < _REWORDED:
        return []
    title = source.identity.title
    return [
        Finding(
            CHECK,
            Severity.ADVICE,
            f"Nämndmålet står inte ordagrant som i {title}: där står {quoted(text, 200)}.",
            "Återge nämndmålet ordagrant, eller behåll lydelsen om nämnden har beslutat en ny.",
            goal.said.place,
            None,
            (source,),
        )
    ]


def _answer(goal: GoalSaid, context: Context) -> list[Finding]:
    own = context.namndmal_of(goal)
    said = context.plan.at_level(GoalLevel.NAMNDMAL)
    if own is None:
        return [_homeless(goal)] if said else []
    known = [text for text, _ in context.ground.namndmal] or [g.text for g in said]
    others = [text for text in dict.fromkeys(known) if fuzz.ratio(_plain(text), _plain(own)) < 90]
    expected = " ".join(p.text for p in context.plan.under(goal, EXPECTED))
    worded = Likeness(own, _EVERYWHERE)
    if len(others) < _FEWEST_OTHERS or worded.share(f"{goal.text} {expected}") > 0:
        return []
    said_by = {text: Likeness(text, _EVERYWHERE).share(goal.text) for text in others}
    closest = max(others, key=lambda text: said_by[text])
    near = context.meaning.nearest(goal.text, [own, *others])
    order = [[own, *others][row.index] for row in near]
    if said_by[closest] < _SHARED or order.index(closest) > order.index(own):
        return []
    return [
        Finding(
            CHECK,
            Severity.NOTE,
            f"Enhetsmålet delar inga ord med sitt nämndmål {quoted(own)} men med "
            f"{quoted(closest)}.",
            "Kontrollera att målet står under rätt nämndmål, eller skriv ut hur det bidrar till "
            "det. Jämförelsen bygger bara på ordval.",
            goal.said.place,
            goal.text,
        )
    ]


def _homeless(goal: GoalSaid) -> Finding:
    return Finding(
        CHECK,
        Severity.ADVICE,
        "Enhetsmålet står inte under något nämndmål.",
        "Skriv ut vilket nämndmål det svarar mot.",
        goal.said.place,
        goal.text,
    )


def _plain(text: str) -> str:
    return fold(text).rstrip(".")
