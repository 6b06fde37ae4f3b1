"""The words of a name, and which of them a word of a text stands for.

A word stands for one of a name by its stem, as it is heard, with a letter wrong, or by the initials
of several in a row («dv»); «vårdboende» stands for the first and a later one. Nothing here knows
which names there are.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import resources

from rapidfuzz import fuzz

from assistant.words import stem, words

JOINERS = frozenset({"och", "o", "i", "för", "av", "på", "vid", "samt"})
_BOARD_WORDS = frozenset({"stadsdelsnämnd", "stadsdelsförvaltning", "sdf", "sdn"})
EMPTY_WORDS = frozenset(
    stem(w) for w in ("enheten", "enhet", "stadsdelsnämnd", "stadsdelsförvaltning", "verksamheten")
)
COMMON = frozenset(
    stem(word)
    for word in resources.files("assistant").joinpath("unit_words.txt").read_text("utf-8").split()
)
SPELLED, SLIPPED, INITIALS = "spelled", "slipped", "initials"
NEAR = 83
_SLIP = 85
SOUNDS = 6
_HEARD = str.maketrans("äéwcz", "eevks")
_TWICE = re.compile(r"(.)\1+")


@lru_cache(maxsize=20_000)
def name_stems(name: str) -> tuple[str, ...]:
    """The words of a name that tell it from others, as stems.

    >>> name_stems("Stöd- och aktivitetsenheten") == name_stems("stöd o aktivitet")
    True
    """
    said = [w for w in words(name) if w not in JOINERS]
    own = [w for w in said if w not in ("enheten", "enhet") and w not in _BOARD_WORDS]
    return tuple(stem(w) for w in own or said)


def own_stems(name: str) -> frozenset[str]:
    """The stems of a name that few units share: its place, mostly."""
    return frozenset(s for s in name_stems(name) if s not in COMMON and len(s) > 2)


@lru_cache(maxsize=50_000)
def matching_positions(token: str, stems: tuple[str, ...]) -> tuple[set[int], str]:
    """Which words of a name a token stands for, and in which way.

    By stem, by the initials of some in a row («dv», «dvs»), or with a letter wrong.
    """
    whole = mended(token)
    bare = stem(whole)
    same = {i for i, s in enumerate(stems) if s == bare}
    if same:
        return same, SPELLED if whole == token else SLIPPED
    initials = "".join(s[0] for s in stems)
    for short in (token, token.removesuffix("s")):
        at = initials.find(short) if 2 <= len(short) <= 4 and short.isalpha() else -1
        if at >= 0 and short not in JOINERS:
            return set(range(at, at + len(short))), INITIALS
    if len(bare) >= 5:
        near = {
            i
            for i, s in enumerate(stems)
            if len(s) >= 5 and (fuzz.ratio(bare, s) >= NEAR or _sounds_as(bare, s))
        }
        return near or _of_two(bare, stems), SLIPPED
    return set(), SPELLED


def _sounds_as(one: str, other: str) -> bool:
    return len(other) >= SOUNDS and sound(one) == sound(other)


@lru_cache(maxsize=8192)
def sound(word: str) -> str:
    """A word as it is heard: ä as e, no letter twice («gransetter», «Gransäter»)."""
    return _TWICE.sub(r"\1", word.translate(_HEARD))


def _of_two(bare: str, stems: tuple[str, ...]) -> set[int]:
    """«vårdboende» for «vård- och omsorgsboende»: the head of one word and the tail of a later."""
    for first, head in enumerate(stems):
        rest = bare.removeprefix(head)
        for second in range(first + 1, len(stems)):
            if len(head) >= 4 and 4 <= len(rest) < len(bare) and stems[second].endswith(rest):
                return {first, second}
    return set()


def mended(token: str) -> str:
    """«resursenhten» as «resursenheten»: a slip in the ending that names of units share."""
    if len(token) >= 11 and not token.endswith(("enhet", "enheten", "enhetens", "enheter")):
        for size in (6, 7, 8):
            if fuzz.ratio(token[-size:], "enheten") >= _SLIP:
                return token[:-size] + "enheten"
    return token
