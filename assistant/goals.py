"""Goals: what a question about goals is answered with, from the goal tree itself.

A goal is told with its level, its fulfilment and the goal above it, each cited where it is
printed. Which of them: those whose own words say what the question says, else the one of the
level asked that is nearest in meaning, itself and by the goal above it; where the question names
a level or a fulfilment («vilka nämndmål uppfylldes bara delvis»), only those. Nothing is
concluded that the tree does not print.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.evidence import scope_words
from assistant.likeness import Likeness
from assistant.meaning import Meaning, core_of
from assistant.model import Asks, Claim, Found, Interpretation, Source
from assistant.reports import names_one, reports_meant
from ingest.library import Library
from ingest.model import Goal, GoalLevel, Identity, Passage, ReportType, StoredReport
from ingest.passages import labelled

_LEVELS: tuple[tuple[GoalLevel, str], ...] = (
    (GoalLevel.NAMNDMAL, r"\bnämndmål\w*|\bnämndnivå\w*|\bnämndens\s+mål\w*"),
    (GoalLevel.ENHETSMAL, r"\benhetsmål\w*|\benhetsnivå\w*|\benhetens\s+(?:egna\s+)?mål\w*"),
    (GoalLevel.KF_MAL, r"\bkf(?::?s)?[\s-]+mål\w*|\bkf-mål\w*|\bmål\s+för\s+verksamhetsområdet"),
    (GoalLevel.INRIKTNINGSMAL, r"\binriktningsmål\w*"),
)
_ABOUT_A_GOAL = re.compile(
    r"\bmåluppfyll\w*|\b(?:sitt|sina|eget|egna|deras)\s+mål\b|\bmålet\s+(?:kring|om|för|att|med)\b"
    r"|\b(?:nämnd|enhets)(?:mål|nivå)\w*|\bmålen\b"
)
_NOT_WHOLLY = re.compile(
    r"\buppf\w*\s+(?:\w+\s+)?(?:inte|ej)\b"
    r"|\b(?:inte|ej)\b.{0,25}\buppf\w*|\bbara\s+delvis|\bdelvis\b|\bmissa\w*"
    r"|\b(?:upp)?nå(?:dde|tt|r|s)\w*\s+(?:\S+\s+){0,5}(?:inte|ej)\b"
    r"|\b(?:inte|ej)\s+(?:\w+\s+){0,2}helt\b|\bbrast\b|\bbrister\s+i\s+mål\w*|\b(?:inte|ej)\s+nå\w*"
)
_WHOLLY = re.compile(r"\buppfyll\w+\s+helt|\bhelt\s+uppfyll\w*")
_FULFILMENT_WORDS = frozenset(
    """uppfyllt uppfylldes uppfylls uppfyllas uppfyllda uppfylla helt delvis nämndmål nämndmålet
    nämndmålen enhetsmål enhetsmålet enhetsmålen målet målen mål kf aktivitet aktiviteter
    aktiviteten aktiviteterna heter hör ligger under bedömdes avvikelse avikelse datum vilket
    drog följas lagt egen förväntat resultat verksamhetsområdet bedömning bedömningen gick
    tänker mäta mäts mätas kring gäller uppnådde uppnåddes uppnåtts uppnått uppnås uppnår nådde
    nåddes nått nåtts nås når missade missades missats""".split()  # noqa: SIM905
)
_GOALS = re.compile(r"\b(?:vilka|vilket|hur\s+många)\s+(?:av\s+\w+\s+)?mål(?:en)?\b")
_PLAN_WORDS = frozenset(("plan", "planen", "planens", "lista"))
_LISTED = re.compile(
    r"\bvilka\s+(?:\w+\s+)?mål\s+(?:har|hade|finns|fanns|gäller|gällde|sätter|satte)\b"
    r"|\blista\s+(?:alla\s+)?\w*mål\w*"
)
_ASKS_WHY = re.compile(r"\bvarför\b|\bvad\s+(?:beror|berodde|var\s+(?:orsaken|anledningen))\b")
_WHY = frozenset("varför orsak orsaken anledning anledningen berodde beror".split())  # noqa: SIM905
_HEADINGS = (
    ("förväntat resultat", r"\bförvänta\w*\s+resultat\w*"),
    ("uppföljning", r"\buppföljning\w*|\bfölj(?:a|as|s|er)\s+upp\b|\bmät(?:a|s|as|er)\b"),
    ("arbetssätt", r"\barbetssätt\w*"),
    ("resursanvändning", r"\bresurs\w*"),
    ("utveckling", r"\butveckling\w*"),
    ("analys", r"\banalys\w*|\bvarför\b"),
)
_MARK = re.compile(r"\b(?:uppfyll|nå)\w*\s+(?:\w+\s+)?(helt|delvis|ej|inte)\b", re.IGNORECASE)
_MARKS = {"helt": "helt", "delvis": "delvis", "ej": "ej", "inte": "ej"}
_OF_ONE = (
    "Ingen nämnd eller enhet angavs: målen är de som står i rapporten från {} ({}). Ange en annan "
    "nämnd eller enhet för att se dess mål."
)
_LONGEST_MARK = 60
_ENOUGH = 0.5
_CLOSE = 0.015
_CLOSING = (ReportType.VP, ReportType.T1, ReportType.T2, ReportType.VB)
_MOST = 12
_MOST_OF_ALL = 40


@dataclass(frozen=True, slots=True)
class _Node:
    goal: Goal
    above: tuple[Goal, ...]
    document_id: str
    identity: Identity

    @property
    def path(self) -> tuple[str, ...]:
        """The goals above and the goal itself, with their labels."""
        return tuple(f"{g.level.label}: {g.text}" for g in (*self.above, self.goal))


def marks_asked(text: str) -> frozenset[str]:
    """The marks of fulfilment that a question asks about; empty where it asks about none."""
    folded = text.casefold()
    if _NOT_WHOLLY.search(folded):
        return frozenset(("delvis", "ej"))
    return frozenset(("helt",)) if _WHOLLY.search(folded) else frozenset()


def mark_of(passage: Passage) -> str | None:
    """The mark of fulfilment in a goal's passage, where it has one."""
    said = (_MARK.search(s.text) for s in passage.sentences if len(s.text) < _LONGEST_MARK)
    return next((_MARKS[m[1].casefold()] for m in said if m), None)


