"""Tables drawn with lines both ways: rules and words → grids of cells.

Rules that touch make one frame. Its rows lie between the horizontal rules that cross most of its
width; the cells of a row lie between the vertical rules that run along it, so that a row without
any (an Analys under an indicator) is one wide cell. A word belongs to the cell that its middle
stands in. Small frames (drawn symbols, boxes around status squares) are no tables.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

from ingest.reading.glyphs import Word
from ingest.reading.layout import Grid, GridCell, GridRow
from ingest.reading.rules import Rule
from ingest.reading.wrap import Printed, cell_text, paragraphs, printed_lines

_NEAR = 2.5
_SYMBOL = 9.5
_WIDE = 0.6


@dataclass(frozen=True)
class FrameOfRules:
    """Rules that touch each other: the skeleton of one table."""

    across: tuple[Rule, ...]
    down: tuple[Rule, ...]

    @cached_property
    def left(self) -> float:
        """The left edge."""
        return min(rule.start for rule in self.across)

    @cached_property
    def right(self) -> float:
        """The right edge."""
        return max(rule.end for rule in self.across)

    @cached_property
    def top(self) -> float:
        """The upper edge."""
        return min(rule.at for rule in self.across)

    @cached_property
    def bottom(self) -> float:
        """The lower edge."""
        return max(rule.at for rule in self.across)

    def holds(self, word: Word) -> bool:
        """Whether the middle of a word lies within the frame."""
        x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
        return self.left <= x <= self.right and self.top <= y <= self.bottom


def ruled_frames(rules: Sequence[Rule]) -> list[FrameOfRules]:
    """The frames among the rules that have rules both ways and room for text."""
    bones = [rule for rule in rules if rule.length > _SYMBOL]
    frames = []
    for group in _touching(bones):
        across = tuple(sorted((r for r in group if r.horizontal), key=lambda r: r.at))
        down = tuple(sorted((r for r in group if not r.horizontal), key=lambda r: r.at))
        if len(across) >= 2 and len(down) >= 2:
            frames.append(FrameOfRules(across, down))
    return frames


def _touching(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Rules grouped by whether they touch, directly or through others."""
    groups: list[list[Rule]] = []
    for rule in rules:
        near = [group for group in groups if any(_touch(rule, other) for other in group)]
        merged = [rule] + [other for group in near for other in group]
        groups = [group for group in groups if group not in near] + [merged]
    return groups


def _touch(one: Rule, two: Rule) -> bool:
    if one.horizontal == two.horizontal:
        return abs(one.at - two.at) <= _NEAR and (
            one.start <= two.end + _NEAR and two.start <= one.end + _NEAR
        )
    across, down = (one, two) if one.horizontal else (two, one)
    return (
        across.start - _NEAR <= down.at <= across.end + _NEAR
        and down.start - _NEAR <= across.at <= down.end + _NEAR
    )


def read_grid(
    frame: FrameOfRules, words: Sequence[Word], page: int, known: Collection[str]
) -> Grid:
    """The grid of one frame; ``words`` are those within it, ``known`` the document's words."""
    levels = _levels(frame)
    bands = list(itertools.pairwise(levels))
    cells = [_cells_of(frame, top, bottom) for top, bottom in bands]
    content = [
        [_lines_within(words, band, span) for span in spans]
        for band, spans in zip(bands, cells, strict=True)
    ]
    padding = _padding(cells, content)
    rows = []
    for (top, bottom), spans, lines in zip(bands, cells, content, strict=True):
        wide = len(spans) == 1
        made = tuple(
            _cell(span, printed, padding, known, wide=wide)
            for span, printed in zip(spans, lines, strict=True)
        )
        rows.append(GridRow(made, page, top, bottom))
    return Grid(tuple(rows), page, frame.top, frame.bottom)


def _levels(frame: FrameOfRules) -> list[float]:
    """Where rows part: heights at which horizontal rules cross most of the frame."""
    heights: list[tuple[float, float]] = []
    for rule in frame.across:
        if heights and rule.at - heights[-1][0] <= _NEAR:
            heights[-1] = (heights[-1][0], heights[-1][1] + rule.length)
        else:
            heights.append((rule.at, rule.length))
    width = frame.right - frame.left
    return [at for at, length in heights if length >= _WIDE * width]


def _cells_of(frame: FrameOfRules, top: float, bottom: float) -> list[tuple[float, float]]:
    """The spans of the cells in one band, from the vertical rules that run along most of it."""
    edges = [frame.left]
    for rule in frame.down:
        along = min(rule.end, bottom) - max(rule.start, top)
        inside = frame.left + _NEAR < rule.at < frame.right - _NEAR
        if inside and along >= 0.7 * (bottom - top) and rule.at - edges[-1] > _NEAR:
            edges.append(rule.at)
    edges.append(frame.right)
    return list(itertools.pairwise(edges))


def _lines_within(
    words: Sequence[Word], band: tuple[float, float], span: tuple[float, float]
) -> list[Printed]:
    inside = [
        word
        for word in words
        if band[0] <= (word.top + word.bottom) / 2 < band[1]
        and span[0] <= (word.x0 + word.x1) / 2 < span[1]
    ]
    return printed_lines(inside)


def _padding(
    cells: Sequence[Sequence[tuple[float, float]]], content: Sequence[Sequence[Sequence[Printed]]]
) -> float:
    """The room that is kept free beside the text of a cell: the least that occurs."""
    gaps = [
        line.x0 - span[0]
        for spans, row in zip(cells, content, strict=True)
        for span, lines in zip(spans, row, strict=True)
        for line in lines
    ]
    return min(max(min(gaps, default=2.0), 0.0), 8.0)


def _cell(
    span: tuple[float, float],
    lines: Sequence[Printed],
    padding: float,
    known: Collection[str],
    *,
    wide: bool,
) -> GridCell:
    if not lines:
        return GridCell((), *span)
    right = span[1] - padding
    texts = paragraphs(lines, right, known) if wide else [cell_text(lines, right, known)]
    bold = all(line.style.bold for line in lines)
    return GridCell(tuple(texts), span[0], span[1], bold)
