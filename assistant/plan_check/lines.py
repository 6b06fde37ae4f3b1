"""The lines of a pasted plan, each told for what it is, with its place in the text.

In order of precedence: a goal's label («Enhetsmål:»), a heading of the template (alone on its
line or before a colon), a list item, a row of a table, an assessment («Uppfylls helt»), another
heading (short, no full stop, text after it), else text. Marks of Markdown are passed over and
tags of HTML count as blanks, so that offsets always point into the text as it was sent.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum, auto

from ingest.model import GoalLevel
from ingest.wording import goal_of, is_chapter, is_status, is_template_heading, is_title

_TAG = re.compile(r"<[/!]?[A-Za-z][^<>\n]{0,300}>")
_LEAD = re.compile(r"[\s#>]*(?:\*\*|__)?\s*")
_TRAIL = re.compile(r"(?:\*\*|__)?[\s#]*$")
_ITEM = re.compile(r"(?:[•●▪■◦‣○·\uf0b7\uf0a7]|(?:[-–—*o]|\(?\d{1,2}[.)]|[a-z]\))(?=\s))\s*(?=\S)")
_TABLE_HEAD = re.compile(
    r"\b(?:indikator|aktivitet)\b.*\b(?:årsmål|utfall|periodicitet|startdatum|slutdatum)\b", re.I
)
_DATED_ROW = re.compile(r"\d{4}-\d{2}-\d{2}\s+\d{4}-\d{2}-\d{2}")
_HEADED = re.compile(r"([^:\n]{3,40}?)\s*:\s+(?=\S)")
_CLOSED = re.compile(r"[.!?:;,]$")
_SHORT = 60


class Kind(Enum):
    """What a line is."""

    BLANK = auto()
    GOAL = auto()
    HEADING = auto()
    CHAPTER = auto()
    TITLE = auto()
    STATUS = auto()
    ITEM = auto()
    ROW = auto()
    TEXT = auto()


# A line of a budget: words and one sum.
_SUM = re.compile(r"[^\d.!?:;]{2,60}\s[-−–]?\d[\d \u00a0]*(?:,\d+)?")
_CLOSING = (Kind.GOAL, Kind.HEADING, Kind.CHAPTER, Kind.STATUS)


@dataclass(frozen=True, slots=True)
class Line:
    """One line: ``text`` stands at ``start``…``end`` of the whole, marks left out.

    ``name`` is the heading or the goal's own words; ``level`` is set on goals.
    """

    number: int
    start: int
    end: int
    text: str
    kind: Kind
    name: str = ""
    level: GoalLevel | None = None


def without_tags(text: str) -> str:
    """The text with tags as blanks, as long as before."""
    return _TAG.sub(lambda match: " " * len(match[0]), text)


def lines_of(text: str, headings: Collection[str] = ()) -> list[Line]:
    """All lines; ``headings`` are the board's own headings, besides those every template has.

    A template heading with text after a colon gives two lines: the heading and the text.
    """
    known = frozenset(h.casefold() for h in headings)
    lines: list[Line] = []
    start = 0
    for number, raw in enumerate(without_tags(text).split("\n"), 1):
        lines.extend(_lines_at(raw, number, start, known))
        start += len(raw) + 1
    return _tables(_titles(lines))


def _lines_at(raw: str, number: int, offset: int, known: frozenset[str]) -> list[Line]:
    lead = _LEAD.match(raw)
    begin = lead.end() if lead else 0
    trail = _TRAIL.search(raw, begin)
    end = trail.start() if trail else len(raw)
    said = raw[begin:end]
    if not said.strip():
        return [Line(number, offset, offset, "", Kind.BLANK)]
    at = offset + begin
    goal = goal_of(said)
    if goal is not None:
        return [Line(number, at, offset + end, said, Kind.GOAL, goal[1], goal[0])]
    if _is_heading(said, known):
        return [Line(number, at, offset + end, said, Kind.HEADING, said.rstrip(" :"))]
    headed = _HEADED.match(said)
    if headed and _is_heading(headed[1], known):
        rest = at + headed.end()
        return [
            Line(number, at, at + headed.end(1), headed[1], Kind.HEADING, headed[1]),
            Line(number, rest, offset + end, said[headed.end() :], Kind.TEXT),
        ]
    if is_status(said):
        return [Line(number, at, offset + end, said, Kind.STATUS)]
    item = _ITEM.match(said)
    if item:
        return [Line(number, at + item.end(), offset + end, said[item.end() :], Kind.ITEM)]
    return [Line(number, at, offset + end, said, _plain_kind(said))]


def _is_heading(said: str, known: frozenset[str]) -> bool:
    return is_template_heading(said) or said.rstrip(" :").casefold() in known


def _plain_kind(said: str) -> Kind:
    if "\t" in said.strip() or _TABLE_HEAD.search(said) or _DATED_ROW.search(said):
        return Kind.ROW
    if is_title(said) or is_chapter(said):
        return Kind.CHAPTER
    return Kind.TEXT


def _titles(lines: list[Line]) -> list[Line]:
    """Short lines that open a piece of text, told as titles."""
    told = list(lines)
    for i, line in enumerate(lines):
        before = lines[i - 1] if i else None
        after = lines[i + 1] if i + 1 < len(lines) else None
        opens = before is None or before.kind is not Kind.TEXT or bool(_CLOSED.search(before.text))
        longer = after is not None and after.kind in (Kind.TEXT, Kind.ITEM, Kind.BLANK)
        if (
            line.kind is Kind.TEXT
            and len(line.text) <= _SHORT
            and line.text[:1].isupper()
            and not _CLOSED.search(line.text)
            and opens
            and longer
            and _text_follows(lines, i)
        ):
            told[i] = Line(line.number, line.start, line.end, line.text, Kind.TITLE)
    return told


def _text_follows(lines: list[Line], at: int) -> bool:
    """Whether the next line with words is text longer than the line, or a list."""
    rest = (line for line in lines[at + 1 : at + 3] if line.kind is not Kind.BLANK)
    after = next(rest, None)
    if after is None:
        return False
    return after.kind is Kind.ITEM or (after.kind is Kind.TEXT and len(after.text) > _SHORT)


def _tables(lines: list[Line]) -> list[Line]:
    """Lines under a table's head told as rows, until a goal, a heading or a paragraph."""
    told: list[Line] = []
    inside = False
    for line in _sums(lines):
        if line.kind is Kind.ROW and _TABLE_HEAD.search(line.text):
            inside = True
        elif line.kind in _CLOSING or len(line.text) > 2 * _SHORT:
            inside = False
        if inside and line.kind in (Kind.TEXT, Kind.TITLE):
            line = Line(line.number, line.start, line.end, line.text, Kind.ROW)
        told.append(line)
    return told


def _sums(lines: list[Line]) -> list[Line]:
    """Two or more lines of a budget in a row, told as rows."""
    sums = [line.kind is Kind.TEXT and bool(_SUM.fullmatch(line.text)) for line in lines]
    told = []
    for at, line in enumerate(lines):
        beside = (at > 0 and sums[at - 1]) or (at + 1 < len(sums) and sums[at + 1])
        row = sums[at] and beside
        told.append(Line(line.number, line.start, line.end, line.text, Kind.ROW) if row else line)
    return told
