"""Goals and activities: what a question about goals is answered with, from the goal tree itself.

A goal is told with its level, its fulfilment and the goal above it, each cited where it is
printed; an activity with its dates. Which of them: those whose own words, or whose goal's, say
what the question says; where the question names a level or a fulfilment («vilka nämndmål
uppfylldes bara delvis»), only those. Nothing is concluded that the tree does not print.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.evidence import scope_words
from assistant.likeness import Likeness
from assistant.model import Asks, Claim, Found, Interpretation, Source
from ingest.library import Library
from ingest.model import Activity, Goal, GoalLevel, Identity

_LEVELS: tuple[tuple[GoalLevel, str], ...] = (
    (GoalLevel.NAMNDMAL, r"\bnämndmål\w*"),
    (GoalLevel.ENHETSMAL, r"\benhetsmål\w*"),
    (GoalLevel.KF_MAL, r"\bkf(?::?s)?[\s-]+mål\w*|\bkf-mål\w*|\bmål\s+för\s+verksamhetsområdet"),
    (GoalLevel.INRIKTNINGSMAL, r"\binriktningsmål\w*"),
)
_NOT_WHOLLY = re.compile(
    r"\b(?:inte|ej)\b.{0,25}\buppf\w*|\bbara\s+delvis|\bdelvis\b|\bmissa\w*|\bnåddes\s+inte"
)
_WHOLLY = re.compile(r"\buppfyll\w+\s+helt|\bhelt\s+uppfyll\w*")
_FULFILMENT_WORDS = frozenset(
    """uppfyllt uppfylldes uppfylls uppfyllas uppfyllda uppfylla helt delvis nämndmål nämndmålet
    nämndmålen enhetsmål enhetsmålet enhetsmålen målet målen mål kf aktivitet aktiviteter
    aktiviteten aktiviteterna heter hör ligger under bedömdes avvikelse avikelse datum vilket
    drog följas lagt egen förväntat resultat verksamhetsområdet""".split()  # noqa: SIM905
)
_HEADINGS = (
    ("förväntat resultat", r"\bförvänta\w*\s+resultat\w*"),
    ("uppföljning", r"\buppföljning\w*|\bfölj(?:a|as|s|er)\s+upp\b"),
    ("arbetssätt", r"\barbetssätt\w*"),
    ("resursanvändning", r"\bresurs\w*"),
    ("utveckling", r"\butveckling\w*"),
    ("analys", r"\banalys\w*|\bvarför\b"),
)
_ENOUGH = 0.5
_MOST = 12


@dataclass(frozen=True, slots=True)
class _Node:
    goal: Goal
    above: Goal | None
    document_id: str
    identity: Identity


def goal_claims(meant: Interpretation, found: Sequence[Found], library: Library) -> list[Claim]:
    """Claims about goals and activities; [] where the question is about something else."""
    if meant.asks is not Asks.GOALS:
        return []
    folded = meant.text.casefold()
    documents = _documents(meant, found, library)
    if re.search(r"\baktivitet", folded):
        claims = _activity_claims(meant, documents, library)
        if claims:
            return claims
    nodes = [node for d in documents for node in _nodes(d, library)]
    levels = {level for level, pattern in _LEVELS if re.search(pattern, folded)}
    chosen = _chosen(meant, nodes, levels)[:_MOST]
    told = [claim for node in chosen for claim in _section_claims(node, folded, library)]
    return [*(_goal_claim(node) for node in chosen), *told[:_MOST]]


def _section_claims(node: _Node, folded: str, library: Library) -> list[Claim]:
    """The opening sentences under the heading that the question names, for one goal."""
    asked = [heading for heading, pattern in _HEADINGS if re.search(pattern, folded)]
    report = library.contents(node.document_id)
    claims: list[Claim] = []
    for section in report.sections if report and asked else ():
        if section.chain.nearest != node.goal.text or not section.headings:
            continue
        if section.headings[-1].casefold() not in asked:
            continue
        sentences = [s for paragraph in section.paragraphs for s in paragraph if not s.continues]
        for sentence in sentences[:2]:
            place = (node.goal.text, *section.headings)
            source = Source(node.document_id, node.identity, sentence.page, place, sentence.text)
            claims.append(Claim(sentence.text, (source,)))
    return claims


def _chosen(meant: Interpretation, nodes: list[_Node], levels: set[GoalLevel]) -> list[_Node]:
    folded = meant.text.casefold()
    wanted = None
    if _NOT_WHOLLY.search(folded):
        wanted = {"delvis", "ej"}
    elif _WHOLLY.search(folded):
        wanted = {"helt"}
    likeness = Likeness(meant.text, _dropped(meant))
    if wanted:
        fitting = [n for n in nodes if n.goal.fulfilment in wanted]
        fitting = [n for n in fitting if not levels or n.goal.level in levels]
        if fitting:
            return sorted(fitting, key=lambda n: -likeness.share(n.goal.text))
    if not likeness.words and levels:
        return [n for n in nodes if n.goal.level in levels]
    scored = [(likeness.share(n.goal.text), _level_rank(n, levels), n) for n in nodes]
    best = max((score for score, _, _ in scored), default=0.0)
    if best < _ENOUGH:
        return []
    near = [row for row in scored if row[0] >= max(_ENOUGH, best - 0.15)]
    return [node for _, _, node in sorted(near, key=lambda row: (row[1], -row[0]))][:2]


def _level_rank(node: _Node, levels: set[GoalLevel]) -> int:
    return 0 if node.goal.level in levels else 1


def _activity_claims(
    meant: Interpretation, documents: Sequence[str], library: Library
) -> list[Claim]:
    likeness = Likeness(meant.text, _dropped(meant))
    deviating = re.search(r"\bavvi?k\w*|\bförsena\w*", meant.text.casefold()) is not None
    rows: list[tuple[float, Activity, str, Identity]] = []
    for document_id in documents:
        report = library.contents(document_id)
        for activity in report.activities if report else ():
            if deviating and not activity.deviation:
                continue
            above = activity.chain.nearest or ""
            score = max(likeness.share(activity.name), likeness.share(f"{above} {activity.name}"))
            own = activity.chain.enhetsmal is not None
            identity = report.identity if report else None
            if identity is not None:
                rows.append((score + 0.1 * own, activity, document_id, identity))
    rows.sort(key=lambda row: -row[0])
    best = rows[0][0] if rows else 0.0
    if best < _ENOUGH:
        return []
    return [_activity_claim(a, d, i) for score, a, d, i in rows if score >= best - 0.12][:_MOST]


def _activity_claim(activity: Activity, document_id: str, identity: Identity) -> Claim:
    section = (*activity.chain.goals[-1:], "Aktivitet")
    sources = [Source(document_id, identity, activity.page, section, activity.quote)]
    dates = " – ".join(d for d in (activity.start, activity.end) if d)
    text = f"Aktivitet: {activity.name.rstrip('.')}" + (f" ({dates})" if dates else "")
    if activity.deviation:
        text += f", {activity.deviation.lower()}"
    for sentence in activity.analysis[:2]:
        text += f". {sentence.text}".replace("..", ".")
        sources.append(Source(document_id, identity, sentence.page, section, sentence.text))
    return Claim(text if text.endswith(".") else f"{text}.", tuple(sources))


def _goal_claim(node: _Node) -> Claim:
    goal, section = node.goal, (node.goal.level.label,)
    text = f"{goal.level.label}: {_numbered(goal)}"
    sources = [Source(node.document_id, node.identity, goal.page, section, _numbered(goal))]
    if goal.status:
        text += f" – {goal.status}"
        sources.append(Source(node.document_id, node.identity, goal.page, section, goal.status))
    if node.above is not None:
        above = node.above
        text += f" (under {above.level.label}: {_numbered(above)})"
        label = (above.level.label,)
        sources.append(Source(node.document_id, node.identity, above.page, label, _numbered(above)))
    return Claim(text, tuple(sources))


def _numbered(goal: Goal) -> str:
    """The goal as printed, with its number where the text does not open with it."""
    if goal.number and not goal.text.startswith(goal.number):
        return f"{goal.number} {goal.text}"
    return goal.text


def _nodes(document_id: str, library: Library) -> Iterator[_Node]:
    report = library.contents(document_id)
    stack: list[tuple[Goal, Goal | None]] = [(g, None) for g in report.goals] if report else []
    while stack and report:
        goal, above = stack.pop(0)
        yield _Node(goal, above, document_id, report.identity)
        stack = [(child, goal) for child in goal.children] + stack


def _documents(meant: Interpretation, found: Sequence[Found], library: Library) -> list[str]:
    """The report that the best passages come from; the fence's only one where it is alone."""
    within = library.reports(meant.hard)
    if len(within) == 1:
        return [within[0].document_id]
    places: dict[str, float] = {}
    for item in found[:5]:
        key = item.passage.document_id
        places[key] = places.get(key, 0.0) + item.score
    return sorted(places, key=lambda key: -places[key])[:1]


def _dropped(meant: Interpretation) -> frozenset[str]:
    return scope_words(meant) | _FULFILMENT_WORDS
