"""Engines that live in memory: ordinary, small implementations of the ports, for tests.

They keep the same promises as Chroma, tantivy and the real embedder (the contract tests run on
both) but know nothing of files, processes or models. ``WordEmbedder`` hashes words into
buckets, so that texts that share words are near each other. Nothing here is fast.
"""

from __future__ import annotations

import math
import re
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from operator import mul
from threading import RLock

from ingest.index.places import Places, arranged, first_within
from ingest.index.ports import EVERYWHERE, Hit, PassageStore, Place
from ingest.index.tokens import grams
from ingest.model import Passage, Scope, StoredReport


class MemoryStore:
    """A ``PassageStore`` in three dictionaries."""

    def __init__(self) -> None:
        self._passages: dict[str, tuple[Passage, tuple[float, ...]]] = {}
        self._texts: dict[str, tuple[Passage, tuple[float, ...]]] = {}
        self._catalogue: dict[str, StoredReport] = {}
        self._lock = RLock()

    @contextmanager
    def alone(self, patience_s: float = 0.0) -> Iterator[None]:
        with self._lock:
            yield

    def stage(self, passages: Sequence[Passage], vectors: Sequence[Sequence[float]]) -> None:
        with self._lock:
            for owner in {(passage.document_id, passage.edition) for passage in passages}:
                self._drop(owner[0], only=owner[1])
            for passage, vector in zip(passages, vectors, strict=True):
                self._passages[passage.id] = self._shared(passage, tuple(vector))

    def texts(self, board: str) -> Mapping[str, str]:
        with self._lock:
            held = self._texts.items()
            return {key: p.dense_text for key, (p, _) in held if p.identity.board == board}

    def commit(self, report: StoredReport) -> None:
        self.commit_all([report])

    def commit_all(self, reports: Sequence[StoredReport]) -> None:
        with self._lock:
            for report in reports:
                before = self._catalogue.get(report.document_id)
                internal = report.internal or (before is not None and before.internal)
                self._catalogue[report.document_id] = replace(report, internal=internal)
                self._drop(report.document_id, but=report.edition)
            self._drop_texts()

    def delete(self, document_id: str) -> bool:
        with self._lock:
            there = self._catalogue.pop(document_id, None) is not None
            self._drop(document_id)
            self._drop_texts()
            return there

    def mark(self, document_id: str, internal: bool) -> bool:
        with self._lock:
            before = self._catalogue.get(document_id)
            if before is not None:
                self._catalogue[document_id] = replace(before, internal=internal)
            return before is not None

    def sweep(self) -> int:
        with self._lock:
            gone = [key for key, (passage, _) in self._passages.items() if not self._holds(passage)]
            for key in gone:
                del self._passages[key]
            self._drop_texts()
            return len(gone)

    def reports(self) -> tuple[StoredReport, ...]:
        with self._lock:
            return tuple(self._catalogue[key] for key in sorted(self._catalogue))

    def passages(self, document_id: str) -> tuple[Passage, ...]:
        found = (p for p, _ in self._in_force() if p.document_id == document_id)
        return tuple(sorted(found, key=lambda passage: passage.ordinal))

    def vectors(self, document_id: str) -> dict[str, list[float]]:
        return {p.id: list(v) for p, v in self._in_force() if p.document_id == document_id}

    def get(self, ids: Sequence[str], scope: Scope = EVERYWHERE) -> tuple[Passage, ...]:
        there = {passage.id: passage for passage, _ in self._in_force()}
        places = self.places()
        first = {key: first_within(places, key, scope) for key in ids if key in places}
        named = [place.passage_id if (place := first.get(key)) else key for key in ids]
        return tuple(there[key] for key in named if key in there)

    def places(self) -> Places:
        held = (p for p, _ in self._in_force())
        return arranged((p.shared, Place(p.id, p.identity)) for p in held if p.shared)

    def search(self, vector: Sequence[float], scope: Scope, limit: int) -> list[Hit]:
        near = {
            passage.key: _hit(passage, _cosine(vector, stored))
            for passage, stored in self._in_force()
            if scope.admits(passage.identity)
        }
        return _best(list(near.values()), limit)

    def ready(self) -> None:
        """There is nothing to read."""

    def count(self) -> int:
        return len(self._in_force())

    def _shared(
        self, passage: Passage, vector: tuple[float, ...]
    ) -> tuple[Passage, tuple[float, ...]]:
        """The passage with the index texts and the vector of the text that it shares."""
        if passage.shared is None:
            return passage, vector
        text, kept = self._texts.setdefault(passage.shared, (passage, vector))
        named = replace(passage, dense_text=text.dense_text, lexical_text=text.lexical_text)
        return named, kept

    def _holds(self, passage: Passage) -> bool:
        report = self._catalogue.get(passage.document_id)
        return report is not None and report.edition == passage.edition

    def _in_force(self) -> list[tuple[Passage, tuple[float, ...]]]:
        with self._lock:
            return [pair for pair in self._passages.values() if self._holds(pair[0])]

    def _drop(self, document_id: str, but: str | None = None, only: str | None = None) -> None:
        for key, (passage, _) in list(self._passages.items()):
            wanted = passage.edition != but and only in (None, passage.edition)
            if passage.document_id == document_id and wanted:
                del self._passages[key]

    def _drop_texts(self) -> None:
        """Texts that no passage is a place of, staged ones counted."""
        held = {passage.shared for passage, _ in self._passages.values()}
        self._texts = {key: text for key, text in self._texts.items() if key in held}


