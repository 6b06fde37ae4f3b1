"""Where a quote stands in a text, white space and hyphenation aside.

Works on characters, so that the same answer serves a page's text (``<mark>``) and a PDF's
character boxes. In order of precedence: the quote as one run of characters; else its longest
pieces, each taken once and near each other, as happens where a table row's cells wrap and the
file holds the cells' lines interleaved. Where too little of it is found the answer is nothing:
a mark in the wrong place is worse than none.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache

Span = tuple[int, int]

_COVERAGE = 0.8
_SHORTEST_PIECE = 2
_SHORTEST_ANCHOR = 6
_MOST_PIECES = 40
_LONGEST = 2000
_HYPHENS = frozenset("-\u00ad\u2010\u2011\u2012\u2013\u2014\u2212\ufffe\uffff\u0002")


@dataclass(frozen=True, slots=True)
class _Folded:
    """Characters that count, and the index that each had in the text."""

    chars: str
    at: tuple[int, ...]


def find_quote(text: str, quote: str) -> tuple[Span, ...]:
    """The spans (start, end) of ``text`` that make up the quote, in order; () if not there."""
    page, wanted = _fold(text), _fold(quote)
    if not wanted.chars:
        return ()
    start = page.chars.find(wanted.chars)
    if start >= 0:
        pieces = [(start, start + len(wanted.chars))]
    else:
        pieces = _pieces(page.chars, wanted.chars)
    return tuple((page.at[first], page.at[last - 1] + 1) for first, last in pieces)


def _fold(text: str) -> _Folded:
    chars: list[str] = []
    at: list[int] = []
    for index, char in enumerate(text):
        if char in _HYPHENS or char.isspace():
            continue
        for folded in unicodedata.normalize("NFKC", char).casefold():
            if not folded.isspace() and unicodedata.category(folded)[0] != "C":
                chars.append(folded)
                at.append(index)
    return _Folded("".join(chars), tuple(at))


def _pieces(page: str, wanted: str) -> list[Span]:
    """The quote's pieces on the page, longest first around an anchor; [] below the coverage."""
    low, high = _window(page, wanted)
    shared = Counter(page[low:high]) & Counter(wanted)
    if len(wanted) > _LONGEST or shared.total() < _COVERAGE * len(wanted):
        return []
    longest = cache(lambda area, part: _longest(page, wanted, area, part))
    free: list[Span] = [(low, high)]
    left: list[Span] = [(0, len(wanted))]
    taken: list[Span] = []
    while len(taken) < _MOST_PIECES:
        found = (longest(area, part) for area in free for part in left)
        at_page, at_quote, size = max(found, key=lambda match: match[2], default=(0, 0, 0))
        if size < (_SHORTEST_PIECE if taken else min(_SHORTEST_ANCHOR, len(wanted))):
            break
        taken.append((at_page, at_page + size))
        free = _without(free, (at_page, at_page + size))
        left = _without(left, (at_quote, at_quote + size))
    covered = sum(end - start for start, end in taken)
    return sorted(taken) if covered >= _COVERAGE * len(wanted) else []


def _window(page: str, wanted: str) -> Span:
    """The part of the page around the longest common run, roomy enough for wrapped cells."""
    at_page, at_quote, _ = _longest(page, wanted, (0, len(page)), (0, len(wanted)))
    begin = at_page - at_quote
    return max(0, begin - len(wanted)), max(0, min(len(page), begin + 2 * len(wanted)))


def _longest(page: str, wanted: str, area: Span, part: Span) -> tuple[int, int, int]:
    """Where the longest common run begins in page and quote, and its length."""
    matcher = SequenceMatcher(None, page[slice(*area)], wanted[slice(*part)], autojunk=False)
    match = matcher.find_longest_match()
    return area[0] + match.a, part[0] + match.b, match.size


def _without(areas: list[Span], gone: Span) -> list[Span]:
    """The areas less one stretch that lies within one of them."""
    rest: list[Span] = []
    for start, end in areas:
        if start <= gone[0] and gone[1] <= end:
            rest += [(start, gone[0]), (gone[1], end)]
        else:
            rest.append((start, end))
    return [(start, end) for start, end in rest if start < end]
