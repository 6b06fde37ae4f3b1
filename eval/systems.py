"""What is measured: anything that finds passages and answers questions, behind one seam.

``Program`` is the service's own code, called as the service calls it. ``eval.baseline`` has what
a user would set up instead.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from assistant.answer import Assistant
from assistant.chat.port import ChatModel
from assistant.enough import Bars
from assistant.model import Answer, Question
from assistant.warm import warm
from eval.metrics.rank import Piece
from eval.metrics.verbatim import Quoted
from eval.questions import Case
from eval.text import FIGURE, PERIOD, figures_held
from ingest.library import Library
from ingest.outcome import Outcome
from ingest.passages import told
from ingest.pipeline import Pipeline


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as it is judged: refused or not, its text, its citations, how long it took.

    ``status``, ``statements`` and ``warnings`` are empty for a system that has no such things;
    ``loose`` are statements with a figure that none of their quotes holds.
    """

    refused: bool
    text: str
    quotes: tuple[Quoted, ...]
    milliseconds: float
    status: str = ""
    statements: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    mode: str = "extractive"
    loose: tuple[str, ...] = ()


class System(Protocol):
    """Finds pieces for a case, best first, and answers it."""

    def find(self, case: Case, limit: int) -> list[Piece]: ...

    def reply(self, case: Case) -> Reply: ...


class Program:
    """The program under test over a library, warm as the service is, with or without a model."""

    def __init__(self, library: Library, model: ChatModel | None = None) -> None:
        self._closing = self._today = closing_day(library)
        self._assistant = Assistant(library, lambda: self._today, model=model)
        self._stems = {r.document_id: Path(r.file_name).stem for r in library.reports()}
        warm(library, self._assistant.meaning)

    def hold_to(self, bars: Bars) -> None:
        """Other thresholds than the usual, to measure what they cost."""
        self._assistant.gathering.bars = bars

    def find(self, case: Case, limit: int) -> list[Piece]:
        """Passages as the assistant retrieves them."""
        self._today = case.clock or self._closing
        found = self._assistant.retrieve(Question(case.question, case.scope), limit)
        return [
            Piece(self._stems.get(f.passage.document_id, ""), told(f.passage), f.passage.page)
            for f in found
        ]

    def answer(self, case: Case) -> Answer:
        """The assistant's whole answer."""
        self._today = case.clock or self._closing
        return self._assistant.ask(Question(case.question, case.scope))

    def reply(self, case: Case) -> Reply:
        """The answer with its citations."""
        start = time.perf_counter()
        answer = self.answer(case)
        spent = (time.perf_counter() - start) * 1000
        quotes = tuple(
            Quoted(self._stems.get(c.document_id, ""), c.page, c.quote) for c in answer.citations
        )
        return Reply(
            refused=answer.status == "not_found",
            text=answer.text,
            quotes=quotes,
            milliseconds=spent,
            status=answer.status,
            statements=tuple(statement.text for statement in answer.statements),
            warnings=answer.warnings,
            mode=answer.mode,
            loose=tuple(loose_figures(answer)),
        )


def loose_figures(answer: Answer) -> list[str]:
    """Statements with a figure that none of their quotes holds, other than a year of theirs.

    Judged apart from ``assistant.verify``. What is marked as computed tells a figure of its own.
    """
    by_id = {citation.id: citation for citation in answer.citations}
    found = []
    for statement in answer.statements:
        cited = [by_id[number] for number in statement.citations if number in by_id]
        held = {f for c in cited for f in figures_held(c.quote)}
        held |= {str(y) for c in cited for y in (c.identity.year, c.identity.year - 1)}
        told = set(FIGURE.findall(PERIOD.sub("", statement.text)))
        if statement.kind != "computed" and not told <= held:
            found.append(statement.text)
    return found


def closing_day(library: Library) -> date:
    """«Today» in a measurement: the spring after the newest report, so that figures stay."""
    newest = max((r.identity.year for r in library.reports()), default=date.today().year)
    return date(newest + 1, 3, 1)


def take_in(library: Library, files: Iterable[Path]) -> list[Outcome]:
    """Put files in a library; the outcomes of those that failed."""
    with Pipeline(library) as pipeline:
        return [outcome for outcome in pipeline.ingest_all(files) if not outcome.ok]
