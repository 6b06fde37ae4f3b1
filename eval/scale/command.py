"""The command ``scale``: how the service fares as its library grows to a city's.

For each size a library is filled (or filled on, where that was interrupted) and then measured, each
in a process of its own. A row is kept for each size in ``results/scale.json``; the table and the
curves beside it are made of all rows, so that sizes can be measured on different days.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from multiprocessing import get_context
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
from rich.console import Console

from assistant.settings import Settings
from assistant.wiring import build_library
from eval.command import DEMO, HERE, library_folder
from eval.originals import originals
from eval.scale.copies import models
from eval.scale.curves import curves, told
from eval.scale.fill import fill
from eval.scale.measure import City, Grown, measured
from eval.strain.machine import machine
from eval.systems import take_in

T = TypeVar("T")
RESULTS = HERE / "results"
SIZES = (20_000, 100_000, 500_000)


def scale(
    data: Annotated[Path, typer.Option(help="var biblioteken sparas")],
    passages: Annotated[
        list[int] | None,
        typer.Option(min=1000, help="ungefärligt antal stycken; flera går att ange"),
    ] = None,
    questions: Annotated[int, typer.Option(min=10, help="antal frågor av varje slag")] = 100,
    save: Annotated[Path, typer.Option(help="mapp för resultatet")] = RESULTS,
) -> None:
    """Mät hur tjänsten klarar sig i ett bibliotek så stort som en hel stads."""
    console = Console(soft_wrap=True)
    for size in passages or SIZES:
        city = apart(filled, data, size)
        console.print(f"{size} stycken: frågorna ställs …")
        kept(save, size, apart(measured, city, questions))
    console.print((save / "scale.md").read_text("utf-8"), markup=False, highlight=False)


def apart(work: Callable[..., T], *given: object) -> T:
    """The result of some work in a process of its own, so that nothing of it is left here."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        return pool.submit(work, *given).result()


def filled(data: Path, passages: int) -> City:
    """A library of about so many passages below ``data``, with its word index."""
    console = Console(soft_wrap=True)
    small = build_library(Settings(data=library_folder(data / DEMO.name)))
    take_in(small, [original.path for original in originals(DEMO.korpus).values()])
    contents = [report for r in small.reports() if (report := small.contents_of(r))]
    folder = data / f"stad-{passages}"
    fill(folder, small, passages, lambda count: console.print(f"{count} stycken"))
    console.print("Ordindexet byggs, om det inte finns …")
    build_library(Settings(data=folder))
    boards = sorted({report.identity.board for report in contents})
    return City(folder, passages, models(contents), boards)


def kept(folder: Path, size: int, grown: Grown) -> None:
    """Keep the row of one size, and what is made of all rows."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "scale.json"
    rows: dict[str, Mapping[str, Any]] = (
        json.loads(path.read_text("utf-8")) if path.is_file() else {}
    )
    rows[str(size)] = {**asdict(grown), "machine": machine()}
    rows = dict(sorted(rows.items(), key=lambda row: int(row[0])))
    path.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    (folder / "scale.svg").write_text(curves(rows), encoding="utf-8")
    (folder / "scale.md").write_text(told(rows), encoding="utf-8")
