"""What Chroma alone can get wrong: other models, other processes, damaged files."""

from __future__ import annotations

import gc
import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from chromadb import Collection

from ingest.errors import IndexUnusableError
from ingest.index import folder
from ingest.index.checkpoint import write_indexes
from ingest.index.chroma import ChromaStore
from ingest.index.collections import PASSAGE, owner, unpacked
from ingest.index.exclusive import exclusive
from ingest.index.folder import Folder
from ingest.model import Scope
from tests.ingest.index.build import (
    ASPEN,
    make_identity,
    make_passages,
    make_report,
    make_shared,
)
from tests.ingest.index.test_store_contract import EMBEDDER, found, put, put_shared, stage, vectors

BOARD = make_identity(unit=None)


def small(path: Path, checkpoint: int = 3) -> ChromaStore:
    return ChromaStore(Folder(path, "m", checkpoint), "m")


def test_another_model_says_what_to_do(tmp_path: Path) -> None:
    put(ChromaStore(tmp_path, model="modell-a"), "Text.")
    with pytest.raises(IndexUnusableError, match="PLANASSISTENT_MODEL") as caught:
        ChromaStore(tmp_path, model="modell-b")
    assert "modell-a" in str(caught.value)
    assert ChromaStore(tmp_path, model="modell-a").count() == 1


def test_a_library_from_before_shared_text_opens_as_it_is(tmp_path: Path) -> None:
    """Nor was anything compressed then: the JSON stood as it is, among more."""
    store = ChromaStore(tmp_path, model="m")
    put(store, "Katten sov.")
    before = store.passages(ASPEN.document_id)
    with Folder(tmp_path, "m").writing(1) as chroma:
        held = chroma.reports.get(include=["metadatas"])
        data = {k: v for k, v in held["metadatas"][0].items() if k != "shared"}
        chroma.reports.delete(held["ids"])
        chroma.reports.upsert(held["ids"], embeddings=[[1.0]], metadatas=[data])
        old = chroma.passages.get(include=["metadatas"])
        stored = unpacked(PASSAGE, old["metadatas"][0]) or ""
        bare = stored.replace(',"shared":null', "")
        assert stored != bare and "shared" not in bare
        vectors = chroma.passages.get(include=["embeddings"])["embeddings"]
        chroma.passages.delete(old["ids"])
        data = {"owner": old["metadatas"][0]["owner"], "year": 2025, "passage": bare}
        chroma.passages.upsert(old["ids"], vectors, [data], documents=["Katten sov."])
    later = ChromaStore(tmp_path, model="m")
    assert later.passages(ASPEN.document_id) == before
    assert later.places() == {} and later.sweep() == 0
    assert found(later, "katten") == ["Katten sov."]


def test_after_a_writer_that_was_killed_nothing_is_read_twice(tmp_path: Path) -> None:
    put(small(tmp_path), "Katten sov.")
    folder = Folder(tmp_path, "m")
    store = ChromaStore(folder, "m")
    assert store.count() == 1
    before = folder.turn()
    (tmp_path / ".turn").write_text("annan writing 7", "ascii")
    with exclusive(tmp_path / ".writing", 0.0) as held:
        assert held and folder.turn() != folder.turn(), "it writes still"
    ended = folder.turn()
    assert ended == folder.turn() != before
    writer, state, pending = (tmp_path / ".turn").read_text("ascii").split()
    assert (writer, pending) == ("annan", "7") and state != "writing"
    assert Folder(tmp_path, "m").turn() == ended
    assert store.count() == 1 and found(store, "katten") == ["Katten sov."]


def test_an_empty_library_takes_the_new_name_and_size(tmp_path: Path) -> None:
    store = ChromaStore(tmp_path, model="modell-a")
    put(store, "Text.")
    stage(store, "Avbruten.", edition="b")
    store.delete(ASPEN.document_id)
    renamed = ChromaStore(tmp_path, model="modell-b")
    put(renamed, "Text.")
    assert renamed.search(vectors(renamed.passages(ASPEN.document_id))[0], Scope(), 5)
    with pytest.raises(IndexUnusableError):
        ChromaStore(tmp_path, model="modell-a")


