"""``python -m eval repeats``: how much of the reports is repeated, and what storing it once saves.

Two tables. The first counts text, whoever says it: a passage is a repeat when one of another
report of the same board has the same words (fingerprint), or nearly: nine letters in ten alike,
numbers aside. Candidates share one of their rarest-looking runs of three words (the smallest of
their hashes), so that few are compared letter by letter. The second tells what the program makes
of it: of the passages, those that are the board's (``Passage.shared``) and are kept once; and
the size of the indexes on disk, made both ways with vectors of the size that the model has.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
import zlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from heapq import nsmallest
from pathlib import Path
from typing import Annotated

import typer
from rapidfuzz import fuzz
from rich.console import Console

from eval.originals import SUFFIXES
from ingest.assembly import report_from
from ingest.identity import Overrides
from ingest.index.chroma import ChromaStore
from ingest.index.lexical import TantivyIndex
from ingest.index.memory import WordEmbedder
from ingest.model import Passage, StoredReport
from ingest.passages import passages_of
from ingest.reading import read_layout
from ingest.repeated import settled

DEMO = Path(__file__).resolve().parent / "corpus" / "demo"
_ALIKE = 90.0
_RUNS = 8
_DIMENSIONS = 384


@dataclass
class Repeats:
    """Passages and letters: all, repeats word for word, and those or nearly."""

    passages: int = 0
    letters: int = 0
    exact: int = 0
    exact_letters: int = 0
    near: int = 0
    near_letters: int = 0


@dataclass(frozen=True, slots=True)
class Saved:
    """What is kept once: places of shared texts, the texts, and bytes without and with."""

    passages: int
    places: int
    texts: int
    slips: int
    """Places whose own words differ from the text's by slips."""
    bytes_apart: int
    bytes_once: int


@dataclass
class _Board:
    """The different texts of a board so far."""

    prints: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    by_run: dict[int, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))


def count(passages: Sequence[Passage]) -> Repeats:
    """The repeats among the passages of a library; passages in the order of their reports."""
    found = Repeats()
    boards: dict[str, _Board] = defaultdict(_Board)
    for passage in passages:
        _add(found, passage, boards[passage.identity.board])
    return found


def _add(found: Repeats, passage: Passage, board: _Board) -> None:
    size, text = len(passage.text), re.sub(r"\d+", "#", passage.text.casefold())
    runs = _runs(text)
    same = bool(board.prints[passage.fingerprint] - {passage.document_id})
    near = same or _is_near(text, passage.document_id, runs, board)
    found.passages += 1
    found.letters += size
    found.exact += same
    found.exact_letters += size * same
    found.near += near
    found.near_letters += size * near
    board.prints[passage.fingerprint].add(passage.document_id)
    if not near:
        for run in runs:
            board.by_run[run].append((text, passage.document_id))


def _runs(text: str) -> list[int]:
    """The smallest hashes of three words in a row: near texts share some of them."""
    words = re.findall(r"[\w#]+", text)
    hashes = {zlib.crc32(" ".join(words[i : i + 3]).encode()) for i in range(len(words) or 1)}
    return nsmallest(_RUNS, hashes)


def _is_near(text: str, document_id: str, runs: Iterable[int], board: _Board) -> bool:
    others = {other: None for run in runs for other in board.by_run.get(run, ())}
    return any(
        fuzz.ratio(text, other, score_cutoff=_ALIKE)
        for other, holder in others
        if holder != document_id and abs(len(other) - len(text)) * 4 <= len(text)
    )


def saved(reports: Sequence[Sequence[Passage]], folder: Path) -> Saved:
    """What keeping shared text once saves; both indexes are made below ``folder``."""
    apart = [[replace(p, shared=None) for p in passages] for passages in reports]
    for name, library in (("once", reports), ("apart", apart)):
        _fill(folder / name, library)
    store = ChromaStore(folder / "once" / "chroma", "words")
    places = store.places()
    held = [p for r in store.reports() for p in store.passages(r.document_id) if p.shared]
    own = {p.id: p.shared for passages in reports for p in passages}
    return Saved(
        passages=sum(map(len, reports)),
        places=sum(map(len, places.values())),
        texts=len(places),
        slips=sum(p.shared != own[p.id] for p in held),
        bytes_apart=_bytes(folder / "apart"),
        bytes_once=_bytes(folder / "once"),
    )


def _fill(folder: Path, reports: Sequence[Sequence[Passage]]) -> None:
    store, lexical = ChromaStore(folder / "chroma", "words"), TantivyIndex(folder / "lexical")
    embedder = WordEmbedder("words", _DIMENSIONS)
    for read in filter(None, reports):
        first = read[0]
        passages = settled(read, store.texts(first.identity.board))
        store.stage(passages, embedder.embed_documents([p.dense_text for p in passages]))
        store.commit(StoredReport(first.identity, first.edition, "", 1, len(passages), 0))
    lexical.sync(store)


def _bytes(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def markdown(title: str, reports: int, found: Repeats, kept: Saved) -> str:
    """The figures as a Markdown page."""
    lines = [
        f"# Upprepad text i {title}", "",
        f"{reports} rapporter, {found.passages} stycken, {found.letters} tecken.", "",
        "| Upprepat | Stycken | Andel | Tecken | Andel |", "| --- | ---: | ---: | ---: | ---: |",
    ]  # fmt: skip
    for name, number, letters in (
        ("ord för ord", found.exact, found.exact_letters),
        ("ord för ord eller nästan", found.near, found.near_letters),
    ):
        shares = _share(number, found.passages), _share(letters, found.letters)
        lines.append(f"| {name} | {number} | {shares[0]} | {letters} | {shares[1]} |")
    spared = kept.places - kept.texts
    mb = [f"{size / 1e6:.1f}".replace(".", ",") for size in (kept.bytes_apart, kept.bytes_once)]
    lines += [
        "", "| Lagrat en gång | Utan | Med | Sparat |", "| --- | ---: | ---: | ---: |",
        f"| stycken från nämnden | {kept.places} | {kept.texts} | {_share(spared, kept.places)} |",
        f"| vektorer | {kept.passages} | {kept.passages - spared} "
        f"| {_share(spared, kept.passages)} |",
        f"| index på disk, MB | {mb[0]} | {mb[1]} "
        f"| {_share(kept.bytes_apart - kept.bytes_once, kept.bytes_apart)} |",
        "", f"Ställen där orden skiljer sig genom skrivfel: {kept.slips}. "
        "Enheternas egna stycken är aldrig hopslagna.",
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def _share(part: int, whole: int) -> str:
    return f"{100 * part / max(whole, 1):.1f} %".replace(".", ",")


def repeats(
    korpus: Annotated[Path, typer.Option(help="mapp med rapporter")] = DEMO,
    save: Annotated[Path | None, typer.Option(help="spara tabellen som Markdown")] = None,
) -> None:
    """Mät hur stor del av texten som upprepas i andra rapporter från samma nämnd."""
    paths = sorted(p for p in korpus.glob("*") if p.suffix.lower() in SUFFIXES)
    read: list[tuple[Passage, ...]] = []
    for path in paths:
        report = report_from(read_layout(path), path.name, Overrides())
        read.append(passages_of(report, hashlib.sha256(path.read_bytes()).hexdigest()))
    with tempfile.TemporaryDirectory() as folder:
        kept = saved(read, Path(folder))
    found = count([passage for passages in read for passage in passages])
    text = markdown(korpus.name, len(paths), found, kept)
    Console(soft_wrap=True).print(text, markup=False, highlight=False)
    if save:
        save.write_text(text, "utf-8")
