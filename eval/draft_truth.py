"""How a drafting case is judged: one function a promise, none that takes the program's own word.

Judged strictly, and always against the original files or the draft's own JSON-like values:

- *nämndmål*: the text equals the case's word for word, and its quote stands on the page cited.
- *headings*: those asked for, in order, none without a statement.
- *ground* (``underlag``): at least nine words in ten of the passage are covered by quotes that
  statements of the draft cite, counting only runs of four words or more (or a quote whole).
- *points* (``maste_beakta``): two statements under one heading, or a warning, hold at least half of
  the point's words of content (as lemmas or parts of compounds) and every figure. Points are
  worded freely («sjönk», «slutför»), so what is listed as missed must be read too.
- *figures without source*: figures of a statement that none of its quotes holds; the cited
  report's year and the year before, and in proposals the draft's own year, do not count.
- *forbidden* (``far_inte``): what can be told by rule for every case: a sourced statement that
  rests on a follow-up of the draft's year, a restriction not told as past, a target that no plan
  prints and that is not a proposal. The labels themselves are listed beside the statements nearest
  to them, to be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from assistant.draft.model import PLACEHOLDER, PROPOSAL, SOURCED, Draft
from assistant.likeness import lemma_set
from assistant.model import Citation, Statement
from eval.originals import Original
from eval.text import FIGURE, PERIOD, figures_held
from ingest.index.tokens import words

_RUN = 4
_COVERED = 0.9
_POINT = 0.5
_RESTRICTION = re.compile(r"pandemi|covid|corona|restriktion|besöksförbud|munskydd", re.I)
_TARGET = re.compile(r"\bårsmål\b", re.I)


@dataclass(frozen=True, slots=True)
class DraftCase:
    """One line of the case file."""

    id: str
    unit: str
    year: int
    namndmal: str
    ground: tuple[str, ...]
    headings: tuple[str, ...]
    points: tuple[str, ...]
    forbidden: tuple[str, ...]

    @staticmethod
    def of(entry: Mapping[str, Any]) -> DraftCase:
        """A case from its JSON."""
        return DraftCase(
            str(entry["id"]),
            str(entry["enhet"]),
            int(entry["ar"]),
            str(entry["namndmal"]),
            tuple(str(u["citat"]) for u in entry["underlag"]),
            tuple(entry["rubriker"]),
            tuple(entry["maste_beakta"]),
            tuple(entry["far_inte"]),
        )


def right_goal(draft: Draft, case: DraftCase, files: Mapping[str, Original]) -> bool:
    """Whether every goal drafted is the case's, verbatim, and stands where it is said to."""
    goals = [goal.namndmal for goal in draft.goals]
    said = all(goal.text == case.namndmal for goal in goals)
    return bool(goals) and said and all(stands(goal.citation, files) for goal in goals)


def right_headings(draft: Draft, case: DraftCase) -> bool:
    """Whether each goal has the headings in order, none empty."""
    return all(
        tuple(s.heading for s in goal.sections) == case.headings
        and all(s.statements for s in goal.sections)
        for goal in draft.goals
    )


def stands(citation: Citation, files: Mapping[str, Original]) -> bool:
    """Whether a quote stands on its page of the original file, found by the document's id."""
    file = files.get(citation.document_id)
    return file is not None and file.holds(citation.quote, citation.page)


def statements_of(draft: Draft) -> list[Statement]:
    """All statements of a draft, in order."""
    return [statement for goal in draft.goals for statement in goal.statements]


def covered(passage: str, quotes: Iterable[str]) -> bool:
    """Whether quotes hold nine words in ten of a passage, in runs."""
    wanted = words(passage)
    hit = [False] * len(wanted)
    for quote in quotes:
        said = words(quote)
        _mark(wanted, said, hit)
    return sum(hit) >= _COVERED * len(wanted)


def _mark(wanted: Sequence[str], said: Sequence[str], hit: list[bool]) -> None:
    """Mark the runs that both hold; a quote shorter than a run must be there whole."""
    least = min(_RUN, len(said))
    for start in range(len(wanted)):
        for other in range(len(said)):
            size = 0
            while (
                start + size < len(wanted)
                and other + size < len(said)
                and wanted[start + size] == said[other + size]
            ):
                size += 1
            if size and size >= least:
                hit[start : start + size] = [True] * size


def considered(point: str, draft: Draft) -> bool:
    """Whether a point is met by two statements under one heading, or a warning."""
    texts = list(draft.warnings)
    for goal in draft.goals:
        texts.append(goal.enhetsmal.text)
        texts += [one.target.text for one in goal.indicators]
        groups = [s.statements for s in goal.sections] + [goal.activities]
        for group in groups:
            said = [statement.text for statement in group]
            texts += [*said, *(f"{one} {two}" for one, two in combinations(said, 2))]
    return any(_meets(point, text) for text in texts)


def _meets(point: str, text: str) -> bool:
    wanted, said = [lemma_set(w) for w in words(point) if lemma_set(w)], lemma_set(text)
    if not wanted or not set(FIGURE.findall(point)) <= set(FIGURE.findall(text)):
        return False
    return sum(bool(w & said) for w in wanted) >= _POINT * len(wanted)


def loose_figures(draft: Draft) -> list[str]:
    """Statements with a figure that none of their quotes holds."""
    found = []
    for statement in statements_of(draft):
        if statement.kind == PLACEHOLDER:
            continue
        cited = draft.cited(statement)
        held = {f for c in cited for f in figures_held(c.quote)}
        held |= {str(y) for c in cited for y in (c.identity.year, c.identity.year - 1)}
        held |= {str(draft.year)} if statement.kind == PROPOSAL else set()
        text = PERIOD.sub("", statement.text)
        if not set(FIGURE.findall(text)) <= held:
            found.append(statement.text)
    return found


def uncited(draft: Draft) -> list[str]:
    """Sourced statements and proposals without a citation."""
    told = [s for s in statements_of(draft) if s.kind != PLACEHOLDER]
    return [s.text for s in told if not draft.cited(s)]


def told_wrongly(draft: Draft) -> list[str]:
    """Sourced statements that no draft may make, whatever the case."""
    found = []
    for statement in statements_of(draft):
        if statement.kind != SOURCED:
            continue
        late = [c for c in draft.cited(statement) if c.identity.year >= draft.year]
        if any(c.identity.report_type != "VP" for c in late):
            found.append(f"utfall för året: {statement.text}")
        if _RESTRICTION.search(statement.text) and not statement.text.startswith("Så var läget"):
            found.append(f"restriktion som om den gällde: {statement.text}")
        if _TARGET.search(statement.text) and str(draft.year) in statement.text and not late:
            found.append(f"årsmål som om det vore beslutat: {statement.text}")
    return found


def nearest(label: str, draft: Draft) -> str:
    """The statement that says most of a forbidden label's words, to be read beside it."""
    wanted = lemma_set(label)
    texts = [s.text for s in statements_of(draft)]
    return max(texts, key=lambda text: len(wanted & lemma_set(text)), default="")
