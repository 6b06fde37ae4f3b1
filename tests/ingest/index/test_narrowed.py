"""What is left of a store is what a store would be that never held the rest, on fake and Chroma."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.errors import StoreUnavailableError
from ingest.index import lexical_documents
from ingest.index.chroma import ChromaStore
from ingest.index.lexical import PartIndex, TantivyIndex
from ingest.index.memory import MemoryLexical, MemoryStore, WordEmbedder
from ingest.index.narrowed import NarrowedLexical, NarrowedStore
from ingest.index.ports import LexicalIndex, PassageStore
from ingest.model import Identity, Passage, Scope, StoredReport
from tests.ingest.index.build import (
    ASPEN,
    make_identity,
    make_passages,
    make_report,
    make_shared,
)

EMBEDDER = WordEmbedder()
BIRCH = make_identity(unit="Björkens förskola")
CEDAR = make_identity(unit="Cederns boende", board="Cederhult")
HELD = (ASPEN, BIRCH, CEDAR)
TEXT = "Alla barn får vara ute."
QUESTIONS = ("alla barn får vara ute", "lugna måltider", "boende", "hemligt avsnitt", "förskola")


def passages_of(who: Identity, *texts: str) -> tuple[Passage, ...]:
    shared = make_shared(TEXT, identity=who, edition="a")
    return (*shared, *make_passages("x", *texts, identity=who, edition="a")[1:])


def fill(store: PassageStore, *held: Identity) -> None:
    for who in held:
        passages = passages_of(who, f"{who.unit} hade lugna måltider.", f"Avsnitt om {who.board}.")
        store.stage(passages, EMBEDDER.embed_documents([p.dense_text for p in passages]))
        store.commit(make_report(who, "a", len(passages)))


def open_or_at(*boards: str) -> Callable[[StoredReport], bool]:
    return lambda report: not report.internal or report.identity.board in boards


@pytest.fixture(params=["memory", "real"])
def engines(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engines]:
    yield Engines(request.param == "real", tmp_path)


class Engines:
    """Stores and indexes of one kind."""

    def __init__(self, real: bool, folder: Path) -> None:
        self._real, self._folder = real, folder

    def store(self, name: str) -> PassageStore:
        return ChromaStore(self._folder / name, "word-buckets") if self._real else MemoryStore()

    def lexical(self, name: str) -> LexicalIndex:
        return TantivyIndex(self._folder / f"{name}-words") if self._real else MemoryLexical()


def everything(store: PassageStore, lexical: LexicalIndex) -> list[object]:
    """All that can be read, as one value; scores to six digits."""
    told: list[object] = [store.reports(), store.count(), store.places()]
    for scope in (Scope(), Scope(years=(2022,)), Scope(boards=("Cederhult",))):
        for text in QUESTIONS:
            near = store.search(EMBEDDER.embed_query(text), scope, 9)
            worded = lexical.search(text, scope, 9)
            for hits in (near, worded):
                told.append([(h.passage_id, round(h.score, 6), h.document_id) for h in hits])
                told.append(store.get([h.passage_id for h in hits], scope))
    return [*told, *(store.passages(who.document_id) for who in HELD)]


def test_what_is_left_is_as_if_the_rest_had_never_been(engines: Engines) -> None:
    whole, never = engines.store("whole"), engines.store("never")
    fill(whole, *HELD)
    fill(never, BIRCH, CEDAR)
    whole.mark(ASPEN.document_id, True)
    words, never_words = engines.lexical("whole"), engines.lexical("never")
    words.sync(whole)
    never_words.sync(never)
    seen = NarrowedStore(whole, open_or_at())
    lexical = NarrowedLexical(words.apart(), seen)
    assert everything(seen, lexical) == everything(never, never_words)
    hidden = [p.id for p in whole.passages(ASPEN.document_id)]
    assert hidden and seen.get(hidden) == ()


def test_a_changed_mark_holds_at_once_for_every_board(engines: Engines) -> None:
    whole = engines.store("whole")
    fill(whole, *HELD)
    words = engines.lexical("whole")
    words.sync(whole)
    nobody, theirs = (NarrowedStore(whole, open_or_at(*b)) for b in ((), ("Aspvik",)))
    index = NarrowedLexical(words.apart(), nobody)
    assert len(index.search("måltider", Scope(), 9)) == 3
    whole.mark(ASPEN.document_id, True)
    assert [len(store.reports()) for store in (nobody, theirs)] == [2, 3]
    assert len(index.search("måltider", Scope(), 9)) == 2
    places = nobody.places()[passages_of(ASPEN)[0].key]
    assert {place.identity for place in places} == {BIRCH}
    whole.mark(ASPEN.document_id, False)
    assert len(index.search("måltider", Scope(), 9)) == 3
    assert len(nobody.places()[passages_of(ASPEN)[0].key]) == 2


def test_words_of_what_is_hidden_go_though_the_first_try_fails(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = MemoryStore()
    fill(whole, *HELD)
    seen, part = NarrowedStore(whole, open_or_at()), PartIndex()
    index = NarrowedLexical(part, seen)
    assert len(index.search("måltider", Scope(), 9)) == 3
    whole.mark(ASPEN.document_id, True)
    with monkeypatch.context() as broken:
        broken.setattr(lexical_documents, "add_texts", down)
        with pytest.raises(StoreUnavailableError):
            index.search("måltider", Scope(), 9)
    assert len(index.search("måltider", Scope(), 9)) == 2
    fresh = PartIndex()
    fresh.sync(seen)
    assert part._index.searcher().num_docs == fresh._index.searcher().num_docs


def down(*given: object) -> None:
    raise StoreUnavailableError


def test_a_text_that_only_hidden_reports_hold_has_no_place(engines: Engines) -> None:
    whole = engines.store("whole")
    fill(whole, ASPEN)
    whole.mark(ASPEN.document_id, True)
    seen = NarrowedStore(whole, open_or_at())
    key = passages_of(ASPEN)[0].key
    assert seen.places() == {}
    assert seen.get([key]) == ()
    assert seen.search(EMBEDDER.embed_query(TEXT), Scope(), 9) == []
    assert (seen.count(), seen.reports(), seen.passages(ASPEN.document_id)) == (0, (), ())


def test_nothing_is_written_through_a_part() -> None:
    seen = NarrowedStore(MemoryStore(), open_or_at())
    for write in (
        lambda: seen.stage([], []),
        lambda: seen.commit(replace(make_report(), internal=False)),
        lambda: seen.mark("x", False),
        lambda: seen.delete("x"),
        lambda: seen.sweep(),
        lambda: seen.texts("Aspvik"),
    ):
        with pytest.raises(Exception, match=r"^$") as caught:
            write()
        assert type(caught.value).__name__ == "_ReadOnlyError"
