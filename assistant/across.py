"""One indicator across reports: which rows stand in the table, and who is silent.

A question is answered across owners when it sets parts side by side, or asks about several (see
``several.py``). Each owner then has one row a year: of its kinds of report the one asked for, else
the latest of the year; a plan only where targets are asked for. Who has a report and no such row
is named, and so is who has none for the year, so that the table is not read as the whole. A table
of more rows than anybody reads is cut, at the end that is not asked for, and says so. Nothing is
added up; highest and lowest are said to be compared, over all rows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.columns import columns_asked
from assistant.figures import LATEST, cell, fits, fits_any
from assistant.model import Citation, FoundIndicator, Grid, GridCell, Interpretation
from assistant.reports import reports_meant
from assistant.several import asked_of, is_across, none_of_kind, of_any, of_kind
from assistant.verify.planted import speaks_to_assistant
from assistant.writers.extractive import figure_claim, owner_of, period_of, row_source
from ingest.library import Library
from ingest.model import Identity, ReportType, StoredReport
from ingest.numbers import parse_number

MOST_ROWS = 24
_MOST_NAMED = 8
_EXTREME = re.compile(r"\b(?:högst|lägst|bäst|sämst|flest|minst|störst)\w*\b")
_ENDS = {
    "högst": re.compile(r"\b(?:högst|flest|störst)\w*\b"),
    "lägst": re.compile(r"\b(?:lägst|minst)\w*\b"),
}


def rows_across(meant: Interpretation, rows: Sequence[FoundIndicator]) -> list[FoundIndicator]:
    """One row an owner and year of the indicator that comes first; [] where it is one owner's."""
    if not rows or not meant.indicators or not is_across(meant):
        return []
    plan = columns_asked(meant) != ("outcome",)
    kinds, same = meant.scope.report_types, fits_any([rows[0].value.name])
    fitting = [
        row
        for row in rows
        if (not kinds or row.identity.report_type in kinds)
        and same(row.value.name)
        and (plan or not _is_plan(row.identity))
    ]
    counts = of_kind(meant)
    of_it = [row for row in fitting if counts(row.identity)]
    others_left_out = 0 < len(of_it) < len(fitting)
    fitting = of_it or fitting
    years = meant.scope.years or _newest_told(fitting)
    kept = _one_a_year([row for row in fitting if row.identity.year in years])
    return kept if others_left_out or len(_owners(kept)) > 1 else []


def _newest_told(rows: Sequence[FoundIndicator]) -> tuple[int, ...]:
    """The newest year that at least half as many owners tell as the year that most do."""
    by_year: dict[int, set[str]] = {}
    for row in rows:
        by_year.setdefault(row.identity.year, set()).add(owner_of(row.identity))
    most = max(map(len, by_year.values()), default=0)
    return tuple(sorted((y for y, told in by_year.items() if 2 * len(told) >= most))[-1:])


def _owners(rows: Sequence[FoundIndicator]) -> set[str]:
    return {owner_of(row.identity) for row in rows}


def _one_a_year(rows: Sequence[FoundIndicator]) -> list[FoundIndicator]:
    """Each owner's row of a year from its latest report, a plan's only where there is no other."""
    mine: dict[tuple[str, int], FoundIndicator] = {}
    for row in sorted(rows, key=lambda r: LATEST.index(r.identity.report_type)):
        mine.setdefault((owner_of(row.identity), row.identity.year), row)
    return sorted(mine.values(), key=lambda r: (owner_of(r.identity), r.identity.year))


