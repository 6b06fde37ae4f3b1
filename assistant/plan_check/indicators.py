"""Are the indicators named, with a target and seen against their history?

Two things are told: an indicator that a goal names without any level to reach, and indicators of
the unit's newest report under the same nämndmål (or under a KF-mål whose nämndmål all stand in
the text) that the text never names. A unit without rows of its own is asked for none: its board's
indicators are about others too. History and targets are the reports' own cells with their
sources, of certain rows only; a plan's target is never told as an outcome.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rapidfuzz import fuzz

from assistant.figures import fits
from assistant.model import FoundIndicator, Source
from assistant.plan_check.context import EXPECTED, FOLLOW_UP, Context, listed, quoted
from assistant.plan_check.model import Finding, Severity
from assistant.plan_check.outline import GoalSaid
from assistant.understanding.terms import default_terms, indicators_in
from assistant.words import content_words, fold, stem, words
from ingest.model import Goal, GoalLevel, ReportType
from ingest.passages import labelled

CHECK = "indicators"
_SAME_GOAL = 88.0
_YEARS_SHOWN = 3
_NAMES_SHOWN = 5
_WORD = 5


def check_indicators(context: Context) -> list[Finding]:
    """Indicators named without a target, and indicators never named."""
    rows = list(context.ground.indicators)
    findings = [f for goal in context.plan.own_goals for f in _without_target(goal, context, rows)]
    owners = {held.document_id for held in context.ground.own}
    return [*findings, *_never_named(context, [r for r in rows if r.document_id in owners])]


def history(rows: Iterable[FoundIndicator]) -> tuple[str, tuple[Source, ...]]:
    """Outcomes of the last years and the newest target, in Swedish, with the rows they stand in."""
    outcomes: dict[int, tuple[str, FoundIndicator]] = {}
    target: tuple[str, FoundIndicator] | None = None
    for row in rows:
        cells, identity = row.value.columns, row.identity
        if not row.value.certain:
            continue
        if identity.report_type is ReportType.VB:
            if cells.outcome:
                outcomes.setdefault(identity.year, (cells.outcome, row))
            before = identity.year - 1
            if cells.previous and row.value.previous_period in (f"VB {before}", str(before)):
                outcomes.setdefault(before, (cells.previous, row))
        if target is None and (cells.target or cells.city_target):
            named = f"årsmål {cells.target}" if cells.target else f"KF:s årsmål {cells.city_target}"
            target = (f"{named} ({identity.report_type} {identity.year})", row)
    years = sorted(outcomes)[-_YEARS_SHOWN:]
    told = [f"{outcomes[year][0]} ({year})" for year in years]
    used = [outcomes[year][1] for year in years]
    said = f"Utfall: {', '.join(told)}." if told else ""
    if target:
        said = f"{said} {target[0][0].upper()}{target[0][1:]}.".strip()
        used.append(target[1])
    return said, tuple(dict.fromkeys(_source(row) for row in used))


class Naming:
    """Which indicators some texts name: all words of the name that count in one text, or a
    synonym. Each text is read once."""

    def __init__(self, texts: Iterable[str]) -> None:
        kept = list(texts)
        self._stems = [_forms(text) for text in kept]
        terms = default_terms()
        self._official = {name for text in kept for name in indicators_in(text, terms)}

    def names(self, name: str) -> bool:
        """Whether one of the texts names this indicator."""
        wanted = [(word, stem(word)) for word in content_words(name)]
        for said in self._stems:
            if all(word in said or root in said for word, root in wanted):
                return True
        return any(fits(name, official) for official in self._official)


def _without_target(
    goal: GoalSaid | None, context: Context, rows: Sequence[FoundIndicator]
) -> Iterator[Finding]:
    parts = [p for pattern in (EXPECTED, FOLLOW_UP) for p in context.plan.under(goal, pattern)]
    if any(char.isdigit() for part in parts for said in (*part.sentences, *part.rows)
           for char in said.text):  # fmt: skip
        return
    names = _longest(list(dict.fromkeys(row.value.name for row in rows)))
    told: list[str] = []
    for part in parts:
        for said in part.sentences:
            naming = Naming([said.text])
            for name in names:
                if any(fits(name, other) for other in told) or not naming.names(name):
                    continue
                told.append(name)
                seen, sources = history(r for r in rows if fits(r.value.name, name))
                if not seen:
                    continue
                yield Finding(
                    CHECK,
                    Severity.ADVICE,
                    f"Indikatorn {name} nämns utan målvärde.",
                    f"Ange ett målvärde för året. {seen}",
                    said.place,
                    goal.text if goal else None,
                    sources,
                )
                break


def _forms(text: str) -> set[str]:
    """The words of a text, their stems, and what is left of them without an ending."""
    said = words(text)
    cut = {word[:-n] for word in said for n in (1, 2, 3) if len(word) - n >= _WORD}
    return cut | set(said) | {stem(word) for word in said}


def _runs(texts: Sequence[str], length: int = 3) -> Iterator[str]:
    """Neighbouring sentences together: a name in a pasted table may be cut into several."""
    for at in range(len(texts)):
        yield " ".join(texts[at : at + length])


def _longest(names: list[str]) -> list[str]:
    """Longer names first: «Sjukfrånvaro dag 1-14» is not also «Sjukfrånvaro»."""
    return sorted(names, key=len, reverse=True)


def _never_named(context: Context, rows: Sequence[FoundIndicator]) -> Iterator[Finding]:
    newest = rows[0].document_id if rows else ""
    tables = " ".join(said.text for part in context.plan.parts for said in part.rows)
    naming = Naming([*_runs([said.text for said in context.plan.sentences]), tables])
    for goal, mine in _by_goal(context, [r for r in rows if r.document_id == newest]):
        missing = [row for row in mine if not naming.names(row.value.name)]
        names = list(dict.fromkeys(row.value.name for row in missing))
        if not names:
            continue
        identity = missing[0].identity
        shown = [quoted(name) for name in names[:_NAMES_SHOWN]]
        more = [f"{len(names) - _NAMES_SHOWN} till"] if len(names) > _NAMES_SHOWN else []
        where = f"under {quoted(goal.text)} " if goal else ""
        seen, sources = history(r for r in rows if fits(r.value.name, names[0]))
        one = f" {names[0]}: {seen}" if seen else ""
        yield Finding(
            CHECK,
            Severity.ADVICE,
            f"{identity.title} har {where}"
            f"{'indikatorerna' if len(names) > 1 else 'indikatorn'} {listed([*shown, *more])}, "
            "som texten inte nämner.",
            f"Ta med {'dem' if len(names) > 1 else 'den'} med målvärde, eller skriv hur målet "
            f"följs upp i stället.{one}",
            goal.said.place if goal else None,
            goal.text if goal and goal.level is GoalLevel.ENHETSMAL else None,
            tuple(dict.fromkeys((*(_source(r) for r in missing[:_NAMES_SHOWN]), *sources))),
        )


def _by_goal(
    context: Context, rows: Sequence[FoundIndicator]
) -> Iterator[tuple[GoalSaid | None, list[FoundIndicator]]]:
    """Goals of the text with the rows that stand under the same goal in the newest report."""
    plan = context.plan
    for goal in plan.own_goals:
        namndmal = context.namndmal_of(goal)
        if namndmal is None and goal is not None and goal.level is GoalLevel.NAMNDMAL:
            namndmal = goal.text
        mine = [r for r in rows if _same(r.value.chain.namndmal, namndmal)]
        if mine:
            yield goal, mine
    said = [g.text for g in plan.at_level(GoalLevel.NAMNDMAL)]
    for kf_mal in plan.at_level(GoalLevel.KF_MAL):
        shared = [r for r in rows if not r.value.chain.namndmal]
        under = [r for r in shared if _same(r.value.chain.kf_mal, kf_mal.text)]
        if under and all(any(_same(n, s) for s in said) for n in _below(context, kf_mal)):
            yield kf_mal, under


def _below(context: Context, kf_mal: GoalSaid) -> list[str]:
    """The nämndmål that the unit's newest report has under a KF-mål."""
    for held in context.ground.own:
        goals = [g for top in held.report.goals for g in (top, *top.children)]
        found = [g for g in goals if g.level is GoalLevel.KF_MAL and _same(g.text, kf_mal.text)]
        if found:
            return [c.text for g in found for c in _children(g)]
    return []


def _children(goal: Goal) -> list[Goal]:
    return [child for child in goal.children if child.level is GoalLevel.NAMNDMAL]


def _same(one: str | None, two: str | None) -> bool:
    return bool(one and two) and fuzz.ratio(fold(one or ""), fold(two or "")) >= _SAME_GOAL


def _source(row: FoundIndicator) -> Source:
    section = (*labelled(row.value.chain), f"Indikator {row.value.name}")
    return Source(row.document_id, row.identity, row.value.page, section, row.value.quote)
