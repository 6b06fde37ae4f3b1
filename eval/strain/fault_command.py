"""The command ``faults``: strikes a small library at every call and says what was wrong after.

Writing acts are struck at every call that they make. Acts that only read make the same few calls
a hundred times; of those with one name ``--reads`` are struck. The exit code is 1 when anything
that must hold did not.
"""

from __future__ import annotations

import logging
import math
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import track

from eval.command import app
from eval.strain.engines import Engine
from eval.strain.fault_runs import EVERY_ACT, Bench, Found, faults
from eval.strain.faults import Fault, Kind
from eval.strain.machine import machine
from eval.strain.service import READING


@app.command("faults")
def faults_command(
    engine: Annotated[list[Engine] | None, typer.Option(help="var styckena finns")] = None,
    act: Annotated[list[str] | None, typer.Option(help="vad som görs när felet kommer")] = None,
    kind: Annotated[list[Kind] | None, typer.Option(help="felets slag")] = None,
    reads: Annotated[int, typer.Option(min=1, help="läsande anrop av samma namn")] = 2,
    writes: Annotated[int | None, typer.Option(min=1, help="skrivande anrop av samma namn")] = None,
    minutes: Annotated[float | None, typer.Option(help="längst tid för varje motor")] = None,
    save: Annotated[Path | None, typer.Option(help="filen som resultatet sparas i")] = None,
) -> None:
    """Låt varje anrop till biblioteket gå fel och se vad som finns kvar."""
    console = Console(soft_wrap=True)
    logging.disable(logging.CRITICAL)  # each fault is logged as it should be: thousands of times
    started = time.monotonic()
    found: dict[str, list[Found]] = {}
    planned = 0
    for one in engine or list(Engine):
        with tempfile.TemporaryDirectory() as folder:
            bench = Bench.made(one, Path(folder), act or EVERY_ACT)
            runs = [
                (name, fault)
                for name in act or EVERY_ACT
                for fault in faults(
                    bench.calls[name], kind or list(Kind), reads if name in READING else writes
                )
            ]
            found[one] = struck(bench, runs, console, minutes)
            planned += len(runs)
    told = report(found, time.monotonic() - started, planned)
    console.print(told, markup=False, highlight=False)
    if save:
        save.write_text(f"{told}\n", encoding="utf-8")
    raise typer.Exit(int(any(one.wrong for runs in found.values() for one in runs)))


def struck(
    bench: Bench, runs: Sequence[tuple[str, Fault]], shown: Console, minutes: float | None
) -> list[Found]:
    """Every run, or as many as there is time for, drawn from all; what is wrong is said at once."""
    found: list[Found] = []
    until = time.monotonic() + (minutes or math.inf) * 60
    drawn = Random(len(runs)).sample(runs, len(runs)) if minutes else runs
    for name, fault in track(drawn, str(bench.engine), console=shown, transient=True):
        if time.monotonic() > until:
            break
        one = bench.run(name, fault)
        found.append(one)
        if one.wrong:
            shown.print(line(one), markup=False, highlight=False)
    return found


def line(one: Found) -> str:
    """A run in a line."""
    where = f"{one.act}, anrop {one.fault.at} ({one.call}), {one.fault.kind}"
    return f"{where}: {'; '.join(one.wrong) or 'allt stämmer'}"


def report(found: dict[str, list[Found]], seconds: float, planned: int) -> str:
    """A table for each engine, and what was wrong."""
    lines = ["# Fel vid varje anrop", "", machine(), ""]
    for engine, runs in found.items():
        lines += [f"## {engine}", "", *_table(runs), ""]
        lines += [f"- {line(one)}" for one in runs if one.wrong]
    total = sum(map(len, found.values()))
    broken = sum(bool(one.wrong) for runs in found.values() for one in runs)
    lines.append(
        f"{total} av {planned} fel prövade på {seconds / 60:.0f} minuter; efter {broken} av dem "
        "stämde något inte."
    )
    return "\n".join(lines)


def _table(runs: Iterable[Found]) -> list[str]:
    runs = list(runs)
    met = [one for one in runs if one.struck]
    many, well = Counter(map(_cell, met)), Counter(_cell(one) for one in met if one.ok)
    kinds = [kind for kind in Kind if any(one.fault.kind is kind for one in runs)]
    head = f"| gjort | anrop | {' | '.join(kinds)} |"
    rows = [head, f"| --- | --- |{' --- |' * len(kinds)}"]
    for act in sorted({one.act for one in runs}):
        calls = len({one.fault.at for one in runs if one.act == act})
        cells = (f"{well[act, kind]} av {many[act, kind]}" for kind in kinds)
        rows.append(f"| {act} | {calls} | {' | '.join(cells)} |")
    rows += ["", "«n av m»: av m fel märktes n inte alls; övriga sades eller var avbrott."]
    missed = len(runs) - len(met)
    return [*rows, f"{missed} fel kom aldrig: anropet gjordes inte den gången."] if missed else rows


def _cell(one: Found) -> tuple[str, Kind]:
    return one.act, one.fault.kind
