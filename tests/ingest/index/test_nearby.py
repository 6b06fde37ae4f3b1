"""Vectors in memory: exact, never more than there is room for, and never of an edition gone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest

from ingest.index import nearby
from ingest.index.chroma import ChromaStore
from ingest.index.nearby import Group, Nearby, group_of, nearest
from ingest.index.ports import Hit
from ingest.model import Scope
from tests.ingest.index.build import ASPEN, make_identity
from tests.ingest.index.test_store_contract import EMBEDDER, found, put, put_shared

BIRCH = make_identity(unit="Björkens förskola")


def group(name: str, size: int) -> Group:
    return group_of([f"{name}{n}" for n in range(size)], np.eye(size, 8) + 0.5)


class Reads:
    """Makes the groups that are asked for, and remembers which."""

    def __init__(self, sizes: Mapping[str, int]) -> None:
        self.sizes = sizes
        self.read: list[str] = []

    def __call__(self, keys: Sequence[str]) -> dict[str, Group]:
        self.read += keys
        return {key: group(key, self.sizes[key]) for key in keys}


def keys(groups: list[Group] | None) -> list[str] | None:
    return None if groups is None else [g.ids[0][:1] for g in groups]


def test_a_group_is_read_once() -> None:
    memory, reads = Nearby(), Reads({"a": 2, "b": 3})
    assert keys(memory.groups({"a": 2}, reads)) == ["a"]
    assert keys(memory.groups({"a": 2, "b": 3}, reads)) == ["a", "b"]
    assert reads.read == ["a", "b"]


def test_a_search_never_waits_for_more_than_so_many() -> None:
    sizes = {"a": 4, "b": 4, "c": 4, "d": 4}
    memory, reads = Nearby(at_once=6), Reads(sizes)
    assert memory.groups(sizes, reads) is None
    assert reads.read == ["a", "b"]
    assert keys(memory.groups(sizes, reads)) == ["a", "b", "c", "d"]


def test_what_has_no_room_is_refused_and_the_longest_unused_go() -> None:
    sizes = {"a": 4, "b": 4, "c": 4}
    memory, reads = Nearby(most=8), Reads(sizes)
    assert memory.groups(sizes, reads) is None and reads.read == []
    for key in ("a", "b", "a", "c", "a"):
        assert keys(memory.groups({key: 4}, reads)) == [key]
    assert reads.read == ["a", "b", "c"]
    memory.groups({"b": 4}, reads)
    assert reads.read[-1] == "b"


def test_a_group_that_was_not_read_whole_is_not_kept() -> None:
    memory, reads = Nearby(), Reads({"a": 2})
    assert memory.groups({"a": 3}, reads) is None
    assert keys(memory.groups({"a": 2}, reads)) == ["a"]


def test_reading_on_ends_where_all_is_there_or_the_room_is_full() -> None:
    sizes = {key: 4 for key in "abcdef"}
    for most, there in ((100, "abcdef"), (10, "ab")):
        memory, reads = Nearby(most, at_once=4), Reads(sizes)
        while memory.more(sizes, reads):
            pass
        assert reads.read == list(there)


def test_nearest_are_the_same_as_by_hand() -> None:
    chance = np.random.default_rng(7)
    groups = [group_of([f"{n}-{i}" for i in range(n)], chance.normal(size=(n, 16))) for n in (9, 5)]
    asked = chance.normal(size=16)
    rows = np.concatenate([g.rows for g in groups])
    ids = [key for g in groups for key in g.ids]
    cosines = rows @ asked / np.linalg.norm(asked)
    expected = sorted(zip(ids, cosines, strict=True), key=lambda pair: -pair[1])
    hits = nearest(list(asked), groups, 4, lambda key: True)
    assert [hit.passage_id for hit in hits] == [key for key, _ in expected[:4]]
    assert [hit.score for hit in hits] == pytest.approx([s for _, s in expected[:4]], abs=1e-5)
    last = {key for key, _ in expected[-3:]}
    assert {h.passage_id for h in nearest(list(asked), groups, 3, last.__contains__)} == last


def test_equals_are_ordered_by_id_and_none_is_lost_at_the_limit() -> None:
    same = group_of(["c", "a", "b"], [[1.0, 0.0]] * 3)
    assert [h.passage_id for h in nearest([1.0, 0.0], [same], 2, lambda key: True)] == ["a", "b"]
    nothing = group_of([], [])
    assert nearest([1.0, 0.0], [nothing], 2, lambda key: True) == []


@pytest.fixture(params=["memory", "index"])
def stores(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[ChromaStore, ChromaStore]:
    """A writer and a reader; with no room for vectors, Chroma's index answers."""
    room = {"memory": 100, "index": 0}[request.param]
    return ChromaStore(tmp_path, "m", room), ChromaStore(tmp_path, "m", room)