def about_goals(meant: Interpretation) -> bool:
    """Whether goals are what the question asks about."""
    folded = meant.text.casefold()
    met = bool(marks_asked(folded)) and bool(_GOALS.search(folded))
    listed = bool(_LISTED.search(folded))
    return meant.asks is Asks.GOALS or bool(_ABOUT_A_GOAL.search(folded)) or met or listed


def goal_core(meant: Interpretation) -> str:
    """What goals are compared by in meaning; empty where no goal is asked about."""
    return core_of(meant, _FULFILMENT_WORDS) if about_goals(meant) else ""


def goal_claims(
    meant: Interpretation, found: Sequence[Found], library: Library, meaning: Meaning
) -> tuple[list[Claim], tuple[str, ...]]:
    """Claims about goals and a note of what is left out; empty where nothing such is asked."""
    if not about_goals(meant):
        return [], ()
    folded = meant.text.casefold()
    levels = {level for level, pattern in _LEVELS if re.search(pattern, folded)}
    everyone, notes = _of_everyone(meant, levels, library)
    nodes = [node for d in documents_meant(meant, found, library) for node in _nodes(d, library)]
    chosen = everyone or _chosen(meant, nodes, levels, meaning)[:_MOST]
    told = [claim for node in chosen for claim in _section_claims(node, folded, library)]
    if chosen and not everyone and not names_one(meant) and len(library.reports(meant.scope)) > 1:
        identity = chosen[0].identity
        notes = (_OF_ONE.format(identity.unit or identity.board, identity.title),)
    return [*(_goal_claim(node, bool(everyone)) for node in chosen), *told[:_MOST]], notes


