"""What to say when there is no answer, and what else can be asked that has one.

The text of «not_found» names what was looked for, in which reports, and what is nearest, and no
more than helps: the reports that the library has of the unit or board that was named (of others
only their number), names that are spelled nearly as an unknown one, a plan's target where an
outcome was asked. A suggestion is only made of rows and goals that are there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz, process

from assistant.model import Citation, Found, FoundIndicator, Interpretation
from assistant.plans import asks_outcome_of_plan
from assistant.writers.extractive import figure_claim, owner_of
from ingest.library import Library
from ingest.model import (
    GoalLevel,
    Identity,
    IndicatorValue,
    Report,
    ReportType,
    Scope,
    StoredReport,
)
from ingest.names import BOARD_ITSELF

_MOST_LISTED = 4
_ALIKE = 72.0


def not_found_text(
    meant: Interpretation,
    rows: Sequence[FoundIndicator],
    found: Sequence[Found],
    library: Library,
) -> str:
    """Swedish: what was looked for, where, and what is nearest."""
    if not library.reports():
        return "Biblioteket är tomt, så ingen fråga kan besvaras än. Lägg in rapporter först."
    if meant.missing:
        told = (_missing(meant), _alike(meant, library), _has(meant, library))
        return " ".join(part for part in told if part)
    if rows:
        name = rows[0].value.name
        nearest = figure_claim(rows[0], ("target",)).text
        return (
            f"Utfall för {name} finns inte i biblioteket: rapporten är en plan och anger bara mål. "
            f"Närmast är {nearest} {_has(meant, library)}"
        )
    if asks_outcome_of_plan(meant):
        return (
            "Frågan gäller ett utfall, men en verksamhetsplan anger bara mål. Utfallet står i "
            f"årets tertialrapporter och verksamhetsberättelse. {_has(meant, library)}".strip()
        )
    text = f"Inget svar på frågan hittades. Sökningen gällde {_where(meant, library)}."
    if found:
        nearest_report = found[0].passage
        place = (nearest_report.path or nearest_report.chain.goals or ("",))[-1]
        text += (
            f" Närmast kommer {owner_of(nearest_report.identity)}, "
            f"{nearest_report.identity.title}, sidan {nearest_report.page}"
            + (f" («{place}»)." if place else ".")
        )
    return text


def suggestions(
    citations: Sequence[Citation], meant: Interpretation, library: Library
) -> tuple[str, ...]:
    """At most three follow-up questions with an answer in the first cited report."""
    if not citations:
        return ()
    first = citations[0]
    report = library.contents(first.document_id)
    if report is None:
        return ()
    owner = first.identity.unit or f"{first.identity.board} stadsdelsnämnd"
    asked = {name.casefold() for name in meant.indicators} | {_row_of(c) for c in citations}
    plan = first.identity.report_type == "VP"
    found: list[str] = []
    for value in sorted(report.indicators, key=lambda row: -_shared_goals(row, first)):
        there = value.columns.target or value.columns.city_target if plan else value.columns.outcome
        if there and value.certain and value.name.casefold() not in asked and len(value.name) <= 60:
            what = "Vilket mål har" if plan else "Vad blev utfallet för"
            where = f"{owner} för {value.name}" if plan else f"{value.name} i {owner}"
            found.append(f"{what} {where} i {first.identity.title}?")
    goals = [f"Vilka enhetsmål har {owner} i {first.identity.title}?"] if _has_goals(report) else []
    return tuple(dict.fromkeys((*found[: 3 - len(goals)], *goals)))


def _row_of(citation: Citation) -> str:
    """The name of the row that a citation stands in, if it does."""
    return " ".join(citation.section[-1:]).removeprefix("Indikator ").casefold()


def _shared_goals(row: IndicatorValue, citation: Citation) -> int:
    """How many of a row's goals the citation stands under: the more, the nearer in subject."""
    section = " ".join(citation.section)
    return sum(goal in section for goal in row.chain.goals)


def _has_goals(report: Report) -> bool:
    """Whether the report has goals of its unit: what the suggestion about goals asks for."""
    below = list(report.goals)
    while below:
        goal = below.pop()
        if goal.level is GoalLevel.ENHETSMAL:
            return True
        below.extend(goal.children)
    return False


def _missing(meant: Interpretation) -> str:
    listed = "; ".join(meant.missing)
    return f"Det som frågan gäller finns inte i biblioteket: {listed}."


def _has(meant: Interpretation, library: Library) -> str:
    """«I biblioteket finns …»: the reports of the owner asked for, else how many there are."""
    scope = meant.scope
    units = tuple(unit for unit in scope.units if unit != BOARD_ITSELF)
    own = Scope(scope.boards, (BOARD_ITSELF,))
    for narrowed in (Scope(scope.boards, units) if units else own, Scope((), units)):
        reports = library.reports(narrowed) if narrowed.boards or units else ()
        if reports:
            return f"I biblioteket finns {_listed(reports)}."
    reports = library.reports()
    owners = {(r.identity.board, r.identity.unit) for r in reports}
    years = sorted({r.identity.year for r in reports})
    span = f"{years[0]}–{years[-1]}" if len(years) > 1 else str(years[0])
    return (
        f"Biblioteket har {len(reports)} rapporter från {len(owners)} enheter och nämnder, {span}."
    )


def _alike(meant: Interpretation, library: Library) -> str:
    """Owners whose names are nearly what a missing name is."""
    asked = [m[1] for text in meant.missing for m in re.finditer(r"«([^»]+)»", text)]
    names = {i.unit or i.board for i in (r.identity for r in library.reports())}
    near = [
        name
        for text in asked
        for name, _, _ in process.extract(
            text, sorted(names), scorer=fuzz.ratio, processor=str.casefold, score_cutoff=_ALIKE
        )[:2]
    ]
    return f"Menade du {' eller '.join(dict.fromkeys(near))}?" if near else ""


def _listed(reports: Sequence[StoredReport]) -> str:
    """«VP 2022–2024 och VB 2022, 2024 för X; …», owner by owner, at most a few owners."""
    held: dict[str, dict[ReportType, list[int]]] = {}
    for report in reports:
        kinds = held.setdefault(report.identity.unit or report.identity.board, {})
        kinds.setdefault(report.identity.report_type, []).append(report.identity.year)
    told = []
    for owner, kinds in list(held.items())[:_MOST_LISTED]:
        each = [f"{k.full_name} {_years(kinds[k])}" for k in ReportType if k in kinds]
        told.append(f"{' och '.join((', '.join(each[:-1]), each[-1])) if each[1:] else each[0]} "
                    f"för {owner}")  # fmt: skip
    rest = len(held) - len(told)
    return "; ".join(told) + (f" och rapporter för {rest} till" if rest > 0 else "")


def _years(years: Sequence[int]) -> str:
    """«2021–2023» where none is left out, else each."""
    ordered = sorted(set(years))
    whole = ordered == list(range(ordered[0], ordered[-1] + 1))
    if whole and len(ordered) > 2:
        return f"{ordered[0]}–{ordered[-1]}"
    return ", ".join(map(str, ordered))


def _named(identity: Identity) -> str:
    return f"{identity.title} för {identity.unit or identity.board}"


def _where(meant: Interpretation, library: Library) -> str:
    reports = library.reports(meant.hard)
    if not reports:
        return "inga rapporter: filtren utesluter alla"
    if len(reports) <= 3:
        return " och ".join(_named(r.identity) for r in reports)
    return f"{len(reports)} rapporter"
