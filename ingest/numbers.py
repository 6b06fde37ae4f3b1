"""Numbers the way Swedish reports print them: «11,7 %», «4 500 st», «−3,2 mnkr».

A cell is a number only when it is one number with at most a measure after it. Intervals, bounds
(«minst 90 %»), fractions («3 av 5»), dates, several values and words are None: a wrong number is
worse than none, and whoever calls keeps the cell's own string beside it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Number:
    """A value and what it is counted in: «%», «st», «tkr», «kg per person» … or None."""

    value: float
    measure: str | None = None


_MINUS = str.maketrans({"−": "-", "–": "-", "‑": "-", "﹣": "-"})
_BLANKS = re.compile(r"[\s\u00a0\u2007\u202f\u2009]+")
_NUMBER = re.compile(
    r"^(?P<sign>[-+]?)\s?"
    r"(?P<whole>\d{1,3}(?: \d{3})+|\d{1,3}(?:\.\d{3}){2,}|\d+)"
    r"(?:,(?P<comma>\d+)|\.(?P<dot>\d{1,2}))?"
    r"(?![\d.,:/-])\s?(?P<rest>.*)$"
)
_LOOSE_DIGIT = re.compile(r"(?<![^\W\d_])\d")
_MEASURE = re.compile(r"^[^\W\d_%]|^%|^‰|^°")
_LONGEST_MEASURE = 40
_SAME = {
    "procent": "%",
    "tusen kronor": "tkr",
    "kkr": "tkr",
    "miljoner kronor": "mnkr",
    "mkr": "mnkr",
    "mnkr.": "mnkr",
    "kronor": "kr",
    "stycken": "st",
    "st.": "st",
}


def parse_number(text: str | None) -> Number | None:
    """The number that a cell holds, or None when it does not hold exactly one.

    >>> parse_number("4 500 st")
    Number(value=4500.0, measure='st')
    """
    if text is None:
        return None
    folded = _BLANKS.sub(" ", text.translate(_MINUS)).strip()
    match = _NUMBER.match(folded)
    if match is None:
        return None
    rest = match["rest"].strip()
    if rest and not _is_measure(rest):
        return None
    whole = re.sub(r"[ .]", "", match["whole"])
    value = float(f"{match['sign']}{whole}.{match['comma'] or match['dot'] or '0'}")
    return Number(value, _SAME.get(rest.casefold(), rest) if rest else None)


def _is_measure(rest: str) -> bool:
    """Letters (or %) with no further number in them; a digit inside a word («CO2») is a letter."""
    if not _MEASURE.match(rest) or len(rest) > _LONGEST_MEASURE or _LOOSE_DIGIT.search(rest):
        return False
    return not re.match(r"(av|till|eller|och|resp\.?|respektive)\b", rest.casefold())
