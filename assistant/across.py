"""One indicator across reports: which rows stand in the table, and who is silent.

A question is answered across owners when it sets parts side by side, asks for several units
(«vilka enheter», «per förskola», «högst»), or names no unit and no board. Each owner then has one
row a year: of its kinds of report the one asked for, else the latest of the year; a plan only where
targets are asked for. Who has a report and no such row is named, and so is who has none for the
year, so that the table is not read as the whole. Nothing is added up; highest and lowest are said
to be compared, over the rows that are shown.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.columns import columns_asked
from assistant.figures import cell, fits
from assistant.model import Citation, FoundIndicator, Grid, GridCell, Interpretation
from assistant.reports import reports_meant
from assistant.verify.planted import speaks_to_assistant
from assistant.writers.extractive import figure_claim, owner_of, period_of, row_source
from ingest.library import Library
from ingest.model import Identity, ReportType, StoredReport
from ingest.names import BOARD_ITSELF
from ingest.numbers import parse_number

MOST_ROWS = 24
_MOST_NAMED = 8
_SEVERAL = re.compile(
    r"\b(?:vilk(?:a|en)\s+(?:av\s+)?(?:enhet|förskol|verksamhet|boende|hemtjänst|nämnd)\w*"
    r"|(?:alla|samtliga|våra|övriga|andra|olika|per|varje|mellan)\s+(?:\w+\s+)?"
    r"(?:enhet|förskol|verksamhet|boende|hemtjänst|nämnd)\w*"
    r"|enheterna|nämnderna|rangordna|högst|lägst|bäst|sämst|flest|minst)\b"
)
_EXTREME = re.compile(r"\b(?:högst|lägst|bäst|sämst|flest|minst|störst)\w*\b")
_LATEST = (ReportType.VB, ReportType.T2, ReportType.T1, ReportType.VP)


def is_across(meant: Interpretation) -> bool:
    """Whether the answer is a row for each of several owners."""
    units = [u for u in meant.scope.units if u != BOARD_ITSELF]
    if len(units) == 1:
        return False
    several = bool(_SEVERAL.search(meant.text.casefold()))
    return several or not (units or meant.scope.boards or meant.scope.units)


def rows_across(meant: Interpretation, rows: Sequence[FoundIndicator]) -> list[FoundIndicator]:
    """One row an owner and year of the indicator that comes first; [] where it is one owner's."""
    if not rows or not meant.indicators or not is_across(meant):
        return []
    plan = columns_asked(meant) != ("outcome",)
    years = meant.scope.years or (max(row.identity.year for row in rows),)
    kinds = meant.scope.report_types
    fitting = [
        row
        for row in rows
        if row.identity.year in years
        and (not kinds or row.identity.report_type in kinds)
        and fits(row.value.name, rows[0].value.name)
        and (plan or not _is_plan(row.identity))
    ]
    kept = _one_a_year(fitting)
    return kept[:MOST_ROWS] if len({owner_of(r.identity) for r in kept}) > 1 else []


def _one_a_year(rows: Sequence[FoundIndicator]) -> list[FoundIndicator]:
    """Each owner's row of a year from its latest report, a plan's only where there is no other."""
    mine: dict[tuple[str, int], FoundIndicator] = {}
    for row in sorted(rows, key=lambda r: _LATEST.index(r.identity.report_type)):
        mine.setdefault((owner_of(row.identity), row.identity.year), row)
    return sorted(mine.values(), key=lambda r: (owner_of(r.identity), r.identity.year))


def rows_shown(
    meant: Interpretation, rows: Sequence[FoundIndicator], library: Library
) -> list[FoundIndicator]:
    """The rows that an answer tells: one an owner, one for each report set side by side, or few."""
    wide = rows_across(meant, rows)
    if wide or not rows:
        return wide
    if not meant.parts:
        return _of_one(meant, rows)[: 4 if meant.comparison else 2]
    wanted = {report.document_id for report in reports_meant(meant, library)}
    mine = [r for r in rows if r.document_id in wanted and fits(r.value.name, rows[0].value.name)]
    if not any(scope.report_types for scope in (meant.scope, *meant.parts)):
        mine = _one_a_year(mine)
    return mine[:MOST_ROWS] if len(mine) > 1 else list(rows[:4])


def _of_one(meant: Interpretation, rows: Sequence[FoundIndicator]) -> list[FoundIndicator]:
    """One owner's rows: of the year that is asked for its latest report's, no plan beside it.

    «Sjukfrånvaron 2023» is the whole year's where it is told; a tertial's is another figure.
    """
    years, first = meant.scope.years, rows[0].identity
    if _is_plan(first) or first.year not in years:
        return list(rows)
    kept = [r for r in rows if r.identity.year in years and not _is_plan(r.identity)]
    if meant.scope.report_types:
        return kept
    kept.sort(key=lambda r: (-r.identity.year, _LATEST.index(r.identity.report_type)))
    latest = {r.identity.year: r.identity.report_type for r in reversed(kept)}
    return [r for r in kept if r.identity.report_type is latest[r.identity.year]]


