"""What is on the pages without being part of the text: running heads, feet, contents, cover.

Order of precedence for running lines: the same words (digits aside) at the same height in the
margin of two pages in five; then the plain look of a page number in the margin. A contents list
runs from its heading, or the top of the page after one, to the last line that ends in a page
number. Body text that merely repeats is never taken away: it does not stand in the margin at the
same height on so many pages.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ingest.reading.layout import Grid, Layout, Line, PageLayout
from ingest.reading.running import digits_aside, line_key, margin_lines, running_keys

_PAGE_NUMBER = re.compile(
    r"^(?:sid(?:a|an)?\.?\s*)?\d{1,4}\s*(?:\(\s*\d{1,4}\s*\)|/\s*\d{1,4}|av\s+\d{1,4})?$", re.I
)
_NUMBERED_HEAD = re.compile(r"(?:^sid(?:a|an)?\.?\s*|\s)\d{1,4}\s*\(\s*\d{1,4}\s*\)$", re.I)
_CONTENTS = re.compile(r"^inneh[åa]ll(?:sförteckning)?\s*:?$", re.I)
_LEADER = re.compile(r"(?:\.{3,}|…+|(?:\s\.){3,}|_{3,})\s*\d{1,4}$")
_ENDS_IN_NUMBER = re.compile(r"\S\s+\d{1,4}$")

Item = Line | Grid


def running_lines(layout: Layout) -> tuple[str, ...]:
    """The running heads and feet of a document, each once, with the digits of its first page."""
    keys = running_keys(layout)
    found: dict[str, str] = {}
    for page in layout.pages:
        for line in margin_lines(page):
            if line_key(line) in keys:
                found.setdefault(digits_aside(line.text), line.text)
    return tuple(found.values())


def body_pages(layout: Layout) -> list[list[Item]]:
    """The items of each page that belong to the text, in reading order."""
    keys = running_keys(layout)
    pages = [_without_running(page, keys) for page in layout.pages]
    return _without_contents(pages)


def _without_running(page: PageLayout, keys: set[tuple[str, int]]) -> list[Item]:
    margin = {id(line) for line in margin_lines(page)}
    kept: list[Item] = []
    for item in page.items:
        if isinstance(item, Line):
            if not page.height and _NUMBERED_HEAD.search(item.text) and len(item.text) < 90:
                continue
            running = line_key(item) in keys or _PAGE_NUMBER.match(item.text)
            if id(item) in margin and running:
                continue
        kept.append(item)
    return kept


def _without_contents(pages: list[list[Item]]) -> list[list[Item]]:
    """Take the contents list away; it may run over several pages."""
    open_list = False
    kept: list[list[Item]] = []
    for items in pages:
        start = _contents_start(items)
        if start is None and not open_list:
            kept.append(items)
            continue
        first = start if start is not None else 0
        last = _last_entry(items, first)
        if last is None:
            open_list = False
            kept.append(items)
            continue
        kept.append(items[:first] + items[last + 1 :])
        open_list = last + 1 == len(items)
    return kept


def _contents_start(items: Sequence[Item]) -> int | None:
    for index, item in enumerate(items):
        if isinstance(item, Line) and _CONTENTS.match(item.text.strip()):
            return index
    leaders = [i for i, item in enumerate(items) if _matches(item, _LEADER)]
    if len(leaders) >= 4 and len(leaders) >= 0.4 * len(items):
        return 0
    return None


def _last_entry(items: Sequence[Item], first: int) -> int | None:
    """The position of the last entry, or None when the lines are no contents list.

    Entries end in a page number, after leaders or at one right edge; between two entries stand
    at most two lines that do not (entries that wrap).
    """
    leaders = [i for i in range(first, len(items)) if _matches(items[i], _LEADER)]
    if leaders:
        return leaders[-1]
    last, found, edges = None, 0, Counter[int]()
    for index in range(first, len(items)):
        item = items[index]
        if isinstance(item, Line) and _matches(item, _ENDS_IN_NUMBER):
            last, found = index, found + 1
            edges[round(item.x1 / 3)] += 1
        elif index - (first if last is None else last) > 2:
            break
    return last if found >= 3 and max(edges.values()) >= 3 else None


def _matches(item: Item, pattern: re.Pattern[str]) -> bool:
    return isinstance(item, Line) and bool(pattern.search(item.text))
