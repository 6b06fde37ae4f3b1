"""The path of a question, in order: interpret, retrieve, figures, evidence, write, verify.

What the library cannot have an answer to is decided before the writer is asked: a missing report,
a plan asked for an outcome, passages that do not speak of the thing. Such an answer is «not_found»,
without statements and citations, and says what was looked for and what is nearest. Where the
report is there, and only the question's words are not, what is nearest in meaning is told as
just that: «partial», with a warning. Nothing leaves here that ``verify`` has not seen.

Where a chat model is set and the question does not say «extractive», the generative writer phrases
what the extractive one found; where it cannot, the answer is the extractive one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date

from assistant import across
from assistant.chat.port import ChatModel
from assistant.closely import read_closely, together
from assistant.columns import columns_asked
from assistant.computed import differences, refuted
from assistant.enough import told_as_nearest
from assistant.errors import QuestionError
from assistant.figures import Figures
from assistant.interpret import Interpreter
from assistant.laps import Laps
from assistant.material import MOST, Gathering, Material
from assistant.meaning import Meaning
from assistant.model import Answer, Claim, Found, FoundIndicator, Interpretation, Question
from assistant.nearest import not_found_text, suggestions
from assistant.outline import is_wide
from assistant.plans import asks_outcome_of_plan, only_targets
from assistant.prefetch import Prefetched
from assistant.retrieve import Retriever
from assistant.several import is_across
from assistant.spoken import Spoken
from assistant.strangers import names_of, strangers
from assistant.tabular import in_words
from assistant.verify import Checker
from assistant.watch import SILENT, Watch
from assistant.writers.extractive import ExtractiveWriter, distinct, figure_claim, render
from assistant.writers.generative import Draft, GenerativeWriter, is_value
from assistant.writers.paragraphs import as_paragraphs
from ingest.library import Library
from ingest.model import Scope
from ingest.organisation import Organisation, load_organisation

LONGEST = 4000
_LIMIT = 12
_NO_MODEL = (
    "Ingen språkmodell är inställd (PLANASSISTENT_CHAT_MODEL). Därför visas rapporternas egna ord."
)


@dataclass(slots=True)
class _Asking:
    """One question on its way: how it may be written, who watches, how long each step took."""

    mode: str = "auto"
    watch: Watch = SILENT
    clock: Laps = field(default_factory=Laps)


class Assistant:
    """Answers questions about the reports of one library; safe to share between threads."""

    def __init__(
        self,
        library: Library,
        clock: Callable[[], date] = date.today,
        organisation: Organisation | None = None,
        model: ChatModel | None = None,
        meaning: Meaning | None = None,
    ) -> None:
        self._library = library
        self.meaning = meaning or Meaning(library.embedder)
        self.figures = Figures(library, self.meaning)
        self.gathering = Gathering(library, self.figures, self.meaning)
        self._spoken = Spoken(library)
        self._board_names = names_of(organisation or load_organisation())
        self._interpreter = Interpreter(library, clock, organisation)
        self._retriever = Retriever(library)
        self._writer = ExtractiveWriter()
        self._generative = GenerativeWriter(model) if model is not None else None

    def ask(self, question: Question, watch: Watch = SILENT) -> Answer:
        """A verified answer; ``QuestionError`` where there is no usable question.

        ``watch`` is told each statement as it stands, and can end the work.
        """
        _check(question.text)
        asking = _Asking(question.mode, watch)
        clock = asking.clock
        text = self._interpreter.stand_alone(question)
        vector = self._retriever.embed_ahead(text)
        meant = self._understood(question, text)
        clock.lap("interpret")
        if meant.missing:
            return self._not_found(meant, (), clock)
        ahead = Prefetched(vector, self.gathering.compared(meant))
        found = self._retriever.retrieve(meant, _LIMIT, ahead)
        clock.lap("retrieve")
        rows = self.figures.asked(meant, found)
        clock.lap("figures")
        if only_targets(meant, rows) or (not rows and asks_outcome_of_plan(meant)):
            return self._not_found(meant, rows, clock)
        closely = read_closely(meant, found, self._library)
        found = together(found, closely, self.gathering.documents(meant))
        clock.lap("closely")
        material = self.gathering.gathered(meant, found, rows)
        clock.lap("evidence")
        if material is None:
            return self._not_found(meant, (), clock, found)
        return self._written(material, asking)

    def _understood(self, question: Question, text: str) -> Interpretation:
        meant = self._interpreter.interpret(question, text)
        if meant.missing:
            return meant
        years = self._spoken.years_unheard_of(meant)
        unknown = strangers(meant.text, self._library.roster(), self._board_names, self._spoken.of)
        missing = [f"rapport för {year}" for year in years]
        missing += [f"rapport från «{name}»" for name in unknown]
        return replace(meant, missing=tuple(missing))

    def _written(self, material: Material, asking: _Asking) -> Answer:
        meant, rows = material.meant, material.rows
        made = {f.passage.id: r for f in material.found if (r := self.figures.row_of(f.passage))}
        computed = differences(meant, rows)
        best = in_words(material.best, meant.text, self._library)
        written = self._writer.write(meant, rows, best, made)
        beside = [figure_claim(row, columns_asked(meant)) for row in material.beside]
        kept = _after_rows(written, computed, len(rows))
        most = max(MOST, len(material.told), len(rows) + max(len(computed), len(material.best)))
        claims = distinct([*material.told, *kept[: most - len(beside)], *beside])[:most]
        asking.clock.lap("write")
        return self._checked(material, claims, asking)

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

    def _phrased(
        self, material: Material, claims: list[Claim], checker: Checker, asking: _Asking
    ) -> str:
        """Give the checker the claims, phrased by the chat model where there is one; who wrote."""
        if self._generative is None or asking.mode == "extractive":
            if asking.mode == "generative":
                checker.warn(_NO_MODEL)
            for claim in self._as_told(material, claims, checker):
                checker.take(claim)
            return self._writer.name
        kept = {id(claim) for claim in claims if claim in material.told or is_value(claim)}
        more = [Claim(e.text, e.sources) for e in material.more]
        own = [claim for claim in claims if id(claim) not in kept]
        draft = Draft(
            material.meant,
            [claim for claim in claims if id(claim) in kept],
            own,
            more,
            self._as_told(material, own, checker),
        )
        written = self._generative.write(draft, checker, asking.watch)
        return self._generative.name if written else self._writer.name

    def _as_told(self, material: Material, claims: list[Claim], checker: Checker) -> list[Claim]:
        """The claims as they are told without a model: an account in paragraphs, of what holds."""
        if not is_wide(material.meant):
            return claims
        return as_paragraphs([c for c in claims if checker.fault(c) is None], self._library)

    def _checked(self, material: Material, claims: list[Claim], asking: _Asking) -> Answer:
        meant, rows, clock = material.meant, material.rows, asking.clock
        checker = Checker(self._library, asking.watch.told)
        mode = self._phrased(material, claims, checker, asking)
        checked = checker.result()
        clock.lap("verify")
        if not checked.statements:
            return self._not_found(meant, (), clock)
        premise = material.premise or refuted(meant, rows)
        nearest = told_as_nearest(material.unsaid, material.guessed)
        doubts = tuple(doubt for doubt in (premise, nearest) if doubt)
        columns = columns_asked(meant)
        wide = meant.comparison or meant.parts or is_across(meant)
        grid = across.grid(rows, checked.citations, columns) if wide else None
        told = grid.stands_for if grid else frozenset[str]()
        text = render(checked.statements, checked.citations, across.table(grid), told)
        return Answer(
            status="partial" if doubts or _is_partial(meant) else "answered",
            text=f"{nearest}\n\n{text}" if nearest else text,
            statements=checked.statements,
            citations=checked.citations,
            indicators=(*rows, *material.beside),
            interpretation=meant,
            mode=mode,
            warnings=(*doubts, *meant.notes, *material.notes, *checked.warnings),
            suggestions=suggestions(checked.citations, meant, self._library),
            timings_ms=clock.all(),
            grid=grid,
        )

    def _not_found(
        self,
        meant: Interpretation,
        rows: tuple[FoundIndicator, ...] | list[FoundIndicator],
        clock: Laps,
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


def _after_rows(written: list[Claim], computed: list[Claim], rows: int) -> list[Claim]:
    """The claims in order, what was worked out right after the rows it was worked out of."""
    return [*written[:rows], *computed, *written[rows:]] if computed else written


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
