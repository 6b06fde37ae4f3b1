"""The truth: passages, vectors and the catalogue in Chroma.

An edition comes into force by one record in the catalogue; its passages are written before that
and the passages of the edition before dropped after it, so that a kill at any moment leaves one
whole edition. What is in force is known from a copy of the catalogue in memory, which is read
again when another process has written. Passages that are not in force are never given out.
Passages that were read are remembered as long as nobody writes: beside a vector search, Chroma
takes five to ten times as long to hand out what stands beside the vectors.

``ChromaStore`` takes a folder (embedded Chroma, see ``folder.py``) or any Chroma client, such as
``chromadb.HttpClient``, whose server then minds processes and kills itself.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple, Protocol, TypeVar

from chromadb.api import ClientAPI
from chromadb.errors import ChromaError

from ingest.index.collections import (
    Collections,
    open_collections,
    owner,
    passage_from,
    passage_metadata,
    report_from,
    report_metadata,
)
from ingest.index.folder import Folder
from ingest.index.ports import Hit
from ingest.model import Passage, Scope, StoredReport

_T = TypeVar("_T")
_STALE_S = 2.0
_BATCH = 2000
_REMEMBERED = 50_000


class _Entry(NamedTuple):
    report: StoredReport
    held: int


class _Database(Protocol):
    """Where the collections are; see ``Folder``."""

    collections: Collections

    @property
    def client(self) -> ClientAPI: ...

    def turn(self) -> object: ...

    def reopen(self) -> None: ...

    def writing(self, records: int) -> AbstractContextManager[Collections]: ...


class _Server:
    """A Chroma that minds itself; its catalogue is read again every other second."""

    def __init__(self, client: ClientAPI, model: str) -> None:
        self._model = model
        self.client = client
        self.collections = open_collections(client, model)

    def turn(self) -> object:
        return int(time.monotonic() / _STALE_S)

    def reopen(self) -> None:
        self.collections = open_collections(self.client, self._model)

    @contextmanager
    def writing(self, records: int) -> Iterator[Collections]:
        yield self.collections


class ChromaStore:
    """A ``PassageStore`` in Chroma; safe to share between threads.

    ``model`` names the embedder; a library that was built with another one raises
    ``IndexUnusableError`` at once, and an empty one takes the new name.
    """

    def __init__(self, place: Path | Folder | ClientAPI, model: str) -> None:
        self._database = _database(place, model)
        self._lock = Lock()
        self._catalogue: dict[str, _Entry] = {}
        self._passages: dict[str, Passage] = {}
        self._seen: object = None
        self._in_force()

    def stage(self, passages: Sequence[Passage], vectors: Sequence[Sequence[float]]) -> None:
        if len(passages) != len(vectors):
            raise ValueError(f"{len(passages)} passages but {len(vectors)} vectors")
        owners = sorted({owner(p.document_id, p.edition) for p in passages})
        with self._database.writing(len(passages)) as chroma:
            self._forget()
            there = _ids(chroma.passages, owners) if owners else []
            _delete(chroma.passages, sorted(set(there) - {p.id for p in passages}))
            size = min(_BATCH, self._database.client.get_max_batch_size())
            for start in range(0, len(passages), size):
                part = passages[start : start + size]
                chroma.passages.upsert(
                    [passage.id for passage in part],
                    embeddings=[list(vector) for vector in vectors[start : start + size]],
                    metadatas=[passage_metadata(passage) for passage in part],
                    documents=[passage.text for passage in part],
                )
            self._forget()

    def commit(self, report: StoredReport) -> None:
        key = report.document_id
        before = self._in_force().get(key)
        with self._database.writing(before.held if before else 1) as chroma:
            held = len(_ids(chroma.passages, [owner(key, report.edition)]))
            chroma.reports.upsert(
                [key], embeddings=[[1.0]], metadatas=[report_metadata(report, held)]
            )
            self._learn(key, _Entry(report, held))
            if before and before.report.edition != report.edition:
                old = owner(key, before.report.edition)
                _delete(chroma.passages, _ids(chroma.passages, [old]))

    def delete(self, document_id: str) -> bool:
        before = self._in_force().get(document_id)
        if before is None:
            return False
        with self._database.writing(before.held) as chroma:
            chroma.reports.delete([document_id])
            self._learn(document_id, None)
            old = owner(document_id, before.report.edition)
            _delete(chroma.passages, _ids(chroma.passages, [old]))
        return True

    def sweep(self) -> int:
        kept = [owner(key, entry.report.edition) for key, entry in self._in_force().items()]
        gone = self._read(lambda chroma: _ids(chroma.passages, kept, other=True))
        if gone:
            with self._database.writing(len(gone)) as chroma:
                _delete(chroma.passages, gone)
        return len(gone)

    def reports(self) -> tuple[StoredReport, ...]:
        held = self._in_force()
        return tuple(held[key].report for key in sorted(held))

    def passages(self, document_id: str) -> tuple[Passage, ...]:
        entry = self._in_force().get(document_id)
        if entry is None:
            return ()
        where = {"owner": owner(document_id, entry.report.edition)}
        found = self._read(lambda chroma: chroma.passages.get(where=where, include=["metadatas"]))
        return tuple(sorted(map(passage_from, found["metadatas"]), key=lambda p: p.ordinal))

    def get(self, ids: Sequence[str]) -> tuple[Passage, ...]:
        if not ids:
            return ()
        held, there = self._in_force(), self._recalled(ids)
        return tuple(there[key] for key in ids if key in there and _holds(held, there[key]))

    def search(self, vector: Sequence[float], scope: Scope, limit: int) -> list[Hit]:
        held = self._in_force()
        admitted = {key: e for key, e in held.items() if scope.admits(e.report.identity)}
        if not admitted or limit < 1:
            return []
        owners = [owner(key, entry.report.edition) for key, entry in admitted.items()]
        where = {"owner": {"$in": owners}} if len(admitted) < len(held) else None
        wanted = limit
        while True:
            hits = self._nearest(vector, where, wanted)
            there = self._recalled([hit.passage_id for hit in hits])
            found = [h for h in hits if (p := there.get(h.passage_id)) and _holds(held, p)]
            if len(found) >= limit or len(hits) < wanted:
                return sorted(found, key=lambda hit: (-hit.score, hit.passage_id))[:limit]
            wanted *= 4

    def count(self) -> int:
        return sum(entry.held for entry in self._in_force().values())

    def _nearest(
        self, vector: Sequence[float], where: dict[str, Any] | None, wanted: int
    ) -> list[Hit]:
        answer = self._read(
            lambda chroma: chroma.passages.query(
                query_embeddings=[list(vector)],
                n_results=wanted,
                where=where,
                include=["distances"],
            )
        )
        pairs = zip(answer["ids"][0], answer["distances"][0], strict=True)
        return [Hit(key, 1.0 - distance) for key, distance in pairs]

    def _recalled(self, ids: Sequence[str]) -> dict[str, Passage]:
        """Stored passages by id, from memory or from Chroma; markers have no passage."""
        with self._lock:
            memory = self._passages
            there = {key: memory[key] for key in ids if key in memory}
        unread = list(dict.fromkeys(key for key in ids if key not in there))
        if unread:
            found = self._read(lambda chroma: chroma.passages.get(unread, include=["metadatas"]))
            pairs = zip(found["ids"], found["metadatas"], strict=True)
            read = {key: passage_from(data) for key, data in pairs if data and "passage" in data}
            there |= read
            with self._lock:
                while memory and len(memory) + len(read) > _REMEMBERED:
                    del memory[next(iter(memory))]
                memory |= read
        return there

    def _forget(self) -> None:
        """What was read may have been written over; a read under way keeps to the old memory."""
        with self._lock:
            self._passages = {}

    def _read(self, ask: Callable[[Collections], _T]) -> _T:
        """Ask Chroma; once more from anew where another process changed it underneath."""
        try:
            return ask(self._database.collections)
        except ChromaError:
            self._database.reopen()
            return ask(self._database.collections)

    def _in_force(self) -> dict[str, _Entry]:
        """The catalogue, read again where somebody else may have changed it."""
        turn = self._database.turn()
        if turn == self._seen:
            return self._catalogue
        self._forget()
        fresh = self._read(_catalogue)
        if fresh != self._catalogue and self._seen is not None:
            self._database.reopen()
            fresh = self._read(_catalogue)
        with self._lock:
            self._catalogue, self._seen = fresh, turn
        return fresh

    def _learn(self, key: str, entry: _Entry | None) -> None:
        """What this process has just written itself."""
        with self._lock:
            fresh = {**self._catalogue}
            fresh.pop(key, None)
            self._catalogue = {**fresh, key: entry} if entry else fresh


def _database(place: Path | Folder | ClientAPI, model: str) -> _Database:
    if isinstance(place, Folder):
        return place
    return Folder(place, model) if isinstance(place, Path) else _Server(place, model)


def _catalogue(chroma: Collections) -> dict[str, _Entry]:
    found = chroma.reports.get(include=["metadatas"])
    rows = zip(found["ids"], found["metadatas"], strict=True)
    return {key: _Entry(report_from(data), int(data["held"])) for key, data in rows}


def _holds(held: dict[str, _Entry], passage: Passage) -> bool:
    entry = held.get(passage.document_id)
    return entry is not None and entry.report.edition == passage.edition


def _ids(passages: Any, owners: list[str], other: bool = False) -> list[str]:
    """Ids of the passages of these editions, or of all other ones."""
    where = {"owner": {"$nin" if other else "$in": owners}} if owners else None
    return list(passages.get(where=where, include=[])["ids"])


def _delete(passages: Any, ids: list[str]) -> None:
    for start in range(0, len(ids), _BATCH):
        passages.delete(ids[start : start + _BATCH])
