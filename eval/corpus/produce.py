"""From tasks to files: each report composed, drawn a look, written, and its truth beside it.

One report is in memory at a time, so that thousands can be written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from eval.corpus.blocks import Document, Placement
from eval.corpus.compose import compose
from eval.corpus.design import DESIGNS
from eval.corpus.pdf import write_pdf
from eval.corpus.truth import write_truth
from eval.corpus.word import write_docx
from eval.corpus.world import Task


@dataclass(frozen=True, slots=True)
class Options:
    """How reports are written. ``layouts`` is «demo» or «random»."""

    seed: int = 1
    layouts: str = "demo"
    docx_share: float = 0.1
    truth: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """A report on disk with what it says and where."""

    document: Document
    placement: Placement
    path: Path


def produce(tasks: Iterable[Task], folder: Path, options: Options) -> Iterator[Written]:
    """Write the reports one by one into the folder, truth into ``facit`` below it."""
    folder.mkdir(parents=True, exist_ok=True)
    for task in tasks:
        document = compose(task, options.seed)
        rng = Random(f"{options.seed}|look|{options.layouts}|{task.stem}")
        as_word = rng.random() < options.docx_share
        path = folder / f"{task.stem}.{'docx' if as_word else 'pdf'}"
        if as_word:
            placement = write_docx(document, rng, path)
        else:
            placement = write_pdf(document, DESIGNS[options.layouts](rng), path)
        if options.truth:
            write_truth(document, placement, path.name, folder / "facit")
        yield Written(document, placement, path)
