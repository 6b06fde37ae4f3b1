"""``python -m eval draft``: how well drafts keep what is promised of them, case by case.

Reports are taken in as the service does, one draft is made for each case, and each promise is
judged by ``eval.draft_truth``. Length is told beside, since ground can be bought by dumping
everything. The exit code is 1 where a promise that must never break is broken: a figure without
source, an uncited statement, a quote that does not stand, a forbidden statement.
Where ``PLANASSISTENT_TEST_LLM`` is the address of an OpenAI-compatible server its model phrases
the drafts (each case then says so); what is promised of them is the same.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Annotated

import typer
from rich.console import Console

from assistant.draft.drafter import Drafter
from assistant.draft.model import PLACEHOLDER, Draft, DraftRequest
from assistant.draft.phrasing import Phrasing
from assistant.settings import Settings
from assistant.wiring import build_library
from eval.command import SHARED, library_folder
from eval.draft_truth import (
    DraftCase,
    considered,
    covered,
    loose_figures,
    nearest,
    right_goal,
    right_headings,
    stands,
    statements_of,
    told_wrongly,
    uncited,
)
from eval.originals import Original, originals
from eval.systems import take_in
from eval.with_model import named_model

CASES = SHARED / "facit" / "utkast.jsonl"
KORPUS = SHARED / "korpus"
_DRAFT_S = 900.0


@dataclass
class Judged:
    """What one draft came to; lists hold what was missed."""

    case: DraftCase
    draft: Draft
    goal: bool
    headings: bool
    ground: list[str] = field(default_factory=list)
    points: list[str] = field(default_factory=list)
    figures: list[str] = field(default_factory=list)
    uncited: list[str] = field(default_factory=list)
    quotes: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """Whether nothing that must never break is broken."""
        return not (self.figures or self.uncited or self.quotes or self.wrong)


def judge(case: DraftCase, draft: Draft, files: Mapping[str, Original]) -> Judged:
    """One draft against its case; ``files`` by document id."""
    said = [s for s in statements_of(draft) if s.kind != PLACEHOLDER]
    quotes = [c.quote for s in said for c in draft.cited(s)]
    return Judged(
        case=case,
        draft=draft,
        goal=right_goal(draft, case, files),
        headings=right_headings(draft, case),
        ground=[g for g in case.ground if not covered(g, quotes)],
        points=[p for p in case.points if not considered(p, draft)],
        figures=loose_figures(draft),
        uncited=uncited(draft),
        quotes=[c.quote for c in draft.citations if not stands(c, files)],
        wrong=told_wrongly(draft),
    )


def draft(
    cases: Annotated[Path, typer.Option(help="fall, en JSON-rad per utkast")] = CASES,
    korpus: Annotated[Path, typer.Option(help="mapp med rapporterna")] = KORPUS,
    data: Annotated[Path | None, typer.Option(help="var det inlästa sparas")] = None,
    only: Annotated[str, typer.Option(help="bara fallen med dessa id, komma emellan")] = "",
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="visa utkasten")] = False,
) -> None:
    """Mät hur väl utkast håller det som utlovas om dem."""
    console = Console(soft_wrap=True)
    if not cases.is_file() or not korpus.is_dir():
        console.print("Inga fall eller rapporter hittades. Ange --cases och --korpus.")
        raise typer.Exit(1)
    entries = [json.loads(line) for line in cases.read_text("utf-8").splitlines() if line.strip()]
    wanted = [DraftCase.of(e) for e in entries if not only or e["id"] in only.split(",")]
    phrasing = _phrasing()
    with ExitStack() as stack:
        kept = data or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        library = build_library(Settings(data=library_folder(kept / cases.stem)))
        by_stem = originals(korpus)
        failures = take_in(library, [original.path for original in by_stem.values()])
        files = {r.document_id: by_stem[Path(r.file_name).stem] for r in library.reports()}
        drafter = Drafter(library, phrasing=phrasing)
        judged = [judge(case, drafter.draft(_request(case)), files) for case in wanted]
    for one in judged:
        for line in lines_of(one, verbose):
            console.print(line, markup=False, highlight=False)
    for line in summary(judged):
        console.print(line, markup=False, highlight=False)
    raise typer.Exit(int(bool(failures) or not all(one.sound for one in judged)))


def _request(case: DraftCase) -> DraftRequest:
    return DraftRequest(case.unit, case.year, namndmal=case.namndmal, headings=case.headings)


def _phrasing() -> Phrasing | None:
    """The model to phrase with, where one is named."""
    model = named_model()
    return Phrasing(model, _DRAFT_S) if model is not None else None


def lines_of(one: Judged, verbose: bool) -> list[str]:
    """What was missed in one case, and the draft itself where asked for."""
    told = [f"{one.case.id}: {len(statements_of(one.draft))} satser, {words_in(one.draft)} ord"]
    told[0] += f", {one.draft.mode}"
    told += [] if one.goal else ["  fel nämndmål"]
    told += [] if one.headings else ["  fel rubriker"]
    for name, missed in (
        ("underlag saknas", one.ground),
        ("beaktas inte", one.points),
        ("siffra utan källa", one.figures),
        ("utan källa", one.uncited),
        ("citat står inte på sidan", one.quotes),
        ("får inte sägas", one.wrong),
    ):
        told += [f"  {name}: {text}" for text in missed]
    if verbose:
        for label in one.case.forbidden:
            told.append(f"  läs: «{label}» – närmast: {nearest(label, one.draft)}")
        told += [f"  ! {warning}" for warning in one.draft.warnings]
        told += [f"  {s.kind:<11} {s.text}" for s in statements_of(one.draft)]
    return told


def words_in(draft: Draft) -> int:
    """How many words the statements of a draft have."""
    return sum(len(s.text.split()) for s in statements_of(draft))


def summary(judged: list[Judged]) -> list[str]:
    """The figures over all cases."""
    count = len(judged)
    ground = sum(len(one.case.ground) for one in judged)
    points = sum(len(one.case.points) for one in judged)
    met = ground - sum(len(one.ground) for one in judged)
    beaten = points - sum(len(one.points) for one in judged)
    words = [words_in(one.draft) / max(1, len(one.draft.goals)) for one in judged]
    said = [len(statements_of(one.draft)) / max(1, len(one.draft.goals)) for one in judged]
    return [
        f"nämndmål ordagrant: {sum(one.goal for one in judged)}/{count}",
        f"rubriker: {sum(one.headings for one in judged)}/{count}",
        f"underlag citerat: {met}/{ground} = {met / max(1, ground):.2f}",
        f"måste beaktas: {beaten}/{points} = {beaten / max(1, points):.2f}",
        f"siffror utan källa: {sum(len(one.figures) for one in judged)}",
        f"satser utan källa: {sum(len(one.uncited) for one in judged)}",
        f"citat som inte är ordagranna: {sum(len(one.quotes) for one in judged)}",
        f"får inte sägas, enligt regel: {sum(len(one.wrong) for one in judged)}",
        f"satser per mål, median: {median(said):.0f}; ord per mål, median: {median(words):.0f}, "
        f"högst {max(words):.0f}",
    ]
