"""Swedish text into the tokens that the lexical index holds, made here and nowhere else.

Two views of the same words. ``grams`` are 4-grams inside words (a shorter word stands whole):
they find inflections, compounds and slips without knowing the language. ``lemmas`` are
dictionary forms with the parts of compounds beside the whole word, so that «sjukfrånvaron»
meets «sjukfrånvaro», «sjuk» and «frånvaro». Words are lower-cased; å, ä and ö are letters and
never folded. A number is one token («11,7», «2022») in both.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from ingest.index import compounds

GRAM = 4
# Words that a question is full of and that say nothing of what it is about.
_SMALL_WORDS = """
    alla allt än är att av blev bli blir blivit de dem den denna deras dess dessa det detta dig din
    du där då eller en er ert ett för från fram får ge ger gick gör ha hade han har hon hos hur här
    i in inom inte ja jag kan kom kommer man med mellan men mer mig min mot ni nog när någon något
    några och också om oss på per så sade sedan sig sin sina sitt ska skrev skriver skulle som säga
    säger till ut under upp ur vad var vara varför varit vars vart vem vi via vid vilka vilken
    vilket visa vår våra vårt år åt även över
"""
_STOP = frozenset(_SMALL_WORDS.split())
_WORD = re.compile(r"\d+(?:[.,:]\d+)*(?![^\W\d_])|[^\W_]+")


def words(text: str) -> list[str]:
    """The words and numbers of a text in order, lower-cased."""
    return _WORD.findall(unicodedata.normalize("NFC", text).lower())


def grams(text: str) -> list[str]:
    """4-grams inside the words of a text; numbers and words below five characters whole."""
    return [gram for word in words(text) for gram in _grams_of(word)]


def lemmas(text: str) -> list[str]:
    """Dictionary forms of the words of a text, each followed by the parts of the compound."""
    return [lemma for word in words(text) for lemma in _lemmas_of(word)]


def searched(text: str) -> str:
    """A question without its small words; as it stands where nothing else is in it."""
    asked = words(text)
    return " ".join([word for word in asked if word not in _STOP] or asked)


@lru_cache(maxsize=65536)
def _grams_of(word: str) -> tuple[str, ...]:
    if len(word) <= GRAM or word[0].isdigit():
        return (word,)
    return tuple(word[i : i + GRAM] for i in range(len(word) - GRAM + 1))


@lru_cache(maxsize=65536)
def _lemmas_of(word: str) -> tuple[str, ...]:
    if not word.isalpha() or len(word) < 3:
        return (word,)
    return compounds.forms(word)
