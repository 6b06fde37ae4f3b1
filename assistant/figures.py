"""Values of indicators: the rows of the reports' tables that a question is about.

Rows are matched by official name and synonym first; without such a name, by the words that the
question and the row's name share, and then by meaning among the rows of the report that is
meant. Only reports within the fence are read, and among those the
ones that the question wishes for (year y also from the follow-up of y + 1). A row is never
guessed into another column: what the cells say is what is returned.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from rapidfuzz import fuzz

from assistant.columns import columns_asked, of_a_row
from assistant.evidence import scope_words
from assistant.likeness import Likeness
from assistant.meaning import Meaning, core_of
from assistant.model import Asks, Found, FoundIndicator, Interpretation
from assistant.reports import names_one, reports_meant
from assistant.retrieve import same_indicator
from assistant.several import is_across
from assistant.understanding.terms import default_terms, indicators_in
from assistant.words import fold
from ingest.library import Library
from ingest.model import (
    Identity,
    IndicatorValue,
    Passage,
    PassageKind,
    ReportType,
    Scope,
    StoredReport,
)
from ingest.rows import once

_MOST_REPORTS, _MOST_COMPARED, _ROWS_OF_A_NAME = 60, 30, 2
_SURE = 1.5
_SURER = 2.5
_FOLLOW_UPS = (ReportType.VB, ReportType.T1, ReportType.T2)
LATEST = (ReportType.VB, ReportType.T2, ReportType.T1, ReportType.VP)
"""The reports of one year, the one that tells most of it first."""


_Place = tuple[str, StoredReport, int]
"""A row's name, its report and its number there."""


class Figures:
    """The indicator rows of one library."""

    def __init__(self, library: Library, meaning: Meaning | None = None) -> None:
        self._library = library
        self._meaning = meaning or Meaning(library.embedder)

    def named(self, name: str, scope: Scope) -> list[FoundIndicator]:
        """Every row in the scope whose name fits, by synonym and slip too."""
        wanted = indicators_in(name, default_terms()) or (name,)
        return self._rows(self._library.reports(scope), fits_any(wanted))

    def names(self, scope: Scope) -> dict[str, int]:
        """How many rows each indicator has in the scope, by name as printed first."""
        found = Counter(
            name for r in self._library.reports(scope) for name in self._library.row_names(r)
        )
        counts: dict[str, tuple[str, int]] = {}
        for name, more in found.items():
            first, count = counts.get(fold(name), (name, 0))
            counts[fold(name)] = (first, count + more)
        return dict(sorted(counts.values()))

    def asked(self, meant: Interpretation, found: Sequence[Found]) -> list[FoundIndicator]:
        """The rows that a question is about, the best first; [] when it names no indicator."""
        rows: list[FoundIndicator] = []
        if meant.indicators:
            rows = self._named(meant)
            rows.sort(key=lambda r: _order(r.identity, meant))
        rows = rows or self._by_words(meant, found)
        if of_a_row(meant):
            rows = rows if meant.indicators else [r for r in rows if _has_asked(r, meant)]
            told = meant.comparison or meant.asks is Asks.FIGURE or not meant.parts
            sure = _SURE if told else _SURER
            rows = rows or [row for row, lead in self.by_meaning(meant) if lead >= sure]
            return self._side_by_side(meant, rows)
        return rows

    def by_meaning(
        self, meant: Interpretation, empty: bool = False
    ) -> list[tuple[FoundIndicator, float]]:
        """The row of each report meant whose name is nearest, with how far it leads the rest.

        ``empty``: also rows with nothing in the column asked for; their Analys may tell.
        """
        reports = reports_meant(meant, self._library) if names_one(meant) else []
        reports = reports[:_MOST_COMPARED]
        places = self._telling(reports)
        names = [name for name, _, _ in places]
        nearest = self._meaning.best(core_of(meant), names, lambda at: self._told(*places[at]))
        if nearest is None:
            return []
        lead = nearest.lead + 2 * nearest.said
        rows = self._rows(reports, fits_any([names[nearest.index]]))
        return [(row, lead) for row in rows if empty or _has_asked(row, meant)]

    def _telling(self, reports: Sequence[StoredReport]) -> list[_Place]:
        """The places of rows whose Analys may tell what they are about: a few of each name."""
        found: dict[str, list[_Place]] = {}
        for stored in reports:
            for number, name in enumerate(self._library.row_names(stored)):
                found.setdefault(name, []).append((name, stored, number))
        return [place for places in found.values() for place in places[:_ROWS_OF_A_NAME]]

    def _told(self, name: str, stored: StoredReport, number: int) -> str:
        """What a row is called, and the beginning of its Analys."""
        value = self._library.row(stored, number)
        return " ".join((name, *(s.text for s in value.analysis[:3]))) if value else name

    def _side_by_side(
        self, meant: Interpretation, rows: list[FoundIndicator]
    ) -> list[FoundIndicator]:
        """The rows of the reports that the question sets side by side first, one a report."""
        wanted = [report.document_id for report in reports_meant(meant, self._library)]
        names = {row.value.name for row in rows}
        if len(wanted) > 1 and len(names) == 1:
            held = {row.document_id for row in rows}
            more = self._rows(reports_meant(meant, self._library), fits_any(names))
            rows += [r for r in more if r.document_id not in held]
        place = {document: at for at, document in enumerate(wanted)}
        return sorted(rows, key=lambda row: place.get(row.document_id, len(place)))

    def _by_words(self, meant: Interpretation, found: Sequence[Found]) -> list[FoundIndicator]:
        """Rows among the passages found whose name says what the question says."""
        rows: list[tuple[float, FoundIndicator]] = []
        likeness = Likeness(meant.text, scope_words(meant))
        for item in found[:5]:
            row = self.row_of(item.passage)
            if row is not None and meant.asks is not Asks.REASON:
                share = likeness.share(row.value.name)
                back = Likeness(row.value.name).share(meant.text)
                least = 0.25 if _has_asked(row, meant) else 0.5
                if max(share, back) >= 0.65 and min(share, back) >= least:
                    rows.append((max(share, back), row))
        rows.sort(key=lambda pair: (-round(pair[0], 1), *_order(pair[1].identity, meant)))
        best = rows[0][0] if rows else 0.0
        return [row for share, row in rows if share >= best - 0.1][:2]

    def row_of(self, passage: Passage) -> FoundIndicator | None:
        """The indicator row that a passage was made of."""
        stored = self._library.stored(passage.document_id)
        if passage.kind is not PassageKind.INDICATOR or stored is None or passage.row is None:
            return None
        value = self._library.row(stored, passage.row)
        return FoundIndicator(value, passage.document_id, passage.identity) if value else None

    def _named(self, meant: Interpretation) -> list[FoundIndicator]:
        """The rows with the names asked for: year by year, the ones asked for first.

        Years are read whole, so that a comparison misses nobody; until some are found and there
        is something to tell of other years.
        """
        wanted, rows, read = fits_any(meant.indicators), [], 0
        for _, group in groupby(self._within(meant), key=lambda r: _turn(r.identity, meant)):
            reports = list(group)
            rows += self._rows(reports, wanted)
            read += len(reports)
            if rows and read >= _MOST_REPORTS:
                break
        return rows

    def _within(self, meant: Interpretation) -> list[StoredReport]:
        scopes = (
            [_reach(meant.hard, part) for part in meant.parts]
            if meant.parts
            else [_reach(meant.hard, meant.wished)]
        )
        reports: dict[str, StoredReport] = {}
        for scope in scopes:
            reports |= {r.document_id: r for r in self._library.reports(scope)}
        if not reports:
            reports = {r.document_id: r for r in self._library.reports(meant.hard)}
        return sorted(reports.values(), key=lambda r: _order(r.identity, meant))

    def _rows(
        self, reports: Sequence[StoredReport], wanted: Callable[[str], bool] = lambda _: True
    ) -> list[FoundIndicator]:
        return [
            FoundIndicator(value, stored.document_id, stored.identity)
            for stored in reports
            for value in self._library.rows(stored, wanted)
        ]


