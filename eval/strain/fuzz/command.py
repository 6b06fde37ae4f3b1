"""The command ``fuzz``: so many strange files, what became of them, and each defect once.

An input is named by its format and number and made from those alone: ``--first 4711 --inputs 1``
makes it again, ``--keep`` keeps the file. The exit code is 1 where the service would have crashed
or hung, a limit did not hold, or a file was refused other than in Swedish. With ``--atheris`` the
files are those that reach more of the readers, see ``guided``; ``--keep`` keeps what went wrong.
"""

from __future__ import annotations

import math
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import track

from eval.command import DEMO, app
from eval.strain.fuzz import guided
from eval.strain.fuzz.reading import Read, Reader
from eval.strain.fuzz.seeds import Format, seeds
from eval.strain.fuzz.ways import BENT
from eval.strain.machine import machine
from ingest.reading.files import Limits

_LAST = 3
_PART = 25
_STOPPED = ("too slow", "too large")


@dataclass
class Tally:
    """What became of the files of one format."""

    became: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    offenders: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    stopped: list[int] = field(default_factory=list)
    """Those that met a limit: ended in time, as they should be, and worth a look."""
    slowest: tuple[float, int] = (0.0, 0)
    most_kb: int = 0

    def join(self, other: Tally) -> None:
        """Count what another process counted."""
        self.became += other.became
        self.reasons += other.reasons
        self.stopped += other.stopped
        for why, numbers in other.offenders.items():
            self.offenders[why] += numbers
        self.slowest = max(self.slowest, other.slowest)
        self.most_kb = max(self.most_kb, other.most_kb)

    def add(self, number: int, read: Read) -> None:
        self.became[read.became] += 1
        self.slowest = max(self.slowest, (read.seconds, number))
        if read.became in ("refused", *_STOPPED):
            self.reasons[read.why] += 1
            if read.became in _STOPPED:
                self.stopped.append(number)
        elif read.wrong:
            lines = read.why.strip().splitlines()
            self.offenders[f"{read.became}: {' / '.join(lines[-_LAST:])}"].append(number)


@app.command()
def fuzz(
    inputs: Annotated[int, typer.Option(min=1, help="antal filer av varje format")] = 7000,
    first: Annotated[int, typer.Option(help="den första filens nummer")] = 0,
    form: Annotated[list[Format] | None, typer.Option("--format", help="bara detta")] = None,
    seconds: Annotated[float, typer.Option(help="längsta tid för en fil")] = 30.0,
    megabytes: Annotated[int, typer.Option(help="mest minne för en fil")] = 1500,
    minutes: Annotated[float | None, typer.Option(help="längst tid för alla")] = None,
    workers: Annotated[int, typer.Option(min=1, help="filer som läses samtidigt")] = 2,
    keep: Annotated[Path | None, typer.Option(help="mapp där filerna sparas")] = None,
    lead: Annotated[bool, typer.Option("--atheris", help="led av det som nås i läsarna")] = False,
    save: Annotated[Path | None, typer.Option(help="filen som resultatet sparas i")] = None,
) -> None:
    """Läs tusentals trasiga filer och se att ingen kraschar eller hänger tjänsten."""
    console = Console(soft_wrap=True)
    if keep:
        keep.mkdir(parents=True, exist_ok=True)
    if lead:
        raise typer.Exit(_led(form or list(Format), inputs, (seconds, megabytes), keep, save))
    limits = Limits(seconds=seconds, memory_bytes=megabytes * 1_000_000)
    began = time.monotonic()
    until = began + minutes * 60 if minutes else math.inf
    forms = form or list(Format)
    parts = [
        _Part(one, range(start, min(start + _PART, first + inputs)), limits, keep, until)
        for start in range(first, first + inputs, _PART)
        for one in forms
    ]
    tallies = {one: Tally() for one in forms}
    with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
        done = zip(parts, pool.map(_part, parts), strict=True)
        for part, tally in track(done, "filer", total=len(parts), transient=True):
            tallies[part.form].join(tally)
    told = report(tallies, limits, time.monotonic() - began)
    console.print(told, markup=False, highlight=False)
    if save:
        save.write_text(f"{told}\n", encoding="utf-8")
    wrong = (tally.offenders or over(tally, limits) for tally in tallies.values())
    raise typer.Exit(int(any(wrong)))


