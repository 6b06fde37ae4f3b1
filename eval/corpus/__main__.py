"""The command that writes the example corpus: ``python -m eval.corpus OUT_DIR``.

``--reports`` says how many (thousands are fine), ``--layouts random`` draws every look that a
report may have, ``--truth`` writes what a perfect reader finds. ``--units`` gives boards of that
many units, one after the other, and ``--wordy`` more of the board's own text in each report.
``--demo`` writes the committed selection with its truth instead, its questions to ``--cases``.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import track

from eval.corpus.demo import demo_tasks, write_demo
from eval.corpus.produce import Options, Written, produce
from eval.corpus.world import tasks, wide_tasks


def _parser() -> ArgumentParser:
    parser = ArgumentParser(
        prog="python -m eval.corpus",
        description="Skriv en exempelkorpus med påhittade nämnder och enheter.",
    )
    add = parser.add_argument
    add("out_dir", type=Path, help="mappen som rapporterna skrivs i")
    add("--reports", type=int, default=240, help="antal rapporter (240)")
    add("--seed", type=int, default=1, help="samma frö ger samma rapporter (1)")
    add("--layouts", choices=("demo", "random"), default="demo", help="utseenden (demo)")
    add("--truth", action="store_true", help="skriv facit i mappen facit")
    add("--docx-share", type=float, default=0.1, help="andel DOCX (0.1)")
    add("--units", type=int, help="enheter i varje nämnd; nämnd för nämnd, nyaste året först")
    add("--wordy", type=int, default=0, help="fler stycken från nämnden under varje mål (0)")
    add("--demo", action="store_true", help="skriv demokorpusen med facit och frågor")
    add("--cases", type=Path, help="filen för demokorpusens frågor (OUT_DIR/demo.jsonl)")
    return parser


def _work(wanted: Namespace) -> tuple[Iterable[Written], int]:
    """The reports as they are written, and how many they will be."""
    if wanted.demo:
        cases = wanted.cases or wanted.out_dir / "demo.jsonl"
        return write_demo(wanted.out_dir, cases), len(demo_tasks())
    reports = max(wanted.reports, 1)
    chosen = tasks(reports, wanted.seed)
    if wanted.units:
        chosen = wide_tasks(reports, wanted.seed, max(wanted.units, 1), max(wanted.wordy, 0))
    share = min(max(wanted.docx_share, 0.0), 1.0)
    options = Options(wanted.seed, wanted.layouts, share, wanted.truth)
    return produce(chosen, wanted.out_dir, options), len(chosen)


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the reports with a progress bar."""
    wanted = _parser().parse_args(arguments)
    reports, total = _work(wanted)
    console = Console()
    bar = track(reports, total=total, description="Skriver rapporter", console=console)
    done = sum(1 for _ in bar)
    console.print(f"{done} rapporter i {wanted.out_dir}")


if __name__ == "__main__":
    main()
