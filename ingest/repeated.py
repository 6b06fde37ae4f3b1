"""When the board's text in two reports is one text: told by its words, dates and slips aside.

``shared_id`` addresses a text by board, nearest goal, headings and words, as they are embedded;
case, punctuation and dates (a year, a day of a month) make no difference, since the board moves
them from year to year. ``settled`` then gives a text that nobody has the id of one that differs
by slips only. A slip is one letter wrong, missing, too many or swapped inside a word of five
letters or more whose first letter stands (so never «möjligt» and «omöjligt»), or words written
together. Any other number, any word more or less – an «inte», a sentence of the unit's own –
makes another text. Each place keeps its own words, so that a quote is always what its page says.

Texts are compared only where board, headings and length agree. That leaves so few that no vector
is needed to find the likeliest: letters are compared straight away.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA, Levenshtein

from ingest.model import Passage

_MONTHS = "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december"
_COUNTED = r"(?:[ ]?%|[ ](?:procent|kr|kronor|tkr|mkr|mnkr|st|stycken|personer|timmar|platser)\b)"
_DATE = re.compile(
    r"\b20\d\d-\d\d(?:-\d\d)?\b"
    rf"|\b[0-3]?\d(?::?e)?[ ](?:{_MONTHS})\b(?:[ ]20\d\d\b)?"
    rf"|(?<![\d.,])20[0-4]\d\b(?![.,]?\d|{_COUNTED})",
    re.I,
)
_DAY = "\ue000"  # stands for any date; no report has it
_TOKEN = re.compile(rf"{_DAY}|[-−–]?\d+(?:[.,:]\d+)*(?:\s?%)?|[^\W\d_]+")
_ALIKE = 95.0
_SHORTEST_SLIP = 5
_WORDS_A_SLIP = 12


def shared_id(text: str) -> str:
    """The id of a text: equal for equal words, dates aside."""
    return f"text-{hashlib.sha256(' '.join(_tokens(text)).encode()).hexdigest()[:24]}"


def nearly_same(left: str, right: str) -> bool:
    """Whether two texts differ by slips and dates only."""
    one, two = _tokens(left), _tokens(right)
    slips = 0
    for same, changed in groupby(_edits(one, two), key=lambda edit: edit[0]):
        if same:
            continue
        blocks = list(changed)
        here = one[blocks[0][1] : blocks[-1][2]]
        there = two[blocks[0][3] : blocks[-1][4]]
        if not _is_slip(here, there):
            return False
        slips += 1
    return slips * _WORDS_A_SLIP <= max(len(one), _WORDS_A_SLIP)


def settled(passages: Sequence[Passage], known: Mapping[str, str]) -> tuple[Passage, ...]:
    """The same passages, those that nearly repeat a known text under its id.

    ``known`` are the shared texts of the board as they were embedded, by id.
    """
    texts = {key: (_context(text), " ".join(_tokens(text)), text) for key, text in known.items()}
    found = []
    for passage in passages:
        key = passage.shared
        if key is not None and key not in texts:
            mine = (_context(passage.dense_text), " ".join(_tokens(passage.dense_text)))
            same = _nearest(mine, passage.dense_text, texts)
            if same is None:
                texts[key] = (*mine, passage.dense_text)
            else:
                passage = replace(passage, shared=same)
        found.append(passage)
    return tuple(found)


def _nearest(
    mine: tuple[str, str], text: str, texts: Mapping[str, tuple[str, str, str]]
) -> str | None:
    context, words = mine
    for key, (their_context, their_words, their_text) in texts.items():
        if (
            their_context == context
            and abs(len(their_words) - len(words)) * 20 <= len(words)
            and fuzz.ratio(words, their_words, score_cutoff=_ALIKE)
            and nearly_same(text, their_text)
        ):
            return key
    return None


def _context(text: str) -> str:
    """The context line, by its words: board, nearest goal and headings."""
    return " ".join(_tokens(text.partition("\n")[0]))


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(_DATE.sub(f" {_DAY} ", text).casefold())


def _edits(one: list[str], two: list[str]) -> Iterator[tuple[bool, int, int, int, int]]:
    """What makes ``two`` of ``one``: same or not, and from where to where in both."""
    for step in Levenshtein.opcodes(one, two):
        yield step.tag == "equal", step.src_start, step.src_end, step.dest_start, step.dest_end


def _is_slip(here: Sequence[str], there: Sequence[str]) -> bool:
    """Words written together or apart, or as many words with a letter wrong in each."""
    if "".join(here) == "".join(there):
        return all(word.isalpha() for word in here)
    return len(here) == len(there) and all(map(_is_misspelt, here, there))


def _is_misspelt(one: str, two: str) -> bool:
    return (
        one.isalpha()
        and two.isalpha()
        and min(len(one), len(two)) >= _SHORTEST_SLIP
        and one[0] == two[0]
        and OSA.distance(one, two, score_cutoff=1) <= 1
    )
