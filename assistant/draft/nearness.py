"""Which goal of a report something without a goal of its own belongs to.

Indicators stand under a KF-mål, summaries under no goal at all. Their words are compared with what
the report says under each nämndmål; a word that every goal uses tells nothing, a rare one much, and
a goal that much is said of has no more pull than another. Something that no goal speaks of
belongs to none.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping

from assistant.likeness import lemma_set

_LEAST = 2.0
_CLEAR = 1.25
_SURE = 8.0


class Nearness:
    """Compares texts with the goals of one report."""

    def __init__(self, texts: Mapping[str, Iterable[str]]) -> None:
        """``texts`` are what is said under each goal, sentence by sentence, by the goal's text."""
        self._said = {
            goal: Counter(lemma for text in (goal, *said) for lemma in lemma_set(text))
            for goal, said in texts.items()
        }
        spread = Counter(lemma for counts in self._said.values() for lemma in counts)
        total = len(self._said)
        self._even = sum(map(sum, (c.values() for c in self._said.values()))) / (total or 1)
        self._weight = {
            lemma: math.log((1 + total) / (0.5 + count)) for lemma, count in spread.items()
        }

    def goal_of(
        self, text: str, among: Iterable[str] | None = None, clear: bool = False
    ) -> str | None:
        """The goal that says most of a text's words; None where none says enough of them.

        ``clear``: the next best must say far less.
        """
        goals = [goal for goal in (among or self._said) if goal in self._said]
        ranked = sorted(((self._score(text, goal), goal) for goal in goals), reverse=True)
        if not ranked or (len(self._said) > 1 and ranked[0][0] < _LEAST):
            return None
        rival = ranked[1][0] if len(ranked) > 1 else 0.0
        if clear and ranked[0][0] < max(_SURE, _CLEAR * rival):
            return None
        return ranked[0][1]

    def _score(self, text: str, goal: str) -> float:
        said = self._said[goal]
        even = self._even / (sum(said.values()) or 1)
        shared = lemma_set(text) & said.keys()
        return sum(self._weight[lemma] * math.log1p(said[lemma] * even) for lemma in shared)
