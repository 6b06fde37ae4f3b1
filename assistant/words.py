"""Words of a question or a sentence: the small Swedish rules that every other room shares.

``words`` keeps å, ä and ö and folds case. ``stem`` is a light stemmer for comparing *names*
(genitive, definite and plural endings go); running text is compared by ``assistant.likeness``.
Question words, pronouns and other words without content are listed in
``stopwords.txt``.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import resources

_WORD = re.compile(r"[^\W_]+", re.UNICODE)

STOP = frozenset(resources.files("assistant").joinpath("stopwords.txt").read_text("utf-8").split())

MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september",
    "oktober", "november", "december",
)  # fmt: skip

_ENDINGS = (
    "arnas", "ernas", "ornas", "arna", "erna", "orna", "andet", "enheten", "enheter", "enhet",
    "ens", "ets", "nas", "ers", "ars", "ors", "en", "et", "na", "er", "ar", "or", "an", "a", "e",
    "n", "t",
)  # fmt: skip


def words(text: str) -> list[str]:
    """The words of a text in lower case, digits included."""
    return _WORD.findall(text.casefold())


def content_words(text: str) -> list[str]:
    """The words of a text that say what it is about, in order, each once."""
    return list(_content_words(text))


@lru_cache(maxsize=16_384)
def _content_words(text: str) -> tuple[str, ...]:
    kept = (w for w in words(text) if w not in STOP and len(w) > 1)
    return tuple(dict.fromkeys(kept))


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A name's word without genitive and definite endings: «liljeholmens» → «liljeholm».

    >>> stem("verksamheterna") == stem("verksamhet")
    True
    """
    bare = word[:-1] if len(word) > 4 and word.endswith("s") else word
    for ending in _ENDINGS:
        if bare.endswith(ending) and len(bare) - len(ending) >= 4:
            return bare[: -len(ending)].rstrip("s") or bare
    return bare


def fold(text: str) -> str:
    """White space folded, no-break spaces included, and lower case."""
    return " ".join(text.casefold().split())