def _of_everyone(
    meant: Interpretation, levels: set[GoalLevel], library: Library
) -> tuple[list[_Node], tuple[str, ...]]:
    """The goals with the marks asked for in all follow-ups of the years, where nobody is named.

    Of a chain whose goals all have such a mark the lowest is enough. No more reports are read
    when there are as many goals as an answer holds; then a note says how many are left.
    """
    wanted = marks_asked(meant.text)
    if names_one(meant) or not wanted or not meant.scope.years or meant.comparison:
        return [], ()
    if Likeness(meant.text, _dropped(meant)).words:
        return [], ()  # one goal is asked about, by its words
    told: list[_Node] = []
    reports = [r for r in library.reports(meant.scope) if r.identity.report_type is ReportType.VB]
    for read, report in enumerate(reports):
        if len(told) >= _MOST_OF_ALL:
            return told, (
                f"Målen kommer ur {'den' if read == 1 else f'de {read}'} första av "
                f"{len(reports)} verksamhetsberättelser. "
                "Ange en nämnd eller en enhet för att se mål ur de andra.",
            )
        marked = [n for n in _nodes(report.document_id, library) if n.goal.fulfilment in wanted]
        above = {id(goal) for node in marked for goal in node.above}
        told += [
            n for n in marked if (n.goal.level in levels if levels else id(n.goal) not in above)
        ]
    return told, ()


def goal_premise(meant: Interpretation, found: Sequence[Found], library: Library) -> Claim | None:
    """The goal, cited, where a «varför» takes for granted what the goal's own mark refutes."""
    folded = meant.text.casefold()
    missed, met = bool(_NOT_WHOLLY.search(folded)), bool(_WHOLLY.search(folded))
    if not _ASKS_WHY.search(folded) or not about_goals(meant) or missed == met:
        return None
    likeness = Likeness(meant.text, _dropped(meant) | _WHY)
    levels = {level for level, pattern in _LEVELS if re.search(pattern, folded)}
    nodes = [node for d in documents_meant(meant, found, library) for node in _nodes(d, library)]
    nodes = [node for node in nodes if node.goal.level in levels or not levels]
    scored = [(likeness.share(node.goal.text), node) for node in nodes]
    best = max((score for score, _ in scored), default=0.0)
    near = [n for score, n in scored if best >= _ENOUGH and score >= best - 0.05]
    marks = {n.goal.fulfilment for n in near}
    refuted = marks == {"helt"} if missed else bool(marks) and marks <= {"delvis", "ej"}
    if not refuted:
        return None
    return _goal_claim(near[0])


def premise_of(goal: Claim) -> str:
    """The warning that goes with such a goal."""
    return f"Frågans förutsättning stämmer inte: rapporten anger «{goal.text}»."


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
            place = (*labelled(section.chain), *section.headings)
            source = Source(node.document_id, node.identity, sentence.page, place, sentence.text)
            claims.append(Claim(sentence.text, (source,)))
    return claims


def _chosen(
    meant: Interpretation, nodes: list[_Node], levels: set[GoalLevel], meaning: Meaning
) -> list[_Node]:
    folded = meant.text.casefold()
    wanted = marks_asked(folded)
    likeness = Likeness(meant.text, _dropped(meant))
    if wanted:
        fitting = [n for n in nodes if n.goal.fulfilment in wanted]
        fitting = [n for n in fitting if not levels or n.goal.level in levels]
        if fitting:
            return sorted(fitting, key=lambda n: -likeness.share(n.goal.text))
    whole = _PLAN_WORDS.issuperset(likeness.words)  # nothing says which goal
    if whole and nodes and _LISTED.search(folded):
        levels = levels or {max((n.goal.level for n in nodes), key=lambda level: level.depth)}
    if whole and levels:
        return [n for n in nodes if n.goal.level in levels]
    scored = [(likeness.share(n.goal.text), _level_rank(n, levels), n) for n in nodes]
    best = max((score for score, rank, _ in scored if not rank or not levels), default=0.0)
    if best < _ENOUGH:
        asked = bool(levels) or _ABOUT_A_GOAL.search(folded)
        return _by_meaning(meant, nodes, levels, meaning) if asked else []
    near = [row for row in scored if row[0] >= max(_ENOUGH, best - 0.15)]
    return [node for _, _, node in sorted(near, key=lambda row: (row[1], -row[0]))][:2]


