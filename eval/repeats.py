"""``python -m eval repeats``: how much of the reports is text that other reports repeat.

A passage is a repeat when a passage of another report of the same board has the same words
(fingerprint), or nearly: nine letters in ten alike, numbers aside, so that typos and dates do not
part them. The first place counts as the original; what the others take up is what storing each
passage once would save.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from rapidfuzz import fuzz, process
from rich.console import Console

from eval.originals import SUFFIXES
from ingest.assembly import report_from
from ingest.identity import Overrides
from ingest.model import Passage
from ingest.passages import passages_of
from ingest.reading import read_layout

DEMO = Path(__file__).resolve().parent / "corpus" / "demo"
_ALIKE = 90.0


@dataclass
class Repeats:
    """Passages and letters: all, repeats word for word, and those or nearly."""

    passages: int = 0
    letters: int = 0
    exact: int = 0
    exact_letters: int = 0
    near: int = 0
    near_letters: int = 0


def count(passages: Sequence[Passage]) -> Repeats:
    """The repeats among the passages of a library; passages in the order of their reports."""
    found = Repeats()
    boards: dict[str, list[Passage]] = defaultdict(list)
    for passage in passages:
        boards[passage.identity.board].append(passage)
    for board in boards.values():
        kept: list[tuple[str, Passage]] = []
        for passage in board:
            _add(found, passage, kept)
    return found


def _add(found: Repeats, passage: Passage, kept: list[tuple[str, Passage]]) -> None:
    size, text = len(passage.text), re.sub(r"\d+", "#", passage.text.casefold())
    others = [(t, p) for t, p in kept if p.document_id != passage.document_id]
    found.passages += 1
    found.letters += size
    same = any(p.fingerprint == passage.fingerprint for _, p in others)
    texts = [t for t, _ in others]
    near = same or process.extractOne(text, texts, scorer=fuzz.ratio, score_cutoff=_ALIKE)
    found.exact += same
    found.exact_letters += size * same
    found.near += bool(near)
    found.near_letters += size * bool(near)
    if not near:
        kept.append((text, passage))


def markdown(title: str, reports: int, found: Repeats) -> str:
    """The figures as a Markdown page."""
    rows = (
        ("ord för ord", found.exact, found.exact_letters),
        ("ord för ord eller nästan", found.near, found.near_letters),
    )
    lines = [
        f"# Upprepad text i {title}", "",
        f"{reports} rapporter, {found.passages} stycken, {found.letters} tecken.", "",
        "| Upprepat | Stycken | Andel | Tecken | Andel |", "| --- | ---: | ---: | ---: | ---: |",
    ]  # fmt: skip
    for name, number, letters in rows:
        of = ((number, found.passages), (letters, found.letters))
        shares = [f"{100 * part / max(all_, 1):.1f} %".replace(".", ",") for part, all_ in of]
        lines.append(f"| {name} | {number} | {shares[0]} | {letters} | {shares[1]} |")
    return "\n".join(lines) + "\n"


def repeats(
    korpus: Annotated[Path, typer.Option(help="mapp med rapporter")] = DEMO,
    save: Annotated[Path | None, typer.Option(help="spara tabellen som Markdown")] = None,
) -> None:
    """Mät hur stor del av texten som upprepas i andra rapporter från samma nämnd."""
    paths = sorted(p for p in korpus.glob("*") if p.suffix.lower() in SUFFIXES)
    passages: list[Passage] = []
    for path in paths:
        report = report_from(read_layout(path), path.name, Overrides())
        passages += passages_of(report, "0" * 64)
    text = markdown(korpus.name, len(paths), count(passages))
    Console(soft_wrap=True).print(text, markup=False, highlight=False)
    if save:
        save.write_text(text, "utf-8")
