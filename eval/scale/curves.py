"""The measured rows as a table in Markdown and as curves in SVG; nothing is measured here."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

Rows = Mapping[str, Mapping[str, Any]]
_WIDE, _HIGH, _EDGE = 340, 220, 46
_INKS = ("#0b5", "#06c", "#c40", "#808", "#555", "#a80")


def table(rows: Rows) -> str:
    """Ratios first: what can be compared from one machine to another."""
    sizes = [f"{row['passages']} stycken, {row['reports']} rapporter" for row in rows.values()]
    lines = [f"| Filter | {' | '.join(sizes)} |", "| --- |" + " ---: |" * len(sizes)]
    fences = [one["fence"] for one in next(iter(rows.values()))["fenced"]]
    for number, fence in enumerate(fences):
        cells = [_ratio(row["fenced"][number]) for row in rows.values()]
        lines.append(f"| {fence} | {' | '.join(cells)} |")
    lines += ["", f"| Vad | {' | '.join(sizes)} |", "| --- |" + " ---: |" * len(sizes)]
    for name in next(iter(rows.values()))["pages"]:
        cells = [f"{row['pages'][name]:.0f} ms" for row in rows.values()]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    for name, told in (
        ("öppna biblioteket och sökmodellen", lambda row: f"{row['start_s']} s"),
        ("förberett i bakgrunden", lambda row: f"{row['ready_s']} s"),
        ("minne", lambda row: f"{row['memory_mb']} MB"),
        ("disk", lambda row: ", ".join(f"{k} {v} MB" for k, v in row["disk_mb"].items())),
    ):
        lines.append(f"| {name} | {' | '.join(map(told, rows.values()))} |")
    return "\n".join(lines)


def _ratio(one: Mapping[str, Any]) -> str:
    p50, p95 = (one["question"][at] / (one["embedding"][at] or 1) for at in (0, 1))
    return f"{p50:.2f} ({p95:.2f}); {one['question'][0]:.0f} ms ({one['question'][1]:.0f})"


def curves(rows: Rows) -> str:
    """Three small graphs side by side: questions, pages, memory and disk, by passages."""
    sizes = [int(row["passages"]) for row in rows.values()]
    fences = [one["fence"] for one in next(iter(rows.values()))["fenced"]][:5]
    graphs = [
        _graph("Fråga, p95 gånger inbäddningens p95", sizes, {
            fence: [row["fenced"][number]["question"][1] / row["fenced"][number]["embedding"][1]
                    for row in rows.values()]
            for number, fence in enumerate(fences)
        }),
        _graph("Sidor, ms", sizes, {
            name: [row["pages"][name] for row in rows.values()]
            for name in list(next(iter(rows.values()))["pages"])[:5]
        }),
        _graph("Minne och disk, MB", sizes, {
            "minne": [row["memory_mb"] for row in rows.values()],
            "disk": [sum(row["disk_mb"].values()) for row in rows.values()],
        }),
    ]  # fmt: skip
    parts = [f'<g transform="translate({at * _WIDE} 0)">{g}</g>' for at, g in enumerate(graphs)]
    wide, high = _WIDE * len(graphs), _HIGH + 110
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="{wide}" '
        f'font-family="sans-serif" font-size="11"><title>Så växer tjänsten</title>'
        f'<rect width="{wide}" height="{high}" fill="#fff"/>{"".join(parts)}</svg>\n'
    )


def _graph(title: str, sizes: Sequence[int], lines: Mapping[str, Sequence[float]]) -> str:
    most = max((value for line in lines.values() for value in line), default=1.0) or 1.0
    first, last = math.log(min(sizes)), math.log(max(sizes))

    def x(size: int) -> float:
        share = (math.log(size) - first) / ((last - first) or 1.0)
        return _EDGE + share * (_WIDE - 1.5 * _EDGE)

    def y(value: float) -> float:
        return _HIGH - 24 - value / most * (_HIGH - 60)

    drawn = [f'<text x="{_EDGE}" y="18" font-weight="bold">{escape(title)}</text>']
    for share in (0.0, 0.5, 1.0):
        at = y(share * most)
        drawn.append(f'<path d="M{_EDGE} {at:.1f}H{_WIDE - 20}" stroke="#ddd"/>')
        drawn.append(
            f'<text x="{_EDGE - 5}" y="{at + 4:.1f}" text-anchor="end">{share * most:.3g}</text>'
        )
    drawn += [
        f'<text x="{x(size):.1f}" y="{_HIGH - 6}" text-anchor="middle">{size // 1000} 000</text>'
        for size in sizes
    ]
    for number, (name, line) in enumerate(lines.items()):
        ink = _INKS[number % len(_INKS)]
        points = [f"{x(size):.1f},{y(value):.1f}" for size, value in zip(sizes, line, strict=True)]
        drawn.append(f'<polyline points="{" ".join(points)}" fill="none" stroke="{ink}"/>')
        drawn += [f'<circle cx="{p.split(",")[0]}" cy="{p.split(",")[1]}" r="3" fill="{ink}"/>'
                  for p in points]  # fmt: skip
        drawn.append(
            f'<text x="{_EDGE}" y="{_HIGH + 14 + 14 * number}" fill="{ink}">{escape(name)}</text>'
        )
    return "".join(drawn)