def test_a_reader_follows_a_writer(tmp_path: Path) -> None:
    writer, reader = ChromaStore(tmp_path, model="m"), ChromaStore(tmp_path, model="m")
    put(writer, "Katten sov.")
    assert found(reader, "katten") == ["Katten sov."]
    put(writer, "Katten vaknade.", "Katten åt.", edition="b")
    assert found(reader, "katten vaknade") == ["Katten vaknade.", "Katten åt."]
    assert reader.count() == 2
    writer.delete(ASPEN.document_id)
    assert found(reader, "katten") == []


def test_writers_in_turn_lose_nothing(tmp_path: Path) -> None:
    stores = small(tmp_path), small(tmp_path)
    for number in range(8):
        identity = make_identity(unit=f"Enhet {number}")
        put(stores[number % 2], f"Katt {number} sov.", f"Hund {number} åt.", identity=identity)
    for store in (*stores, small(tmp_path)):
        assert len(found(store, "katt hund", limit=99)) == 16
        assert found(store, "Katt 3 sov.")[0] == "Katt 3 sov."


def test_checkpoints_keep_everything(tmp_path: Path) -> None:
    store = small(tmp_path)
    put(store, "Katten sov.", "Hunden åt.", "Fågeln sjöng.", "Fisken sam.")
    assert list(tmp_path.glob("*/index_metadata.pickle"))
    assert not (tmp_path / "vectors.npz").exists()
    put(store, "Nämnden sparade.", identity=BOARD)
    for again in (store, small(tmp_path)):
        assert found(again, "Fågeln sjöng.")[0] == "Fågeln sjöng."
        assert again.count() == 5
        assert again.sweep() == 0


def test_editions_staged_together_are_written_in_one_go_and_texts_before_their_places(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = ChromaStore(tmp_path, model="m")
    units = [make_identity(unit=f"Enhet {number}") for number in range(3)]
    passages = tuple(
        passage
        for who in units
        for passage in (
            *make_shared("Målet är gott.", identity=who),
            *make_passages("", f"{who.unit} vann.", identity=who)[1:],
        )
    )
    written: list[tuple[str, int]] = []
    upsert = Collection.upsert

    def watched(self: Collection, ids: Any, *args: Any, **kwargs: Any) -> None:
        written.append((self.name, len(ids)))
        upsert(self, ids, *args, **kwargs)

    monkeypatch.setattr(Collection, "upsert", watched)
    store.stage(passages, vectors(passages))
    assert written == [("passages", 4), ("places", 3)], "three of their own, and one text"


def test_a_log_grows_with_the_root_of_its_library(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder, "_SMALL", 1)
    store = small(tmp_path)
    written: list[int] = []
    monkeypatch.setattr(Folder, "_checkpoint", lambda _: written.append(store.count()))
    for number in range(60):
        put(store, "Katten sov.", identity=make_identity(unit=f"Enhet {number}"))
    gaps = [later - before for before, later in pairwise([0, *written])]
    assert gaps == sorted(gaps) and gaps[0] < 5 and 8 < gaps[-1] < 24


@pytest.mark.parametrize("files", ["garbage", "none"])
def test_an_interrupted_checkpoint_is_mended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: str
) -> None:
    store = small(tmp_path, checkpoint=10**6)
    put(store, "Katten sov.", "Hunden åt.", "Fågeln sjöng.")
    before = store.passages(ASPEN.document_id)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Folder, "_sync_at", killed)
    with pytest.raises(KeyboardInterrupt):
        put(small(tmp_path, checkpoint=1), "Nämnden sparade.", identity=BOARD)
    monkeypatch.undo()
    for file in tmp_path.glob("*/*"):
        file.unlink() if files == "none" else file.write_bytes(b"\xff" * 100)
    mended = small(tmp_path)
    assert mended.passages(ASPEN.document_id) == before
    assert found(mended, "Fågeln sjöng.")[0] == "Fågeln sjöng."
    mended.sweep()
    put(mended, "Nämnden sparade.", identity=BOARD)
    assert mended.count() == 4