def test_a_reader_never_finds_an_edition_that_another_process_replaced(
    stores: tuple[ChromaStore, ChromaStore],
) -> None:
    writer, reader = stores
    put(writer, "Katten sov.", "Hunden åt.")
    assert found(reader, "Katten sov.")[0] == "Katten sov."
    put(writer, "Katten vaknade.", edition="b")
    assert found(reader, "Katten sov.") == ["Katten vaknade."]
    put(writer, "Fågeln sjöng.", identity=BIRCH)
    assert len(found(reader, "Katten sov.")) == 2
    assert writer.delete(ASPEN.document_id)
    assert found(reader, "Katten sov.") == ["Fågeln sjöng."]


def test_the_same_edition_read_anew_is_searched_as_it_is_now(
    stores: tuple[ChromaStore, ChromaStore],
) -> None:
    writer, reader = stores
    put(writer, "Katten sov.", "Hunden åt.")
    assert len(found(reader, "Katten sov.")) == 2
    assert writer.delete(ASPEN.document_id)
    put(writer, "Hunden sov.", "Katten åt.")
    assert found(reader, "Katten åt.")[0] == "Katten åt."


def test_shared_text_follows_the_reports_that_hold_it(
    stores: tuple[ChromaStore, ChromaStore],
) -> None:
    writer, reader = stores
    put_shared(writer, "Alla barn får vara ute.", own="Vi har en skog.")
    assert len(found(reader, "Alla barn får vara ute.")) == 2
    put_shared(writer, "Alla barn får vara ute.", "Maten är god.", identity=BIRCH)
    assert found(reader, "Maten är god.", Scope(units=("Björkens förskola",)))[0] == "Maten är god."
    assert len(found(reader, "Alla barn får vara ute.", Scope(units=(str(ASPEN.unit),)))) == 2
    writer.delete(ASPEN.document_id)
    writer.delete(BIRCH.document_id)
    assert found(reader, "Alla barn får vara ute.") == []


def test_memory_and_index_find_the_same(tmp_path: Path) -> None:
    texts = [f"Text {n} om {word}." for n, word in enumerate(["skog", "mat", "katt"] * 5)]
    scopes = [Scope(), Scope(units=("Björkens förskola",)), Scope(units=(str(ASPEN.unit),))]
    hits: list[list[list[Hit]]] = []
    for most in (1000, 0):
        store = ChromaStore(tmp_path, "m", most)
        if most:
            put(store, *texts)
            put_shared(store, "Katten får mat.", identity=BIRCH, own="Vi har en skog.")
        store.ready()
        asked = [EMBEDDER.embed_query(text) for text in ("katt", "mat i skog", "Text 3")]
        hits.append([store.search(vector, scope, 6) for vector in asked for scope in scopes])
    for near, indexed in zip(*hits, strict=True):
        assert [h.score for h in near] == pytest.approx([h.score for h in indexed], abs=1e-5)
    assert hits[0][1]


def test_many_are_shared_out_and_found_as_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = np.random.default_rng(7)
    groups = [
        group_of([f"{n}-{i}" for i in range(7)], chance.normal(size=(7, 8))) for n in range(9)
    ]
    alone = nearest([1.0, *[0.5] * 7], groups, 12, lambda _: True)
    monkeypatch.setattr(nearby, "_SHARED_OUT", 10)
    for count in (1, 2, 5, 50):
        monkeypatch.setattr(nearby, "cores", lambda count=count: count)
        assert nearest([1.0, *[0.5] * 7], groups, 12, lambda _: True) == alone
