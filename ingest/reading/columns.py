"""Columns without drawn lines: text clusters placed under the heads of their table.

A cluster is a run of words on one line with no gap wider than a word space would be. Heads that
wrap over several lines give each column its interval; a cluster belongs to the column whose
interval it overlaps, else to the one that it is clearly aligned with (left, right or centre). A
cluster that overlaps two columns, or stands by itself between two, makes its row uncertain: it is
never pushed into the nearest cell.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from ingest.reading.glyphs import Word
from ingest.reading.layout import GridCell, GridRow
from ingest.reading.wrap import Printed, cell_text

_GAP = 0.62
_ALIGNED = 4.0


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

    def misalignment(self, other: Span) -> float:
        """The least distance of left edges, right edges or centres."""
        centres = abs(self.x0 + self.x1 - other.x0 - other.x1) / 2
        return min(abs(self.x0 - other.x0), abs(self.x1 - other.x1), centres)


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


def columns_of(heads: Sequence[Printed]) -> list[Span]:
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


def widened(columns: Sequence[Span], rows: Sequence[Sequence[Printed]]) -> list[Span]:
    """The columns made as wide as the cells that surely stand in them."""
    wide = list(columns)
    for cluster in (c for lines in rows for line in lines for c in clusters(line)):
        over = [i for i, column in enumerate(columns) if column.overlap(span_of(cluster)) > 0]
        if len(over) == 1:
            wide[over[0]] = wide[over[0]].with_(span_of(cluster))
    for i in range(len(wide) - 1):
        if wide[i].overlap(wide[i + 1]) > 0:
            return list(columns)
    return wide


def row_of(
    lines: Sequence[Printed], columns: Sequence[Span], page: int, known: Collection[str]
) -> GridRow:
    """A row of cells from its printed lines."""
    placed: list[list[Printed]] = [[] for _ in columns]
    certain = True
    for line in lines:
        held: dict[int, list[Word]] = {}
        for cluster in clusters(line):
            index = _column(span_of(cluster), columns)
            certain = certain and index is not None
            near = index if index is not None else _nearest(span_of(cluster), columns)
            held.setdefault(near, []).extend(cluster.words)
        for index, words in held.items():
            placed[index].append(Printed(tuple(words)))
    cells = []
    for i, (texts, column) in enumerate(zip(placed, columns, strict=True)):
        end = columns[i + 1].x0 if i + 1 < len(columns) else column.x1
        cells.append(_cell(texts, Span(column.x0, end), known))
    return GridRow(tuple(cells), page, lines[0].top, lines[-1].bottom, certain)


def _cell(lines: Sequence[Printed], span: Span, known: Collection[str]) -> GridCell:
    if not lines:
        return GridCell((), span.x0, span.x1)
    right = max(line.x1 for line in lines) + 0.5
    text = cell_text(lines, right, known)
    return GridCell((text,), span.x0, span.x1, all(line.style.bold for line in lines))


def _column(span: Span, columns: Sequence[Span]) -> int | None:
    """The column of a cluster, or None where that cannot be told."""
    over = [i for i, column in enumerate(columns) if column.overlap(span) > 0]
    if len(over) == 1:
        return over[0]
    if len(over) > 1:
        begins = [i for i in over if abs(columns[i].x0 - span.x0) <= _ALIGNED]
        return 0 if begins[:1] == [0] else None
    by_distance = sorted((column.misalignment(span), i) for i, column in enumerate(columns))
    best = by_distance[0]
    clear = len(by_distance) < 2 or by_distance[1][0] > 2 * best[0] + 4
    if best[0] <= 3 * _ALIGNED and clear:
        return best[1]
    before = [i for i, column in enumerate(columns) if column.x0 <= span.x0]
    return 0 if before == [0] else None


def _nearest(span: Span, columns: Sequence[Span]) -> int:
    return min(range(len(columns)), key=lambda i: -columns[i].overlap(span))