def logged(folder: Path) -> dict[str, int]:
    """How many records Chroma's log holds of each collection."""
    with closing(sqlite3.connect(folder / "chroma.sqlite3")) as database:
        names = dict(database.execute("SELECT id, name FROM collections"))
        counted = "SELECT topic, count(*) FROM embeddings_queue GROUP BY topic"
        return {names[topic.split("/")[-1]]: count for topic, count in database.execute(counted)}


def test_a_checkpoint_empties_the_logs_of_all_collections(tmp_path: Path) -> None:
    store = small(tmp_path, checkpoint=10**6)
    units = [make_identity(unit=f"Enhet {number}") for number in range(20)]
    for who in units:
        put_shared(store, "Målet är gott.", identity=who, own=f"{who.unit} vann.")
    before = logged(tmp_path)
    assert min(before.values()) >= 20
    put(small(tmp_path, checkpoint=1), "Nämnden sparade.", identity=BOARD)
    after = logged(tmp_path)
    assert sum(after.values()) <= 10, (before, after)
    fresh = small(tmp_path, checkpoint=10**6)
    assert len(fresh.reports()) == 21 and fresh.count() == 41
    assert len(found(fresh, "Målet är gott.", limit=99)) == 22
    assert len(fresh.places()) == 1 and fresh.sweep() == 0


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="what is open is told by Linux only")
def test_clients_that_were_replaced_leave_no_threads_or_files(tmp_path: Path) -> None:
    put(small(tmp_path, checkpoint=10**6), "Katten sov.", "Hunden åt.")
    gc.collect()
    gc.disable()
    try:
        opened = Folder(tmp_path, "m", checkpoint=10**6)
        before = held_open()
        for _ in range(3):
            write_and_check(opened)
            opened.reopen()
        ends = time.monotonic() + 10  # Chroma's threads end a moment after it
        while held_open() > before + 3 and time.monotonic() < ends:
            time.sleep(0.05)
        assert held_open() <= before + 3
    finally:
        gc.enable()


def write_and_check(opened: Folder) -> None:
    """Write as a store does, which holds on to what it writes to until it is done."""
    with opened.writing(1) as chroma:
        opened._checkpoint()
        assert chroma.passages.count() == 2


def held_open() -> int:
    """The files and threads of this process."""
    return len(os.listdir("/proc/self/fd")) + len(os.listdir("/proc/self/task"))


@pytest.mark.parametrize("call", range(5))
def test_a_checkpoint_may_be_interrupted_at_any_of_its_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: int
) -> None:
    store = small(tmp_path, checkpoint=10**6)
    for number in range(6):
        who = make_identity(unit=f"Enhet {number}")
        put_shared(store, "Målet är gott.", identity=who, own=f"{who.unit} vann.")
    kept = {report: store.passages(report.document_id) for report in store.reports()}
    writer = Folder(tmp_path, "m", checkpoint=10**6)
    monkeypatch.setattr(folder, "write_indexes", lambda *_: interrupted_at(writer, call))
    with pytest.raises(KeyboardInterrupt), writer.writing(1):
        writer._checkpoint()
    monkeypatch.undo()
    for file in tmp_path.glob("*/*"):
        file.write_bytes(b"\xff" * 100)
    for mended in (small(tmp_path), small(tmp_path)):
        assert {r: mended.passages(r.document_id) for r in mended.reports()} == kept
        assert len(found(mended, "Målet är gott.", limit=99)) == 7
        assert mended.sweep() == 0
    put(small(tmp_path), "Nämnden sparade.", identity=BOARD)
    assert len(small(tmp_path).reports()) == 7


def interrupted_at(writer: Folder, call: int) -> None:
    """The writing of indexes, killed at one of its calls that write."""
    left = [call]

    def counted(write: Callable[..., None]) -> Callable[..., None]:
        def one(*args: Any, **named: Any) -> None:
            if not left[0]:
                raise KeyboardInterrupt
            left[0] -= 1
            write(*args, **named)

        return one

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Collection, "upsert", counted(Collection.upsert))
        patch.setattr(Collection, "delete", counted(Collection.delete))
        write_indexes(writer.collections, 256)
    raise KeyboardInterrupt