class MemoryLexical:
    """A ``LexicalIndex`` of 4-grams that question and passage share, rare ones weighing more."""

    def __init__(self) -> None:
        self._editions: dict[str, str] = {}
        self._passages: dict[str, tuple[Passage, Counter[str]]] = {}
        self._lock = RLock()

    def sync(self, store: PassageStore) -> int:
        with self._lock:
            wanted = {report.document_id: report.edition for report in store.reports()}
            known = self._editions
            changed = {d for d in wanted | known if wanted.get(d) != known.get(d)}
            for key, (passage, _) in list(self._passages.items()):
                if passage.document_id in changed:
                    del self._passages[key]
            for document_id in changed & set(wanted):
                for passage in store.passages(document_id):
                    self._passages[passage.id] = (passage, Counter(grams(passage.lexical_text)))
            self._editions = wanted
            return len(changed)

    def rebuild(self, store: PassageStore) -> int:
        with self._lock:
            self._editions, self._passages = {}, {}
            return self.sync(store)

    def search(self, text: str, scope: Scope, limit: int) -> list[Hit]:
        with self._lock:
            held = [row for row in self._passages.values() if scope.admits(row[0].identity)]
        rows = list({passage.key: (passage, counted) for passage, counted in held}.values())
        wanted = set(grams(text))
        spread = Counter(gram for _, counted in rows for gram in wanted & set(counted))
        hits = [
            _hit(passage, sum(math.log(1 + len(rows) / spread[g]) for g in wanted & set(words)))
            for passage, words in rows
        ]
        best = _best([hit for hit in hits if hit.score > 0], limit)
        return [replace(hit, score=hit.score / best[0].score) for hit in best]

    def apart(self) -> MemoryLexical:
        return MemoryLexical()


class WordEmbedder:
    """An ``Embedder`` whose vectors count words in ``buckets`` (the same for every process)."""

    def __init__(self, name: str = "word-buckets", buckets: int = 256) -> None:
        self._name = name
        self._buckets = buckets

    @property
    def name(self) -> str:
        return self._name

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [self.embed_query(text) for text in texts]

    def embed_queries(self, texts: list[str]) -> list[list[float]]:
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        vector = [0.0] * self._buckets
        for word in re.findall(r"\w+", text.lower()) or [""]:
            vector[zlib.crc32(word.encode()) % self._buckets] += 1.0
        norm = math.hypot(*vector)
        return [value / norm for value in vector]


def _cosine(left: Sequence[float], right: Sequence[float]) -> float:
    norm = math.hypot(*left) * math.hypot(*right)
    return sum(map(mul, left, right)) / norm if norm else 0.0


def _hit(passage: Passage, score: float) -> Hit:
    return Hit(passage.key, score, None if passage.shared else passage.document_id)


def _best(hits: list[Hit], limit: int) -> list[Hit]:
    return sorted(hits, key=lambda hit: (-hit.score, hit.passage_id))[: max(limit, 0)]


class WordReranker:
    """A ``Reranker`` that counts the question's words in a text."""

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        asked = set(re.findall(r"\w+", question.casefold()))
        return [
            len(asked & set(re.findall(r"\w+", text.casefold()))) / (len(asked) or 1)
            for text in texts
        ]
