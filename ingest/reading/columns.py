"""Columns without drawn lines: text clusters placed under the heads of their table.

A cluster is a run of words on one line with no gap wider than a word space would be. The heads,
which may wrap over several lines, say how many columns there are; the cells of all rows together
say where one ends and the next begins. Where they leave it open, the row is uncertain: a value is
never pushed into the nearest cell.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.reading.glyphs import Word
from ingest.reading.layout import GridCell, GridRow
from ingest.reading.wrap import Printed, cell_text

_GAP = 0.62
_EDGE = 1.5


@dataclass(frozen=True, slots=True)
class Span:
    """An interval across the page."""

    x0: float
    x1: float

    def overlap(self, other: Span) -> float:
        """How much of the two is shared; negative for a gap."""
        return min(self.x1, other.x1) - max(self.x0, other.x0)

    def with_(self, other: Span) -> Span:
        """The interval that holds both."""
        return Span(min(self.x0, other.x0), max(self.x1, other.x1))


def clusters(line: Printed) -> list[Printed]:
    """The clusters of a line, from left to right."""
    found: list[list[Word]] = []
    for word in line.words:
        if found and word.x0 - found[-1][-1].x1 <= _GAP * max(word.style.size, 1.0):
            found[-1].append(word)
        else:
            found.append([word])
    return [Printed(tuple(words)) for words in found]


def span_of(cluster: Printed) -> Span:
    """Where a cluster stands."""
    return Span(cluster.x0, cluster.x1)


def head_spans(heads: Sequence[Printed]) -> list[Span]:
    """The intervals of the columns, from the lines of a head."""
    spans: list[Span] = []
    for cluster in (c for line in heads for c in clusters(line)):
        span = span_of(cluster)
        near = [other for other in spans if other.overlap(span) > 0]
        for other in near:
            spans.remove(other)
            span = span.with_(other)
        spans.append(span)
    return sorted(spans, key=lambda s: s.x0)


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a table and the cuts between them.

    ``rivals`` are other cuts that the table's cells allow just as well; where they would put a
    cell elsewhere, its place is uncertain.
    """

    spans: tuple[Span, ...]
    cuts: tuple[float, ...]
    rivals: tuple[tuple[float, ...], ...] = ()


def columns_of(heads: Sequence[Printed], rows: Sequence[Sequence[Printed]]) -> Layout:
    """The columns under some heads, the cuts chosen so that no cell of the rows is cut in two.

    A head set at the left of its column says where the column begins, one at the right where it
    ends, a centred one neither. Which it is, the cells tell: the cuts win that cross the fewest and
    put the fewest beside each other in one cell; among equals those under whose heads most stand.
    """
    spans = head_spans(heads)
    lined = [[span_of(c) for c in clusters(line)] for lines in rows for line in lines]
    cells = [cell for line in lined for cell in line]
    scored = []
    for cuts in _possible_cuts(spans):
        crossed = sum(1 for cell in cells if _crossed(cell, cuts)) + _crowded(lined, cuts)
        outside = sum(1 for c in cells if spans[_index(c, cuts)].overlap(c) <= 0)
        scored.append((crossed, outside, cuts))
    best = min(scored)
    rivals = tuple(cuts for crossed, outside, cuts in scored if (crossed, outside) == best[:2])
    return Layout(tuple(spans), best[2], rivals)


def _possible_cuts(spans: Sequence[Span]) -> Iterator[tuple[float, ...]]:
    pairs = list(pairwise(spans))
    yield tuple(right.x0 - _EDGE for _, right in pairs)
    yield tuple(left.x1 + _EDGE for left, _ in pairs)
    yield tuple((left.x1 + right.x0) / 2 for left, right in pairs)


def _crossed(cell: Span, cuts: Sequence[float]) -> bool:
    return any(cell.x0 < cut - 1 and cell.x1 > cut + 1 for cut in cuts)


def _crowded(lined: Sequence[Sequence[Span]], cuts: Sequence[float]) -> int:
    """How many cells share a column with another on their line: two cells taken for one."""
    return sum(len(line) - len({_index(cell, cuts) for cell in line}) for line in lined)


def _index(cell: Span, cuts: Sequence[float]) -> int:
    return sum(1 for cut in cuts if (cell.x0 + cell.x1) / 2 > cut)


def row_of(lines: Sequence[Printed], layout: Layout, page: int, known: Collection[str]) -> GridRow:
    """A row of cells from its printed lines."""
    placed: list[list[Printed]] = [[] for _ in layout.spans]
    certain = True
    for line in lines:
        held: dict[int, list[Word]] = {}
        for cluster in clusters(line):
            span = span_of(cluster)
            index = _index(span, layout.cuts)
            agreed = all(_index(span, cuts) == index for cuts in layout.rivals)
            certain = certain and agreed and not _crossed(span, layout.cuts)
            held.setdefault(index, []).extend(cluster.words)
        for index, words in held.items():
            placed[index].append(Printed(tuple(words)))
    edges = [layout.spans[0].x0, *layout.cuts, layout.spans[-1].x1]
    cells = [
        _cell(texts, Span(start, end), known)
        for texts, (start, end) in zip(placed, pairwise(edges), strict=True)
    ]
    return GridRow(tuple(cells), page, lines[0].top, lines[-1].bottom, certain)


def _cell(lines: Sequence[Printed], span: Span, known: Collection[str]) -> GridCell:
    if not lines:
        return GridCell((), span.x0, span.x1)
    right = max(line.x1 for line in lines) + 0.5
    text = cell_text(lines, right, known)
    return GridCell((text,), span.x0, span.x1, all(line.style.bold for line in lines))
