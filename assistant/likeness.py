"""How much of a question a text says: lemmas and parts of compounds, slips by 4-grams.

Each content word of the question counts once, the rarer the more where a spread is given. A word
is there when its lemma or a compound part's is there; nearly there, at a discount, when most of its
4-grams are. Nothing here knows what a report is.

The same word is looked for in the same sentence many times over one question (alone, with names
aside, weighted): what was found is remembered per word and text.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache

from rapidfuzz import fuzz, process

from assistant.words import STOP, content_words, stem
from ingest.index import tokens

_NEARLY = 0.5
_LONG = 8
_FEWEST_GRAMS = 3
_SLIP = 84.0
WIDE_PARTS = frozenset(
    """arbete arbeta verksamhet läge fråga område sätt del nivå situation satsning insats åtgärd
    grupp möte plan mål siffra tal värde
    omsorg""".split()  # noqa: SIM905
)
"""Last parts of compounds that say nothing of what they are about: «klimatarbetet» is climate."""


@lru_cache(maxsize=8192)
def lemma_set(text: str) -> frozenset[str]:
    """All lemmas and compound parts of a text, words without content left out."""
    return frozenset(lemma for lemma in tokens.lemmas(text) if lemma not in STOP)


@lru_cache(maxsize=8192)
def gram_set(text: str) -> frozenset[str]:
    """All 4-grams of a text."""
    return frozenset(tokens.grams(text))


class Likeness:
    """Compares texts with one question.

    ``drop`` are words that say where, not what; ``weights`` are per word, 1 where not given;
    ``also`` are other words for a word: it is there when one of them is.
    """

    def __init__(
        self,
        question: str,
        drop: Collection[str] = (),
        weights: Mapping[str, float] | None = None,
        also: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        self.words = [w for w in content_words(question) if w not in drop]
        self._weights = {w: (weights or {}).get(w, 1.0) for w in self.words}
        self._ways = {w: (w, *(also or {}).get(w, ())) for w in self.words}

    def share(self, *texts: str) -> float:
        """The weighted share of the question's words that the texts together say, 0 to 1."""
        total = sum(self._weights.values())
        if not total:
            return 0.0
        return sum(self._weights[w] * _there(self._ways[w], texts) for w in self.words) / total

    def said(self, text: str) -> frozenset[str]:
        """The question's words that a text says."""
        return frozenset(w for w in self.words if _there(self._ways[w], (text,)) >= 0.45)

    def said_in(self, text: str) -> frozenset[str]:
        """The text's own content words that the question says too."""
        forms = frozenset(f for w in self.words for f in tokens.lemmas(w))
        return frozenset(w for w in content_words(text) if next(iter(tokens.lemmas(w)), w) in forms)

    def unsaid(self, texts: Sequence[str]) -> tuple[str, ...]:
        """The question's words that none of the texts says."""
        return tuple(
            word
            for word in self.words
            if not any(_there(self._ways[word], (text,)) > 0 for text in texts)
        )


@lru_cache(maxsize=65536)
def _there(ways: tuple[str, ...], texts: tuple[str, ...]) -> float:
    """How surely texts say a word, the first of ``ways``, or another word for it."""
    lemmas, best = _all_lemmas(texts), 0.0
    for way in ways:
        best = max(best, _sought(way).within(lemmas, texts))
        if best == 1.0:
            return best
    if best == 0.0 and len(ways[0]) >= _LONG:
        forms = (ways[0], stem(ways[0]))
        slips = (
            process.extractOne(w, lemmas, scorer=fuzz.ratio, score_cutoff=_SLIP) for w in forms
        )
        return 0.8 if any(slips) else 0.0
    return best


@lru_cache(maxsize=2048)
def _all_lemmas(texts: tuple[str, ...]) -> frozenset[str]:
    """The lemmas of texts together: every word of a question is looked for among them."""
    return lemma_set(texts[0]) if len(texts) == 1 else frozenset().union(*map(lemma_set, texts))


@lru_cache(maxsize=2048)
def _all_grams(texts: tuple[str, ...]) -> frozenset[str]:
    """The 4-grams of texts together."""
    return gram_set(texts[0]) if len(texts) == 1 else frozenset().union(*map(gram_set, texts))


@lru_cache(maxsize=4096)
def _sought(phrase: str) -> _Said:
    return _Said(phrase)


class _Said:
    """One word or phrase to look for."""

    def __init__(self, phrase: str) -> None:
        said = tokens.words(phrase)
        self._wholes = frozenset(next(iter(tokens.lemmas(w)), w) for w in said)
        forms = frozenset(tokens.lemmas(phrase)) - STOP
        forms |= {f[:-3] for f in forms if f.endswith("het") and len(f) > _LONG - 2}
        self._forms = forms - WIDE_PARTS if len(said) == 1 and len(forms) > 2 else forms
        self._grams = frozenset(tokens.grams(phrase))
        self._long = max(map(len, said), default=0) >= _LONG

    def within(self, lemmas: frozenset[str], texts: tuple[str, ...]) -> float:
        """How surely texts with these lemmas say it."""
        if self._wholes <= lemmas:
            return 1.0
        near = 0.0
        if len(self._grams) >= _FEWEST_GRAMS:
            near = len(self._grams & _all_grams(texts)) / len(self._grams)
        enough = near >= (_NEARLY if self._long else 0.75)
        if len(self._wholes) > 1:
            return near * 0.9 if near >= 0.75 else 0.0
        if self._forms & lemmas:
            return max(0.5, near)
        return near * 0.9 if enough else 0.0


def rarity(question: str, texts: Sequence[str], drop: Collection[str] = ()) -> dict[str, float]:
    """How telling each of the question's words is among these texts: log(1 + n / places)."""
    likeness = Likeness(question, drop)
    said = [likeness.said(text) for text in texts]
    return {
        word: math.log(1 + len(texts) / (1 + sum(word in s for s in said)))
        for word in likeness.words
    }
