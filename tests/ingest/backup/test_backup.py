"""A backup holds everything, says when it is broken, and comes back as it was."""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ingest.archive import Archive
from ingest.backup.making import Source, back_up
from ingest.backup.manifest import verify
from ingest.backup.restoring import Target, restore
from ingest.errors import BackupError
from ingest.index.memory import MemoryLexical, MemoryStore, WordEmbedder
from ingest.library import Library
from ingest.model import Scope
from ingest.pipeline import Pipeline
from tests.ingest.killing import make_editions, read

EMBEDDER = WordEmbedder()


def a_library(data: Path) -> Library:
    return Library(MemoryStore(), MemoryLexical(), EMBEDDER, Archive(data / "editions"))


def a_source(library: Library, data: Path, **other: Any) -> Source:
    return Source(library.store, library.archive, EMBEDDER.name, data, **other)


@pytest.fixture
def editions(tmp_path: Path) -> list[list[Path]]:
    return make_editions(tmp_path)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def full(data: Path, editions: list[list[Path]]) -> Library:
    library = a_library(data)
    for outcome in Pipeline(library, read=read).ingest_all(editions[0]):
        assert outcome.ok, outcome
    library.store.mark(library.reports()[0].document_id, True)
    return library


def all_of(library: Library) -> dict[str, Any]:
    """What a library answers with."""
    words = ("humlor", "zebror", "äng och barn")
    return {
        "reports": library.reports(),
        "passages": [library.store.passages(r.document_id) for r in library.reports()],
        "places": {key: tuple(places) for key, places in library.store.places().items()},
        "texts": dict(library.store.texts("Norrskogen stadsdelsnämnd")),
        "near": [near(library, word) for word in words],
        "words": [library.lexical.search(word, Scope(), 9) for word in words],
        "contents": [library.contents(r.document_id) for r in library.reports()],
        "files": [library.archive.files(r.document_id, r.edition) for r in library.reports()],
    }


def near(library: Library, word: str) -> list[tuple[float, str]]:
    """Hits with scores as exact as a vector is kept."""
    hits = library.store.search(EMBEDDER.embed_query(word), Scope(), 99)
    return sorted((round(-hit.score, 5), hit.passage_id) for hit in hits)


def relative(told: dict[str, Any], data: Path) -> dict[str, Any]:
    files = [[path.relative_to(data) for path in paths] for paths in told["files"]]
    return {**told, "files": files}


def test_everything_comes_back_as_it_was(full: Library, data: Path, tmp_path: Path) -> None:
    (data / "audit").mkdir()
    (data / "audit" / "2026.jsonl").write_text('{"tid": 1}\n')
    (data / "keys.json").write_text("{}")
    (data / "keys.json").chmod(0o600)
    made = back_up(a_source(full, data), tmp_path / "kopia")
    assert made == verify(tmp_path / "kopia")
    assert (made.reports, made.passages) == (3, full.store.count())
    before = relative(all_of(full), data)
    shutil.rmtree(data)

    elsewhere = tmp_path / "annan"
    again = a_library(elsewhere)
    assert restore(tmp_path / "kopia", Target(again, elsewhere)) == made
    assert relative(all_of(again), elsewhere) == before
    assert (elsewhere / "audit" / "2026.jsonl").read_text() == '{"tid": 1}\n'
    assert (elsewhere / "keys.json").stat().st_mode & 0o777 == 0o600
    assert not list(elsewhere.rglob(".*"))


def test_what_is_derived_or_in_use_is_left_out(full: Library, data: Path, tmp_path: Path) -> None:
    for name in (
        "chroma/x",
        "lexical/x",
        "uploads/x",
        "ett/lexical/x",
        ".lock",
        "a.lock",
        "replica",
    ):
        (data / name).parent.mkdir(parents=True, exist_ok=True)
        (data / name).write_text("x")
    source = a_source(full, data, apart=frozenset({data / "ett"}))
    made = back_up(source, tmp_path / "kopia")
    assert not [name for name in made.files if name.startswith("files/")]


def test_a_report_that_is_replaced_meanwhile_is_whole(
    full: Library, data: Path, editions: list[list[Path]], tmp_path: Path
) -> None:
    pipeline = Pipeline(full, read=read)
    editions_left = list(editions[1])

    def meanwhile(done: int, of: int) -> None:
        if editions_left:
            assert pipeline.ingest(editions_left.pop()).ok

    back_up(a_source(full, data), tmp_path / "kopia", meanwhile)
    again = a_library(tmp_path / "annan")
    restore(tmp_path / "kopia", Target(again, tmp_path / "annan"))
    assert len(again.reports()) == 3
    for stored in again.reports():
        passages = again.store.passages(stored.document_id)
        assert {p.edition for p in passages} == {stored.edition}
        assert len(passages) == stored.passages
        assert again.contents(stored.document_id)


def test_a_report_that_is_deleted_meanwhile_is_left_out(
    full: Library, data: Path, tmp_path: Path
) -> None:
    last = full.reports()[-1].document_id
    made = back_up(a_source(full, data), tmp_path / "kopia", lambda done, of: _gone(full, last))
    assert made.reports == 2
    assert verify(tmp_path / "kopia").reports == 2


def _gone(library: Library, document_id: str) -> None:
    library.delete(document_id)


