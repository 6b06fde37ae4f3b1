"""How much of a question a text says: lemmas and parts of compounds, slips by 4-grams.

Each content word of the question counts once, the rarer the more where a spread is given. A word
is there when its lemma or a compound part's is there; nearly there, at a discount, when most of its
4-grams are. Nothing here knows what a report is.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache

from assistant.words import STOP, content_words
from ingest.index import tokens

_NEARLY = 0.67


@lru_cache(maxsize=8192)
def lemma_set(text: str) -> frozenset[str]:
    """All lemmas and compound parts of a text, words without content left out."""
    return frozenset(lemma for lemma in tokens.lemmas(text) if lemma not in STOP)


@lru_cache(maxsize=8192)
def gram_set(text: str) -> frozenset[str]:
    """All 4-grams of a text."""
    return frozenset(tokens.grams(text))


class Likeness:
    """Compares texts with one question; ``drop`` are words that say where, not what."""

    def __init__(
        self, question: str, drop: Collection[str] = (), spread: Mapping[str, float] | None = None
    ) -> None:
        self.words = [w for w in content_words(question) if w not in drop]
        self._forms = {w: frozenset(tokens.lemmas(w)) for w in self.words}
        self._grams = {w: frozenset(tokens.grams(w)) for w in self.words}
        self._weights = {w: (spread or {}).get(w, 1.0) for w in self.words}

    def share(self, text: str) -> float:
        """The weighted share of the question's words that a text says, 0 to 1."""
        total = sum(self._weights.values())
        if not total:
            return 0.0
        lemmas, grams = lemma_set(text), gram_set(text)
        return sum(self._weights[w] * self._there(w, lemmas, grams) for w in self.words) / total

    def said(self, text: str) -> frozenset[str]:
        """The question's words that a text says."""
        lemmas, grams = lemma_set(text), gram_set(text)
        return frozenset(w for w in self.words if self._there(w, lemmas, grams) >= 0.5)

    def _there(self, word: str, lemmas: frozenset[str], grams: frozenset[str]) -> float:
        forms = self._forms[word]
        whole = next(iter(tokens.lemmas(word)), word)
        if whole in lemmas:
            return 1.0
        mine = self._grams[word]
        near = len(mine & grams) / len(mine) if mine else 0.0
        if forms & lemmas:
            return max(0.6, near)
        return near * 0.9 if near >= _NEARLY else 0.0


def rarity(question: str, texts: Sequence[str], drop: Collection[str] = ()) -> dict[str, float]:
    """How telling each of the question's words is among these texts: log(1 + n / places)."""
    likeness = Likeness(question, drop)
    said = [likeness.said(text) for text in texts]
    return {
        word: math.log(1 + len(texts) / (1 + sum(word in s for s in said)))
        for word in likeness.words
    }
