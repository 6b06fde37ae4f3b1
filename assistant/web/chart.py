"""A line chart as numbers for an SVG: axes, lines that break at gaps, and marks that are links.

Made on the server, so that it is there without JavaScript. Series are told apart by the shape of
their marks and the dashes of their lines, not by colour alone; the table beside the chart holds
every value. At most ``MOST`` series are drawn, those with the most outcomes; the page says which
are only in the table.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.api.convert import page_url
from assistant.trends import Series, Value

MOST = 6
WIDTH, HEIGHT = 720, 340
_LEFT, _RIGHT, _TOP, _BOTTOM = 62, 20, 16, 36
_TICKS = 5
_SHAPES = ("ring", "ruta", "triangel", "romb", "kors", "stjärna")


@dataclass(frozen=True, slots=True)
class Mark:
    """A value in the chart; ``kind`` is outcome, target or told_later."""

    x: float
    y: float
    kind: str
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Line:
    """One series: its place among the styles, its name, its lines as SVG paths, its marks."""

    number: int
    name: str
    shape: str
    paths: tuple[str, ...]
    target_paths: tuple[str, ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """A step of an axis: where it is in the picture and what it says."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything that the picture shows; ``left_out`` names series that are only in the table."""

    lines: tuple[Line, ...]
    years: tuple[Tick, ...]
    steps: tuple[Tick, ...]
    measure: str | None
    left_out: tuple[str, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = _LEFT
    right: int = WIDTH - _RIGHT
    floor: int = HEIGHT - _BOTTOM


def chart_of(series: Sequence[Series]) -> Chart | None:
    """The chart of series in the measure that most of them have; None with nothing to draw."""
    measures = [s.measure for s in series if _numbers(s)]
    if not measures:
        return None
    measure = max(measures, key=measures.count)
    drawn = [s for s in series if s.measure == measure and _numbers(s)]
    drawn.sort(key=lambda s: -sum(s.fits(y.outcome) is not None for y in s.years))
    shown, rest = drawn[:MOST], [s for s in series if s not in drawn[:MOST]]
    years = [y.year for s in shown for y in s.years]
    scale = _Scale(min(years), max(years), [n for s in shown for n in _numbers(s)])
    return Chart(
        lines=tuple(_line(n, s, scale) for n, s in enumerate(shown)),
        years=tuple(Tick(scale.x(y), str(y)) for y in range(min(years), max(years) + 1)),
        steps=tuple(Tick(scale.y(v), swedish(v)) for v in scale.steps),
        measure=measure,
        left_out=tuple(name_of(s) for s in rest),
    )


def name_of(series: Series) -> str:
    """Whose series it is, in words."""
    return series.unit or f"{series.board}, hela nämnden"


def swedish(number: float) -> str:
    """A number with decimal comma and a blank between thousands."""
    text = f"{number:,.2f}".rstrip("0").rstrip(".")
    return text.replace(",", "\u00a0").replace(".", ",").replace("-", "−")


class _Scale:
    """From years and values to places in the picture; steps are 1, 2 or 5 times a power of ten."""

    def __init__(self, first: int, last: int, numbers: Sequence[float]) -> None:
        self._first, self._span = first, max(last - first, 1)
        low, high = min(numbers), max(numbers)
        step = _step(((high - low) or abs(high) or 1.0) / (_TICKS - 1))
        bottom, top = math.floor(low / step), math.ceil(high / step)
        if bottom > 0 and bottom * step < 0.5 * high:
            bottom = 0
        count = max(top - bottom, 1)
        self.steps = tuple(round((bottom + n) * step, 10) for n in range(count + 1))

    def x(self, year: int) -> float:
        share = (year - self._first) / self._span
        return round(_LEFT + 14 + share * (WIDTH - _LEFT - _RIGHT - 28), 1)

    def y(self, value: float) -> float:
        low, high = self.steps[0], self.steps[-1]
        share = (value - low) / (high - low)
        return round(HEIGHT - _BOTTOM - share * (HEIGHT - _BOTTOM - _TOP), 1)


def _step(raw: float) -> float:
    power = 10.0 ** math.floor(math.log10(raw))
    return float(next(m * power for m in (1, 2, 5, 10) if m * power >= raw * 0.999))


def _numbers(series: Series) -> list[float]:
    values = [v for y in series.years for v in (y.outcome, y.target, y.told_later)]
    return [n for v in values if (n := series.fits(v)) is not None]


def _line(number: int, series: Series, scale: _Scale) -> Line:
    outcomes = [(y.year, series.fits(y.outcome)) for y in series.years]
    targets = [(y.year, series.fits(y.target)) for y in series.years]
    return Line(
        number,
        name_of(series),
        _SHAPES[number],
        tuple(_paths(outcomes, scale)),
        tuple(_paths(targets, scale)),
        tuple(_marks(series, scale)),
    )


def _paths(points: Sequence[tuple[int, float | None]], scale: _Scale) -> Iterator[str]:
    """A path for each unbroken run of years that have a value; a gap stays a gap."""
    run: list[str] = []
    for year, value in (*points, (0, None)):
        if value is not None:
            run.append(f"{scale.x(year)} {scale.y(value)}")
            continue
        if len(run) > 1:
            yield "M" + " L".join(run)
        run = []


def _marks(series: Series, scale: _Scale) -> Iterator[Mark]:
    for year in series.years:
        told = (
            ("target", "årsmål", year.target),
            ("told_later", "som året efter anger det", year.told_later),
            ("outcome", "utfall", year.outcome),
        )
        for kind, words, value in told:
            number = series.fits(value)
            repeats = kind == "told_later" and number == series.fits(year.outcome)
            if value is None or number is None or repeats:
                continue
            label = f"{name_of(series)} {year.year}: {words} {value.printed}"
            yield Mark(scale.x(year.year), scale.y(number), kind, label, source_url(value))


def source_url(value: Value) -> str:
    """Where the cell is shown on its page."""
    row = value.row
    return page_url(row.document_id, row.value.page, row.value.quote)
