"""A library of a whole city's reports, written as the service writes it but many at a time.

Each passage gets the vector of the passage of the example corpus that its first sentence comes
from, turned a little by noise: near in the same way, and no two alike. What is there already is not
written again, so that an interrupted run goes on. A library of more than ``LEAN`` passages is
written leaner than the service does, which takes hours: beside a vector only what is read of it, no
text to search in Chroma, and no vector index, so that Chroma compares a question with every vector
(slower than in use). Its size on disk tells nothing.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eval.scale.city import Writer, identities, writers
from eval.scale.copies import Copier, edition_of, masked, models, swapped_names
from ingest.archive import Archive
from ingest.index import texts
from ingest.index.chroma import ChromaStore
from ingest.index.collections import NEVER, passage_metadata
from ingest.index.folder import Folder
from ingest.library import Library
from ingest.model import Identity, Passage, Report, StoredReport
from ingest.passages import passages_of

LEAN = 200_000
_UNLINKED = {"batch_size": NEVER, "ef_search": 200, "sync_threshold": NEVER}
_NOISE = 0.02
_AT_ONCE = 25
_READ = ("owner", "passage")
Said = Callable[[int], None]


class Vectors:
    """Vectors of the example corpus, handed out to what is made of it."""

    def __init__(self, library: Library) -> None:
        self._chance = np.random.default_rng(20_000)
        rows: list[list[float]] = []
        self._of: dict[str, int] = {}
        for stored in library.reports():
            held = library.store.vectors(stored.document_id)
            names = swapped_names(stored.identity)
            for passage in library.store.passages(stored.document_id):
                for sentence in passage.sentences:
                    self._of.setdefault(masked(sentence.text, names), len(rows))
                rows.append(held[passage.id])
        self._rows: NDArray[np.float32] = np.asarray(rows, dtype=np.float32)

    def of(self, passages: Sequence[Passage], writer: Writer) -> list[list[float]]:
        """A vector for each passage of one report."""
        rng = Random(passages[0].id)
        names = swapped_names(passages[0].identity, writer)
        places = [
            self._of.get(masked(p.sentences[0].text, names), rng.randrange(len(self._rows)))
            for p in passages
        ]
        rows = self._rows[places]
        rows = rows + self._chance.normal(0.0, _NOISE, rows.shape).astype(np.float32)
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        found: list[list[float]] = rows.tolist()
        return found


def fill(folder: Path, library: Library, passages: int, tell: Said = lambda _: None) -> None:
    """Write a library of about so many passages below ``folder``, made after ``library``."""
    lean = passages > LEAN
    store = _store(folder / "chroma", library.embedder.name, lean)
    contents = [r for s in library.reports() if (r := library.contents_of(s))]
    copier, vectors = Copier(contents, known := models(contents)), Vectors(library)
    there = {stored.identity for stored in store.reports()}
    archive = Archive(folder / "editions")
    wanted = (pair for pair in _wanted(writers(passages, known)) if pair[1] not in there)
    with tempfile.TemporaryDirectory() as place:
        original = Path(place) / "rapport.txt"
        original.write_text("Ett exempel.", encoding="utf-8")
        for some in _groups(wanted):
            staged: list[Passage] = []
            rows: list[list[float]] = []
            entered = []
            for writer, identity in some:
                report = copier.report(writer, identity)
                edition = edition_of(report)
                own = passages_of(report, edition)
                staged += own
                rows += vectors.of(own, writer)
                entered.append(_stored(report, edition, len(own)))
                archive.put(report, edition, original)
            if lean:
                _stage(store, staged, rows)
            else:
                store.stage(staged, rows)
            store.commit_all(entered)
            tell(store.count())


def _stored(report: Report, edition: str, passages: int) -> StoredReport:
    return StoredReport(
        identity=report.identity,
        edition=edition,
        file_name=f"{report.identity.document_id}.txt",
        pages=len(report.pages),
        passages=passages,
        indicators=len(report.indicators),
    )


def _stage(store: ChromaStore, passages: Sequence[Passage], rows: list[list[float]]) -> None:
    """Write passages with nothing but what the service reads of them."""
    by_id = {p.id: row for p, row in zip(passages, rows, strict=True)}
    shared: dict[str, list[Passage]] = {}
    for passage in passages:
        if passage.shared:
            shared.setdefault(passage.document_id, []).append(passage)
    with store._database.writing(len(passages)) as chroma:
        for some in shared.values():
            texts.stage(chroma, some, by_id)
        own = [p for p in passages if not p.shared]
        chroma.passages.upsert(
            [p.id for p in own],
            embeddings=[by_id[p.id] for p in own],
            metadatas=[{k: v for k, v in passage_metadata(p).items() if k in _READ} for p in own],
        )


def _store(folder: Path, model: str, lean: bool) -> ChromaStore:
    """A store whose vector index is not written to disk meanwhile."""
    made = Folder(folder, model, checkpoint=NEVER)
    if lean and not made.collections.reports.count():
        made.client.delete_collection("passages")
        settings: Any = {"hnsw": {"space": "cosine", **_UNLINKED}}
        made.client.create_collection(
            "passages", embedding_function=None, metadata={"model": model},
            configuration=settings,
        )  # fmt: skip
        made = Folder(folder, model, checkpoint=NEVER)
    return ChromaStore(made, model, in_memory=1)


def _wanted(all_: Sequence[Writer]) -> Iterator[tuple[Writer, Identity]]:
    for number, writer in enumerate(all_):
        for identity in identities(writer, number):
            yield writer, identity


def _groups(
    pairs: Iterator[tuple[Writer, Identity]],
) -> Iterator[list[tuple[Writer, Identity]]]:
    held: list[tuple[Writer, Identity]] = []
    for pair in pairs:
        held.append(pair)
        if len(held) == _AT_ONCE:
            yield held
            held = []
    if held:
        yield held
