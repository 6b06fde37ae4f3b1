"""The measured rows as tables in Markdown and as curves in SVG; nothing is measured here."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from typing import Any

Row = Mapping[str, Any]
Rows = Mapping[str, Row]
_WIDE, _HIGH, _EDGE = 340, 220, 46
_INKS = ("#0b5", "#06c", "#c40", "#808", "#555", "#a80")


def told(rows: Rows) -> str:
    """What was measured, ratios first: they can be compared from one machine to another."""
    machines = dict.fromkeys(row["machine"] for row in rows.values())
    text = [
        "# Så växer tjänsten",
        "",
        *machines,
        "",
        "Rapporterna är exempelkorpusens under andra namn, och vektorerna exempelkorpusens med",
        "brus: att bädda in allt tar timmar. Frågorna besvaras utan språkmodell, var och en ny;",
        "de som avvisas innan något söks räknas inte.",
        "",
        "## Hela frågan, gånger inbäddningen ensam",
        "",
        "p50 (p95 inom parentes) som gånger inbäddningens i samma omgång; sedan millisekunder.",
        "",
        *table("Filter", _fences(rows, _ratio), rows),
        "",
        "## Frågans p95, gånger den i det minsta biblioteket",
        "",
        "I millisekunder, och inom parentes räknat i inbäddningar (p50) i samma omgång: det senare",
        "skiljer bibliotekets storlek från hur fort datorn gick just då.",
        "",
        *table("Filter", _fences(rows, _beside(rows)), rows),
        "",
        "## Stegen i en fråga utan filter",
        "",
        "p50 (p95 inom parentes), millisekunder. Frågan bäddas in medan den tolkas och ord söks;",
        "vektorsökning och ordsökning görs i sökningen och i den närläsning som följer.",
        "",
        *table("Steg", _steps(rows), rows),
        "",
        "## Sidor, start, minne och disk",
        "",
        *table("Vad", _rest(rows), rows),
        "",
        "![Kurvor](scale.svg)",
    ]
    return "\n".join(text) + "\n"


Lines = Iterable[tuple[str, Sequence[str]]]


def table(first: str, lines: Lines, rows: Rows) -> list[str]:
    """A table with a column for each size."""
    sizes = [f"{_whole(r['passages'])} stycken, {_whole(r['reports'])} rapporter"
             for r in rows.values()]  # fmt: skip
    head = [f"| {first} | {' | '.join(sizes)} |", "| --- |" + " ---: |" * len(sizes)]
    return [*head, *(f"| {name} | {' | '.join(cells)} |" for name, cells in lines)]


def _fences(rows: Rows, cell: Callable[[Row], str]) -> Lines:
    for number, one in enumerate(_first(rows)["fenced"]):
        yield one["fence"], [cell(row["fenced"][number]) for row in rows.values()]


def _steps(rows: Rows) -> Lines:
    steps = [row["fenced"][0]["steps"] for row in rows.values()]
    for name in dict.fromkeys(name for one in steps for name in one):
        cells = (one.get(name) for one in steps)
        yield name, [f"{_number(c[0], 1)} ({_number(c[1], 1)})" if c else "–" for c in cells]


def _rest(rows: Rows) -> Lines:
    for name in _first(rows)["pages"]:
        yield name, [f"{row['pages'][name]:.0f} ms" for row in rows.values()]
    told_as: dict[str, Callable[[Row], str]] = {
        "öppna biblioteket och sökmodellen": lambda row: f"{_number(row['start_s'], 1)} s",
        "förberett i bakgrunden": lambda row: f"{_number(row['ready_s'], 1)} s",
        "minne": lambda row: f"{_whole(row['memory_mb'])} MB",
        "disk": lambda row: ", ".join(f"{k} {_whole(v)} MB" for k, v in row["disk_mb"].items()),
    }
    for name, cell in told_as.items():
        yield name, [cell(row) for row in rows.values()]


def _ratio(one: Row) -> str:
    p50, p95 = (_times(one["question"][at], one["embedding"][at]) for at in (0, 1))
    laps = f"{one['question'][0]:.0f} ms ({one['question'][1]:.0f})"
    return f"{_number(p50, 2)} ({_number(p95, 2)}); {laps}; {one['searched']} frågor"


def _beside(rows: Rows) -> Callable[[Row], str]:
    least = {one["fence"]: one for one in _first(rows)["fenced"]}

    def cell(one: Row) -> str:
        small = least[one["fence"]]
        times = _times(one["question"][1], small["question"][1])
        slower = _times(one["embedding"][0], small["embedding"][0])
        return f"{_number(times, 2)} ({_number(_times(times, slower), 2)})"

    return cell


def _first(rows: Rows) -> Row:
    return next(iter(rows.values()))


def _times(a: float, b: float) -> float:
    return a / b if b else 0.0


def _number(value: float, digits: int) -> str:
    return f"{value:.{digits}f}".replace(".", ",")


def _whole(value: int) -> str:
    return f"{value:,}".replace(",", " ")


def curves(rows: Rows) -> str:
    """Three small graphs side by side: questions, pages, memory and disk, by passages."""
    sizes = [int(row["passages"]) for row in rows.values()]
    fences = [one["fence"] for one in _first(rows)["fenced"]][:5]
    graphs = [
        _graph("Fråga, p95 gånger inbäddningens p95", sizes, {
            fence: [_times(row["fenced"][number]["question"][1],
                           row["fenced"][number]["embedding"][1]) for row in rows.values()]
            for number, fence in enumerate(fences)
        }),
        _graph("Sidor, ms", sizes, {
            name: [row["pages"][name] for row in rows.values()]
            for name in list(_first(rows)["pages"])[:5]
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
    for size in sizes:
        about = _whole(round(size, -3))
        drawn.append(f'<text x="{x(size):.1f}" y="{_HIGH - 6}" text-anchor="middle">{about}</text>')
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
