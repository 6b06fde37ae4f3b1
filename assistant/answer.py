"""The path of a question, in order: interpret, retrieve, figures, evidence, write, verify.

What the library cannot have an answer to is decided before the writer is asked: a missing report,
a plan asked for an outcome, passages that do not speak of the thing. Such an answer is «not_found»,
without statements and citations, and says what was looked for and what is nearest. Nothing leaves
here that ``verify`` has not seen.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from assistant.enough import enough
from assistant.errors import QuestionError
from assistant.evidence import Gatherer, chosen
from assistant.figures import Figures
from assistant.goals import goal_claims
from assistant.interpret import Interpreter
from assistant.model import Answer, Claim, Found, FoundIndicator, Interpretation, Question
from assistant.nearest import not_found_text, suggestions
from assistant.plans import of_the_whole, only_targets
from assistant.retrieve import Retriever
from assistant.verify import Verified, verify
from assistant.writers.extractive import ExtractiveWriter, distinct, render
from ingest.library import Library
from ingest.model import Scope
from ingest.organisation import Organisation

LONGEST = 4000
_LIMIT = 12
_MOST = 6


@dataclass(slots=True)
class _Clock:
    """Milliseconds a step, in the order of the steps."""

    start: float = field(default_factory=time.perf_counter)
    laps: list[tuple[str, float]] = field(default_factory=list)
    last: float = 0.0

    def lap(self, name: str) -> None:
        now = (time.perf_counter() - self.start) * 1000
        self.laps.append((name, round(now - self.last, 2)))
        self.last = now

    def all(self) -> tuple[tuple[str, float], ...]:
        total = round((time.perf_counter() - self.start) * 1000, 2)
        return (("total", total), *self.laps)


class Assistant:
    """Answers questions about the reports of one library; safe to share between threads."""

    def __init__(
        self,
        library: Library,
        clock: Callable[[], date] = date.today,
        organisation: Organisation | None = None,
    ) -> None:
        self._library = library
        self.figures = Figures(library)
        self._interpreter = Interpreter(library, clock, organisation)
        self._retriever = Retriever(library)
        self._writer = ExtractiveWriter()

    def ask(self, question: Question) -> Answer:
        """A verified answer; ``QuestionError`` where there is no usable question."""
        _check(question.text)
        clock = _Clock()
        meant = self._interpreter.interpret(question)
        clock.lap("interpret")
        if meant.missing:
            return self._not_found(meant, (), clock)
        found = self._retriever.retrieve(meant, _LIMIT)
        clock.lap("retrieve")
        rows = self.figures.asked(meant, found)
        clock.lap("figures")
        if only_targets(meant, rows):
            return self._not_found(meant, rows, clock)
        gatherer = Gatherer(meant, found)
        evidence = gatherer.evidence()
        goals = goal_claims(meant, found, self._library)
        rows = of_the_whole(meant, rows, gatherer, evidence)
        if not rows and not goals and not enough(meant, gatherer, evidence):
            return self._not_found(meant, (), clock, found)
        clock.lap("evidence")
        passages = {f.passage.id: row for f in found if (row := self.figures.row_of(f.passage))}
        best = chosen(evidence, meant, 6)
        claims = distinct([*goals, *self._writer.write(meant, rows, best, passages)])
        claims = claims[: max(_MOST, len(goals))]
        clock.lap("write")
        return self._checked(meant, rows, claims, clock)

    def interpret(self, question: Question) -> Interpretation:
        """What a question means, without answering it."""
        return self._interpreter.interpret(question)

    def retrieve(self, question: Question, limit: int) -> list[Found]:
        """The passages that an answer would be made from, best first."""
        _check(question.text)
        return self._retriever.retrieve(self._interpreter.interpret(question), limit)

    def search(self, text: str, scope: Scope, limit: int) -> list[Found]:
        """Passages for a search box: the scope is a fence, the text is read as a question."""
        _check(text)
        meant = self._interpreter.interpret(Question(text, scope))
        return self._retriever.counted(self._retriever.retrieve(meant, limit))

    def _checked(
        self,
        meant: Interpretation,
        rows: list[FoundIndicator],
        claims: list[Claim],
        clock: _Clock,
    ) -> Answer:
        checked: Verified = verify(claims, self._library)
        clock.lap("verify")
        if not checked.statements:
            return self._not_found(meant, (), clock)
        return Answer(
            status="partial" if _is_partial(meant) else "answered",
            text=render(checked.statements, checked.citations),
            statements=checked.statements,
            citations=checked.citations,
            indicators=tuple(rows),
            interpretation=meant,
            mode=self._writer.name,
            warnings=(*meant.notes, *_defaults(meant, rows), *checked.warnings),
            suggestions=suggestions(checked.citations, meant, self._library),
            timings_ms=clock.all(),
        )

    def _not_found(
        self,
        meant: Interpretation,
        rows: tuple[FoundIndicator, ...] | list[FoundIndicator],
        clock: _Clock,
        found: list[Found] | tuple[Found, ...] = (),
    ) -> Answer:
        return Answer(
            status="not_found",
            text=not_found_text(meant, rows, found, self._library),
            indicators=tuple(rows),
            interpretation=meant,
            mode=self._writer.name,
            warnings=meant.notes,
            timings_ms=clock.all(),
        )


def _defaults(meant: Interpretation, rows: list[FoundIndicator]) -> tuple[str, ...]:
    """What was assumed: the newest report where no year was named and there are several."""
    years = {row.identity.year for row in rows}
    if meant.scope.years or len(years) < 2:
        return ()
    return (f"Inget år angavs: den senaste rapporten ({max(years)}) visas först.",)


def _is_partial(meant: Interpretation) -> bool:
    return any(note.startswith("Saknas i biblioteket") for note in meant.notes)


def _check(text: str) -> None:
    if not text.strip():
        raise QuestionError("Frågan är tom.", "Skriv en fråga och försök igen.")
    if len(text) > LONGEST:
        raise QuestionError(
            "Frågan är för lång.",
            f"Den har {len(text)} tecken; korta ned den till högst {LONGEST}.",
        )
