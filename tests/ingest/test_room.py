"""A full disk, at every step of a report's path: told in Swedish, nothing half, and on again."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from ingest import archive, room
from ingest.archive import Archive
from ingest.errors import DiskFullError, StoreUnavailableError
from ingest.identity import Overrides
from ingest.index import folder as chroma_folder
from ingest.index import lexical, lexical_documents
from ingest.index.chroma import ChromaStore
from ingest.index.lexical import TantivyIndex
from ingest.index.memory import WordEmbedder
from ingest.library import Library
from ingest.model import Report, Scope
from ingest.pipeline import Pipeline
from ingest.room import check_room, free_room, is_full, told_if_full
from tests.ingest.test_pipeline import read as read_made_up


def full(*given: object, **named: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


class Usage(NamedTuple):
    total: int
    used: int
    free: int


def left(monkeypatch: pytest.MonkeyPatch, free: int) -> None:
    """Let the disk have so many bytes left."""
    monkeypatch.setattr(room.shutil, "disk_usage", lambda place: Usage(10**12, 0, free))


def test_room_is_looked_for_where_a_folder_is_to_be(tmp_path: Path) -> None:
    assert free_room(tmp_path / "a" / "b") == pytest.approx(shutil.disk_usage(tmp_path).free, 0.1)
    check_room(tmp_path / "a" / "b", reserve=0)
    with pytest.raises(DiskFullError, match=r"full.*frigöra plats.*försök sedan igen"):
        check_room(tmp_path / "a", needed=10**18)


def test_a_reserve_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    left(monkeypatch, room.RESERVE + 10)
    check_room(tmp_path, 10)
    with pytest.raises(DiskFullError):
        check_room(tmp_path, 11)
    check_room(tmp_path, 11, reserve=room.LEAST)


def test_what_a_disk_does_not_tell_hinders_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room.shutil, "disk_usage", lambda place: full())
    assert free_room(tmp_path) is None
    check_room(tmp_path, 10**18)


def test_it_is_told_whoever_says_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(DiskFullError), told_if_full(tmp_path):
        full()
    with pytest.raises(DiskFullError), told_if_full(tmp_path):
        try:
            full()
        except OSError as error:
            raise ValueError("tantivy: IO error") from error
    with pytest.raises(ValueError, match="annat"), told_if_full(tmp_path):
        raise ValueError("något annat")
    left(monkeypatch, 3)
    with pytest.raises(DiskFullError), told_if_full(tmp_path):
        raise RuntimeError("code 13: database or disk is full")
    with pytest.raises(StoreUnavailableError), told_if_full(tmp_path):
        raise StoreUnavailableError
    assert not is_full(ValueError("x")) and not is_full(PermissionError(errno.EACCES, "nej"))


def read(path: Path, name: str, overrides: Overrides) -> Report:
    return read_made_up(path, name, overrides)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    data = tmp_path / "data"
    store = ChromaStore(data / "chroma", model="word-buckets")
    words = TantivyIndex(data / "lexical")
    return Library(store, words, WordEmbedder(), Archive(data / "editions"))


def half_a_copy(source: Path, target: Path) -> None:
    target.write_bytes(source.read_bytes()[:3])
    full()


Harm = Callable[[pytest.MonkeyPatch, Library], None]
STEPS: dict[str, Harm] = {
    "before it is read": lambda m, _: left(m, room.RESERVE - 1),
    "the original is copied": lambda m, _: m.setattr(archive.shutil, "copyfile", half_a_copy),
    "what was read is kept": lambda m, _: m.setattr(Path, "write_bytes", full),
    "the shelf is renamed": lambda m, _: m.setattr(archive.os, "replace", full),
    "the turn is told": lambda m, _: m.setattr(chroma_folder, "write_whole", full),
    "the passages are staged": lambda m, lib: m.setattr(lib.store, "_upsert", full),
    "the report is put in force": lambda m, lib: m.setattr(lib.store, "_learn", full),
}
AFTERWARDS: dict[str, Harm] = {
    "words are begun": lambda m, _: m.setattr(lexical, "write_whole", full),
    "words are indexed": lambda m, _: m.setattr(lexical_documents, "add", full),
    "what was replaced is swept": lambda m, lib: m.setattr(lib.store, "sweep", full),
}


@pytest.mark.parametrize("step", STEPS)
def test_a_disk_that_is_full_at_a_step(
    step: str, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipeline = Pipeline(library, read=read)
    old, new = tmp_path / "a.txt", tmp_path / "b.txt"
    old.write_text("2022\nHumlor i trädgården.")
    new.write_text("2022\nZebror i trädgården.\nHumlor på ängen.")
    assert pipeline.ingest(old).ok
    with monkeypatch.context() as harmed:
        STEPS[step](harmed, library)
        with pytest.raises(DiskFullError):
            pipeline.ingest(new)
        assert told(library) in (["Humlor i trädgården."], sorted(NEW))
    assert pipeline.ingest(new).ok
    assert told(library) == sorted(NEW)
    found = library.lexical.search("zebror", Scope(), 9)
    assert [library.store.get([hit.passage_id])[0].text for hit in found] == [" ".join(NEW)]
    assert library.tidy() == 0 and library.archive.drafts() == 0


def taken_in(library: Library, folder: Path) -> tuple[Pipeline, Path]:
    """A pipeline that has taken a small report in, and the file of it."""
    pipeline = Pipeline(library, read=read)
    path = folder / "a.txt"
    path.write_text("2022\nHumlor i trädgården.")
    assert pipeline.ingest(path).ok
    return pipeline, path


@pytest.mark.parametrize("step", AFTERWARDS)
def test_a_disk_that_is_full_when_the_report_is_in_force(
    step: str, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipeline, path = taken_in(library, tmp_path)
    path.write_text("2022\n" + "\n".join(NEW))
    with monkeypatch.context() as harmed:
        AFTERWARDS[step](harmed, library)
        outcome = pipeline.ingest(path)
        assert (outcome.status, told(library)) == ("replaced", sorted(NEW))
        assert any("ordsökningen" in w for w in outcome.warnings) == step.startswith("words")
    again = pipeline.ingest(path)
    assert (again.status, again.warnings) == ("unchanged", ("Läs noga.",))
    found = library.lexical.search("zebror", Scope(), 9)
    assert [library.store.get([hit.passage_id])[0].text for hit in found] == [" ".join(NEW)]
    assert library.tidy() == 0 and library.archive.drafts() == 0


def test_a_file_that_is_in_force_needs_no_room(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipeline, path = taken_in(library, tmp_path)
    left(monkeypatch, room.RESERVE - 1)
    assert pipeline.ingest(path).status == "unchanged"
    with pytest.raises(DiskFullError):
        pipeline.ingest(path, Overrides(year=2021))
    with pytest.raises(DiskFullError):
        list(pipeline.ingest_all([path], Overrides(year=2021)))


NEW = ("Zebror i trädgården.", "Humlor på ängen.")


def told(library: Library) -> list[str]:
    """The sentences of the report in force: of one edition, all of them."""
    (report,) = library.reports()
    passages = library.store.passages(report.document_id)
    assert library.archive.report(report.document_id, report.edition) is not None
    return sorted(s.text for passage in passages for s in passage.sentences)


def test_chroma_is_not_begun_without_room(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It can stand still for ever, and the process with it."""
    taken_in(library, tmp_path)
    (report,) = library.reports()
    passages = library.store.passages(report.document_id)
    left(monkeypatch, room.RESERVE)
    with pytest.raises(DiskFullError):
        library.store.stage(passages, [[0.0] * 256] * len(passages))
    assert library.store.mark(report.document_id, True), "what is small has room still"
    left(monkeypatch, room.LEAST - 1)
    for change in (library.store.mark, lambda key, _: library.store.delete(key)):
        with pytest.raises(DiskFullError):
            change(report.document_id, False)
    assert library.reports()[0].internal
    assert library.lexical.search("humlor", Scope(), 9), "what is there is found meanwhile"


def test_a_checkpoint_waits_for_room(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    database: Any = library.store._database  # type: ignore[attr-defined]
    monkeypatch.setattr(database, "_checkpoint_at", 1)
    done = []
    monkeypatch.setattr(database, "_checkpoint", lambda: done.append(1))
    left(monkeypatch, room.LEAST)
    with database.writing(5):
        pass
    assert not done
    left(monkeypatch, 10**9)
    with database.writing(0):
        pass
    assert done == [1]
