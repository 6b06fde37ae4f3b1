"""What an answer is made of: rows, lists and sentences, gathered before a word is written.

In order: how all rows of a report stand, where that is asked; what rows and lists tell; a
comparison's table, which needs no text beside it; else sentences, of the reports that are named
where some are. Running text alone answers only where there is enough of it (``enough.py``),
contradicts what the question takes for granted, or is told as what is nearest in meaning. Nothing
is written or verified here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant import across
from assistant.account import account
from assistant.activities import activity_claims, activity_core
from assistant.columns import of_a_row
from assistant.computed import refutes, told_otherwise
from assistant.counts import counted_in
from assistant.enough import USUAL, enough, mostly, nearly
from assistant.evidence import Evidence, Gatherer, chosen, composed
from assistant.figures import Figures
from assistant.goals import goal_claims, goal_core, goal_premise, premise_of
from assistant.listed import highest_and_lowest
from assistant.meaning import Meaning, core_of
from assistant.model import Asks, Claim, Found, FoundIndicator, Interpretation
from assistant.outline import is_wide
from assistant.plans import of_the_whole
from assistant.reports import names_one, reports_meant
from assistant.spoken import Spoken
from assistant.standing import standing
from assistant.writers.extractive import period_of
from ingest.library import Library

MOST = 6
_MORE = 14
_LEADS = 2.4
_SHORT = 5


@dataclass(slots=True)
class Material:
    """What an answer is made of.

    ``rows`` are what is asked for, ``beside`` what may be; ``told`` are lists and what was worked
    out of them, ``best`` the sentences to write and ``more`` those that a model may choose from.
    ``guessed``: nearest in meaning only; ``unsaid``: words of the question that nothing says.
    """

    meant: Interpretation
    found: list[Found]
    rows: list[FoundIndicator]
    told: list[Claim]
    best: list[Evidence] = field(default_factory=list)
    beside: list[FoundIndicator] = field(default_factory=list)
    guessed: bool = False
    premise: str | None = None
    notes: tuple[str, ...] = ()
    unsaid: tuple[str, ...] = ()
    more: Sequence[Evidence] = ()


class Gathering:
    """Gathers for one library; safe to share between threads. ``bars`` decide what is enough."""

    def __init__(self, library: Library, figures: Figures, meaning: Meaning) -> None:
        self.bars = USUAL
        self._library = library
        self._figures = figures
        self._meaning = meaning
        self._spoken = Spoken(library)

    def documents(self, meant: Interpretation) -> frozenset[str]:
        """The reports that a question names; empty where it names none."""
        reports = reports_meant(meant, self._library) if names_one(meant) else []
        return frozenset(report.document_id for report in reports)

    def compared(self, meant: Interpretation) -> list[str]:
        """What a question is likely to be compared by beside its own text, to embed with it."""
        cores = (_row_core(meant), goal_core(meant), activity_core(meant))
        return list(dict.fromkeys(core for core in cores if core))

    def gathered(
        self, meant: Interpretation, found: list[Found], rows: list[FoundIndicator]
    ) -> Material | None:
        """What the answer is made of; None where what was found does not answer."""
        stands = standing(meant, self._library)
        if stands is not None:
            return Material(meant, found, [], list(stands.claims), notes=stands.notes)
        gatherer = Gatherer(meant, found)
        evidence = gatherer.evidence()
        corrected = goal_premise(meant, found, self._library)
        told = [
            *((corrected,) if corrected else ()),
            *(goals := goal_claims(meant, found, self._library, self._meaning))[0],
            *activity_claims(meant, found, self._library, self._meaning),
            *(ranked := highest_and_lowest(meant, self._figures, self._library))[0],
        ]
        rows = of_the_whole(meant, rows, gatherer, evidence)
        wide = across.rows_across(meant, rows)
        shown = across.rows_shown(meant, rows, wide, self._library)
        material = Material(meant, found, shown, told)
        material.premise = premise_of(corrected) if corrected else None
        material.notes = (
            *goals[1],
            *ranked[1],
            *(() if wide else _defaults(meant, rows, shown)),
            *self._silences(meant, wide, shown),
        )
        documents = self.documents(meant)
        within = [e for e in evidence if e.passage.document_id in documents] or evidence
        material.more = within[:_MORE]
        if wide:
            return material
        if rows or told:
            material.best = chosen(within, meant, MOST)
            if is_wide(meant) and not told:
                placed = _placed(found, within)
                material.best = account(meant, within, placed, self._library) or material.best
            return material
        return self._from_text(material, gatherer, evidence, within)

    def _from_text(
        self,
        material: Material,
        gatherer: Gatherer,
        evidence: list[Evidence],
        within: list[Evidence],
    ) -> Material | None:
        """An answer from running text: contradicted, answered, or nearest in meaning."""
        meant = material.meant
        placed = _placed(material.found, within)
        contrary = told_otherwise(meant, within)
        if contrary:
            material.best, material.premise = [contrary], refutes(contrary)
            return material
        sure = enough(meant, gatherer, evidence, self.bars)
        if self._spoken.counts_unheard_of(meant, evidence if sure else ()):
            return None
        if sure:
            material.best = composed(chosen(within, meant, MOST), within, placed, MOST)
        elif nearly(meant, gatherer, evidence):
            material.best = composed((), within, placed, MOST)
            material.guessed = bool(gatherer.words) or meant.asks is not Asks.SUMMARY
        else:
            return None
        if is_wide(meant):
            material.best = account(meant, within, placed, self._library) or material.best
        counted = counted_in(meant.text)
        if counted and not any(counted.stands_in(e.passage.text) for e in material.best):
            material.guessed = True  # no number of the thing stands near what is told
        material.beside = self._rows_beside(meant)
        material.unsaid = gatherer.unsaid(material.best)
        if material.unsaid and not names_one(meant):
            if mostly(material.unsaid, gatherer.words, self.bars):
                return None
            half = 2 * len(material.unsaid) >= len(gatherer.words)
            material.guessed = material.guessed or half
        return material

    def _rows_beside(self, meant: Interpretation) -> list[FoundIndicator]:
        """The row nearest in meaning, to stand beside text where a figure may be meant."""
        if meant.asks not in (Asks.FIGURE, Asks.TEXT) or len(core_of(meant).split()) > _SHORT:
            return []
        return [row for row, lead in self._figures.by_meaning(meant) if lead >= _LEADS][:1]

    def _silences(
        self, meant: Interpretation, wide: list[FoundIndicator], shown: list[FoundIndicator]
    ) -> tuple[str, ...]:
        """Who of those that are asked about does not tell."""
        other = across.other_kind(meant, shown)
        if wide:
            told = across.silent(meant, wide, shown, self._library)
            return (*other, *across.extremes(meant, wide, shown), *told)
        return (*other, *across.missing_of_parts(meant, shown, self._library))


def _row_core(meant: Interpretation) -> str:
    """What rows are likely to be compared by; empty where none is asked for, or by its name."""
    beside = meant.asks in (Asks.FIGURE, Asks.TEXT)
    of_row = of_a_row(meant)
    sure = meant.indicators and not (of_row or meant.parts)  # else its rows may not be there
    if not names_one(meant) or sure or not (beside or of_row):
        return ""
    core = core_of(meant)
    return core if of_row or len(core.split()) <= _SHORT else ""


def _placed(found: list[Found], within: list[Evidence]) -> list[Found]:
    held = {e.passage.id for e in within}
    return [item for item in found if item.passage.id in held]


def _defaults(
    meant: Interpretation, rows: list[FoundIndicator], shown: list[FoundIndicator]
) -> tuple[str, ...]:
    """What was assumed: which report is told first where no year was named and there are several.

    A table says its years itself.
    """
    if meant.scope.years or not shown or len({row.identity.year for row in rows}) < 2:
        return ()
    return (f"Inget år angavs: {period_of(shown[0])} visas först.",)
