"""The command that writes the example corpus: ``python -m eval.corpus OUT_DIR``.

``--reports`` says how many (thousands are fine), ``--layouts random`` draws every look that a
report may have, ``--truth`` writes what a perfect reader finds. ``--demo`` writes the committed
selection with its questions instead.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import track

from eval.corpus.produce import Options, produce
from eval.corpus.world import tasks

app = typer.Typer(add_completion=False)


class Layouts(StrEnum):
    """Which looks are drawn among."""

    DEMO = "demo"
    RANDOM = "random"


@app.command()
def main(
    out_dir: Annotated[Path, typer.Argument(help="Mappen som rapporterna skrivs i.")],
    reports: Annotated[int, typer.Option(min=1, help="Antal rapporter.")] = 240,
    seed: Annotated[int, typer.Option(help="Samma frö ger samma rapporter.")] = 1,
    layouts: Annotated[Layouts, typer.Option(help="Utseenden.")] = Layouts.DEMO,
    truth: Annotated[bool, typer.Option("--truth", help="Skriv facit bredvid.")] = False,
    docx_share: Annotated[float, typer.Option(min=0, max=1, help="Andel DOCX.")] = 0.1,
) -> None:
    """Skriv en exempelkorpus med påhittade nämnder och enheter."""
    chosen = tasks(reports, seed)
    options = Options(seed, layouts.value, docx_share, truth)
    console = Console()
    done = sum(
        1
        for _ in track(
            produce(chosen, out_dir, options),
            total=len(chosen),
            description="Skriver rapporter",
            console=console,
        )
    )
    console.print(f"{done} rapporter i {out_dir}")


if __name__ == "__main__":
    app()
