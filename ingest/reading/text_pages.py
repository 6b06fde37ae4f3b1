"""Where the pages of a plain text begin, as far as the text says so itself.

Signals, in order of precedence:

1. form feeds – every one starts a page, counted from 1;
2. printed page marks, «Sid 6 (81)» or «… 27(36)» at the end of a line, all with the same total
   and rising. Lines between two marks that are more than a page apart are shared out at lines
   that begin with one blank or more, the trace a page break often leaves in extracted text, so
   that pages come out as even as they can; that is a guess and said in a warning;
3. nothing – everything is page 1, and a warning says so.

Marks are taken out of the text, unless words stand beside them: such a running head may name the
report, and is left for ``ingest.furniture`` to take away. A leading blank alone is never trusted.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

_MARK = re.compile(
    r"^(?P<head>.*?)\b(?:sid(?:a|an)?\.?\s*)?(?P<page>\d{1,4})"
    r"\s?(?:\(\s?(?P<total>\d{1,4})\s?\)|/\s?(?P<slash>\d{1,4})|av\s(?P<of>\d{1,4}))\s*$",
    re.IGNORECASE,
)
_HINT = re.compile(r" {1,4}(?=\S)")
_LONGEST_HEAD = 120
_MOST_HINTS = 400
_NONE = (
    "Textfilen saknar sidbrytningar: alla källhänvisningar går till sidan 1. "
    "Läs in rapporten som PDF om sidnumren behövs."
)


@dataclass(frozen=True, slots=True)
class PagedText:
    """Raw lines by page number, rising, and warnings in Swedish."""

    pages: tuple[tuple[int, tuple[str, ...]], ...]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Mark:
    line: int
    page: int
    total: int
    named: bool


def paged(lines: Sequence[str]) -> PagedText:
    """Share the lines of a text out on its pages."""
    marks = _marks(lines)
    taken = {mark.line for mark in marks if not mark.named}
    if any("\f" in line for line in lines):
        return PagedText(_by_form_feed(lines, taken))
    kept = ["" if i in taken else line for i, line in enumerate(lines)]
    if not marks:
        return PagedText(((1, tuple(kept)),), (_NONE,))
    starts, guessed = _starts(kept, marks)
    pages = _cut(kept, starts)
    warning = (
        "Textfilen anger bara vissa sidnummer: "
        f"{guessed} av {marks[0].total} sidbrytningar är uppskattade, så sidan kan vara fel. "
        "Läs in rapporten som PDF om sidnumren ska vara säkra."
    )
    return PagedText(pages, (warning,) if guessed else ())


def _by_form_feed(lines: Sequence[str], taken: set[int]) -> tuple[tuple[int, tuple[str, ...]], ...]:
    pages: list[list[str]] = [[]]
    for i, line in enumerate(lines):
        first, *rest = ("\f" * line.count("\f") if i in taken else line).split("\f")
        pages[-1].append(first)
        pages.extend([piece] for piece in rest)
    return tuple(
        (number, tuple(page))
        for number, page in enumerate(pages, start=1)
        if any(line.strip() for line in page)
    )


def _marks(lines: Sequence[str]) -> list[_Mark]:
    """Page marks that agree: the commonest total, pages rising. One alone must say «sid»."""
    found = []
    for i, line in enumerate(lines):
        match = _MARK.match(line.replace("\f", "").strip())
        if match is None or len(match["head"]) > _LONGEST_HEAD:
            continue
        page = int(match["page"])
        total = int(match["total"] or match["slash"] or match["of"])
        sure = "sid" in line.casefold() or bool(match["total"])
        if 1 <= page <= total and total > 1 and (sure or not match["head"].strip()):
            named = any(char.isalpha() for char in match["head"])
            found.append(_Mark(i, page, total, named))
    if not found:
        return []
    total, _ = Counter(mark.total for mark in found).most_common(1)[0]
    return _rising([mark for mark in found if mark.total == total])


def _rising(marks: list[_Mark]) -> list[_Mark]:
    """The longest run of marks whose pages rise; a stray «2 (81)» in the text falls out."""
    ends: list[int] = []  # the smallest last page of a run of each length
    before: list[int] = []  # how long the longest run is that a mark ends
    for mark in marks:
        place = bisect_left(ends, mark.page)
        ends[place : place + 1] = [mark.page]
        before.append(place)
    chain: list[_Mark] = []
    wanted = len(ends) - 1
    for mark, place in zip(reversed(marks), reversed(before), strict=True):
        if place == wanted and (not chain or mark.page < chain[-1].page):
            chain.append(mark)
            wanted -= 1
    return chain[::-1]


def _starts(lines: Sequence[str], marks: list[_Mark]) -> tuple[dict[int, int], int]:
    """The line where each page begins, and how many of these were guessed."""
    if _is_footer(lines, marks):
        known = {mark.page + 1: mark.line + 1 for mark in marks if mark.page < mark.total}
        first = marks[0]
        if first.page == 1:
            known[1] = 0
    else:
        known = {mark.page: mark.line for mark in marks}
    hints = _hints(lines)
    end = {marks[0].total + 1: len(lines)}
    starts = dict(known)
    for (page, begin), (later, stop) in pairwise(sorted({**known, **end}.items())):
        inside = hints[bisect_left(hints, begin + 1) : bisect_left(hints, stop)]
        chosen = most_even(inside, begin, stop, later - page)
        starts.update(zip(range(page + 1, later), chosen, strict=False))
    _fill_before(starts, lines, hints)
    return starts, len(starts) - len(known)


def _hints(lines: Sequence[str]) -> list[int]:
    """Lines set in by a few blanks; none where so many are that it means something else."""
    found = [i for i, line in enumerate(lines) if _HINT.match(line)]
    return found if len(found) * 4 < len(lines) and len(found) < _MOST_HINTS else []


def _is_footer(lines: Sequence[str], marks: list[_Mark]) -> bool:
    """Whether the marks stand below their pages: text before page 1, or none after the last."""
    first, last = marks[0], marks[-1]
    above = sum(bool(line.strip()) for line in lines[: first.line])
    below = sum(bool(line.strip()) for line in lines[last.line + 1 :])
    return (first.page == 1 and above > 5) or (last.page == last.total and below == 0)


def most_even(hints: Sequence[int], begin: int, stop: int, parts: int) -> list[int]:
    """``parts`` - 1 of the hints that cut the lines from begin to stop most evenly.

    Least sum of squared deviations from the mean length; all the hints where they are too few.
    """
    if len(hints) < parts:
        return list(hints)
    ideal = (stop - begin) / parts
    points = [begin, *hints, stop]
    cost: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
    for _ in range(parts):
        after: dict[int, tuple[float, tuple[int, ...]]] = {}
        for i, (so_far, chosen) in cost.items():
            for j in range(i + 1, len(points)):
                total = so_far + (points[j] - points[i] - ideal) ** 2
                if j not in after or total < after[j][0]:
                    after[j] = (total, (*chosen, points[j]))
        cost = after
    return list(cost[len(points) - 1][1][:-1])


def _fill_before(starts: dict[int, int], lines: Sequence[str], hints: Sequence[int]) -> None:
    """Pages before the first mark, counted backwards; the first takes what is left."""
    page = min(starts)
    stop = starts[page]
    if page == 1 or not any(line.strip() for line in lines[:stop]):
        starts[page] = 0
        return
    begin = next(i for i, line in enumerate(lines) if line.strip())
    inside = [line for line in hints if begin < line < stop]
    breaks = most_even(inside, begin, stop, page - 1)
    for number, line in zip(range(page - 1, 0, -1), reversed([begin, *breaks]), strict=False):
        starts[number] = line
    starts[min(starts)] = 0


def _cut(lines: Sequence[str], starts: dict[int, int]) -> tuple[tuple[int, tuple[str, ...]], ...]:
    order = sorted(starts.items())
    stops = [line for _, line in order[1:]] + [len(lines)]
    return tuple(
        (page, tuple(lines[line:stop]))
        for (page, line), stop in zip(order, stops, strict=True)
        if any(text.strip() for text in lines[line:stop])
    )