def rows_shown(
    meant: Interpretation,
    rows: Sequence[FoundIndicator],
    wide: list[FoundIndicator],
    library: Library,
) -> list[FoundIndicator]:
    """The rows that an answer tells: one an owner, one for each report set side by side, or few.

    ``wide`` are those of ``rows_across``.
    """
    if wide or not rows:
        return _cut(meant, wide)
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
    Where a board is named and tells itself, its units' rows are not asked for.
    """
    years, first = meant.scope.years, rows[0].identity
    if meant.scope.boards and not meant.scope.units and not meant.comparison and not first.unit:
        rows = [r for r in rows if r.identity.board == first.board and not r.identity.unit]
    if _is_plan(first) or first.year not in years:
        return list(rows)
    kept = [r for r in rows if r.identity.year in years and not _is_plan(r.identity)]
    if meant.scope.report_types:
        return kept
    kept.sort(key=lambda r: (-r.identity.year, LATEST.index(r.identity.report_type)))
    latest = {r.identity.year: r.identity.report_type for r in reversed(kept)}
    return [r for r in kept if r.identity.report_type is latest[r.identity.year]]


def _cut(meant: Interpretation, wide: list[FoundIndicator]) -> list[FoundIndicator]:
    """As many rows as a table shows: those at the end that is asked for, else the first names."""
    if len(wide) <= MOST_ROWS:
        return wide
    end, valued = _end(meant, wide), _valued(meant, wide)
    if end is None:
        return wide[:MOST_ROWS]
    sign = -1 if end == "högst" else 1
    ranked = sorted(valued, key=lambda pair: (sign * pair[0], owner_of(pair[1].identity)))
    return [row for _, row in ranked[:MOST_ROWS]]


def _end(meant: Interpretation, rows: Sequence[FoundIndicator]) -> str | None:
    """«högst» or «lägst», where the question asks for one of them and the rows can be ranked."""
    asked = [word for word, pattern in _ENDS.items() if pattern.search(meant.text.casefold())]
    return asked[0] if len(asked) == 1 and _valued(meant, rows) else None


def _valued(
    meant: Interpretation, rows: Sequence[FoundIndicator]
) -> list[tuple[float, FoundIndicator]]:
    """The rows that have a number in the column asked for; none where measures differ."""
    column = columns_asked(meant)[0]
    numbers = [(parse_number(cell(row.value, column)), row) for row in rows]
    known = [(number, row) for number, row in numbers if number is not None]
    if len({number.measure for number, _ in known}) > 1:
        return []
    return [(number.value, row) for number, row in known]


def silent(
    meant: Interpretation,
    wide: Sequence[FoundIndicator],
    shown: Sequence[FoundIndicator],
    library: Library,
) -> tuple[str, ...]:
    """Swedish notes: how many owners tell the indicator, who does not, who has no report.

    ``wide`` are all that tell it, ``shown`` those of them that stand in the table.
    """
    if not wide:
        return ()
    years = sorted({row.identity.year for row in wide})
    name, when = wide[0].value.name, " och ".join(map(str, years))
    kinds, telling = meant.scope.report_types, _owners(wide)
    counts = of_kind(meant)
    if not all(counts(row.identity) for row in wide):
        counts = of_any
    fenced = [r for r in library.reports(asked_of(meant)) if counts(r.identity)]
    there = {
        owner_of(r.identity)
        for r in fenced
        if r.identity.year in years
        and (r.identity.report_type in kinds if kinds else not _is_plan(r.identity))
    }
    mute = sorted(there - telling)
    gone = sorted({owner_of(r.identity) for r in fenced} - there - telling)
    told = [f"{len(telling)} av {len(telling | there)} med rapport för {when} redovisar {name}."]
    if len(shown) < len(wide):
        told.append(_left_out(_end(meant, wide), len(shown), len(wide)))
    if mute:
        told.append(f"Redovisar det inte: {_listed(mute)}.")
    if gone:
        what = " eller ".join(k.full_name.lower() for k in kinds) or "uppföljning"
        told.append(f"I biblioteket saknas {what} {when} för {_listed(gone)}.")
    return (" ".join(told),)


def _left_out(end: str | None, shown: int, every: int) -> str:
    which = f"{shown} av {every} värden" if end is None else f"de {shown} {end}a av {every} värden"
    return f"Tabellen visar {which}: välj nämnd, enhet eller år för att se andra."


def other_kind(meant: Interpretation, shown: Sequence[FoundIndicator]) -> tuple[str, ...]:
    """A note where the question asks about a kind of owner that none of the rows shown is of."""
    if not shown or not meant.indicators or not is_across(meant):
        return ()
    kind = none_of_kind(meant, (row.identity for row in shown))
    when = " och ".join(map(str, meant.scope.years))
    told = " ".join(part for part in (shown[0].value.name, when) if part)
    what = "Inget" if kind == "boende" else "Ingen"
    return (f"{what} {kind} redovisar {told} i biblioteket: här visas andra.",) if kind else ()


def extremes(
    meant: Interpretation, wide: Sequence[FoundIndicator], shown: Sequence[FoundIndicator]
) -> tuple[str, ...]:
    """A note of highest and lowest, where that is asked and all rows have one measure.

    The values stand cited in the rows; which is the highest is no quote's to say. Where the table
    shows one end of more rows, only that end is told.
    """
    if not _EXTREME.search(meant.text.casefold()):
        return ()
    valued, column, whole = _valued(meant, wide), columns_asked(meant)[0], len(shown) == len(wide)
    asked = _end(meant, wide)
    if len(valued) < 2 or not (whole or asked):
        return ()
    told = []
    for word, pick in (("högst", max), ("lägst", min)):
        if not whole and word != asked:
            continue
        end = pick(value for value, _ in valued)
        tied = [row for value, row in valued if value == end]
        whose = [f"{owner_of(r.identity)} ({cell(r.value, column)}, {period_of(r)})" for r in tied]
        told.append(f"{word} är {_listed(whose)}")
    among = "dem som visas" if whole else f"alla {len(valued)} värden"
    return (f"Uträknat bland {among}: {'; '.join(told)}.",)


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
    newest = {kind: at for at, kind in enumerate(reversed(LATEST))}
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