def test_a_database_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "chroma.sqlite3").write_bytes(b"this is no database" * 100)
    with pytest.raises(IndexUnusableError, match="säkerhetskopia"):
        ChromaStore(tmp_path, model="m")


def test_hits_within_one_report_among_many(tmp_path: Path) -> None:
    store = ChromaStore(tmp_path, model="m")
    for number in range(30):
        identity = make_identity(unit=f"Enhet {number}")
        put(store, *(f"Text {n} om enhet{number}." for n in range(20)), identity=identity)
    assert len(found(store, "Text 3 om enhet7.", Scope(units=("Enhet 7",)), limit=50)) == 20
    assert found(store, "Text 3 om enhet7.")[0] == "Text 3 om enhet7."
    assert make_report(make_identity(unit="Enhet 7"), "a", 20) in store.reports()


def test_passages_are_asked_for_by_their_numbers_and_else_by_their_owner(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = ChromaStore(tmp_path, model="m")
    other = make_identity(unit="Bokens förskola")
    put(store, "Katten sov.", "Hunden åt.")
    named = [replace(p, id=f"ett-annat-{p.ordinal}") for p in make_passages("En.", identity=other)]
    store.stage(named, vectors(tuple(named)))
    store.commit(make_report(other, "first"))
    filters: list[object] = []
    whole = Collection.get

    def watched(self: Collection, *args: Any, **kwargs: Any) -> Any:
        filters.append(kwargs.get("where"))
        return whole(self, *args, **kwargs)

    monkeypatch.setattr(Collection, "get", watched)
    fresh = ChromaStore(tmp_path, model="m")
    assert [p.text for p in fresh.passages(ASPEN.document_id)] == ["Katten sov.", "Hunden åt."]
    assert len(fresh.vectors(ASPEN.document_id)) == 2
    assert not any(filters)
    assert [*fresh.vectors(other.document_id)] == ["ett-annat-0"]
    assert [p.id for p in fresh.passages(other.document_id)] == ["ett-annat-0"]
    assert [w for w in filters if w] == [{"owner": owner(other.document_id, named[0].edition)}] * 2
    fresh.ready()
    del filters[:]
    assert sorted(found(fresh, "katten", limit=9)) == ["En.", "Hunden åt.", "Katten sov."]
    assert not any(filters)


def test_passages_are_given_out_of_memory_as_they_are_in_chroma(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = ChromaStore(tmp_path, EMBEDDER.name)
    birch = make_identity("Björkens dagverksamhet")
    for who in (ASPEN, birch):
        put_shared(store, "Alla möts.", "Maten är god.", identity=who, own=f"Eget i {who.unit}.")
    everything = [p for who in (ASPEN, birch) for p in store.passages(who.document_id)]
    ids = [p.id for p in everything]
    text = str(everything[0].shared)
    store._cache.forget()
    store.ready()

    def never(ask: object) -> None:
        raise AssertionError("Chroma is asked")

    monkeypatch.setattr(store._cache, "_read", never)
    assert store.get(ids) == tuple(everything)
    assert store.get([text], Scope(units=(birch.unit,)))[0].identity == birch  # type: ignore[arg-type]
    with pytest.raises(AssertionError, match="Chroma is asked"):
        store.get(["okänd"])


def test_what_is_in_memory_goes_with_its_edition(tmp_path: Path) -> None:
    store = ChromaStore(tmp_path, EMBEDDER.name)
    before = put_shared(store, "Alla möts.", own="Gammalt.")
    store.ready()
    after = put_shared(store, "Alla möts.", own="Nytt.", edition="b")
    assert store.get([p.id for p in before]) == ()
    assert [p.text for p in store.get([p.id for p in after])] == ["Alla möts.", "Nytt."]
    store.ready()
    store._cache.forget()
    assert [p.text for p in store.get([p.id for p in after])] == ["Alla möts.", "Nytt."]
