"""The command ``speed``: what retrieval costs beside the embedding of the question alone.

A library of ``--passages`` passages is made from those of the example corpus: copied under invented
units, each vector turned a little by noise, so that the indexes have as many different things to
hold as in use. Every question is new to the embedder. Printed are the middle and the 95th
percentile of each step, in milliseconds, and how many times the embedding retrieval takes.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial, wraps
from pathlib import Path
from typing import Annotated, Any, TypeVar

import numpy as np
import typer
from rich.console import Console

from assistant.interpret import Interpreter
from assistant.model import Question
from assistant.retrieve import Retriever
from assistant.settings import Settings
from assistant.wiring import build_library
from eval.command import DEMO, library_folder
from eval.metrics.latency import percentile
from eval.originals import originals
from eval.systems import closing_day, take_in
from ingest.library import Library
from ingest.model import Passage, StoredReport

T = TypeVar("T")
Times = dict[str, list[float]]
_NOISE = 0.02


def speed(
    data: Annotated[Path, typer.Option(help="var det inlästa sparas")],
    passages: Annotated[int, typer.Option(min=1, help="antal stycken i biblioteket")] = 20_000,
    questions: Annotated[int, typer.Option(min=1, help="antal frågor")] = 150,
) -> None:
    """Mät hur lång tid sökningen tar bredvid inbäddningen av frågan."""
    console = Console(soft_wrap=True)
    library = build_library(Settings(data=library_folder(data / DEMO.name)))
    take_in(library, [original.path for original in originals(DEMO.korpus).values()])
    large = build_library(Settings(data=library_folder(data / f"stor-{passages}")))
    if large.store.count() < passages:
        console.print(f"Ett bibliotek med {passages} stycken görs …")
        fill(large, library, passages)
    texts = [case.question for case in DEMO.load()][:questions]
    times = measured(large, texts)
    console.print(f"{large.store.count()} stycken, {len(texts)} frågor, millisekunder")
    console.print("| steg | p50 | p95 |\n| --- | --- | --- |")
    for name, laps in times.items():
        console.print(f"| {name} | {percentile(laps, 0.5):.1f} | {percentile(laps, 0.95):.1f} |")
    ratio = (percentile(times["sökning"], 0.95) or 0) / (percentile(times["inbäddning"], 0.95) or 1)
    console.print(f"Sökningens p95 är {ratio:.2f} gånger inbäddningens.")


def fill(large: Library, library: Library, wanted: int) -> None:
    """Copies of the library's reports under invented units, until there are enough passages."""
    chance = np.random.default_rng(20_000)
    vectors = {r.document_id: _vectors(library, r) for r in library.reports()}
    turn = 0
    while large.store.count() < wanted:
        for report in library.reports():
            _add_copy(large, library.store.passages(report.document_id), report,
                      (turn, vectors[report.document_id], chance))  # fmt: skip
            if large.store.count() >= wanted:
                break
        turn += 1
    large.lexical.sync(large.store)


def _vectors(library: Library, report: StoredReport) -> Any:
    """Embedded once; the copies only get noise."""
    texts = [p.dense_text for p in library.store.passages(report.document_id)]
    return np.asarray(library.embedder.embed_documents(texts), dtype=np.float32)


def _add_copy(
    large: Library,
    passages: Sequence[Passage],
    report: StoredReport,
    copy: tuple[int, Any, np.random.Generator],
) -> None:
    turn, vectors, chance = copy
    unit = f"{report.identity.unit or report.identity.board} {turn}" if turn else None
    identity = replace(report.identity, unit=unit) if unit else report.identity
    noisy = vectors + chance.normal(0.0, _NOISE, vectors.shape).astype(np.float32)
    noisy /= np.linalg.norm(noisy, axis=1, keepdims=True)
    copies = [
        replace(p, id=f"{identity.document_id}.{turn}.{p.ordinal:04d}",
                document_id=identity.document_id, identity=identity)
        for p in passages
    ]  # fmt: skip
    large.store.stage(copies, noisy.tolist())
    large.store.commit(replace(report, identity=identity))


def measured(library: Library, texts: Sequence[str]) -> Times:
    """Milliseconds of each step for each question; the first one only warms up."""
    times: Times = defaultdict(list)
    interpreter = Interpreter(library, lambda: closing_day(library))
    watched = Library(
        _Watched(library.store, times, "vektorsökning", ("search",)),
        _Watched(library.lexical, times, "ordsökning", ("search",)),
        _Watched(library.embedder, times, "inbäddning i sökningen", ("embed_query",)),
        library.archive,
    )
    retriever = Retriever(watched)
    retriever.retrieve(interpreter.interpret(Question(texts[0])), 10)
    times.clear()
    for number, text in enumerate(texts):
        _timed(times, "inbäddning", partial(library.embedder.embed_query, f"{text} {number}"))
        meant = _timed(times, "tolkning", partial(interpreter.interpret, Question(text)))
        _timed(times, "sökning", partial(retriever.retrieve, meant, 10))
    return times


def _timed(times: Times, name: str, work: Callable[[], T]) -> T:
    start = time.perf_counter()
    result = work()
    times[name].append((time.perf_counter() - start) * 1000)
    return result


class _Watched:
    """An engine with some calls timed; two calls for one question count as two."""

    def __init__(self, engine: Any, times: Times, name: str, calls: tuple[str, ...]) -> None:
        self._engine, self._times, self._name, self._calls = engine, times, name, calls

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._engine, name)
        if name not in self._calls:
            return found

        @wraps(found)
        def call(*given: Any) -> Any:
            start = time.perf_counter()
            try:
                return found(*given)
            finally:
                self._times[self._name].append((time.perf_counter() - start) * 1000)

        return call
