"""Words that make a statement stronger than what was reported: a demand, «bara», «alla».

A model says «man måste ha ett beslut» of a quote that names the decision as one way of two: every
word stands there but the one that decides. Such a word needs one of its kind in the quotes; that it
stands by the same thing there is left to the other tests.
"""

from __future__ import annotations

import re
from collections.abc import Sequence


def _any(*words_of_it: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words_of_it)})\b", re.IGNORECASE)


_DEMAND = (
    "måste", r"kräv(?:s|er|de|des|t|ts)", r"tvung(?:en|et|na)", r"tving(?:ar|as|ade|ades)",
    r"skyldig(?:a|t)?", r"obligatorisk\w*", r"förutsätter", r"nödvändig\w*",
)  # fmt: skip
_ONLY = ("bara", "endast", "enbart", "uteslutande")
_ALL = ("alla", "samtliga", "varje", "varenda", "alltid")
_KINDS = (
    (_any(*_DEMAND), _any(*_DEMAND, "ska", "skall", "skulle", r"behöv(?:er|s|de|des|t|ts)",
                          r"villkor\w*", r"krav\w*", r"tvång\w*")),
    (_any(*_ONLY), _any(*_ONLY, r"inga\s+andra", r"inget\s+annat", r"ingen\s+annan")),
    (_any(*_ALL), _any(*_ALL, "hela", "helt", "fullt", "ständigt", r"var\s+och\s+en", "100")),
)  # fmt: skip
"""What a statement says, and what a quote must say one of."""


def force_fault(text: str, quotes: Sequence[str]) -> str | None:
    """A word of force that no quote bears out, in Swedish; None where there is none."""
    for said, ground in _KINDS:
        word = said.search(text)
        if word and not any(ground.search(quote) for quote in quotes):
            return f"«{word[0]}» har inte stöd i källan."
    return None
