"""The command ``distractors``: the real questions with the example corpus around their reports.

Every board's reports lie in one library in use, so that a question must also find the right
report. Measured four ways: among the questions' own reports only, and among all, with and without
knowing who asks (the unit or board that wrote the expected report).
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from assistant.settings import Settings
from assistant.wiring import build_library
from eval.command import DEMO, REAL, library_folder
from eval.configurations import FULL, Bench, by_name
from eval.metrics.ndcg import ndcg
from eval.metrics.recall import recall
from eval.originals import originals
from eval.scoring import mean
from eval.systems import take_in
from ingest.library import Library


def distractors(
    data: Annotated[Path, typer.Option(help="var det inlästa sparas")],
) -> None:
    """Mät de verkliga frågorna med exempelrapporterna i samma bibliotek."""
    console = Console(soft_wrap=True)
    if not (REAL.cases.is_file() and REAL.korpus.is_dir()):
        console.print("De verkliga frågorna finns inte bredvid förrådet. Inget att mäta.")
        raise typer.Exit(1)
    alone = _library(data / REAL.name, (REAL.korpus,))
    among = _library(data / "alla", (REAL.korpus, DEMO.korpus))
    cases = REAL.load()
    console.print("| bibliotek | recall@5 | recall@10 | nDCG@10 |\n| --- | --- | --- | --- |")
    for says, library, as_asker in (
        ("bara de egna rapporterna", alone, False),
        ("bara de egna rapporterna, avsändaren känd", alone, True),
        ("med exempelrapporterna", among, False),
        ("med exempelrapporterna, avsändaren känd", among, True),
    ):
        ranks = Bench(library, cases, as_asker).run(by_name()[FULL]).values()
        figures = (
            mean(recall(r, 5) for r in ranks),
            mean(recall(r, 10) for r in ranks),
            mean(map(ndcg, ranks)),
        )
        cells = " | ".join(f"{figure:.3f}" for figure in figures if figure is not None)
        console.print(f"| {says} | {cells} |", markup=False, highlight=False)


def _library(folder: Path, korpus: tuple[Path, ...]) -> Library:
    library = build_library(Settings(data=library_folder(folder)))
    take_in(library, [o.path for place in korpus for o in originals(place).values()])
    return library
