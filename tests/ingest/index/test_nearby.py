"""Vectors in memory: exact, never more than there is room for, and never of an edition gone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest

from ingest.index import blocks
from ingest.index.chroma import ChromaStore
from ingest.index.nearby import Group, Nearby, group_of
from ingest.index.nearest import Runs, nearest
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


def keys(runs: Runs | None) -> list[str] | None:
    """The groups that runs are made of, by what each of their ids begins with."""
    if runs is None:
        return None
    hits = nearest([1.0] * 8, runs, len(runs))
    assert len(hits) == len(runs)
    return sorted({hit.passage_id[:1] for hit in hits})


def test_a_group_is_read_once() -> None:
    memory, reads = Nearby(), Reads({"a": 2, "b": 3})
    assert keys(memory.runs({"a": 2}, reads)) == ["a"]
    assert keys(memory.runs({"a": 2, "b": 3}, reads)) == ["a", "b"]
    assert reads.read == ["a", "b"]


def test_a_search_never_waits_for_more_than_so_many() -> None:
    sizes = {"a": 4, "b": 4, "c": 4, "d": 4}
    memory, reads = Nearby(at_once=6), Reads(sizes)
    assert memory.runs(sizes, reads) is None
    assert reads.read == ["a", "b"]
    assert keys(memory.runs(sizes, reads)) == ["a", "b", "c", "d"]


def test_what_has_no_room_is_refused_and_the_longest_unused_go() -> None:
    sizes = {"a": 4, "b": 4, "c": 4}
    memory, reads = Nearby(most=8), Reads(sizes)
    assert memory.runs(sizes, reads) is None and reads.read == []
    for key in ("a", "b", "a", "c", "a"):
        assert keys(memory.runs({key: 4}, reads)) == [key]
    assert reads.read == ["a", "b", "c"]
    memory.runs({"b": 4}, reads)
    assert reads.read[-1] == "b"


def test_a_group_that_was_not_read_whole_is_not_kept() -> None:
    memory, reads = Nearby(), Reads({"a": 2})
    assert memory.runs({"a": 3}, reads) is None
    assert keys(memory.runs({"a": 2}, reads)) == ["a"]


def test_reading_on_ends_where_all_is_there_or_the_room_is_full() -> None:
    sizes = {key: 4 for key in "abcdef"}
    for most, there in ((100, "abcdef"), (10, "ab")):
        memory, reads = Nearby(most, at_once=4), Reads(sizes)
        while memory.more(sizes, reads):
            pass
        assert reads.read == list(there)


def test_what_is_dropped_leaves_no_trace_and_the_rest_is_found() -> None:
    sizes = {"a": 4, "b": 4, "c": 2}
    memory, reads = Nearby(), Reads(sizes)
    assert keys(memory.runs(sizes, reads)) == ["a", "b", "c"]
    memory.keep({"c"})
    assert keys(memory.runs({"c": 2}, reads)) == ["c"]
    assert memory.record("a", "a0") is None
    assert keys(memory.runs(sizes, reads)) == ["a", "b", "c"]
    assert reads.read == ["a", "b", "c", "a", "b"]


def test_a_mapping_that_is_asked_for_again_is_answered_as_it_is_now() -> None:
    sizes = {"a": 2, "b": 3}
    memory, reads = Nearby(), Reads(sizes)
    first = memory.runs(sizes, reads)
    assert memory.runs(sizes, reads) is first
    memory.keep({"b"})
    again = memory.runs(sizes, reads)
    assert again is not first and keys(again) == ["a", "b"]
    assert reads.read == ["a", "b", "a"]


def test_a_long_life_of_replaced_reports_takes_no_more_room() -> None:
    memory, reads = Nearby(), Reads({f"{n:03}": 8 for n in range(600)})
    for number in range(600):
        kept = [f"{n:03}" for n in range(max(0, number - 2), number + 1)]
        memory.keep(set(kept))
        assert memory.runs(dict.fromkeys(kept, 8), reads) is not None
    assert sum(len(block.rows) for block in memory._blocks._blocks) <= 2 * blocks.ROWS
    assert len(reads.read) == 600


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
