"""Drawn lines and filled boxes of a page: the bones of its tables.

Straight strokes and thin filled boxes become rules, horizontal or vertical; pieces that touch
end to end are joined. Other filled boxes (cell shading) are kept as boxes. Curves, pictures and
slanted lines are no bones and are passed over.
"""

from __future__ import annotations

import ctypes
import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.reading.glyphs import Frame

_THIN = 2.0
_TOUCH = 1.5


@dataclass(frozen=True, slots=True)
class Rule:
    """A drawn line at ``at`` (y if horizontal, else x), from ``start`` to ``end``."""

    horizontal: bool
    at: float
    start: float
    end: float

    @property
    def length(self) -> float:
        """How long the line is."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle."""

    x0: float
    top: float
    x1: float
    bottom: float


Point = tuple[float, float]


def bones_of(page: pdfium.PdfPage, frame: Frame) -> tuple[list[Rule], list[Box]]:
    """The rules and filled boxes of a page, as seen."""
    rules: list[Rule] = []
    boxes: list[Box] = []
    for outline, filled, stroked in _outlines(page, frame):
        box = _bounding(outline)
        thin = min(box.x1 - box.x0, box.bottom - box.top) <= _THIN
        if filled and thin and not stroked:
            rules.extend(_rule((box.x0, box.top), (box.x1, box.bottom)))
        elif filled and not thin:
            boxes.append(box)
        if stroked:
            for one, two in itertools.pairwise(outline):
                rules.extend(_rule(one, two))
    return _joined(rules), boxes


def _rule(one: Point, two: Point) -> list[Rule]:
    """The rule between two points: none for a dot or a slanted line."""
    wide, high = abs(one[0] - two[0]), abs(one[1] - two[1])
    if high <= _THIN < wide:
        y = (one[1] + two[1]) / 2
        return [Rule(True, y, min(one[0], two[0]), max(one[0], two[0]))]
    if wide <= _THIN < high:
        x = (one[0] + two[0]) / 2
        return [Rule(False, x, min(one[1], two[1]), max(one[1], two[1]))]
    return []


def _bounding(outline: list[Point]) -> Box:
    xs, ys = [p[0] for p in outline], [p[1] for p in outline]
    return Box(min(xs), min(ys), max(xs), max(ys))


def _outlines(page: pdfium.PdfPage, frame: Frame) -> Iterator[tuple[list[Point], bool, bool]]:
    """Each straight-edged path as seen points, with whether it is filled and stroked."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=4):
        raw.FPDFPath_GetDrawMode(item.raw, fill, stroke)
        if not fill.value and not stroke.value:
            continue
        matrix = raw.FS_MATRIX()
        raw.FPDFPageObj_GetMatrix(item.raw, matrix)
        for points in _subpaths(item.raw):
            seen = [
                frame.seen(
                    matrix.a * x + matrix.c * y + matrix.e, matrix.b * x + matrix.d * y + matrix.f
                )
                for x, y in points
            ]
            yield seen, bool(fill.value), bool(stroke.value)


def _subpaths(path: object) -> Iterator[list[Point]]:
    """The straight pieces of a path, closed where the path is; pieces with curves are left out."""
    points: list[Point] = []
    curved = False
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(raw.FPDFPath_CountSegments(path)):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        kind = raw.FPDFPathSegment_GetType(segment)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            if len(points) > 1 and not curved:
                yield points
            points, curved = [], False
        curved = curved or kind == raw.FPDF_SEGMENT_BEZIERTO
        points.append((x.value, y.value))
        if raw.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if len(points) > 1 and not curved:
        yield points


def _joined(rules: Iterable[Rule]) -> list[Rule]:
    """Rules with pieces on the same line that touch made one."""
    joined: list[Rule] = []
    for rule in sorted(rules, key=lambda r: (r.horizontal, round(r.at), r.start)):
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.horizontal == rule.horizontal
            and abs(last.at - rule.at) <= 1.0
            and last.start - _TOUCH <= rule.end
            and rule.start <= last.end + _TOUCH
        ):
            start, end = min(last.start, rule.start), max(last.end, rule.end)
            joined[-1] = replace(last, start=start, end=end)
        else:
            joined.append(rule)
    return joined
