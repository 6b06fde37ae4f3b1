"""Units or boards side by side over the years on one topic: a cell for each report.

A cell holds what the report itself prints: the fulfilment of the goal that the topic names, the
value of an indicator that it names, and the one sentence that says most of it – one that the
report has alone before one that others repeat word for word. Each has its place. A report that
says nothing of the topic is silent, and is told as silent, never filled in. Nothing is summed up
or judged. Reports are searched one at a time, so that a talkative one hides no other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.figures import fits
from assistant.likeness import Likeness
from assistant.model import Source
from assistant.understanding.terms import default_terms, indicators_in, other_words, spelled_out
from assistant.words import content_words, fold
from ingest.library import Library
from ingest.model import Goal, IndicatorValue, PassageKind, Report, Scope, StoredReport
from ingest.names import BOARD_ITSELF
from ingest.passages import labelled

MOST_REPORTS = 120
_PASSAGES = 6
_ENOUGH = 0.6
_WHOLE = 0.95
_SHORTEST = 25


@dataclass(frozen=True, slots=True)
class Told:
    """Something that a report prints, and where; ``value`` ends the text of a goal or figure."""

    text: str
    source: Source
    value: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one report says of the topic."""

    report: StoredReport
    goals: tuple[Told, ...] = ()
    figures: tuple[Told, ...] = ()
    sentence: Told | None = None
    repeated_in: int = 0
    """How many of the other reports read hold the same sentence."""

    @property
    def silent(self) -> bool:
        """Whether the report says nothing of it."""
        return not self.goals and not self.figures and self.sentence is None


@dataclass(frozen=True, slots=True)
class Overview:
    """The cells of a topic, in the order of the reports; ``left_out`` counts those not read."""

    cells: tuple[Cell, ...]
    left_out: int = 0


def side_by_side(topic: str, scope: Scope, library: Library) -> Overview:
    """What each report in the scope says of the topic; the newest reports where they are many."""
    reports = sorted(
        library.reports(scope),
        key=lambda r: (-r.identity.year, r.identity.board, r.identity.unit or "", r.document_id),
    )
    if not content_words(topic):
        return Overview(())
    asked = _Asked(topic)
    drafts = [asked.of(report, library) for report in reports[:MOST_REPORTS]]
    counts = Counter(fold(t.text) for _, sentences in drafts for t in sentences)
    cells = tuple(_with_sentence(cell, sentences, counts) for cell, sentences in drafts)
    return Overview(cells, max(0, len(reports) - MOST_REPORTS))


def _with_sentence(cell: Cell, sentences: Sequence[Told], counts: Counter[str]) -> Cell:
    """The cell with its best sentence, one of its own before one that others repeat."""
    if not sentences:
        return cell
    best = min(sentences, key=lambda told: counts[fold(told.text)] > 1)
    return replace(cell, sentence=best, repeated_in=counts[fold(best.text)] - 1)


class _Asked:
    """One topic, compared with one report after the other."""

    def __init__(self, topic: str) -> None:
        terms = default_terms()
        self._likeness = Likeness(topic, also=other_words(topic, terms))
        self._words = spelled_out(topic, terms)
        self._indicators = indicators_in(topic, terms) or (topic,)

    def of(self, stored: StoredReport, library: Library) -> tuple[Cell, list[Told]]:
        """The cell of a report, and the sentences it may quote, the best first, each once."""
        report = library.contents(stored.document_id)
        if report is None:
            return Cell(stored), []
        goals = tuple(self._goals(report.goals, stored))
        figures = tuple(self._figures(report, stored))
        return Cell(stored, goals, figures), self._sentences(stored, library)

    def _goals(
        self, goals: Sequence[Goal], stored: StoredReport, above: tuple[str, ...] = ()
    ) -> Iterator[Told]:
        for goal in goals:
            label = f"{goal.level.label}: {goal.text}"
            judged = goal.status or (f"Uppfylls {goal.fulfilment}" if goal.fulfilment else None)
            if judged and self._likeness.share(goal.text) >= _ENOUGH:
                source = Source(
                    stored.document_id, stored.identity, goal.page, (*above, label), goal.text
                )
                yield Told(f"{label} – {judged}", source, judged)
            yield from self._goals(goal.children, stored, (*above, label))

    def _figures(self, report: Report, stored: StoredReport) -> Iterator[Told]:
        for row in self._rows(report):
            value, head = row.columns.outcome, "utfall"
            if value is None:
                value, head = row.columns.target, "årsmål"
            if value is not None:
                path = (*labelled(row.chain), f"Indikator {row.name}")
                source = Source(stored.document_id, stored.identity, row.page, path, row.quote)
                yield Told(f"{row.name}, {head}: {value}", source, value)

    def _rows(self, report: Report) -> list[IndicatorValue]:
        """The rows of the indicator that the topic names, else those whose name holds the topic."""
        rows = [row for row in report.indicators if row.certain]
        named = [r for r in rows if any(fits(r.name, wanted) for wanted in self._indicators)]
        return named or [r for r in rows if self._likeness.share(r.name) >= _WHOLE]

    def _sentences(self, stored: StoredReport, library: Library) -> list[Told]:
        who = stored.identity
        only = Scope((who.board,), (who.unit or BOARD_ITSELF,), (who.year,), (who.report_type,))
        hits = library.lexical.search(self._words, only, _PASSAGES)
        found: dict[str, tuple[float, Told]] = {}
        for passage in library.store.get([hit.passage_id for hit in hits], only):
            if passage.kind is not PassageKind.TEXT or passage.document_id != stored.document_id:
                continue
            for sentence in passage.sentences:
                share = self._likeness.share(sentence.text)
                if share < _ENOUGH or len(sentence.text) < _SHORTEST:
                    continue
                source = Source(stored.document_id, who, sentence.page, passage.path, sentence.text)
                found.setdefault(fold(sentence.text), (share, Told(sentence.text, source)))
        ranked = sorted(found.values(), key=lambda pair: -pair[0])
        return [told for _, told in ranked]
