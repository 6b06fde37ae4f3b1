"""The commands. ``run`` takes the reports in, asks the questions, prints and keeps the figures.

Without options the example corpus is measured and, where it stands beside the repository, the
set of real reports. What is taken in is kept below ``--data`` and used again as long as nothing in
``ingest/`` has changed, so that a second run only asks. The exit code is 1 when a report could not
be taken in or there is nothing to run.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import track

from assistant.settings import Settings
from assistant.wiring import build_library
from eval.baseline import Baseline
from eval.originals import Original, originals
from eval.questions import Case, load_cases
from eval.reading.command import read
from eval.repeats import repeats
from eval.report import markdown, misses, save
from eval.scoring import Parts, Record, by_question, paired, run_case, summary
from eval.systems import Program, System, take_in

HERE = Path(__file__).resolve().parent
SHARED = HERE.parent.parent / "shared"


class Only(StrEnum):
    """A part of the measurement."""

    RETRIEVAL = "retrieval"
    ANSWERS = "answers"


@dataclass(frozen=True, slots=True)
class Suite:
    """Questions and the reports that they are about."""

    cases: Path
    korpus: Path

    @property
    def name(self) -> str:
        """The name of the results."""
        return self.cases.stem

    def load(self) -> list[Case]:
        """The cases, document names mapped to file stems."""
        for folder in (self.cases.parent, HERE / "cases"):
            mapping = folder / f"{self.name}.dokument.json"
            if mapping.is_file():
                return load_cases(self.cases, json.loads(mapping.read_text("utf-8")))
        return load_cases(self.cases)


DEMO = Suite(HERE / "cases" / "demo.jsonl", HERE / "corpus" / "demo")
REAL = Suite(SHARED / "facit" / "fragor.jsonl", SHARED / "korpus")


def chosen(cases: Path | None, korpus: Path | None, console: Console) -> list[Suite]:
    """The suite that is named, else those that are there; says so and ends where there is none."""
    named = [Suite(cases, korpus or DEMO.korpus)] if cases else [DEMO, REAL]
    suites = [s for s in named if s.cases.is_file() and s.korpus.is_dir()]
    if not suites:
        console.print("Inga frågor eller rapporter hittades. Ange --cases och --korpus.")
        raise typer.Exit(1)
    return suites


app = typer.Typer(no_args_is_help=True, add_completion=False, help="Mät planassistenten.")
app.command()(read)
app.command()(repeats)


@app.command()
def run(
    cases: Annotated[Path | None, typer.Option(help="frågor, en JSON-rad per fråga")] = None,
    korpus: Annotated[Path | None, typer.Option(help="mapp med rapporterna")] = None,
    data: Annotated[Path | None, typer.Option(help="var det inlästa sparas")] = None,
    only: Annotated[Only | None, typer.Option(help="bara en del av mätningen")] = None,
    baseline: Annotated[bool, typer.Option(help="mät jämförelsen också")] = True,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="visa det som missades")] = False,
) -> None:
    """Mät hur väl frågor besvaras, bredvid en vanlig lösning."""
    console = Console(soft_wrap=True)
    suites = chosen(cases, korpus, console)
    parts = Parts(only is not Only.ANSWERS, only is not Only.RETRIEVAL)
    failed = False
    with ExitStack() as stack:
        kept = data or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        for suite in suites:
            outcome = measure(suite, kept / suite.name, parts, console, baseline)
            failed = failed or outcome.failed
            console.print(markdown(outcome.result), markup=False, highlight=False)
            if verbose:
                for line in misses(outcome.records, outcome.files):
                    console.print(line, markup=False, highlight=False)
            if only is None and baseline:
                console.print(f"Sparat: {save(outcome.result, HERE / 'results').name}")
    raise typer.Exit(int(failed))


@dataclass(frozen=True, slots=True)
class Measured:
    """The figures of a suite, the program's own records, and whether a report was refused."""

    result: dict[str, Any]
    records: list[Record]
    files: Mapping[str, Original]
    failed: bool


def library_folder(data: Path) -> Path:
    """Where the library is kept; emptied when the code that reads reports has changed."""
    whole = hashlib.sha256()
    for path in sorted((HERE.parent / "ingest").rglob("*")):
        if path.suffix in {".py", ".yaml"}:
            whole.update(path.read_bytes())
    folder, mark = data / "library", data / "ingest.sha256"
    if not (mark.is_file() and mark.read_text("ascii") == whole.hexdigest()):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        mark.write_text(whole.hexdigest(), "ascii")
    return folder


def measure(
    suite: Suite, data: Path, parts: Parts, console: Console, with_baseline: bool = True
) -> Measured:
    """Take the reports of a suite in and ask its questions."""
    cases, files = suite.load(), originals(suite.korpus)
    library = build_library(Settings(data=library_folder(data)))
    console.print(f"{suite.name}: {len(files)} rapporter läses in …")
    failures = take_in(library, [original.path for original in files.values()])
    for failure in failures:
        console.print(f"[red]{failure.file}[/]: {failure.reason}")
    systems: dict[str, System] = {"planassistent": Program(library)}
    if with_baseline:
        console.print(f"{suite.name}: jämförelsen byggs …")
        systems["jämförelse"] = Baseline(files, library.embedder, data / "baseline")
    records = {
        name: [
            run_case(system, case, files, parts)
            for case in track(cases, f"{suite.name}: {name}", console=console, transient=True)
        ]
        for name, system in systems.items()
    }
    ours = records["planassistent"]
    result = {
        "suite": suite.name,
        "cases": len(cases),
        "reports": len(files),
        "model": library.embedder.name,
        "systems": {name: summary(rows) for name, rows in records.items()},
        "paired": paired(ours, records["jämförelse"]) if with_baseline else {},
        "questions": by_question(ours),
    }
    return Measured(result, ours, files, bool(failures))