def silent(
    meant: Interpretation, rows: Sequence[FoundIndicator], library: Library
) -> tuple[str, ...]:
    """Swedish notes: how many owners tell the indicator, who does not, who has no report."""
    if not rows:
        return ()
    years = sorted({row.identity.year for row in rows})
    name, when = rows[0].value.name, " och ".join(map(str, years))
    kinds = meant.scope.report_types
    fenced = library.reports(meant.hard)
    there = {
        owner_of(r.identity)
        for r in fenced
        if r.identity.year in years
        and (r.identity.report_type in kinds if kinds else not _is_plan(r.identity))
    }
    telling = {owner_of(row.identity) for row in rows}
    mute = sorted(there - telling)
    gone = sorted({owner_of(r.identity) for r in fenced} - there - telling)
    told = [f"{len(telling)} av {len(telling | there)} med rapport för {when} redovisar {name}."]
    if mute:
        told.append(f"Redovisar det inte: {_listed(mute)}.")
    if gone:
        what = " eller ".join(k.full_name.lower() for k in kinds) or "uppföljning"
        told.append(f"I biblioteket saknas {what} {when} för {_listed(gone)}.")
    return (" ".join(told),)


def extremes(meant: Interpretation, rows: Sequence[FoundIndicator]) -> tuple[str, ...]:
    """A note of highest and lowest, where that is asked and all rows shown have one measure.

    The values stand cited in the rows; which is the highest is no quote's to say.
    """
    if not _EXTREME.search(meant.text.casefold()):
        return ()
    column = columns_asked(meant)[0]
    valued = [(parse_number(cell(row.value, column)), row) for row in rows]
    known = [(number, row) for number, row in valued if number is not None]
    if len(known) < 2 or len({number.measure for number, _ in known}) > 1:
        return ()
    values = [number.value for number, _ in known]
    told = []
    for word, end in (("högst", max(values)), ("lägst", min(values))):
        tied = [row for number, row in known if number.value == end]
        whose = [f"{owner_of(r.identity)} ({cell(r.value, column)}, {period_of(r)})" for r in tied]
        told.append(f"{word} är {', '.join(whose)}")
    return (f"Uträknat bland dem som visas: {'; '.join(told)}.",)


def grid(
    rows: Sequence[FoundIndicator], citations: Sequence[Citation], columns: Sequence[str]
) -> Grid | None:
    """Owners × reports, a citation in every cell; None where it would not hold.

    It would not where rows of several indicators, uncertain rows or several columns are told, and
    where a row has lost its citation.
    """
    one = {row.value.name.casefold() for row in rows}
    if len(rows) < 2 or len(columns) > 1 or len(one) > 1:
        return None
    numbers: dict[tuple[str, tuple[str, ...]], int] = {}
    for citation in citations:  # a row is cited before its Analys
        numbers.setdefault((citation.document_id, citation.section), citation.id)
    cells: dict[tuple[str, str], GridCell] = {}
    for row in rows:
        number = numbers.get((row.document_id, row_source(row).section))
        if number is None or not row.value.certain:
            return None
        cells[owner_of(row.identity), period_of(row)] = GridCell(_told(row, columns[0]), number)
    newest = {kind: at for at, kind in enumerate(reversed(_LATEST))}
    ordered = sorted(rows, key=lambda r: (r.identity.year, newest[r.identity.report_type]))
    heads = tuple(dict.fromkeys(map(period_of, ordered)))
    owners = dict.fromkeys(owner for owner, _ in cells)
    return Grid(
        rows[0].value.name,
        heads,
        tuple((owner, tuple(cells.get((owner, head)) for head in heads)) for owner in owners),
        frozenset(figure_claim(row, columns).text for row in rows),
    )


def table(made: Grid | None) -> list[str]:
    """A grid as Markdown lines; [] for none."""
    if made is None:
        return []
    lines = [f"| {made.name} | {' | '.join(made.heads)} |", "|" + " --- |" * (len(made.heads) + 1)]
    for owner, cells in made.rows:
        told = " | ".join(f"{c.text} [{c.citation}]" if c else "–" for c in cells)
        lines.append(f"| {owner} | {told} |")
    return lines


def _told(row: FoundIndicator, column: str) -> str:
    """A cell of the table; what is no outcome is named."""
    plan = _is_plan(row.identity) and column == "outcome"
    text = cell(row.value, "target" if plan else column)
    named = {"target": "årsmål", "city_target": "KF:s årsmål", "previous": "året före",
             "forecast": "prognos", "outcome_men": "män/pojkar",
             "outcome_women": "kvinnor/flickor"}  # fmt: skip
    label = named.get("target" if plan else column)
    if text is not None and speaks_to_assistant(text):
        return "–"
    return "–" if text is None else f"{label}: {text}" if label else text


def missing_of_parts(
    meant: Interpretation, rows: Sequence[FoundIndicator], library: Library
) -> tuple[str, ...]:
    """Which of the owners set side by side have no such row, by name."""
    if len(meant.parts) < 2 or not rows:
        return ()
    name = rows[0].value.name
    held = {row.document_id for row in rows if fits(row.value.name, name)}
    mute = [r for r in reports_meant(meant, library) if r.document_id not in held]
    owners = {(row.identity.board, row.identity.unit) for row in rows}
    gone = [r for r in mute if (r.identity.board, r.identity.unit) not in owners]
    return (f"{_reports(gone)} redovisar inte {name}.",) if gone else ()


def _reports(reports: Sequence[StoredReport]) -> str:
    names = [f"{owner_of(r.identity)} ({r.identity.title})" for r in reports]
    return _listed(list(dict.fromkeys(names)))


def _is_plan(identity: Identity) -> bool:
    return identity.report_type is ReportType.VP


def _listed(names: Sequence[str]) -> str:
    rest = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" och {rest} till" if rest > 0 else "")