def _led(
    forms: Sequence[Format],
    inputs: int,
    limits: tuple[float, int],
    keep: Path | None,
    save: Path | None,
) -> int:
    """The same with inputs that atheris makes; the exit code."""
    console = Console(soft_wrap=True)
    if not guided.installed():
        console.print("Installera atheris först: pip install -c constraints.txt -e '.[fuzz]'")
        return 1
    with tempfile.TemporaryDirectory() as folder:
        found = [guided.led(form, keep or Path(folder), inputs, limits) for form in forms]
    told = f"# Trasiga filer, ledda\n\n{machine()}\n\n{guided.report(found, limits)}"
    console.print(told, markup=False, highlight=False)
    if save:
        save.write_text(f"{told}\n", encoding="utf-8")
    return int(any(one.wrong for one in found))


def over(tally: Tally, limits: Limits) -> bool:
    """Whether a child has had more memory than a file may take."""
    return tally.most_kb * 1024 > limits.memory_bytes


@dataclass(frozen=True, slots=True)
class _Part:
    """Some inputs of one format, for one process."""

    form: Format
    numbers: range
    limits: Limits
    keep: Path | None
    until: float


@cache
def _seeds() -> dict[Format, list[bytes]]:
    return seeds(DEMO.korpus)


def _part(part: _Part) -> Tally:
    """Every input by its number, read one after the other; none where the time is up."""
    tally, form = Tally(), part.form
    if time.monotonic() > part.until:
        return tally
    reader = Reader(part.limits)
    with tempfile.TemporaryDirectory() as folder:
        for number in part.numbers:
            path = (part.keep or Path(folder)) / f"{number if part.keep else 'fil'}.{form}"
            path.write_bytes(made(_seeds()[form], form, number))
            tally.add(number, reader.read(path, named=number % 4 != 0))
            tally.most_kb = max(tally.most_kb, reader.most_kb)
    reader.close()
    return tally


def made(whole: list[bytes], form: Format, number: int) -> bytes:
    """The input with this number."""
    chance = Random(f"{form} {number}")
    return BENT[form](chance.choice(whole), chance)


def report(tallies: Mapping[Format, Tally], limits: Limits, seconds: float) -> str:
    """A table, the reasons given, and what was wrong with the numbers of a few."""
    lines = ["# Trasiga filer", "", machine(), ""]
    lines += [
        f"Gränser: {limits.seconds:.0f} sekunder och {limits.memory_bytes / 1e6:.0f} MB per fil.",
        "",
        "| format | filer | inlästa | avvisade | vid gränsen | fel | långsammast | minne |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for form, tally in tallies.items():
        slowest = f"{tally.slowest[0]:.1f}".replace(".", ",")
        total, wrong = tally.became.total(), sum(map(len, tally.offenders.values()))
        lines.append(
            f"| {form} | {total} | {tally.became['read']} | {tally.became['refused']} | "
            f"{len(tally.stopped)} | {wrong} | "
            f"{slowest} s (nr {tally.slowest[1]}) | {tally.most_kb // 1024} MB |"
        )
    for form, tally in tallies.items():
        lines += ["", f"## {form}", ""]
        lines += [f"- {many} avvisade: {why}" for why, many in tally.reasons.most_common()]
        if over(tally, limits):
            lines.append(f"- FEL: {tally.most_kb // 1024} MB minne, över gränsen.")
        if tally.stopped:
            lines.append(f"- Stoppade vid gränsen: nr {', '.join(map(str, tally.stopped[:9]))}")
        lines += [
            f"- FEL, {len(numbers)} filer (nr {', '.join(map(str, numbers[:5]))}): {why}"
            for why, numbers in tally.offenders.items()
        ]
    return "\n".join([*lines, "", f"{seconds / 60:.0f} minuter i allt."])
