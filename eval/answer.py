"""The command ``answer``: how good the answers without a language model are, demand by demand.

Asks the questions of the example corpus and, where it stands beside the repository, of the set of
real reports; prints every demanded figure per kind of question and, with ``-v``, each miss with
its answer. ``--save`` keeps the example corpus's tables below ``eval/results``; what real reports
say is only printed. The exit code is 1 when a report could not be taken in.
"""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import track

from assistant.settings import Settings
from assistant.wiring import build_library
from eval.answer_judge import Judged, judge
from eval.answer_report import answer_markdown, answer_misses
from eval.command import DEMO, HERE, Suite, chosen, library_folder
from eval.originals import Original, originals
from eval.scoring import Parts, run_case
from eval.systems import Program, take_in


def answer(
    data: Annotated[Path | None, typer.Option(help="var det inlästa sparas")] = None,
    cases: Annotated[Path | None, typer.Option(help="frågor, en JSON-rad per fråga")] = None,
    korpus: Annotated[Path | None, typer.Option(help="mapp med rapporterna")] = None,
    keep: Annotated[bool, typer.Option("--save", help="spara demomaterialets tabeller")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="visa det som missades")] = False,
) -> None:
    """Mät svaren mot kraven, fråga för fråga."""
    console = Console(soft_wrap=True)
    suites = chosen(cases, korpus, console)
    failed = False
    with ExitStack() as stack:
        kept = data or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        for suite in suites:
            judged, files, lost = measured(suite, kept / suite.name, console)
            failed = failed or lost
            about = f"{len(judged)} frågor, {len(files)} rapporter."
            text = answer_markdown(suite.name, judged, about)
            console.print(text, markup=False, highlight=False)
            if verbose:
                for line in answer_misses(judged, files):
                    console.print(line, markup=False, highlight=False)
            if keep and suite.cases == DEMO.cases:
                path = HERE / "results" / "answer-demo.md"
                path.write_text(text, "utf-8")
                console.print(f"Sparat: {path.name}")
    raise typer.Exit(int(failed))


def measured(
    suite: Suite, data: Path, console: Console
) -> tuple[list[Judged], dict[str, Original], bool]:
    """Every question of a suite judged; the originals; whether a report was refused."""
    files = originals(suite.korpus)
    library = build_library(Settings(data=library_folder(data)))
    failures = take_in(library, [original.path for original in files.values()])
    for failure in failures:
        console.print(f"[red]{failure.file}[/]: {failure.reason}")
    program = Program(library)
    parts = Parts(retrieval=False)
    cases = suite.load()
    return (
        [
            judge(run_case(program, case, files, parts))
            for case in track(cases, suite.name, console=console, transient=True)
        ],
        files,
        bool(failures),
    )
