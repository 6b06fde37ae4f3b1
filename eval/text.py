"""How eval compares wordings: one place, used by every measure.

Three degrees, from strict to forgiving: ``folded`` (runs of white space become one blank),
``bare`` (white space, hyphens and soft hyphens gone: what a word cut at a line's end must be
compared by) and ``words`` (casefolded word tokens, for «holds 80 % of the words»). Nothing here
is taken from the program under test, so that a fault there cannot hide itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_COUNTED = "noll ett två tre fyra fem sex sju åtta nio tio elva tolv".split()  # noqa: SIM905
PERIOD = re.compile(r"\b[TV][12BP]\b")  # «T1», «VB»: the digit is no figure
_GONE = re.compile(r"[\s\u00ad\u200b\u2010\u2011-]+")
_NUMBER = re.compile(r"^\d+(?:\.\d+)*\.?\s+")
_END = re.compile(r"(?<=[.!?:])\s+(?=[«\"”(]?[A-ZÅÄÖÉ0-9])")


def folded(text: str) -> str:
    """Runs of white space (also no-break blanks) as one blank, ligatures undone."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def bare(text: str) -> str:
    """Without any white space or hyphen: equal for a word and the same word cut in two."""
    return _GONE.sub("", unicodedata.normalize("NFKC", text))


def words(text: str) -> Counter[str]:
    """Casefolded word tokens with their counts; soft hyphens are no part of a word."""
    plain = unicodedata.normalize("NFKC", text).replace("\u00ad", "").casefold()
    return Counter(re.findall(r"\w+", plain))


def share_of_words(quote: str, text: str) -> float:
    """How much of the quote's words (a multiset) the text holds, 0–1; an empty quote gives 0."""
    wanted = words(quote)
    total = sum(wanted.values())
    return sum((wanted & words(text)).values()) / total if total else 0.0


def figures_held(text: str) -> set[str]:
    """The figures that a text bears out, those among them that it writes as words («sex» is 6)."""
    told = words(text)
    return set(FIGURE.findall(text)) | {str(n) for n, word in enumerate(_COUNTED) if word in told}


def goal_words(text: str | None) -> str | None:
    """A goal's wording bare, its leading number aside; None stays None."""
    return bare(_NUMBER.sub("", folded(text))).casefold() if text else None


def sentences(text: str) -> list[str]:
    """Running text cut at sentence ends that a capital or digit follows."""
    return [piece for piece in _END.split(text) if piece.strip()]
