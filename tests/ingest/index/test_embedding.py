"""Questions that several threads ask for at once: each is embedded once, and a fault is told."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any

import numpy as np
import pytest

from ingest.index import bert
from ingest.index.embedding import SentenceTransformerEmbedder


class Held(bert.BertEncoder):
    """In the place of torch: holds every question until ``go``, and fails while ``broken``."""

    def __init__(self, folder: Path, kind: Any, int8: bool = False) -> None:
        self.prompts = {}
        self.asked: list[str] = []
        self.begun, self.go, self.broken = Event(), Event(), False

    def few(self, texts: Sequence[str]) -> Any:
        self.asked += texts
        self.begun.set()
        assert self.go.wait(30)
        if self.broken:
            raise MemoryError
        return np.array([[len(text), 1.0] for text in texts], dtype=np.float32)

    def short(self, texts: Sequence[str]) -> Any:
        self.asked += texts
        return np.array([[len(text), 2.0] for text in texts], dtype=np.float32)


@pytest.fixture
def embedder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SentenceTransformerEmbedder:
    (tmp_path / "config.json").write_text("{}")
    monkeypatch.setattr(bert, "BertEncoder", Held)
    monkeypatch.setattr(bert, "fits", lambda folder: True)
    return SentenceTransformerEmbedder(tmp_path)


def held(embedder: SentenceTransformerEmbedder) -> Held:
    model = embedder._loaded()
    assert isinstance(model, Held)
    return model


def test_a_question_on_its_way_is_waited_for(embedder: SentenceTransformerEmbedder) -> None:
    model = held(embedder)
    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(embedder.embed_query, "en")
        assert model.begun.wait(30)
        second = threads.submit(embedder.embed_query, "en")
        model.go.set()
        assert second.result(30) == first.result(30)
    assert model.asked == ["en"]
    assert embedder.embed_query("en") == first.result()
    assert len(model.asked) == 1, "remembered"


def test_what_is_compared_with_names_is_remembered_apart(
    embedder: SentenceTransformerEmbedder,
) -> None:
    model = held(embedder)
    model.go.set()
    short = embedder.embed_queries(["fyra", "en"])
    exact = embedder.embed_query("en")
    assert exact != short[1], "a question's vector is exact whatever was asked before"
    assert embedder.embed_queries(["en"]) == [short[1]]
    assert model.asked == ["fyra", "en", "en"]


def test_who_waits_hears_of_the_fault_and_the_next_asks_anew(
    embedder: SentenceTransformerEmbedder,
) -> None:
    model = held(embedder)
    model.broken = True
    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(embedder.embed_query, "en")
        assert model.begun.wait(30)
        second = threads.submit(embedder.embed_query, "en")
        model.go.set()
        for asked in (first, second):
            assert isinstance(asked.exception(30), MemoryError)
    model.broken = False
    assert len(embedder.embed_query("en")) == 2


def test_more_questions_at_once_than_are_remembered(
    embedder: SentenceTransformerEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.index.embedding._REMEMBERED", 2)
    held(embedder).go.set()
    assert len(embedder.embed_queries([str(number) for number in range(5)])) == 5
    assert len(embedder._queries) == 5
    embedder.embed_query("sex")
    assert len(embedder._queries) == 2
