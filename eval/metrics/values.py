"""Value exactness: the share of the expected values that stand in the answer.

«70%», «70 %» and «70 procent» are alike, and so are «9 000» and «9000», kinds of blanks and kinds
of minus signs. A number must stand alone: 83 is not found in 183, 83,5 or 1 083.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from eval.text import folded

_MARKER = re.compile(r"\s?\[\d+\]")
_THOUSANDS = re.compile(r"(?<![\d,.])(\d{1,3})((?: \d{3})+)(?![\d])")
_DASH = re.compile(r"[\u2010-\u2015\u2212]")


def normal(text: str) -> str:
    """The form in which values are compared."""
    plain = _DASH.sub("-", folded(text)).casefold()
    plain = re.sub(r"\s*(?:%|procent\b)", "%", plain)
    return _THOUSANDS.sub(lambda m: m.group(1) + m.group(2).replace(" ", ""), plain)


def stands_in(value: str, answer: str) -> bool:
    """Whether a value stands in an answer; markers such as [1] are no part of the answer."""
    wanted = re.escape(normal(value))
    before = r"(?<![\w,.])" if normal(value)[:1].isalnum() else ""
    before = r"(?<![\d])(?<!\d[,.])" if normal(value)[:1].isdigit() else before
    after = r"(?!\d|[,.]\d)" if normal(value)[-1:].isdigit() else ""
    return bool(re.search(before + wanted + after, normal(_MARKER.sub("", answer))))


def value_share(values: Sequence[str], answer: str) -> float | None:
    """0–1; None for a question without expected values."""
    if not values:
        return None
    return sum(stands_in(value, answer) for value in values) / len(values)
