"""Tables drawn with horizontal rules only, or with nothing at all: found by their heads.

A table opens where a line begins with «Indikator» or «Aktivitet» and goes on with other heads at
a distance, or where lines end in numbers that stand under each other. Its head is that line and
the lines of the same type around it; it ends where the type changes, at the next head, or where
text of the body runs across its columns. Rows part at the drawn rules, else where the step
between lines is wider than inside a row. A row that opens with «Analys», or whose text runs
across the columns, is one wide cell.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.reading.columns import Span, clusters, columns_of, head_spans, row_of, span_of
from ingest.reading.layout import Grid, GridCell, GridRow, Style
from ingest.reading.rules import Rule
from ingest.reading.wrap import HEADS, Printed, paragraphs

_OPENERS = ("indikator", "aktivitet")
_NUMBER = re.compile(r"^[-+–−]?\d[\d\s.,]*\s*(?:%|st|tkr|mnkr|mkr|kr)?$|^[-–−]$", re.I)
_WIDER = 1.3
_REACH = 6.0


@dataclass
class Region:
    """The lines of one table: what stands above its head, its head, and those below."""

    heads: list[Printed]
    body: list[Printed] = field(default_factory=list)
    info: list[Printed] = field(default_factory=list)

    @property
    def lines(self) -> list[Printed]:
        """All lines of the table."""
        return self.info + self.heads + self.body


def ruleless_grids(
    lines: Sequence[Printed], rules: Sequence[Rule], body: Style, page: int, known: Collection[str]
) -> list[tuple[Grid, list[Printed]]]:
    """Each table among the lines of a page, with the lines that it takes."""
    across = [rule for rule in rules if rule.horizontal and rule.length > 60]
    found = []
    for region in _regions(list(lines), body):
        if region.body or len(region.heads) > 0:
            found.append((_grid(region, across, page, known), region.lines))
    return found


def _regions(lines: list[Printed], body: Style) -> Iterator[Region]:
    index = 0
    while index < len(lines):
        if _opens(lines[index]):
            region, index = _take(lines, index, body)
            yield region
            continue
        run = _money(lines, index, body)
        if run:
            run.info = _info(lines[:index], run)
            yield run
            index += len(run.heads) + len(run.body)
        else:
            index += 1


def _opens(line: Printed) -> bool:
    parts = clusters(line)
    first = parts[0].text.casefold()
    heads = [part for part in parts[1:] if _begins_head(part.words[0].text.casefold())]
    return first in _OPENERS and len(heads) >= 1 and len(heads) == len(parts) - 1


def _begins_head(word: str) -> bool:
    """Whether a word, perhaps cut for want of room, begins a head of the template."""
    return word in HEADS or (len(word) >= 4 and any(head.startswith(word) for head in HEADS))


def _take(lines: list[Printed], start: int, body: Style) -> tuple[Region, int]:
    """The table that opens at a line, and where the rest of the page begins."""
    opener = lines[start]
    region = Region([opener])
    index = start + 1
    while index < len(lines) and _is_head(lines[index], region.heads[-1], opener):
        region.heads.append(lines[index])
        index += 1
    while index < len(lines) and _belongs(lines[index], lines[index - 1], opener, body):
        region.body.append(lines[index])
        index += 1
    return region, index


def _same_type(one: Style, two: Style) -> bool:
    return one.font == two.font and abs(one.size - two.size) < 0.3


def _is_head(line: Printed, last: Printed, opener: Printed) -> bool:
    style = line.style
    if not _same_type(style, opener.style) or style.bold != opener.style.bold:
        return False
    if line.base - last.base > 1.6 * style.size or line.x0 <= opener.x0 + 1:
        return False
    return style.bold or all(w.text.casefold() in HEADS for w in line.words)


def _belongs(line: Printed, last: Printed, opener: Printed, body: Style) -> bool:
    step = line.base - last.base
    if step > 5 * max(opener.style.size, 1) or _opens(line):
        return False
    if not _same_type(line.style, opener.style):
        return False
    if _same_type(opener.style, body):
        aside = step > 2.6 * opener.style.size
        return not (aside and len(clusters(line)) == 1 and not _is_analysis(line))
    return line.x0 >= opener.x0 - 40


def _is_analysis(line: Printed) -> bool:
    return bool(re.match(r"analys\b", line.text, re.I)) and len(line.text) < 12


def _money(lines: list[Printed], start: int, body: Style) -> Region | None:
    """A table of numbers under heads that opens at a line, or None.

    Three rows tell; fewer where the page ends after them and the head is set like a head of a
    table: bold, in a type of its own.
    """
    opener = clusters(lines[start])
    if len(opener) < 2 or any(_NUMBER.match(part.text) for part in opener):
        return None
    style = lines[start].style
    region = Region([lines[start]])
    numbers = 0
    for line in lines[start + 1 :]:
        last = region.lines[-1]
        if line.base - last.base > 4 * style.size or not _same_type(line.style, style):
            break
        parts = clusters(line)
        values = [part for part in parts[1:] if _NUMBER.match(part.text)]
        if len(parts) > 1 and len(values) == len(parts) - 1:
            region.body.append(line)
            numbers += 1
        elif not region.body and not values and (len(parts) > 1 or _is_wrapped(line, last)):
            region.heads.append(line)
        elif len(parts) == 1 and line.x1 < opener[-1].x0:
            region.body.append(line)
        else:
            break
    told_apart = style.bold and not _same_type(style, body)
    cut_short = told_apart and region.lines[-1] is lines[-1]
    while region.body and not cut_short and len(clusters(region.body[-1])) == 1:
        region.body.pop()
    return region if numbers >= (1 if cut_short else 3) else None


def _is_wrapped(line: Printed, last: Printed) -> bool:
    close = line.base - last.base <= 1.45 * line.style.size
    return close and line.style.bold == last.style.bold


def _info(above: Sequence[Printed], region: Region) -> list[Printed]:
    """Lines in the type of the head close above it: «Budgetår: 2024»."""
    found: list[Printed] = []
    head = region.heads[0]
    for line in reversed(above):
        near = (found[0] if found else head).base - line.base <= 3 * head.style.size
        alike = _same_type(line.style, head.style) and line.style.bold == head.style.bold
        if not (near and alike and len(clusters(line)) == 1 and abs(line.x0 - head.x0) <= 2):
            break
        found.insert(0, line)
    return found


def _grid(region: Region, across: Sequence[Rule], page: int, known: Collection[str]) -> Grid:
    spans = head_spans(region.heads)
    bands = list(_bands(region.body, across))
    layout = columns_of(region.heads, [band for band in bands if not _is_wide(band, spans)])
    left, right = spans[0].x0, max(line.x1 for line in region.lines)
    rows = [_wide_row([line], left, right, page, known) for line in region.info]
    rows.append(row_of(region.heads, layout, page, known))
    for band in bands:
        if _is_wide(band, spans):
            rows.append(_wide_row(band, left, right, page, known))
        else:
            rows.append(row_of(band, layout, page, known))
    return Grid(tuple(rows), page, region.lines[0].top, region.lines[-1].bottom)


def _wide_row(
    band: Sequence[Printed], left: float, right: float, page: int, known: Collection[str]
) -> GridRow:
    cell = GridCell(tuple(paragraphs(band, right, known)), left, right)
    return GridRow((cell,), page, band[0].top, band[-1].bottom)


def _bands(lines: Sequence[Printed], across: Sequence[Rule]) -> Iterator[list[Printed]]:
    """Lines of a table grouped into rows."""
    if not lines:
        return
    inside = [r for r in across if lines[0].top < r.at < lines[-1].bottom + 4]
    steps = [below.base - line.base for line, below in pairwise(lines)]
    size = lines[0].style.size
    least = min(max(min(steps, default=10.0), 0.8 * size), 1.25 * size)
    tight = not inside and all(step <= _WIDER * least for step in steps)
    band = [lines[0]]
    for line, step in zip(lines[1:], steps, strict=True):
        ruled = any(band[-1].base - 1 < rule.at <= line.top + 2 for rule in inside)
        parted = not inside and (step > _WIDER * least or _is_analysis(line))
        if ruled or parted or (tight and _starts_row(line, band)):
            yield band
            band = []
        band.append(line)
    yield band


def _starts_row(line: Printed, band: Sequence[Printed]) -> bool:
    """In tables set tight: a line with most of a row's cells is a row of its own."""
    parts, named = clusters(line), abs(line.x0 - band[0].x0) <= 2
    full = len(parts) >= max(2, len(clusters(band[0])) / 2)
    return full and named and not _is_analysis(band[0]) and bool(_NUMBER.match(parts[-1].text))


def _is_wide(band: Sequence[Printed], columns: Sequence[Span]) -> bool:
    """Whether the text of a row runs across the columns."""
    if _is_analysis(band[0]):
        return True
    if len(columns) < 2:
        return False
    for line in band:
        parts = clusters(line)
        span = span_of(parts[0])
        if len(parts) == 1 and span.x0 < columns[0].x1 and span.x1 > columns[1].x0 + _REACH:
            return True
    return False
