"""A question as it would have been typed with care, before anything is read from it.

In order: years said in words («tjugohundratjugofyra»), short names with the year («VB24», «T2-24»),
written abbreviations of kinds of unit («fsk»), long names of reports with a slip, and compounds
that dictation or haste has parted («sjuk frånvaron»). Two words are only made one where the one is
known: in the names of units, indicators or reports. What is none of these is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable

from rapidfuzz import fuzz, process

from assistant.words import stem, words

_ONES = ("", "ett", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio")
_TEENS = (
    "tio", "elva", "tolv", "tretton", "fjorton", "femton", "sexton", "sjutton", "arton", "nitton"
)  # fmt: skip
_NUMBERS = {
    **{word: n for n, word in enumerate(_ONES) if word},
    **{word: 10 + n for n, word in enumerate(_TEENS)},
    **{f"{ten}{one}": 10 * n + m for n, ten in ((2, "tjugo"), (3, "trettio"))
       for m, one in enumerate(_ONES)},
}  # fmt: skip
_ANY = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_YEAR = re.compile(rf"\btjugo(?:hundra\s?|\s(?=tjugo|trettio|\w+ton\b))({_ANY})\b", re.IGNORECASE)
_SHORT = re.compile(r"\b(vb|vp|t1|t2)[\s:-]?[’']?([12]\d)\b(?![.,:]?\d|\s*%)", re.IGNORECASE)
_ABBREVIATED = {
    "fsk": "förskola", "htj": "hemtjänst", "säbo": "vård- och omsorgsboende",
    "vobo": "vård- och omsorgsboende",
}  # fmt: skip
_REPORTS = ("tertialrapport", "verksamhetsberättelse", "verksamhetsplan", "delårsrapport")
_SLIP = 88.0
_LONG = 8  # shorter words are two words as often as one
_PAIR = re.compile(r"(?=\b([^\W\d_]{3,}) ([^\W\d_]{3,})\b)")


def known_words(names: Iterable[str], phrases: Iterable[tuple[str, ...]]) -> frozenset[str]:
    """Stems of the words that may have been parted; ``phrases`` are stems already."""
    said = (word for name in (*names, *_REPORTS) for word in words(name))
    one = (phrase[0] for phrase in phrases if len(phrase) == 1)
    return frozenset(stem(w) for w in said if len(w) >= _LONG) | {w for w in one if len(w) >= _LONG}


def mended(text: str, known: Collection[str]) -> str:
    """The text with what is surely meant in place of what is there."""
    text = _YEAR.sub(lambda match: str(2000 + _NUMBERS[match[1].casefold()]), text)
    text = _SHORT.sub(lambda match: f"{match[1]} 20{match[2]}", text)
    text = re.sub(r"[^\W\d_]+", _whole(known), text)
    for match in reversed(list(_PAIR.finditer(text))):
        if stem((match[1] + match[2]).casefold()) in known:
            text = text[: match.end(1)] + text[match.start(2) :]
    return text


def _whole(known: Collection[str]) -> Callable[[re.Match[str]], str]:
    """Abbreviations spelled out, and names of reports spelled right."""

    def put(match: re.Match[str]) -> str:
        word = match[0].casefold()
        if word in _ABBREVIATED and stem(word) not in known:
            return _ABBREVIATED[word]
        if len(word) < min(map(len, _REPORTS)) or word.startswith(_REPORTS):
            return match[0]
        near = process.extractOne(word, _REPORTS, scorer=fuzz.ratio, score_cutoff=_SLIP)
        return near[0] if near else match[0]

    return put