def _has_asked(row: FoundIndicator, meant: Interpretation) -> bool:
    """Whether the row has something in a column that is asked for."""
    columns = columns_asked(meant)
    if row.identity.report_type is ReportType.VP and columns == ("outcome",):
        columns = ("target", "city_target")
    return not row.value.certain or any(cell(row.value, column) for column in columns)


def fits(name: str, wanted: str) -> bool:
    """Whether a row's name is the wanted one, endings and small slips aside."""
    if same_indicator(name, wanted):
        return True
    digits = [c for c in name if c.isdigit()] == [c for c in wanted if c.isdigit()]
    return digits and fuzz.ratio(fold(name), fold(wanted)) >= 88


def fits_any(wanted: Iterable[str]) -> Callable[[str], bool]:
    """Whether a row's name is one of those wanted."""
    names = tuple(wanted)
    return once(lambda name: any(fits(name, one) for one in names))


def cell(value: IndicatorValue, column: str) -> str | None:
    """The cell of a column by the name that an interpretation uses."""
    return {
        "outcome": value.columns.outcome,
        "outcome_men": value.columns.outcome_men,
        "outcome_women": value.columns.outcome_women,
        "previous": value.columns.previous,
        "forecast": value.columns.forecast,
        "target": value.columns.target,
        "city_target": value.columns.city_target,
    }.get(column)


_Turn = tuple[int, int, int, int]


def _turn(who: Identity, meant: Interpretation) -> _Turn:
    """What is looked at first: the years asked for, the follow-up before the plan, the newest.

    Where one board is asked about and no unit, its own reports go before its units'.
    """
    years = meant.scope.years or tuple(year for part in meant.parts for year in part.years)
    asked = 0 if who.year in years else 1 if who.year - 1 in years else 2
    plan = int(who.report_type is ReportType.VP and meant.column == "outcome")
    of_board = bool(meant.scope.boards) and not meant.scope.units and not is_across(meant)
    below = int(of_board and who.unit is not None)
    return (asked, plan, below, -who.year if asked else 0)


def _order(who: Identity, meant: Interpretation) -> tuple[_Turn, int, int, str]:
    """By turn, then the newest, and of one year the report that tells most of it."""
    return (_turn(who, meant), -who.year, LATEST.index(who.report_type), who.document_id)


def _reach(hard: Scope, wished: Scope) -> Scope:
    """Fence and wish; year y reaches y + 1."""
    years = tuple(sorted({*wished.years, *(y + 1 for y in wished.years)}))
    types = hard.report_types or wished.report_types
    if ReportType.VB in types and wished.years:
        types = tuple(dict.fromkeys((*types, *_FOLLOW_UPS)))
    return replace(
        hard,
        boards=hard.boards or wished.boards,
        units=hard.units or wished.units,
        years=hard.years or years,
        report_types=types,
    )
