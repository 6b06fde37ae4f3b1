"""The truth: passages, vectors and the catalogue in Chroma.

An edition comes into force by one record in the catalogue; its passages are written before that
and the passages of the edition before dropped after it, so that a kill at any moment leaves one
whole edition. What is in force is known from a copy of the catalogue in memory, which is read
again when another process has written. Passages that are not in force are never given out.
Text that reports share is kept once; ``texts.py`` has its records, ``view.py`` tells its places.
Passages that were read are remembered (``passage_cache.py``): beside a vector search, Chroma takes
five to ten times as long to hand out what stands beside the vectors. Vectors are too, as many as
memory has room for (``nearby.py``); Chroma's own index is asked where a scope holds more.

``ChromaStore`` takes a folder, a server or any Chroma client, see ``database.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from threading import Lock
from typing import Any, TypeVar

from chromadb.errors import ChromaError

from ingest.index import texts
from ingest.index.catalogue import (
    delete_ids,
    enter,
    ids_of,
    leftovers,
    read_catalogue,
    read_groups,
    read_own,
    staged_entries,
)
from ingest.index.collections import (
    PASSAGE,
    Collections,
    Record,
    mark_of,
    owner,
    passage_from,
    record_of,
    unpacked,
)
from ingest.index.compression import Compression
from ingest.index.database import Spot, database
from ingest.index.nearby import MOST, Group, Nearby
from ingest.index.nearest import nearest
from ingest.index.passage_cache import PassageCache
from ingest.index.places import Places
from ingest.index.ports import EVERYWHERE, Hit
from ingest.index.view import Entry, View, Within
from ingest.model import Passage, Scope, StoredReport

_T = TypeVar("_T")
_BATCH = 2000
_PATIENCE_S = 30.0
_LEAST = 1500  # of 300 000 the index finds nine of ten nearest among so many, six of ten among 80
_OVERFETCHED = 4000  # where more would have to be looked through, Chroma filters


class ChromaStore:
    """A ``PassageStore`` in Chroma; safe to share between threads.

    ``model`` names the embedder; a library that was built with another one raises
    ``IndexUnusableError`` at once, and an empty one takes the new name. ``in_memory`` is how many
    vectors to keep at most.
    """

    def __init__(self, place: Spot, model: str, in_memory: int = MOST) -> None:
        self._database = database(place, model)
        self._lock = Lock()
        self._view = View({})
        self._compression = Compression()
        self._nearby = Nearby(in_memory, decompress=self._compression.decompress)
        self._cache = PassageCache(self._read, self._nearby)
        self._seen: object = None
        self._in_force()

    def stage(self, passages: Sequence[Passage], vectors: Sequence[Sequence[float]]) -> None:
        if len(passages) != len(vectors):
            raise ValueError(f"{len(passages)} passages but {len(vectors)} vectors")
        by_id = {p.id: list(vector) for p, vector in zip(passages, vectors, strict=True)}
        editions = sorted({owner(p.document_id, p.edition) for p in passages})
        own = [record_of(p, by_id[p.id]) for p in passages if not p.shared]
        self._database.check_room(len(passages))
        with self._database.writing(len(passages)) as chroma:
            self._cache.forget()
            there = ids_of(chroma.passages, editions) if editions else []
            delete_ids(chroma.passages, sorted(set(there) - {record.id for record in own}))
            fresh, places = texts.staged(chroma, [p for p in passages if p.shared], by_id)
            self._upsert(chroma, [*own, *fresh])
            texts.write_places(chroma, places)
            texts.drop_places(chroma, [key for key in editions if key not in places])
            self._cache.forget()

    def _upsert(self, chroma: Collections, records: Sequence[Record]) -> None:
        """Write records, few times: Chroma reads its whole log each time."""
        size = min(_BATCH, self._database.client.get_max_batch_size())
        for start in range(0, len(records), size):
            ids, vectors, metadatas = zip(*records[start : start + size], strict=True)
            chroma.passages.upsert(list(ids), list(vectors), list(metadatas))

    def texts(self, board: str) -> dict[str, str]:
        return self._read(lambda chroma: texts.texts_of(chroma, board))

    @contextmanager
    def alone(self, patience_s: float = _PATIENCE_S) -> Iterator[None]:
        with self._database.alone(patience_s):
            yield

    def commit(self, report: StoredReport) -> None:
        self.commit_all([report])

    def commit_all(self, reports: Sequence[StoredReport]) -> None:
        by_owner = {owner(r.document_id, r.edition): r for r in reports}
        with self.alone():
            entries = self._in_force().entries
            before = [entries[r.document_id] for r in reports if r.document_id in entries]
            with self._database.writing(sum(entry.held for entry in before) or 1) as chroma:
                staged = staged_entries(chroma, by_owner)
                size = self._database.client.get_max_batch_size()
                parts = (staged[start : start + size] for start in range(0, len(staged), size))
                fresh = [entry for part in parts for entry in enter(chroma, part)]
                self._learn({entry.report.document_id: entry for entry in fresh})
                for entry in before:
                    self._drop(chroma, entry, by_owner)

    def delete(self, document_id: str) -> bool:
        with self.alone():
            before = self._in_force().entries.get(document_id)
            if before is None:
                return False
            with self._database.writing(before.held) as chroma:
                chroma.reports.delete([document_id])
                self._learn({document_id: None})
                self._drop(chroma, before)
            return True

    def mark(self, document_id: str, internal: bool) -> bool:
        with self.alone():
            before = self._in_force().entries.get(document_id)
            if before is None:
                return False
            with self._database.writing(1) as chroma:
                chroma.reports.update([document_id], metadatas=[mark_of(internal)])
                marked = replace(before.report, internal=internal)
                self._learn({document_id: before._replace(report=marked)})
            return True

    def _drop(self, chroma: Collections, before: Entry, now: Collection[str] = ()) -> None:
        """Drop an edition that is out of force, and the texts that went with it."""
        if before.owner not in now:
            delete_ids(chroma.passages, ids_of(chroma.passages, [before.owner]))
            texts.drop_places(chroma, [before.owner])
        texts.drop_texts(chroma, {text for text, _ in before.shared}, self._view.texts_by_owner)

    def sweep(self) -> int:
        with self.alone():
            held = self._in_force().texts_by_owner
            gone, places, kept = self._read(lambda chroma: leftovers(chroma, held))
            if not gone and not places and not kept:
                return 0
            with self._database.writing(len(gone)) as chroma:
                delete_ids(chroma.passages, gone)
                count = sum(len(s.spots) for s in texts.spots_of(chroma, places).values())
                texts.drop_places(chroma, places)
                texts.drop_texts(chroma, kept, held)
            return len(gone) + count

    def reports(self) -> tuple[StoredReport, ...]:
        return self._in_force().reports

    def passages(self, document_id: str) -> tuple[Passage, ...]:
        entry = self._in_force().entries.get(document_id)
        if entry is None:
            return ()
        found = self._read(lambda chroma: read_own(chroma, [entry], "metadatas")[document_id])
        shared = self._cache.at([place for _, place in entry.shared], self._view)
        stored = (unpacked(PASSAGE, data) for (data,) in found.values())
        own = (passage_from(one) for one in stored if one)
        both = (*own, *shared.values())
        return tuple(sorted(both, key=lambda p: p.ordinal))

    def vectors(self, document_id: str) -> dict[str, list[float]]:
        entry = self._in_force().entries.get(document_id)
        if entry is None:
            return {}
        found = self._read(lambda chroma: read_own(chroma, [entry], "embeddings")[document_id])
        held = {key: vector for key, (vector,) in found.items()}
        keys = sorted({text for text, _ in entry.shared})
        if keys:
            more = self._read(lambda chroma: chroma.passages.get(keys, include=["embeddings"]))
            there = dict(zip(more["ids"], more["embeddings"], strict=True))
            held |= {place: there[text] for text, place in entry.shared if text in there}
        return {key: [float(number) for number in vector] for key, vector in held.items()}

    def get(self, ids: Sequence[str], scope: Scope = EVERYWHERE) -> tuple[Passage, ...]:
        view = self._in_force()
        named = [view.named(key, scope) for key in ids]
        own = self._cache.own([key for key in named if key not in view.owners], view)
        there = {key: passage for key, passage in own.items() if view.holds(passage)}
        there |= self._cache.at([key for key in named if key in view.owners], view)
        return tuple(there[key] for key in named if key in there)

    def places(self) -> Places:
        return self._in_force().places

    def search(self, vector: Sequence[float], scope: Scope, limit: int) -> list[Hit]:
        view = self._in_force()
        within = view.within(scope)
        if not within.entries or limit < 1:
            return []
        admits = None if len(within.texts) == len(view.places) else within.texts.__contains__
        runs = self._nearby.runs(within.groups, lambda keys: self._vectors(view, keys), admits)
        if runs is None:
            return self._by_index(vector, view, within, limit)
        return nearest(vector, runs, limit)

    def ready(self) -> None:
        view = self._in_force()
        everything = view.in_reading_order()
        while self._nearby.more(everything, lambda keys: self._vectors(view, keys)):
            pass

    def _by_index(
        self, vector: Sequence[float], view: View, within: Within, limit: int
    ) -> list[Hit]:
        """By Chroma's index: the scope's own of more; filtered there where that is too many."""
        size, every = sum(within.groups.values()), sum(view.within(EVERYWHERE).groups.values())
        wanted, where = max(limit * every // max(size, 1), _LEAST), None
        if wanted > _OVERFETCHED:
            owners = [entry.owner for entry in within.entries]
            wanted, where = limit, {"owner": {"$in": [*owners, texts.SHARED]}}
        while True:
            near = self._nearest(vector, where, wanted)
            whose = self._whose(view, [key for key, _ in near])
            hits = [
                Hit(key, score, whose.get(key))
                for key, score in near
                if key in within.texts or whose.get(key) in within.documents
            ]
            if len(hits) >= limit or len(near) < wanted:
                return sorted(hits, key=lambda hit: (-hit.score, hit.passage_id))[:limit]
            wanted *= 4

    def _vectors(self, view: View, keys: Sequence[str]) -> dict[str, Group]:
        """Vectors out of Chroma by key: a report's own, or a board's shared texts."""
        compress = self._compression.compress
        return self._read(partial(read_groups, view=view, keys=keys, compress=compress))

    def engine(self) -> str:
        """What keeps the passages, in words; asks it."""
        return self._database.engine()

    def writer(self) -> str | None:
        """The word of the replica that writes just now; None where none does, or in a folder."""
        return self._database.writer()

    def left_over(self) -> int:
        """How many passages and places belong to no edition in force (or to one on its way)."""
        held = self._in_force().texts_by_owner
        gone, places, kept = self._read(lambda chroma: leftovers(chroma, held))
        return len(gone) + len(places) + len(kept)

    def close(self) -> None:
        """End the connections to a server; a folder has none."""
        self._database.close()

    def count(self) -> int:
        return sum(entry.held for entry in self._in_force().entries.values())

    def _nearest(
        self, vector: Sequence[float], where: dict[str, Any] | None, wanted: int
    ) -> list[tuple[str, float]]:
        """The id and the score of what is nearest, in force or not.

        Nothing else is asked for: what stands beside the vectors takes far longer than they do.
        """
        answer = self._read(
            lambda chroma: chroma.passages.query(
                query_embeddings=[list(vector)],
                n_results=wanted,
                where=where,
                include=["distances"],
            )
        )
        rows = zip(answer["ids"][0], answer["distances"][0], strict=True)
        return [(key, 1.0 - far) for key, far in rows]

    def _whose(self, view: View, ids: Sequence[str]) -> dict[str, str]:
        """The report in force of each passage, by its id or, where that does not tell, by owner."""
        fronts = {key: key[: key.rfind(".") + 1] for key in ids if key not in view.places}
        whose = {key: view.fronts[front] for key, front in fronts.items() if front in view.fronts}
        untold = [key for key in fronts if key not in whose]
        if untold:
            found = self._read(lambda chroma: chroma.passages.get(untold, include=["metadatas"]))
            owners = view.by_owner
            for key, data in zip(found["ids"], found["metadatas"], strict=True):
                if (data or {}).get("owner") in owners:
                    whose[key] = owners[data["owner"]].report.document_id
        return whose

    def _read(self, ask: Callable[[Collections], _T]) -> _T:
        """Ask Chroma; once more from anew where another process changed it underneath."""
        try:
            return ask(self._database.collections)
        except ChromaError:
            self._database.reopen()
            return ask(self._database.collections)

    def _in_force(self) -> View:
        """What is in force, read again where somebody else may have changed it."""
        turn = self._database.turn()
        if turn == self._seen:
            return self._view
        fresh = self._read(read_catalogue)
        if fresh != self._view.entries:
            self._cache.forget()
            if self._seen is not None:
                self._database.reopen()
                fresh = self._read(read_catalogue)
        with self._lock:
            if fresh != self._view.entries:
                self._see(fresh)
            self._seen = turn
            return self._view

    def _learn(self, news: Mapping[str, Entry | None]) -> None:
        """What this process has just written itself; None for a report that is gone."""
        with self._lock:
            entries = {**self._view.entries, **news}
            self._see({key: entry for key, entry in entries.items() if entry})

    def _see(self, entries: Mapping[str, Entry]) -> None:
        self._view = View(entries)
        self._nearby.keep({*self._view.own, *self._view.texts_by_board})
