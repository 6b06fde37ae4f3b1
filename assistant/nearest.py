"""What to say when there is no answer, and what else can be asked that has one.

The text of «not_found» names what was looked for, in which reports, and what is nearest: the
reports that the library has of the unit or board, a plan's target where an outcome was
asked. A suggestion is only made of rows and goals that are there.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.model import Citation, Found, FoundIndicator, Interpretation
from assistant.writers.extractive import figure_claim, owner_of
from ingest.library import Library
from ingest.model import Identity, Scope, StoredReport

_MOST_LISTED = 6


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
        return f"{_missing(meant)} {_has(meant, library)}".strip()
    if rows:
        name = rows[0].value.name
        nearest = figure_claim(rows[0], ("target",)).text
        return (
            f"Utfall för {name} finns inte i biblioteket: rapporten är en plan och anger bara mål. "
            f"Närmast är {nearest} {_has(meant, library)}"
        )
    looked = _where(meant, library)
    text = f"Inget svar på frågan hittades. Sökningen gällde {looked}."
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
    owner = first.identity.unit or first.identity.board
    asked = {name.casefold() for name in meant.indicators}
    plan = first.identity.report_type == "VP"
    found: list[str] = []
    for value in report.indicators:
        there = value.columns.target or value.columns.city_target if plan else value.columns.outcome
        if there and value.name.casefold() not in asked and len(value.name) <= 60:
            what = "Vilket mål har" if plan else "Vad blev utfallet för"
            where = f"{owner} för {value.name}" if plan else f"{value.name} i {owner}"
            found.append(f"{what} {where} {first.identity.year}?")
    if report.goals:
        found.append(f"Vilka enhetsmål har {owner} i {first.identity.title}?")
    return tuple(dict.fromkeys(found))[:3]


def _missing(meant: Interpretation) -> str:
    listed = "; ".join(meant.missing)
    return f"Det som frågan gäller finns inte i biblioteket: {listed}."


def _has(meant: Interpretation, library: Library) -> str:
    """«I biblioteket finns …»: the reports of the owner asked for, else of its board, else all."""
    scope = meant.scope
    for narrowed in (Scope(scope.boards, scope.units), Scope(scope.boards), Scope()):
        reports = library.reports(narrowed)
        if reports:
            return f"I biblioteket finns {_listed(reports)}."
    return ""


def _listed(reports: Sequence[StoredReport]) -> str:
    newest = sorted(reports, key=lambda r: (-r.identity.year, r.document_id))
    names = [_named(r.identity) for r in newest[:_MOST_LISTED]]
    rest = len(reports) - len(names)
    return ", ".join(names) + (f" och {rest} rapporter till" if rest > 0 else "")


def _named(identity: Identity) -> str:
    return f"{identity.title} för {identity.unit or identity.board}"


def _where(meant: Interpretation, library: Library) -> str:
    reports = library.reports(meant.hard)
    if not reports:
        return "inga rapporter: filtren utesluter alla"
    if len(reports) <= 3:
        return " och ".join(_named(r.identity) for r in reports)
    return f"{len(reports)} rapporter"
