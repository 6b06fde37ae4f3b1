"""``python -m eval read``: reads reports, compares them with the truth, prints tables.

One table a report with every measure, or of a whole folder the totals; with ``--verbose`` the
first differences of each, so that they can be mended; ``--save`` keeps the totals as Markdown,
with the time that reading took beside pdfplumber's.
The exit code is 0 whatever the figures are: this measures, it does not judge.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table as RichTable

from eval.originals import SUFFIXES
from eval.reading import coverage as cover
from eval.reading.pace import Pace
from eval.reading.rows import compare_activities, compare_indicators, compare_tables
from eval.reading.sheet import Count, Sheet
from eval.reading.structure import compare_goals, compare_headings, compare_identity
from eval.reading.truth import Truth, load
from ingest.assembly import report_from
from ingest.errors import IngestError
from ingest.identity import Overrides
from ingest.model import Report
from ingest.passages import passages_of
from ingest.reading import read_layout

_FEW = 6
SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "korpus"


def read(
    files: Annotated[list[str] | None, typer.Argument(help="filer eller namn i korpusen")] = None,
    korpus: Annotated[Path, typer.Option(help="mapp med rapporter och facit/")] = SHARED,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="visa skillnaderna")] = False,
    limit: Annotated[int, typer.Option(help="högst så många skillnader per mått")] = 20,
    save: Annotated[Path | None, typer.Option(help="spara tabellen som Markdown")] = None,
) -> None:
    """Mät hur väl rapporter läses, mot facit."""
    console = Console(soft_wrap=True)
    paths = [_locate(korpus, name) for name in files] if files else list(_reports(korpus))
    if not paths:
        console.print(f"Inga rapporter i {korpus}. Ange en mapp med --korpus eller filer.")
        raise typer.Exit(1)
    every, whole, clock = Sheet(), 0.0, Pace()
    truths = next((f for f in (korpus / "facit", korpus) if any(f.glob("*.json"))), korpus)
    for path in paths:
        try:
            sheet, seconds = measure(path, truths)
        except IngestError as error:
            console.print(f"[red]{path.name}: {error}")
            every.share("filer som gick att läsa", False, str(error))
            continue
        every.share("filer som gick att läsa", True)
        every.add(sheet, path.stem)
        whole += seconds
        if save:
            clock.add(path, seconds)
        if len(paths) <= _FEW:
            _print(console, path.name, sheet, seconds)
    if len(paths) > 1:
        _print(console, f"alla {len(paths)}", every, whole)
    if clock.told():
        console.print(clock.told(), highlight=False)
    if save:
        save.write_text(markdown(f"Läsning av {korpus.name}", len(paths), every, clock), "utf-8")
        console.print(f"Sparat: {save.name}")
    if verbose:
        _differences(console, every, limit)


def _reports(korpus: Path) -> list[Path]:
    """Reports below a folder; plain text of a PDF (``txt/``) is no report of its own."""
    found = (p for p in korpus.rglob("*") if p.suffix.lower() in SUFFIXES)
    return sorted(path for path in found if path.parent.name != "txt")


def _locate(korpus: Path, name: str) -> Path:
    path = Path(name)
    return path if path.is_file() else korpus / f"{path.stem}.pdf"


def measure(path: Path, truths: Path) -> tuple[Sheet, float]:
    """Read one report and compare it with its truth; also the seconds that reading took."""
    start = time.perf_counter()
    report = _read_report(path)
    seconds = time.perf_counter() - start
    sheet = Sheet()
    truth = load(truths, path.stem)
    if truth:
        compare(truth, report, sheet)
    if path.suffix.lower() == ".pdf":
        _cover(path, report, truth, sheet)
    for warning in report.warnings:
        sheet.differs("varningar", warning)
    return sheet, seconds


def _cover(path: Path, report: Report, truth: Truth | None, sheet: Sheet) -> None:
    name = "meningar återfunna i passager"
    pages = cover.pages_of(path)
    body = cover.body_pages(pages, truth.front if truth else ())
    contents = " ".join(text for number, text in enumerate(pages, 1) if number not in body)
    result = cover.coverage(body, passages_of(report, "0" * 64), contents)
    sheet.counts[name] = Count(result.found, result.total)
    for page, line in result.missing:
        sheet.differs(name, f"s. {page}: {line}")


def _read_report(path: Path) -> Report:
    return report_from(read_layout(path), path.name, Overrides())


def compare(truth: Truth, report: Report, sheet: Sheet) -> None:
    """Every comparison, in the order they are shown."""
    compare_identity(truth, report.identity, sheet)
    compare_goals(truth, report, sheet)
    compare_headings(truth, report, sheet)
    compare_indicators(truth, report, sheet)
    compare_activities(truth, report, sheet)
    compare_tables(truth, report, sheet)


def markdown(title: str, files: int, sheet: Sheet, clock: Pace) -> str:
    """The totals as a Markdown page, with the first differences of every measure."""
    lines = [f"# {title}", "", f"{files} rapporter lästa och jämförda med facit.", ""]
    lines += ["| Mått | Värde | Rätt | Facit | Läst |", "| --- | ---: | ---: | ---: | ---: |"]
    for name, count in sheet.counts.items():
        lines.append(f"| {' | '.join((name, *_figures(count)))} |")
    if clock.told():
        lines += ["", clock.told()]
    wrong = {name: notes for name, notes in sheet.differences.items() if name in sheet.counts}
    for name, notes in wrong.items():
        lines += ["", f"## Skillnader: {name}", ""]
        lines += [f"- {note}" for note in notes[:_FEW]]
        lines += [f"- … och {len(notes) - _FEW} till"] if len(notes) > _FEW else []
    return "\n".join(lines) + "\n"


def _figures(count: Count) -> tuple[str, str, str, str]:
    value = "–" if count.value is None else f"{count.value:.4f}"
    found = "" if count.found is None else str(count.found)
    return value, str(count.right), str(count.expected), found


def _print(console: Console, name: str, sheet: Sheet, seconds: float) -> None:
    table = RichTable(title=f"{name} ({seconds:.1f} s)", title_justify="left")
    for head in ("Mått", "Värde", "Rätt", "Facit", "Läst"):
        table.add_column(head, justify="left" if head == "Mått" else "right")
    for measure_name, count in sheet.counts.items():
        table.add_row(measure_name, *_figures(count))
    console.print(table)


def _differences(console: Console, sheet: Sheet, limit: int) -> None:
    for measure_name, notes in sheet.differences.items():
        console.print(f"[bold]{measure_name}[/bold]: {len(notes)} skillnader")
        for note in notes[:limit]:
            console.print(f"  - {note}", markup=False, highlight=False)
