"""Wrong values: a forbidden value that an answer gives as the thing that was asked for.

Only a typical wrong answer that begins with its figure is judged, by what stands before its
brackets; one in words is for eyes alone. A neighbouring value does no harm where it is named for
what it is. So, for each statement that holds the value:

- «row in owner (period): cells» is judged by its label. The value in brackets behind a label of
  its own («VB 2021: 7,1 %»), or in a row of another name, owner or report than the evidence's, is
  harmless. In the front cells of the asked row it is *wrong*.
- a sentence of the report is its own label. It is *wrong* where it opens the answer and no
  statement holds a right value; it is *to be looked at* where it stands before the first
  statement that holds one; else harmless.

Nothing harmless is counted; everything else is listed, and only *wrong* lowers the figure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from eval.metrics.values import stands_in
from eval.questions import Evidence
from eval.text import folded

WRONG, LOOK = "fel", "granska"
_FIGURE = re.compile(r"(?<![\w,])\d+(?: \d{3})*(?:,\d+)?\s*(?:%|procent)?")
_ROW = re.compile(r"^(?P<name>.+?) i (?P<owner>.+?) \((?P<period>(?:VP|VB|T1|T2) \d{4})\): ")
_BRACKETS = re.compile(r"\([^()]*: [^()]*\)")


@dataclass(frozen=True, slots=True)
class Suspect:
    """A forbidden value, the statement that gives it, and how it was judged."""

    value: str
    statement: str
    verdict: str


def forbidden_values(never: Sequence[str], right: Sequence[str]) -> list[str]:
    """The figures that must not be given, right values left out."""
    found: list[str] = []
    for wrong in never:
        if wrong[:1].isdigit():
            figures = [f.strip() for f in _FIGURE.findall(wrong.partition("(")[0])]
            found += [f for f in figures if not any(stands_in(f, value) for value in right)]
    return list(dict.fromkeys(found))


def suspects(
    never: Sequence[str],
    right: Sequence[str],
    statements: Sequence[str],
    evidence: Sequence[Evidence],
) -> list[Suspect]:
    """Every occurrence of a forbidden value that is not harmless."""
    first = next(
        (n for n, text in enumerate(statements) if any(stands_in(v, text) for v in right)), None
    )
    found = []
    for value in forbidden_values(never, right):
        for number, text in enumerate(statements):
            if not stands_in(value, text):
                continue
            verdict = _judged(value, text, (number, first), evidence)
            if verdict:
                found.append(Suspect(value, text, verdict))
    return found


def _judged(
    value: str, text: str, place: tuple[int, int | None], evidence: Sequence[Evidence]
) -> str | None:
    number, first = place
    row = _ROW.match(text)
    if row:
        front = _BRACKETS.sub(" ", text[row.end() :])
        asked = any(_of_row(row, e) for e in evidence)
        return WRONG if asked and stands_in(value, front) else None
    if first is None:
        return WRONG if number == 0 else LOOK
    return LOOK if number < first else None


def _of_row(row: re.Match[str], evidence: Evidence) -> bool:
    """Whether a row's sentence speaks of the evidence's row: its name and its report's year."""
    named = folded(evidence.quote).casefold().startswith(folded(row["name"]).casefold())
    kind, year = row["period"].casefold().split()
    return named and evidence.document.startswith(f"{kind}-{year}")
