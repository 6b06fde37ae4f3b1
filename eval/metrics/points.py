"""Points: whether an answer holds what it must, by its citation or by its words.

A point is present when the quote that evidences it is cited (eight tenths of the quote's words
stand in the citations of its report), or when six tenths of the point's own words stand in one
stretch of the answer, endings aside. Figures of a point must be there as they are. «A / B» is
present when one of the two is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from eval.metrics.values import stands_in
from eval.metrics.verbatim import Quoted
from eval.questions import Evidence
from eval.text import share_of_words

CITED = 0.8
WORDED = 0.6
_WORD = re.compile(r"[^\W\d_]{4,}")
_FIGURE = re.compile(r"\d+(?: \d{3})*(?:,\d+)?(?:\s?%)?")


def point_share(
    points: Sequence[str], evidence: Sequence[Evidence], answer: str, quotes: Sequence[Quoted]
) -> float | None:
    """The share of the points that are present; None where there are none."""
    if not points:
        return None
    proofs = [*evidence, *[None] * (len(points) - len(evidence))]
    there = [present(p, e, answer, quotes) for p, e in zip(points, proofs, strict=False)]
    return sum(there) / len(points)


def present(point: str, evidence: Evidence | None, answer: str, quotes: Sequence[Quoted]) -> bool:
    """Whether one point is cited or said."""
    return (evidence is not None and cited(evidence, quotes)) or said(point, answer)


def cited(evidence: Evidence, quotes: Sequence[Quoted]) -> bool:
    """Whether the citations of the evidence's report hold its words."""
    mine = " ".join(q.quote for q in quotes if q.document == evidence.document)
    return share_of_words(evidence.quote, mine) >= CITED


def said(point: str, answer: str) -> bool:
    """Whether a point's words stand in the answer; «a / b» is two ways to say it."""
    return any(_says(way, answer) for way in re.split(r"\s/\s", point))


def _says(point: str, answer: str) -> bool:
    plain = re.sub(r"\([^)]*\)", " ", point)
    if not all(stands_in(figure, answer) for figure in _FIGURE.findall(plain)):
        return False
    words = [w.casefold() for w in _WORD.findall(plain)]
    there = {w.casefold() for w in _WORD.findall(answer)}
    if not words:
        return bool(_FIGURE.search(plain))
    held = sum(any(t.startswith(_bare(word)) for t in there) for word in words)
    return held / len(words) >= WORDED


def _bare(word: str) -> str:
    """A word without what its ending may be: at most three letters, at least four kept."""
    return word[: max(4, len(word) - 3)]
