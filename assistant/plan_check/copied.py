"""How much of the unit's own text stands word for word in its earlier reports, and where.

Runs of eight words (shingles) are looked for in every earlier report of the unit, page by page,
the newest report first; a run over a page break counts on the page where it begins. The board's
text above an enhetsmål is meant to be repeated and is not counted, nor are the goals themselves.
Copying is no fault: the finding tells the share and the place, so that what no longer holds can
be changed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.model import Source
from assistant.plan_check.context import Context, quoted
from assistant.plan_check.ground import Held
from assistant.plan_check.model import Copied, Finding, Severity
from assistant.plan_check.outline import GoalSaid, Part, Said
from assistant.verify import locate

CHECK = "copied"
_SHINGLE = 8
_FEWEST_WORDS = 25
_MUCH = 50
_QUOTES = 2
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class _Met:
    """A sentence and how many of its words stand in one earlier report."""

    said: Said
    words: int
    copied: int
    at: tuple[int, int] | None
    """The report (place in ``ground.own``) and the page where most of it stands."""


def check_copied(context: Context) -> tuple[list[Finding], tuple[Copied, ...]]:
    """One finding per goal of which half or more is copied, and the shares of the whole."""
    reports = context.ground.own
    index = _index(reports)
    if not index:
        return [], ()
    findings: list[Finding] = []
    whole: list[_Met] = []
    goals: dict[GoalSaid | None, list[Part]] = {}
    for part in context.plan.own_parts:
        goals.setdefault(part.goal, []).append(part)
    for goal, parts in goals.items():
        met = [_met(said, index) for part in parts for said in part.sentences]
        whole += met
        findings.extend(_finding(goal, met, reports))
    return findings, _shares(whole, reports)


def _index(reports: Sequence[Held]) -> dict[tuple[str, ...], tuple[int, int]]:
    """Each run of words with the newest report and the page where it begins."""
    index: dict[tuple[str, ...], tuple[int, int]] = {}
    for number, held in enumerate(reports):
        said = [(word, page.number) for page in held.report.pages for word in _words(page.text)]
        only = [word for word, _ in said]
        for at in range(len(said) - _SHINGLE + 1):
            index.setdefault(tuple(only[at : at + _SHINGLE]), (number, said[at][1]))
    return index


def _met(said: Said, index: dict[tuple[str, ...], tuple[int, int]]) -> _Met:
    spoken = _words(said.text)
    covered = [False] * len(spoken)
    places: Counter[tuple[int, int]] = Counter()
    for at in range(len(spoken) - _SHINGLE + 1):
        place = index.get(tuple(spoken[at : at + _SHINGLE]))
        if place is not None:
            places[place] += 1
            covered[at : at + _SHINGLE] = [True] * _SHINGLE
    best = places.most_common(1)
    return _Met(said, len(spoken), sum(covered), best[0][0] if best else None)


def _finding(goal: GoalSaid | None, met: Sequence[_Met], reports: Sequence[Held]) -> list[Finding]:
    words, copied = sum(m.words for m in met), sum(m.copied for m in met)
    if words < _FEWEST_WORDS or 100 * copied < _MUCH * words:
        return []
    hits = [m for m in met if m.at is not None and m.copied]
    counts = Counter(m.at[0] for m in hits if m.at)
    number = counts.most_common(1)[0][0]
    held = reports[number]
    pages = sorted({m.at[1] for m in hits if m.at and m.at[0] == number})
    percent = round(100 * copied / words)
    where = f"Under {quoted(goal.text)} står" if goal else "Av texten utanför målen står"
    return [
        Finding(
            CHECK,
            Severity.NOTE,
            f"{where} {percent} procent av orden redan i {held.identity.title} ({_pages(pages)}).",
            "Läs igenom det som är oförändrat: behåll det som fortfarande gäller, och ändra det "
            "som är klart, försenat eller nytt.",
            hits[0].said.place,
            goal.text if goal else None,
            _sources(hits, reports, number),
        )
    ]


def _sources(hits: Sequence[_Met], reports: Sequence[Held], number: int) -> tuple[Source, ...]:
    """The first sentences that stand there whole, as the page prints them."""
    held = reports[number]
    found: list[Source] = []
    for met in hits:
        if met.at is None or met.at[0] != number or met.copied < met.words:
            continue
        page = held.report.pages[met.at[1] - 1]
        quote = locate(met.said.text, page.text)
        if quote:
            found.append(Source(held.document_id, held.identity, page.number, (), quote))
        if len(found) == _QUOTES:
            break
    return tuple(found)


def _shares(met: Sequence[_Met], reports: Sequence[Held]) -> tuple[Copied, ...]:
    total = sum(m.words for m in met)
    if total < _FEWEST_WORDS:
        return ()
    by_report: Counter[int] = Counter()
    pages: dict[int, set[int]] = {}
    for m in met:
        if m.at is not None:
            by_report[m.at[0]] += m.copied
            pages.setdefault(m.at[0], set()).add(m.at[1])
    return tuple(
        Copied(
            round(100 * count / total), reports[number].document_id,
            reports[number].identity.title, tuple(sorted(pages[number])),
        )
        for number, count in by_report.most_common()
        if round(100 * count / total)
    )  # fmt: skip


def _pages(pages: Sequence[int]) -> str:
    """«sidan 4», «sidorna 4–6», «sidorna 4, 7 och 9»."""
    if len(pages) == 1:
        return f"sidan {pages[0]}"
    if pages[-1] - pages[0] == len(pages) - 1:
        return f"sidorna {pages[0]}–{pages[-1]}"
    return f"sidorna {', '.join(map(str, pages[:-1]))} och {pages[-1]}"


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]
