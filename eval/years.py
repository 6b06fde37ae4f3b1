"""The command ``years``: whether the right year comes first where a question names or implies one.

The example corpus has four years of one unit, so that a question about one of them has fifteen
reports of the same unit to be misled by. Every question is asked as it stands and, where it names
a report and a year («bokslutet 2024»), with the bare year and with «i fjol» instead, which leaves
more to go wrong. Right is the year of the report that the truth names. A follow-up of the year
after counts only where the passage is a row whose column for the year before holds the answer.
Nothing of the program's own reading of time is used here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from assistant.answer import Assistant
from assistant.model import Found, Question
from assistant.settings import Settings
from assistant.wiring import build_library
from eval.command import DEMO, HERE, library_folder
from eval.metrics.values import value_share
from eval.originals import originals
from eval.questions import Case
from eval.systems import closing_day, take_in
from ingest.library import Library
from ingest.model import Identity, PassageKind, ReportType

_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_REPORT = re.compile(
    r"(?:\b(?:i|enligt)\s+)?\b(?:v[bp]|t[12]|verksamhets(?:berättelsen?|planen)|bokslutet|årsrapporten"
    r"|planen\s+för|(?:första|andra)\s+tertialrapporten|tertial\s+[12])\s+(20\d\d)(?!\d)",
    re.IGNORECASE,
)
AS_ASKED, BARE, LAST_YEAR = "som den står", "bara årtalet", "«i fjol»"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question in one wording, and the report that it is about."""

    wording: str
    case: Case
    document: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whether the first passage and the first citation are of the right year; None: no answer."""

    asked: Asked
    passage: bool
    citation: bool | None


def years(
    data: Annotated[Path, typer.Option(help="var det inlästa sparas")],
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="visa det som blev fel")] = False,
) -> None:
    """Mät om rätt år kommer först när frågan nämner eller antyder ett år."""
    console = Console(soft_wrap=True)
    library = build_library(Settings(data=library_folder(data / DEMO.name)))
    take_in(library, [original.path for original in originals(DEMO.korpus).values()])
    judge = Judge(library)
    outcomes = [judge.judged(asked) for case in DEMO.load() for asked in wordings(case)]
    text = table(outcomes)
    console.print(text, markup=False, highlight=False)
    (HERE / "results" / "years.md").write_text(text, "utf-8")
    for outcome in outcomes:
        if verbose and not (outcome.passage and outcome.citation is not False):
            place = "stycke" if not outcome.passage else "källhänvisning"
            console.print(
                f"fel {place}, {outcome.asked.case.id}: {outcome.asked.case.question} "
                f"(ska vara {outcome.asked.document})",
                markup=False,
            )


def wordings(case: Case) -> Iterator[Asked]:
    """The ways that a question is asked; none where it is not about one year's report."""
    documents = {evidence.document for evidence in case.evidence}
    if len(documents) != 1 or case.scope.years:
        return
    document = documents.pop()
    if not _YEAR.search(case.question) and not case.clock:
        return
    yield Asked(AS_ASKED, case, document)
    if len(_YEAR.findall(case.question)) == 1 and _REPORT.search(case.question):
        bare = _REPORT.sub(r"\1", case.question)
        yield Asked(BARE, replace(case, question=bare), document)
        year = int(_YEAR.findall(case.question)[0])
        ago = _REPORT.sub("i fjol", case.question)
        yield Asked(LAST_YEAR, replace(case, question=ago, clock=date(year + 1, 3, 21)), document)


class Judge:
    """Asks the questions of one library and looks at the year of what comes first."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._closing = self._today = closing_day(library)
        self._assistant = Assistant(library, lambda: self._today)
        self._owners = {Path(r.file_name).stem: r.identity for r in library.reports()}

    def judged(self, asked: Asked) -> Outcome:
        """The question's own filters are kept."""
        self._today = asked.case.clock or self._closing
        question = Question(asked.case.question, asked.case.scope)
        wanted = self._owners[asked.document]
        found = self._assistant.retrieve(question, 1)
        citations = self._assistant.ask(question).citations
        cited = None
        if citations:
            first = citations[0]
            cited = right_year(first.identity, wanted) or (
                _follows(first.identity, wanted) and _holds(asked.case, first.quote)
            )
        return Outcome(asked, bool(found) and self._right(found[0], asked.case, wanted), cited)

    def _right(self, found: Found, case: Case, wanted: Identity) -> bool:
        identity = found.passage.identity
        if right_year(identity, wanted) or not _follows(identity, wanted):
            return right_year(identity, wanted)
        report = self._library.contents(found.passage.document_id)
        row = found.passage.row
        if found.passage.kind is not PassageKind.INDICATOR or report is None or row is None:
            return False
        return _holds(case, report.indicators[row].columns.previous or "")


def right_year(identity: Identity, wanted: Identity) -> bool:
    """Whether a report is of the year that is asked for."""
    return identity.year == wanted.year


def _follows(identity: Identity, wanted: Identity) -> bool:
    return identity.year == wanted.year + 1 and identity.report_type is not ReportType.VP


def _holds(case: Case, text: str) -> bool:
    return bool(case.values) and value_share(case.values, text) == 1.0


def table(outcomes: list[Outcome]) -> str:
    """One row a wording."""
    lines = [
        "# Rätt år först",
        "",
        "`python -m eval years` på exempelrapporterna: frågor som nämner eller antyder ett år och "
        "har sitt svar i en rapport.",
        "Ett svar utan källhänvisning räknas inte i den sista kolumnen.",
        "",
        "| frågan | frågor | första stycket av rätt år | första källhänvisningen av rätt år |",
        "| --- | --- | --- | --- |",
    ]
    for wording in (AS_ASKED, BARE, LAST_YEAR):
        rows = [o for o in outcomes if o.asked.wording == wording]
        cited = [o.citation for o in rows if o.citation is not None]
        lines.append(
            f"| {wording} | {len(rows)} | {_share([o.passage for o in rows])} | {_share(cited)} |"
        )
    return "\n".join(lines) + "\n"


def _share(right: list[bool]) -> str:
    return f"{sum(right)}/{len(right)} ({sum(right) / len(right):.3f})" if right else "–"
