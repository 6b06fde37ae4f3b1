"""What Nyckeltal shows of one indicator: its chart, owners × years, and what stands beside.

A name may take in rows of several indicators («sjukfrånvaro» and «sjukfrånvaro dag 1–14»); each
has a view of its own, so that no series ever mixes two. A cell holds the year's outcome, its target
and, where it differs or the year has no report of its own, what the year after says. Rows whose
columns the table did not tell are kept apart, as printed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.api.convert import indicator_shapes, page_url
from assistant.api.shapes import IndicatorShape
from assistant.figures import fits
from assistant.model import FoundIndicator
from assistant.trends import Series, Value, Year, series_of
from assistant.web.chart import Chart, chart_of, name_of, source_url
from assistant.web.views import reporter
from ingest.series import disagreements


@dataclass(frozen=True, slots=True)
class Shown:
    """A printed value and where it stands; ``label`` tells what it is to those who listen."""

    printed: str
    url: str
    label: str
    outside: bool = False
    """Whether it is in another measure than its series and therefore not in the chart."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What is known of one owner's year; all None is a gap."""

    outcome: Shown | None = None
    target: Shown | None = None
    told_later: Shown | None = None

    @property
    def gap(self) -> bool:
        """Whether nothing is reported."""
        return not (self.outcome or self.target or self.told_later)


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A row as printed, whose report, and where it stands."""

    who: str
    quote: str
    page: int
    url: str


@dataclass(frozen=True, slots=True)
class IndicatorView:
    """One indicator: everything that its part of the page shows."""

    name: str
    years: tuple[int, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]
    chart: Chart | None
    by_sex: tuple[IndicatorShape, ...]
    parts: tuple[IndicatorShape, ...]
    doubtful: tuple[Doubtful, ...]
    warnings: tuple[str, ...]


def indicator_views(rows: Iterable[FoundIndicator]) -> tuple[IndicatorView, ...]:
    """A view for each indicator among the rows, the one with most rows first."""
    groups: dict[str, list[FoundIndicator]] = {}
    for row in rows:
        own = next((name for name in groups if fits(row.value.name, name)), row.value.name)
        groups.setdefault(own, []).append(row)
    ordered = sorted(groups.items(), key=lambda g: (-len(g[1]), g[0].casefold()))
    return tuple(_view(name, group) for name, group in ordered)


def _view(name: str, rows: Sequence[FoundIndicator]) -> IndicatorView:
    series = [one for one in series_of(rows) if one.years]
    known = [year.year for one in series for year in one.years]
    years = tuple(range(min(known), max(known) + 1)) if known else ()
    differ = disagreements([(row.identity, row.value) for row in rows], fits)
    certain = [row for row in rows if row.value.certain]
    return IndicatorView(
        name=name,
        years=years,
        rows=tuple((name_of(one), _cells(one, years)) for one in series),
        chart=chart_of(series),
        by_sex=tuple(indicator_shapes([row for row in certain if _by_sex(row)])),
        parts=tuple(indicator_shapes([row for row in certain if _of_part_year(row)])),
        doubtful=tuple(_doubtful(row) for row in rows if not row.value.certain),
        warnings=tuple(one.warning for one in differ),
    )


def _cells(series: Series, years: Sequence[int]) -> tuple[Cell, ...]:
    by_year = {year.year: year for year in series.years}
    return tuple(_cell(series, by_year.get(year, Year(year))) for year in years)


def _cell(series: Series, year: Year) -> Cell:
    later = year.told_later
    if later and year.outcome and later.printed == year.outcome.printed:
        later = None
    return Cell(
        _shown(series, year, "utfall", year.outcome),
        _shown(series, year, "årsmål", year.target),
        _shown(series, year, "enligt året efter", later),
    )


def _shown(series: Series, year: Year, what: str, value: Value | None) -> Shown | None:
    if value is None:
        return None
    label = f"{name_of(series)} {year.year}, {what}"
    return Shown(value.printed, source_url(value), label, series.fits(value) is None)


def _doubtful(row: FoundIndicator) -> Doubtful:
    who, value = row.identity, row.value
    return Doubtful(
        f"{reporter(who.unit, who.board)}, {who.title}",
        value.quote,
        value.page,
        page_url(row.document_id, value.page, value.quote),
    )


def _of_part_year(row: FoundIndicator) -> bool:
    return row.identity.report_type.name.startswith("T")


def _by_sex(row: FoundIndicator) -> bool:
    return bool(row.value.columns.outcome_men or row.value.columns.outcome_women)
