"""Taking files in at a terminal: a progress bar, a line for each file, a summary in Swedish.

Exit code 0 when at least one report is in force afterwards, 1 when none could be taken in. At a
terminal, what the report does not say of its identity is asked for; elsewhere the message names
the options. A file that was named but is not there never stops the others.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from ingest.identity import Overrides
from ingest.model import Identity, ReportType
from ingest.outcome import Outcome, Stage
from ingest.pipeline import Pipeline
from ingest.reading.files import find_files, shown

_STAGES: dict[Stage, tuple[str, float, float]] = {
    "reading": ("läser", 0.0, 0.3),
    "embedding": ("beräknar vektorer", 0.3, 0.6),
    "storing": ("sparar", 0.9, 0.1),
}
_STATUS = {
    "new": "[green]inläst[/]",
    "replaced": "[green]ersatt[/]",
    "unchanged": "oförändrad",
    "failed": "[red]misslyckades[/]",
}
_OPTIONS = {"board": "--namnd", "unit": "--enhet", "year": "--ar", "report_type": "--typ"}
_ATTEMPTS = 3
Told = Callable[[Sequence[str], Sequence[Outcome]], None]
"""Is told what was named and is not there, and what became of each file."""


def run(
    paths: Sequence[Path],
    overrides: Overrides,
    pipeline: Pipeline,
    console: Console,
    told: Told | None = None,
) -> int:
    """Take in what the paths mean; the exit code. ``told`` gets what became of all of it."""
    found = find_files(paths)
    for problem in found.problems:
        console.print(f"[red]Fel:[/] {escape(problem)}", soft_wrap=True, highlight=False)
    outcomes = _take_all(pipeline, found.files, overrides, console) if found.files else []
    if told is not None:
        told(found.problems, outcomes)
    if not found.files:
        console.print("Inget lästes in.")
        return 1
    _summary(outcomes, console)
    return 0 if any(outcome.ok for outcome in outcomes) else 1


def _take_all(
    pipeline: Pipeline, files: Sequence[Path], overrides: Overrides, console: Console
) -> list[Outcome]:
    outcomes: list[Outcome] = []
    asked: list[tuple[int, Path]] = []
    with _bar(console) as bar:
        task = bar.add_task("", total=len(files))

        def tell(stage: Stage, done: float) -> None:
            what, start, share = _STAGES[stage]
            name = shown(files[min(len(outcomes), len(files) - 1)].name)
            completed = len(outcomes) + start + share * done
            bar.update(task, completed=completed, description=f"{escape(name)}: {what}")

        for outcome in pipeline.ingest_all(files, overrides, tell):
            if outcome.fields and console.is_terminal and console.is_interactive:
                asked.append((len(outcomes), files[len(outcomes)]))
            else:
                _line(outcome, console)
            outcomes.append(outcome)
            bar.update(task, completed=len(outcomes))
    for position, path in asked:
        outcomes[position] = _ask_and_take(pipeline, path, overrides, outcomes[position], console)
        _line(outcomes[position], console)
    return outcomes


def _bar(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        transient=True,
    )


def _line(outcome: Outcome, console: Console) -> None:
    """What became of a file, its warnings below."""
    detail = outcome.reason + _hint(outcome)
    if outcome.identity and outcome.ok:
        detail = (
            f"{_named(outcome.identity)} – {_count(outcome.pages, 'sida', 'sidor')}, "
            f"{outcome.passages} avsnitt, {_count(outcome.indicators, 'indikator', 'indikatorer')}"
            f"{', intern för nämnden' if outcome.internal else ''}"
        )
    console.print(
        f"{_STATUS[outcome.status]} {escape(outcome.file)}: {escape(detail)}",
        soft_wrap=True,
        highlight=False,
    )
    if outcome.status != "unchanged":
        for warning in outcome.warnings:
            console.print(f"  [yellow]Obs:[/] {escape(warning)}", soft_wrap=True, highlight=False)


def _named(identity: Identity) -> str:
    who = f"{identity.unit}, {identity.board}" if identity.unit else identity.board
    return f"{identity.title}, {who}"


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _hint(outcome: Outcome) -> str:
    """The options that name what is missing, unless the reason says them already."""
    options = [_OPTIONS[field] for field in outcome.fields if field in _OPTIONS]
    if not options or all(option in outcome.reason for option in options):
        return ""
    return f" Ange det som saknas med {', '.join(options)}."


def _summary(outcomes: Sequence[Outcome], console: Console) -> None:
    counts = {status: sum(o.status == status for o in outcomes) for status in _STATUS}
    words = (
        ("new", "inläst", "inlästa"),
        ("replaced", "ersatt", "ersatta"),
        ("unchanged", "oförändrad", "oförändrade"),
        ("failed", "misslyckades", "misslyckades"),
    )
    parts = [_count(counts[status], one, many) for status, one, many in words if counts[status]]
    console.print(f"{_count(len(outcomes), 'fil', 'filer')}: {', '.join(parts)}.", highlight=False)


def _ask_and_take(
    pipeline: Pipeline, path: Path, overrides: Overrides, outcome: Outcome, console: Console
) -> Outcome:
    """Ask for what is missing and take the file in; an empty answer gives up."""
    for _ in range(_ATTEMPTS):
        console.print(
            f"{escape(outcome.file)}: {escape(outcome.reason)}", soft_wrap=True, highlight=False
        )
        for field in outcome.fields:
            filled = _filled(overrides, field, console)
            if filled is None:
                return outcome
            overrides = filled
        outcome = pipeline.ingest(path, overrides)
        if not outcome.fields:
            break
    return outcome


def _filled(overrides: Overrides, field: str, console: Console) -> Overrides | None:
    """The overrides with one more field, or None when the question was not answered."""
    for _ in range(_ATTEMPTS):
        answer = console.input(f"{_QUESTIONS[field]} (tomt svar hoppar över filen): ").strip()
        if not answer:
            return None
        try:
            return _with(overrides, field, answer)
        except ValueError:
            console.print(f"«{escape(answer)}» går inte att tolka.")
    return None


def _with(overrides: Overrides, field: str, answer: str) -> Overrides:
    if field == "year":
        return replace(overrides, year=_year(answer))
    if field == "report_type":
        return replace(overrides, report_type=_report_type(answer))
    if field == "unit":
        return replace(overrides, unit=answer)
    return replace(overrides, board=answer)


def _year(text: str) -> int:
    year = int(text)
    if not 1990 <= year <= 2100:
        raise ValueError(text)
    return year


def _report_type(text: str) -> ReportType:
    wanted = text.casefold()
    for report_type in ReportType:
        if wanted in (str(report_type).casefold(), report_type.full_name.casefold()):
            return report_type
    raise ValueError(text)


_QUESTIONS = {
    "board": "Stadsdelsnämnd",
    "unit": "Enhet",
    "year": "År",
    "report_type": "Rapporttyp – VP, T1, T2 eller VB",
}