def _by_meaning(
    meant: Interpretation, nodes: list[_Node], levels: set[GoalLevel], meaning: Meaning
) -> list[_Node]:
    """The goal of the level asked (else of the lowest there is) that is nearest in meaning."""
    kept = [n for n in nodes if n.goal.level in levels]
    if not levels:
        lowest = max((n.goal.level.depth for n in nodes), default=0)
        kept = [n for n in nodes if n.goal.level.depth == lowest]
    asked = goal_core(meant)
    score: dict[int, float] = {}
    for texts, weight in (
        ([n.goal.text for n in kept], 1.0),
        ([n.above[-1].text if n.above else n.goal.text for n in kept], 0.6),
    ):
        for near in meaning.nearest(asked, texts):
            score[near.index] = score.get(near.index, 0.0) + weight * near.score
    best = sorted(score, key=lambda at: -score[at])
    close = [at for at in best[:2] if score[at] >= score[best[0]] - _CLOSE]
    return [kept[at] for at in close]


def _level_rank(node: _Node, levels: set[GoalLevel]) -> int:
    return 0 if node.goal.level in levels else 1


def _goal_claim(node: _Node, with_owner: bool = False) -> Claim:
    goal, section = node.goal, node.path
    who = node.identity.unit or node.identity.board
    text = (f"{who}, " if with_owner else "") + f"{goal.level.label}: {_numbered(goal)}"
    sources = [Source(node.document_id, node.identity, goal.page, section, _numbered(goal))]
    if goal.status:
        text += f" – {goal.status}"
        sources.append(Source(node.document_id, node.identity, goal.page, section, goal.status))
    if node.above:
        above = node.above[-1]
        text += f" (under {above.level.label}: {_numbered(above)})"
        sources.append(
            Source(node.document_id, node.identity, above.page, section[:-1], _numbered(above))
        )
    return Claim(text, tuple(sources))


def _numbered(goal: Goal) -> str:
    """The goal as printed, with its number where the text does not open with it."""
    if goal.number and not goal.text.startswith(goal.number):
        return f"{goal.number} {goal.text}"
    return goal.text


def _nodes(document_id: str, library: Library) -> Iterator[_Node]:
    report = library.contents(document_id)
    stack: list[tuple[Goal, tuple[Goal, ...]]] = [(g, ()) for g in report.goals] if report else []
    while stack and report:
        goal, above = stack.pop(0)
        yield _Node(goal, above, document_id, report.identity)
        stack = [(child, (*above, goal)) for child in goal.children] + stack


def documents_meant(meant: Interpretation, found: Sequence[Found], library: Library) -> list[str]:
    """The one report that is meant; where that is open, the one the best passages come from.

    Whether goals were met only a follow-up tells: without a year it is the newest one.
    """
    reports = reports_meant(meant, library) if names_one(meant) else []
    if marks_asked(meant.text):
        followed = [r for r in reports if r.identity.report_type is not ReportType.VP]
        reports = followed or reports
        if followed and not meant.scope.years:
            reports = [max(followed, key=_closing)]
    places: dict[str, float] = {r.document_id: 0.0 for r in reports}
    if len(reports) == 1:
        return list(places)
    for item in found[:5]:
        key = item.passage.document_id
        if key in places or not reports:
            places[key] = places.get(key, 0.0) + item.score
    if not places:
        return [r.document_id for r in reports_meant(meant, library)[:1]]
    return sorted(places, key=lambda key: -places[key])[:1]


def _closing(report: StoredReport) -> tuple[int, int]:
    """Later for a later year, and within it for what closes more of it."""
    return report.identity.year, _CLOSING.index(report.identity.report_type)


def _dropped(meant: Interpretation) -> frozenset[str]:
    return scope_words(meant) | _FULFILMENT_WORDS
