"""What questions, pages and the machine take in one library of a city.

Asked are whole questions without a language model (interpretation, search, rows, evidence,
writing, proof), without a filter and with each kind, and beside them the embedding of the question
alone, turn by turn in one run: the ratio is what can be compared, milliseconds depend on the
machine. Every question is another one, so that what is remembered of one does not help the next.
Then the pages that show many reports, memory, disk and start-up. To be run in a process of its own:
memory is that of the whole process.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from assistant.answer import Assistant
from assistant.figures import Figures
from assistant.model import Question
from assistant.settings import Settings
from assistant.side_by_side import side_by_side
from assistant.warm import warm
from assistant.wiring import build_library
from eval.command import DEMO
from eval.metrics.latency import percentile
from eval.scale.city import Model, writers
from eval.scale.questions import FENCES, Asked
from eval.scale.steps import Steps
from ingest.library import Library
from ingest.model import Scope
from ingest.switch_interval import shorten_switch_interval

_TODAY = date(2026, 3, 1)
_WARM = 20
_SEARCH = "retrieve"
Spread = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class City:
    """A library that is measured: where it is, how large it was meant to be, whom it is after."""

    folder: Path
    passages: int
    models: Sequence[Model]
    boards: Sequence[str]


@dataclass(frozen=True, slots=True)
class Fenced:
    """Questions with one kind of filter: milliseconds at p50, p95 and p99."""

    fence: str
    searched: int
    """How many questions were searched for, and are counted here."""
    embedding: Spread
    question: Spread
    steps: dict[str, Spread]


@dataclass(frozen=True, slots=True)
class Grown:
    """Everything that was measured of a library of one size."""

    passages: int
    reports: int
    fenced: tuple[Fenced, ...]
    pages: dict[str, float]
    """Milliseconds."""
    start_s: float
    ready_s: float
    memory_mb: int
    disk_mb: dict[str, int]


def measured(city: City, questions: int) -> Grown:
    """A library opened as the service opens it, and asked so many questions of each kind."""
    shorten_switch_interval()
    started = time.perf_counter()
    library = build_library(Settings(data=city.folder))
    steps = Steps()
    steps.watch(library)
    assistant = Assistant(library, lambda: _TODAY)
    library.embedder.embed_query("en första fråga")
    opened = time.perf_counter()
    warm(library, assistant.meaning)
    ready = time.perf_counter()
    held = library.roster().places
    all_ = writers(city.passages, city.models)
    asked = Asked(DEMO.load(), city.models, all_, city.boards, held)
    for question in asked.questions(_WARM, "inget"):
        assistant.ask(question)
    fenced = tuple(
        fenced_laps(assistant, library, steps, (fence, asked.questions(questions, fence)))
        for fence in FENCES
    )
    return Grown(
        passages=library.store.count(),
        reports=len(library.reports()),
        fenced=fenced,
        pages=_pages(library),
        start_s=round(opened - started, 1),
        ready_s=round(ready - opened, 1),
        memory_mb=_memory_mb(),
        disk_mb={place.name: _disk_mb(place) for place in sorted(city.folder.iterdir())},
    )


def fenced_laps(
    assistant: Assistant, library: Library, steps: Steps, asked: tuple[str, Iterable[Question]]
) -> Fenced:
    """Questions with one filter, each embedded alone (with words of its own) before it is asked.

    What is refused before anything is searched for, since the filter leaves out what the question
    names, takes next to nothing and is not counted.
    """
    fence, questions = asked
    embedding, whole = [], []
    steps.times.clear()
    for number, question in enumerate(questions):
        text = f"{question.text} {fence} {number}"
        alone = _timed(partial(library.embedder.embed_query, text))
        steps.asked()
        start = time.perf_counter()
        answer = assistant.ask(question)
        took = (time.perf_counter() - start) * 1000
        library.embedder.embed_query(question.text)  # of one that was refused it is still under way
        if any(step == _SEARCH for step, _ in answer.timings_ms):
            embedding.append(alone)
            whole.append(took)
            steps.answered(answer.timings_ms)
    spreads = {name: _spread(times) for name, times in steps.times.items()}
    return Fenced(fence, len(whole), _spread(embedding), _spread(whole), spreads)


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


def _spread(laps: list[float]) -> Spread:
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
