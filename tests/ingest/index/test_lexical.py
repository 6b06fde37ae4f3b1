"""What tantivy's index survives: kills, damage, other writers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest.index import lexical
from ingest.index.exclusive import exclusive
from ingest.index.lexical import TantivyIndex
from ingest.index.memory import MemoryStore
from ingest.model import Scope
from tests.ingest.index.build import (
    ASPEN,
    make_identity,
    make_passages,
    make_report,
    make_shared,
)
from tests.ingest.index.test_lexical_contract import found, put

BOARD = make_identity(unit=None)


@pytest.fixture
def store() -> MemoryStore:
    store = MemoryStore()
    put(store, "Katten sov.", "Hunden åt.")
    put(store, "Nämnden sparade.", identity=BOARD)
    return store


def test_another_process_opens_what_was_written(tmp_path: Path, store: MemoryStore) -> None:
    TantivyIndex(tmp_path).sync(store)
    later = TantivyIndex(tmp_path)
    assert found(later, store, "katten") == ["Katten sov."]
    assert later.sync(store) == 0


def test_a_reader_sees_what_a_writer_adds(tmp_path: Path, store: MemoryStore) -> None:
    writer, reader = TantivyIndex(tmp_path), TantivyIndex(tmp_path)
    writer.sync(store)
    assert found(reader, store, "katten") == ["Katten sov."]
    put(store, "Katten vaknade.", edition="b")
    writer.sync(store)
    assert found(reader, store, "katten") == ["Katten vaknade."]


@pytest.mark.parametrize("moment", ["writer", "add", "commit"])
def test_killed_while_syncing(
    tmp_path: Path, store: MemoryStore, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    index = TantivyIndex(tmp_path)
    index.sync(store)
    put(store, "Katten vaknade.", edition="b")
    store.delete(BOARD.document_id)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        if moment == "add":
            patch.setattr("ingest.index.lexical_documents.add", killed)
        else:
            writes = TantivyIndex._write_known
            calls: list[int] = []

            def write(self: TantivyIndex, known: dict[str, object], pending: set[str]) -> None:
                calls.append(1)
                if len(calls) == (1 if moment == "writer" else 2):
                    raise KeyboardInterrupt
                writes(self, known, pending)  # type: ignore[arg-type]

            patch.setattr(TantivyIndex, "_write_known", write)
        index.sync(store)
    for again in (index, TantivyIndex(tmp_path)):
        assert set(found(again, store, "katten nämnden")) <= {"Katten vaknade."}
        again.sync(store)
        assert found(again, store, "katten nämnden sparade") == ["Katten vaknade."]
        assert len(again.search("katten nämnden sparade sov", Scope(), 99)) == 1


@pytest.mark.parametrize("damage", ["cut", "meta", "editions", "list", "gone"])
def test_a_damaged_index_is_built_anew(tmp_path: Path, store: MemoryStore, damage: str) -> None:
    TantivyIndex(tmp_path).sync(store)
    if damage == "cut":
        for file in (tmp_path / "index").glob("*.term"):
            file.write_bytes(file.read_bytes()[:10])
    elif damage == "meta":
        (tmp_path / "index" / "meta.json").write_text("{")
    elif damage == "editions":
        (tmp_path / "editions.json").write_text("{")
    elif damage == "list":
        (tmp_path / "editions.json").write_text(json.dumps(["not", "ours"]))
    else:
        for file in (tmp_path / "index").iterdir():
            file.unlink()
    index = TantivyIndex(tmp_path)
    assert index.sync(store) == 2
    assert found(index, store, "katten") == ["Katten sov."]


def test_damage_under_a_running_process(tmp_path: Path, store: MemoryStore) -> None:
    index = TantivyIndex(tmp_path)
    index.sync(store)
    (tmp_path / "editions.json").write_text("{")
    assert found(index, store, "katten") == ["Katten sov."]


def test_tokens_of_another_kind_are_thrown_away(
    tmp_path: Path, store: MemoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    TantivyIndex(tmp_path).sync(store)
    monkeypatch.setattr("ingest.index.lexical._FORMAT", 99)
    assert TantivyIndex(tmp_path).sync(store) == 2


def test_goes_on_where_another_process_writes(
    tmp_path: Path, store: MemoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.index.lexical._PATIENCE_S", 0.05)
    index = TantivyIndex(tmp_path)
    index.sync(store)
    put(store, "Fåglarna kom.", identity=make_identity(unit="Ny enhet"))
    with exclusive(tmp_path / ".writing", 1.0) as held:
        assert held
        assert index.sync(store) == 0
        assert found(index, store, "katten") == ["Katten sov."]
    assert index.sync(store) == 1
    assert found(index, store, "fåglarna") == ["Fåglarna kom."]


def test_only_editions_that_are_known(tmp_path: Path, store: MemoryStore) -> None:
    index = TantivyIndex(tmp_path)
    index.sync(store)
    file = tmp_path / "editions.json"
    read = json.loads(file.read_text())
    read["known"]["reports"][ASPEN.document_id][0] = "f" * 64
    file.write_text(json.dumps(read))
    assert index.search("katten", Scope(), 9) == []


def test_a_wide_scope_finds_what_a_fence_would(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = MemoryStore()
    goal = "Alla barn och elever ska ha en trygg vardag."
    for number in range(12):
        identity = make_identity(unit=f"Enhet {number}", year=2020 + number % 4)
        own = make_passages(f"Vi har {number} ekar i parken.", identity=identity)
        told = (*own, *make_shared("Inget.", goal, identity=identity)[1:])
        store.stage(told, [[1.0]] * len(told))
        store.commit(make_report(identity, "first", len(told)))
    index = TantivyIndex(tmp_path)
    index.sync(store)
    scopes = [Scope(), Scope(years=(2020, 2021, 2023)), Scope(years=(2022,)), Scope(years=(1999,))]
    asked = ("ekar i parken", "trygg vardag för alla", "ekar och en trygg vardag")
    fenced = [index.search(text, scope, n) for text in asked for scope in scopes for n in (2, 50)]
    monkeypatch.setattr(lexical, "_FENCED", 0)
    monkeypatch.setattr(lexical, "_SHARE", 100)
    wide = [index.search(text, scope, n) for text in asked for scope in scopes for n in (2, 50)]
    assert [[hit.passage_id for hit in hits] for hits in wide] == [
        [hit.passage_id for hit in hits] for hits in fenced
    ]
    assert [h.score for hits in wide for h in hits] == pytest.approx(
        [h.score for hits in fenced for h in hits]
    )
    assert len(wide[3]) == 9 and wide[6] == wide[7] == []
