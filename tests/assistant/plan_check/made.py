"""Invented plans and follow-ups for the checks: a board, a bakery unit and its earlier reports."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from assistant.meaning import Meaning
from assistant.plan_check.context import Context
from assistant.plan_check.ground import Ground, ground_of
from assistant.plan_check.model import PlanText
from assistant.plan_check.outline import outline_of
from ingest.index.memory import WordEmbedder
from ingest.library import Library
from ingest.model import (
    Chain,
    Columns,
    Goal,
    GoalLevel,
    Identity,
    IndicatorValue,
    Page,
    Report,
    ReportType,
    Section,
    Sentence,
)
from tests.assistant.shelf import library_of

BOARD, UNIT = "Granvik", "Bageriet Knaprets verksamhet"
KF_MAL = "2.1 Staden är ren och grön"
NAMNDMAL = (
    "Invånarna i Granvik äter klimatsmart mat",
    "Granviks medarbetare trivs och är friska",
    "Granvik är ett tryggt område att bo i",
    "Föreningslivet i Granvik växer",
)
TEMPLATE = ("Förväntat resultat", "Arbetssätt", "Uppföljning")
OLD_TEXT = (
    "Gästerna bakar bröd av rester varje torsdag och delar ut limporna till grannarna i kvarteret.",
    "Köket provar en ny surdeg som jäser över natten i kylrummet innan den gräddas på morgonen.",
)


@dataclass
class Made:
    """One report as ``library_of`` takes it."""

    identity: Identity
    texts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    rows: tuple[tuple[str, Columns, str | None], ...] = ()

    def report(self) -> Report:
        chain = Chain(kf_mal=KF_MAL, namndmal=NAMNDMAL[0], enhetsmal="Bageriet slänger ingen mat")
        said = {h: tuple(Sentence(s, 2) for s in texts) for h, texts in self.texts.items()}
        values = []
        for name, cells, previous in self.rows:
            printed = (cells.outcome, cells.previous, cells.target, cells.city_target)
            quote = " ".join((name, *(cell for cell in printed if cell)))
            values.append(IndicatorValue(name, 2, quote, cells, previous, (), chain))
        lines = [*NAMNDMAL, *(s.text for part in said.values() for s in part)]
        lines += [value.quote for value in values]
        own = Goal(GoalLevel.ENHETSMAL, "Bageriet slänger ingen mat", 2)
        goals = [Goal(GoalLevel.NAMNDMAL, n, 2, children=(own,) * (not i))
                 for i, n in enumerate(NAMNDMAL)]  # fmt: skip
        top = Goal(GoalLevel.KF_MAL, KF_MAL, 2, children=tuple(goals))
        sections = tuple(Section(chain, (h,), (part,), 2) for h, part in said.items())
        pages = (Page(1, self.identity.title), Page(2, "\n".join(lines)))
        return Report(self.identity, pages, (top,), sections, tuple(values))


def reports() -> list[Made]:
    """The unit's plan of 2025, its follow-up of 2024 and the board's plan of 2025."""
    vp = Made(
        Identity(BOARD, UNIT, 2025, ReportType.VP),
        {
            "Förväntat resultat": ("Matsvinnet är högst 12 procent av inköpen.",),
            "Arbetssätt": OLD_TEXT,
            "Uppföljning": ("Svinnet vägs varje fredag.",),
        },
        (("Matsvinn", Columns(target="12 %"), None),),
    )
    vb = Made(
        Identity(BOARD, UNIT, 2024, ReportType.VB),
        {"Analys": ("Verkstaden hade 48 gäster under hösten.",)},
        (("Matsvinn", Columns(outcome="15 %", previous="19 %"), "VB 2023"),),
    )
    board = Made(Identity(BOARD, None, 2025, ReportType.VP), {"Beskrivning": ("Nämnden vill.",)})
    return [vp, vb, board]


@cache
def library() -> Library:
    """The three reports in force."""
    return library_of(*reports())  # type: ignore[arg-type]


def context(text: str, namndmal: str | None = None, year: int | None = 2026) -> Context:
    """A text beside the library."""
    ground = ground_of(PlanText(text, UNIT, BOARD, year), library())
    headings = ground.template.headings if ground.template else ()
    return Context(outline_of(text, headings), ground, Meaning(WordEmbedder()), namndmal)


def alone(text: str, year: int | None = None) -> Context:
    """A text of which no unit is known."""
    return Context(outline_of(text), Ground(year=year), Meaning(WordEmbedder()))
