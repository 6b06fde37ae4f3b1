"""The commands ``compare`` and ``ablation``: configurations beside each other.

``compare A B`` tells for two configurations (or two files of results) whether B is better than A
and whether chance would do the same. ``ablation`` runs all of them; the table over the example
corpus is kept in ``eval/results``, that over the real reports is only printed.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from assistant.settings import Settings
from assistant.wiring import build_library
from eval.command import DEMO, HERE, Suite, chosen, library_folder
from eval.compare import Comparison, compare_runs
from eval.configurations import CONFIGURATIONS, FULL, Bench, Configuration, by_name
from eval.metrics.ndcg import ndcg
from eval.metrics.recall import recall
from eval.originals import originals
from eval.scoring import mean
from eval.systems import take_in

Ranks = Mapping[str, tuple[int | None, ...]]
_CHANCE = 0.05

CasesOption = Annotated[Path | None, typer.Option(help="frågor, en JSON-rad per fråga")]
KorpusOption = Annotated[Path | None, typer.Option(help="mapp med rapporterna")]
DataOption = Annotated[Path | None, typer.Option(help="var det inlästa sparas")]


def compare(
    first: Annotated[str, typer.Argument(help="konfiguration eller resultatfil (JSON)")],
    second: Annotated[str, typer.Argument(help="det som jämförs med den första")],
    cases: CasesOption = None,
    korpus: KorpusOption = None,
    data: DataOption = None,
) -> None:
    """Jämför två sätt att söka, fråga för fråga, med ett parat test."""
    console = Console(soft_wrap=True)
    names = [name for name in (first, second) if not Path(name).is_file()]
    for name in names:
        if name not in by_name():
            console.print(f"«{name}» är ingen konfiguration. Välj bland: {', '.join(by_name())}.")
            raise typer.Exit(1)
    suite = Suite(cases, korpus or DEMO.korpus) if cases else DEMO
    with ExitStack() as stack:
        bench = opened(suite, _kept(data, stack), console) if names else None
        one, two = (_ranks_of(name, bench) for name in (first, second))
    for measure, score in MEASURES.items():
        told = compare_runs(_scores(one, score), _scores(two, score))
        console.print(f"{measure}: {in_words(told)}", markup=False, highlight=False)


def ablation(
    cases: CasesOption = None, korpus: KorpusOption = None, data: DataOption = None
) -> None:
    """Mät vad varje del av sökningen är värd."""
    console = Console(soft_wrap=True)
    with ExitStack() as stack:
        kept = _kept(data, stack)
        for suite in chosen(cases, korpus, console):
            bench = opened(suite, kept, console)
            text = table(suite.name, {c: bench.run(c) for c in CONFIGURATIONS})
            console.print(text, markup=False, highlight=False)
            if suite == DEMO:
                path = HERE / "results" / f"ablation-{suite.name}.md"
                path.write_text(text, "utf-8")
                console.print(f"Sparat: {path.name}")


def opened(suite: Suite, data: Path, console: Console, as_asker: bool = False) -> Bench:
    """The suite's questions on a library that holds its reports."""
    library = build_library(Settings(data=library_folder(data / suite.name)))
    files = originals(suite.korpus)
    for failure in take_in(library, [original.path for original in files.values()]):
        console.print(f"{failure.file}: {failure.reason}", markup=False)
    return Bench(library, suite.load(), as_asker)


def table(name: str, runs: Mapping[Configuration, Ranks]) -> str:
    """One row a configuration: figures, and how it did question by question beside the full."""
    full = next(ranks for c, ranks in runs.items() if c.name == FULL)
    lines = [
        f"# Vad varje del av sökningen är värd: {name}",
        "",
        f"{len(full)} frågor med underlag. Vinst, lika och förlust gäller nDCG@10 mot den fulla "
        "sökningen;",
        "p är ett parat randomiseringstest. «Ingen säker skillnad» är p ≥ 0,05.",
        "",
        "| konfiguration | recall@5 | recall@10 | nDCG@10 | vinst/lika/förlust | p | i ord |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    lines += [_row(configuration, ranks, full) for configuration, ranks in runs.items()]
    return "\n".join(lines) + "\n"


def _row(configuration: Configuration, ranks: Ranks, full: Ranks) -> str:
    figures = [mean(score(r) for r in ranks.values()) or 0.0 for score in MEASURES.values()]
    told = compare_runs(_scores(full, ndcg), _scores(ranks, ndcg))
    beside = f"{told.win}/{told.tie}/{told.loss} | {told.p:.3f}"
    word = "" if configuration.name == FULL else f"; {_verdict(told)}"
    cells = " | ".join(f"{figure:.3f}" for figure in figures)
    if configuration.name == FULL:
        beside = "– | –"
    return f"| {configuration.name} | {cells} | {beside} | {configuration.says}{word} |"


def _verdict(told: Comparison) -> str:
    if told.p >= _CHANCE:
        return "ingen säker skillnad"
    return "bättre" if told.gain > 0 else "sämre"


def in_words(told: Comparison) -> str:
    """For a person at a terminal."""
    counts = f"{told.win} bättre, {told.tie} lika, {told.loss} sämre"
    return f"{counts}; i snitt {told.gain:+.3f}, p = {told.p:.4f} ({_verdict(told)})"


def _recall_5(ranks: Sequence[int | None]) -> float | None:
    return recall(ranks, 5)


def _recall_10(ranks: Sequence[int | None]) -> float | None:
    return recall(ranks, 10)


MEASURES = {"recall@5": _recall_5, "recall@10": _recall_10, "nDCG@10": ndcg}


def _scores(runs: Ranks, score: object) -> dict[str, float]:
    assert callable(score)
    found = {key: score(ranks) for key, ranks in runs.items()}
    return {key: value for key, value in found.items() if value is not None}


def _ranks_of(name: str, bench: Bench | None) -> Ranks:
    if bench is not None and name in by_name():
        return bench.run(by_name()[name])
    questions = json.loads(Path(name).read_text("utf-8"))["questions"]
    return {key: tuple(given["ranks"]) for key, given in questions.items()}


def _kept(data: Path | None, stack: ExitStack) -> Path:
    return data or Path(stack.enter_context(tempfile.TemporaryDirectory()))
