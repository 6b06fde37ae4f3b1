"""Vectors of passages: each text embedded once, stored texts not at all."""

from __future__ import annotations

from dataclasses import replace

from ingest.model import Passage
from ingest.vectors import Vectors
from tests.ingest.index.build import CountingEmbedder, make_passage


def passage(number: int, text: str) -> Passage:
    return replace(make_passage(text, number), dense_text=text)


def test_a_text_is_embedded_once() -> None:
    embedder = CountingEmbedder()
    vectors = Vectors(embedder)
    told: list[float] = []
    passages = [passage(n, text) for n, text in enumerate(("humlor", "getter surrar", "humlor"))]
    first = vectors.of(passages, told.append)
    assert vectors.of(passages, told.append) == first
    assert first[0] == first[2] != first[1]
    assert embedder.given == ["getter surrar", "humlor"]
    assert told == [0.0, 1.0, 0.0]


def test_a_text_that_is_stored_keeps_its_vector() -> None:
    embedder = CountingEmbedder()
    own, shared = passage(0, "humlor"), replace(passage(1, "nämndens text"), shared="text-1")
    found = Vectors(embedder).of([own, shared], lambda done: None, {"text-1": "…"})
    assert found[0] and found[1] == []
    assert embedder.given == ["humlor"]
    assert all(Vectors(embedder).of([own, shared], lambda done: None))