def test_a_damaged_report_is_told_and_nothing_is_left(
    full: Library, data: Path, tmp_path: Path
) -> None:
    stored = full.reports()[0]
    for path in full.archive.files(stored.document_id, stored.edition):
        path.unlink()
    with pytest.raises(BackupError, match=rf"{stored.document_id} är inte hel.*doctor"):
        back_up(a_source(full, data), tmp_path / "kopior" / "kopia")
    assert not list((tmp_path / "kopior").iterdir())


def test_a_full_disk_leaves_nothing_half(
    full: Library, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, calls = os.fsync, iter(range(100))

    def fsync(file: int) -> None:
        if next(calls) == 5:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(file)

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(BackupError, match=r"full.*Inget halvfärdigt"):
        back_up(a_source(full, data), tmp_path / "kopior" / "kopia")
    assert not list((tmp_path / "kopior").iterdir())


def test_it_never_writes_over_anything(full: Library, data: Path, tmp_path: Path) -> None:
    (tmp_path / "kopia").mkdir()
    (tmp_path / "kopia" / "viktigt.txt").write_text("kvar")
    with pytest.raises(BackupError, match="finns redan"):
        back_up(a_source(full, data), tmp_path / "kopia")
    assert (tmp_path / "kopia" / "viktigt.txt").read_text() == "kvar"


def a_byte_wrong(backup: Path) -> None:
    path = next(backup.glob("reports/*/passages.jsonl"))
    read_ = bytearray(path.read_bytes())
    read_[100] ^= 1
    path.write_bytes(read_)


def a_file_less(backup: Path) -> None:
    next(backup.glob("reports/*/vectors.npy")).unlink()


def no_manifest(backup: Path) -> None:
    (backup / "manifest.json").unlink()


def half_a_manifest(backup: Path) -> None:
    path = backup / "manifest.json"
    path.write_text(path.read_text()[:50])


def changed(key: str, value: Any) -> Callable[[Path], None]:
    def change(backup: Path) -> None:
        path = backup / "manifest.json"
        path.write_text(json.dumps({**json.loads(path.read_text()), key: value}))

    return change


def outside(backup: Path) -> None:
    (backup.parent / "ond").write_text("")
    told = json.loads((backup / "manifest.json").read_text())
    changed("files", {**told["files"], "../ond": {"bytes": 0, "sha256": "", "mode": 384}})(backup)


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (a_byte_wrong, "passages.jsonl saknas eller har ändrats"),
        (a_file_less, "vectors.npy saknas"),
        (no_manifest, "ingen färdig säkerhetskopia"),
        (half_a_manifest, "går inte att läsa"),
        (changed("format", 99), "format 99"),
        (changed("reports", 7), "3 av 7 rapporter"),
        (changed("model", "annan-modell"), "PLANASSISTENT_MODEL"),
        (outside, "utanför"),
    ],
)
def test_a_backup_that_cannot_be_used_changes_nothing(
    full: Library, data: Path, tmp_path: Path, harm: Callable[[Path], None], said: str
) -> None:
    back_up(a_source(full, data), tmp_path / "kopia")
    harm(tmp_path / "kopia")
    elsewhere = tmp_path / "annan"
    again = a_library(elsewhere)
    with pytest.raises(BackupError, match=said):
        restore(tmp_path / "kopia", Target(again, elsewhere))
    assert not again.reports() and not elsewhere.exists()


def test_a_library_with_something_in_it_is_kept_unless_told(
    full: Library, data: Path, editions: list[list[Path]], tmp_path: Path
) -> None:
    (data / "feedback.jsonl").write_text("först\n")
    back_up(a_source(full, data), tmp_path / "kopia")
    before = relative(all_of(full), data)
    for path in editions[1][:2]:
        assert Pipeline(full, read=read).ingest(path).ok
    full.delete(full.reports()[-1].document_id)
    (data / "feedback.jsonl").write_text("sedan\n")
    with pytest.raises(BackupError, match=r"2 rapporter, feedback.jsonl.*--ersatt"):
        restore(tmp_path / "kopia", Target(full, data))
    assert (data / "feedback.jsonl").read_text() == "sedan\n"
    restore(tmp_path / "kopia", Target(full, data), replace=True)
    assert relative(all_of(full), data) == before
    assert (data / "feedback.jsonl").read_text() == "först\n"


def test_nothing_is_in_force_where_it_fails_on_the_way(
    full: Library, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (data / "feedback.jsonl").write_text("x")
    back_up(a_source(full, data), tmp_path / "kopia")
    elsewhere = tmp_path / "annan"
    again = a_library(elsewhere)
    staged: list[int] = []
    real = again.store.stage

    def stage(passages: Any, vectors: Any) -> None:
        staged.append(len(passages))
        if len(staged) == 3:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(passages, vectors)

    monkeypatch.setattr(again.store, "stage", stage)
    with pytest.raises(BackupError, match="Frigör plats"):
        restore(tmp_path / "kopia", Target(again, elsewhere))
    assert not again.reports() and not (elsewhere / "feedback.jsonl").exists()
    monkeypatch.setattr(again.store, "stage", real)
    restore(tmp_path / "kopia", Target(again, elsewhere))
    assert len(again.reports()) == 3
