"""The command ``scale``: what questions, pages and the machine take as a library grows.

Asked are whole questions without a language model (interpretation, search, rows, evidence,
writing, proof), without a filter and with each kind, and beside them the embedding of the question
alone, turn by turn in one run: the ratio is what can be compared, milliseconds depend on the
machine. Every question is another one, so that what is remembered of one does not help the next.
Then the pages that show many reports, memory, disk and start-up. A row is kept for each size, and
the curves and the table are made of the rows.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from assistant.answer import Assistant
from assistant.figures import Figures
from assistant.settings import Settings
from assistant.side_by_side import side_by_side
from assistant.warm import warm
from assistant.wiring import build_library
from eval.command import DEMO, HERE, library_folder
from eval.metrics.latency import percentile
from eval.originals import originals
from eval.scale.city import writers
from eval.scale.copies import models
from eval.scale.curves import curves, table
from eval.scale.fill import LEAN, fill
from eval.scale.questions import FENCES, Asked
from eval.systems import take_in
from ingest.library import Library
from ingest.model import Report, Scope

RESULTS = HERE / "results"
_TODAY = date(2026, 3, 1)


@dataclass(frozen=True, slots=True)
class Fenced:
    """Questions with one kind of filter: milliseconds at p50, p95 and p99."""

    fence: str
    embedding: tuple[float, float, float]
    question: tuple[float, float, float]
    search: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Grown:
    """Everything that was measured of a library of one size."""

    passages: int
    reports: int
    fenced: tuple[Fenced, ...]
    pages: dict[str, float]
    start_s: float
    ready_s: float
    memory_mb: int
    disk_mb: dict[str, int]
    lean: bool


def scale(
    data: Annotated[Path, typer.Option(help="var biblioteken sparas")],
    passages: Annotated[int, typer.Option(min=1000, help="ungefärligt antal stycken")] = 20_000,
    questions: Annotated[int, typer.Option(min=10, help="antal frågor av varje slag")] = 100,
) -> None:
    """Mät hur tjänsten klarar sig i ett bibliotek så stort som en hel stads."""
    console = Console(soft_wrap=True)
    small = build_library(Settings(data=library_folder(data / DEMO.name)))
    take_in(small, [original.path for original in originals(DEMO.korpus).values()])
    folder = data / f"stad-{passages}"
    fill(folder, small, passages, lambda count: console.print(f"{count} stycken"))
    contents = [report for r in small.reports() if (report := small.contents_of(r))]
    console.print("Ordindexet byggs, om det inte finns …")
    build_library(Settings(data=folder))
    grown = measured(folder, passages, contents, questions)
    path = RESULTS / "scale.json"
    rows = {**(json.loads(path.read_text("utf-8")) if path.is_file() else {})}
    rows[str(passages)] = asdict(grown)
    rows = dict(sorted(rows.items(), key=lambda row: int(row[0])))
    path.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    (RESULTS / "scale.svg").write_text(curves(rows), encoding="utf-8")
    console.print(table(rows), markup=False, highlight=False)


def measured(folder: Path, passages: int, contents: list[Report], questions: int) -> Grown:
    """A library opened as the service opens it, and asked."""
    started = time.perf_counter()
    library = build_library(Settings(data=folder))
    assistant = Assistant(library, lambda: _TODAY)
    library.embedder.embed_query("en första fråga")
    opened = time.perf_counter()
    warm(library, assistant.meaning)
    ready = time.perf_counter()
    known = models(contents)
    boards = sorted({report.identity.board for report in contents})
    held = library.roster().places
    asked = Asked(DEMO.load(), known, writers(passages, known), boards, held)
    for question in asked.questions(20, "inget"):
        assistant.ask(question)
    fenced = tuple(_fenced(assistant, library, asked, fence, questions) for fence in FENCES)
    return Grown(
        passages=library.store.count(),
        reports=len(library.reports()),
        fenced=fenced,
        pages=_pages(library),
        start_s=round(opened - started, 1),
        ready_s=round(ready - opened, 1),
        memory_mb=_memory_mb(),
        disk_mb={place.name: _disk_mb(place) for place in sorted(folder.iterdir())},
        lean=passages > LEAN,
    )


def _fenced(
    assistant: Assistant, library: Library, asked: Asked, fence: str, questions: int
) -> Fenced:
    embedding, whole, search = [], [], []
    for number, question in enumerate(asked.questions(questions, fence)):
        text = f"{question.text} {fence} {number}"
        embedding.append(_timed(partial(library.embedder.embed_query, text)))
        start = time.perf_counter()
        answer = assistant.ask(question)
        whole.append((time.perf_counter() - start) * 1000)
        steps = dict(answer.timings_ms)
        if "retrieve" in steps:
            search.append(steps["retrieve"])
    return Fenced(fence, _spread(embedding), _spread(whole), _spread(search))


def _pages(library: Library) -> dict[str, float]:
    """Milliseconds of what the pages that show many reports are made of; the middle of three."""
    figures, newest = Figures(library), max(library.roster().years.tolist())
    board = library.roster().boards[0]
    work: dict[str, Callable[[], Any]] = {
        "nyckeltal, alla namn": lambda: figures.names(Scope()),
        "nyckeltal, ett namn, hela staden": lambda: figures.named("Sjukfrånvaro", Scope()),
        "nyckeltal, ett namn, en nämnd": lambda: figures.named(
            "Sjukfrånvaro", Scope(boards=(board,))
        ),
        "jämför, en nämnd och ett år": lambda: side_by_side(
            "sjukfrånvaro", Scope(boards=(board,), years=(newest,)), library
        ),
        "jämför, hela staden": lambda: side_by_side("sjukfrånvaro", Scope(), library),
        "rapportlistan": lambda: library.reports(),
    }
    return {name: sorted(_timed(one) for _ in range(3))[1] for name, one in work.items()}


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return round((time.perf_counter() - start) * 1000, 2)


def _spread(laps: list[float]) -> tuple[float, float, float]:
    p50, p95, p99 = (round(percentile(laps, at) or 0.0, 1) for at in (0.5, 0.95, 0.99))
    return (p50, p95, p99)


def _memory_mb() -> int:
    """What this process holds, files that are mapped included (VmRSS)."""
    for line in Path("/proc/self/status").read_text("ascii").splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) // 1000
    return 0


def _disk_mb(place: Path) -> int:
    files = (Path(folder) / name for folder, _, names in os.walk(place) for name in names)
    return sum(path.stat().st_size for path in files) // 1_000_000
