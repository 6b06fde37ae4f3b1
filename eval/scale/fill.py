"""A library of a whole city's reports, written as the service writes it but many at a time.

Each passage gets the vector of the passage of the example corpus that its first sentence comes
from, turned a little by noise: near in the same way, and no two alike. What is there already is not
written again, so that an interrupted run goes on. Chroma writes its vector index now and then, as
it is told to in use: what is left in its log is replayed every time the library is opened, and is
here at most a twentieth of all, in use at most a tenth.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray

from eval.scale.city import Writer, identities, writers
from eval.scale.copies import Copier, edition_of, masked, models, swapped_names
from ingest.archive import Archive
from ingest.index.chroma import ChromaStore
from ingest.index.collections import NEVER
from ingest.index.folder import Folder
from ingest.library import Library
from ingest.model import Identity, Passage, Report, StoredReport
from ingest.passages import passages_of

_NOISE = 0.02
_AT_ONCE = 25
_LOGGED = 20
"""Chroma's log holds at most one of so many passages."""
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
    """Write a library of about so many passages below ``folder``, made after ``library``.

    ``tell`` is told how many there are, group by group. Raises ``DiskFullError`` where there is no
    room for more.
    """
    base = Folder(folder / "chroma", library.embedder.name, checkpoint=NEVER)
    store = ChromaStore(base, library.embedder.name, in_memory=1)
    contents = [r for s in library.reports() if (r := library.contents_of(s))]
    known = models(contents)
    there = {stored.identity for stored in store.reports()}
    wanted = [pair for pair in _wanted(writers(passages, known)) if pair[1] not in there]
    if not wanted:
        return
    copier, vectors = Copier(contents, known), Vectors(library)
    base._sync_at(max(1000, passages // _LOGGED))
    archive = Archive(folder / "editions")
    with tempfile.TemporaryDirectory() as place:
        original = Path(place) / "rapport.txt"
        original.write_text("Ett exempel.", encoding="utf-8")
        for first in range(0, len(wanted), _AT_ONCE):
            some = wanted[first : first + _AT_ONCE]
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
            store.stage(staged, rows)
            store.commit_all(entered)
            tell(store.count())
    base._sync_at(NEVER)


def _stored(report: Report, edition: str, passages: int) -> StoredReport:
    return StoredReport(
        identity=report.identity,
        edition=edition,
        file_name=f"{report.identity.document_id}.txt",
        pages=len(report.pages),
        passages=passages,
        indicators=len(report.indicators),
    )


def _wanted(all_: Sequence[Writer]) -> Iterator[tuple[Writer, Identity]]:
    for number, writer in enumerate(all_):
        for identity in identities(writer, number):
            yield writer, identity


__all__ = ["Vectors", "fill"]
