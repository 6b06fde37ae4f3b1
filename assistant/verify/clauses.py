"""Texts cut into clauses, and which clause of a quote a clause of a statement is about.

A clause ends at a comma, a bracket, a full stop or a word that joins («och», «men», «medan»). Two
clauses are about the same thing as far as their content words agree, by stem and by parts of
compounds; figures count as words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.words import STOP, stem, words

_BREAK = re.compile(
    r"[;:()!?«»\"”]+|,(?!\d)|(?<!\d)\.(?!\d)|\.\s|\s[–-]\s"
    r"|\b(?:och|men|medan|samt|eller|dock|däremot|utan\s+att|eftersom|trots\s+att|så\s+att)\b",
    re.IGNORECASE,
)
_LONG = 5


@dataclass(frozen=True, slots=True)
class Clause:
    """A piece of a text, where it begins, and the stems of its content words."""

    text: str
    start: int
    stems: frozenset[str]


@lru_cache(maxsize=4096)
def clauses(text: str) -> tuple[Clause, ...]:
    """The clauses of a text that hold at least one word."""
    made = []
    start = 0
    ends = [(m.start(), m.end()) for m in _BREAK.finditer(text)] + [(len(text), len(text))]
    for end, following in ends:
        piece = text[start:end]
        if words(piece):
            made.append(Clause(piece, start, content(piece)))
        start = following
    return tuple(made)


@lru_cache(maxsize=8192)
def content(text: str) -> frozenset[str]:
    """The stems of a text's content words."""
    return frozenset(stem(w) for w in words(text) if w not in STOP and (len(w) > 1 or w.isdigit()))


def agreement(mine: frozenset[str], theirs: frozenset[str]) -> int:
    """How many of my words the other says: equal, or one the beginning of the other."""
    return sum(1 for word in mine if word in theirs or _begun(word, theirs))


def _begun(word: str, theirs: frozenset[str]) -> bool:
    """Whether a long word is the beginning of another, or another of it."""
    if len(word) < _LONG:
        return False
    return any(o.startswith(word) or word.startswith(o) for o in theirs if len(o) >= _LONG)


def likest(mine: frozenset[str], others: Sequence[Clause]) -> tuple[int, list[Clause]]:
    """The clauses that agree most with mine, all that tie, and in how many words."""
    scores = [agreement(mine, other.stems) for other in others]
    best = max(scores, default=0)
    return best, [o for o, score in zip(others, scores, strict=True) if score == best]
