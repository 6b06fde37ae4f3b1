"""Curves over time as a small SVG: one panel a curve, each with its own scale from zero.

For a results file, to be seen in any browser; the figures that matter stand in the text beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _GAP = 720, 110, 70, 20, 26, 44
_POINTS = 600


@dataclass(frozen=True, slots=True)
class Curve:
    """Values over seconds."""

    title: str
    points: Sequence[tuple[float, float]]


def drawn(title: str, curves: Sequence[Curve]) -> str:
    """The picture."""
    height = _TOP + len(curves) * (_HEIGHT + _GAP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img" '
        f'font-family="sans-serif" font-size="12"><title>{escape(title)}</title>',
        f'<rect width="{_WIDTH}" height="{height}" fill="#fff"/>',
    ]
    longest = max((x for curve in curves for x, _ in curve.points), default=1.0) or 1.0
    for number, curve in enumerate(curves):
        parts += _panel(curve, _TOP + number * (_HEIGHT + _GAP), longest)
    return "\n".join([*parts, "</svg>\n"])


def _panel(curve: Curve, top: float, longest: float) -> list[str]:
    most = max((y for _, y in curve.points), default=1.0) or 1.0
    floor = top + _HEIGHT

    def place(x: float, y: float) -> str:
        across = _LEFT + x / longest * (_WIDTH - _LEFT - _RIGHT)
        return f"{across:.1f},{floor - y / most * _HEIGHT:.1f}"

    step = max(1, len(curve.points) // _POINTS)
    line = " ".join(place(x, y) for x, y in curve.points[::step])
    edge = _WIDTH - _RIGHT
    return [
        f'<text x="{_LEFT}" y="{top - 8}" font-weight="bold">{escape(curve.title)}</text>',
        f'<path d="M{_LEFT},{top} V{floor} H{edge}" fill="none" stroke="#555"/>',
        f'<text x="{_LEFT - 6}" y="{top + 5}" text-anchor="end">{most:.4g}</text>',
        f'<text x="{_LEFT - 6}" y="{floor}" text-anchor="end">0</text>',
        f'<text x="{edge}" y="{floor + 15}" text-anchor="end">{longest / 60:.1f} min</text>',
        f'<polyline points="{line}" fill="none" stroke="#0a5ea8" stroke-width="1.3"/>',
    ]
