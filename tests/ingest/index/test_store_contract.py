"""What every ``PassageStore`` promises, on the fake and on Chroma."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import chromadb
import pytest
from chromadb.config import Settings

from ingest.index.chroma import ChromaStore
from ingest.index.memory import MemoryStore, WordEmbedder
from ingest.index.ports import PassageStore
from ingest.model import Chain, Identity, Passage, ReportType, Scope, Sentence
from ingest.names import BOARD_ITSELF
from tests.ingest.index.build import (
    ASPEN,
    make_identity,
    make_passages,
    make_report,
    make_shared,
)

EMBEDDER = WordEmbedder()
EVERYTHING = Scope()
BOARD = make_identity(unit=None)
BIRCH = make_identity(unit="Björkens förskola", year=2021, report_type=ReportType.VP)


def vectors(passages: tuple[Passage, ...]) -> list[list[float]]:
    return EMBEDDER.embed_documents([passage.text for passage in passages])


def stage(store: PassageStore, *texts: str, identity: Identity = ASPEN, edition: str = "a") -> None:
    passages = make_passages(*texts, identity=identity, edition=edition)
    store.stage(passages, vectors(passages))


def put(store: PassageStore, *texts: str, identity: Identity = ASPEN, edition: str = "a") -> None:
    stage(store, *texts, identity=identity, edition=edition)
    store.commit(make_report(identity, edition, len(texts)))


def found(store: PassageStore, text: str, scope: Scope = EVERYTHING, limit: int = 9) -> list[str]:
    hits = store.search(EMBEDDER.embed_query(text), scope, limit)
    return [passage.text for passage in store.get([hit.passage_id for hit in hits])]


@pytest.fixture(params=["memory", "folder", "client"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[PassageStore]:
    if request.param == "memory":
        yield MemoryStore()
    elif request.param == "folder":
        yield ChromaStore(tmp_path / "chroma", model="word-buckets")
    else:
        settings = Settings(anonymized_telemetry=False)
        client = chromadb.PersistentClient(tmp_path / "server", settings)
        yield ChromaStore(client, model="word-buckets")


def test_an_empty_store_has_nothing(store: PassageStore) -> None:
    assert store.reports() == ()
    assert store.count() == 0
    assert store.passages("none") == ()
    assert store.get(["none"]) == ()
    assert found(store, "måltider") == []
    assert store.sweep() == 0
    assert store.delete("none") is False


def test_staged_passages_are_invisible(store: PassageStore) -> None:
    stage(store, "Måltiderna blev lugnare.")
    assert store.reports() == ()
    assert store.count() == 0
    assert found(store, "måltiderna") == []
    assert store.get([p.id for p in make_passages("x", edition="a")]) == ()


def test_commit_puts_an_edition_in_force_exactly_as_it_was(store: PassageStore) -> None:
    put(store, "Måltiderna blev lugnare.", "Färre föll i trappan.")
    assert store.reports() == (make_report(edition="a", passages=2),)
    expected = make_passages("Måltiderna blev lugnare.", "Färre föll i trappan.", edition="a")
    assert store.passages(ASPEN.document_id) == expected
    assert store.count() == 2


def test_nearest_first_with_cosine_scores(store: PassageStore) -> None:
    put(store, "Ny lekplats vid ån.", "Måltiderna blev lugnare.", "Måltiderna blev dyrare.")
    query = EMBEDDER.embed_query("Måltiderna blev lugnare.")
    hits = store.search(query, Scope(), 2)
    ids = [p.id for p in make_passages("", "", "", edition="a")]
    assert [hit.passage_id for hit in hits] == [ids[1], ids[2]]
    assert hits[0].score == pytest.approx(1.0, abs=1e-5)
    assert hits[1].score == pytest.approx(2 / 3, abs=1e-5)


def test_get_keeps_order_and_leaves_out_what_is_unknown(store: PassageStore) -> None:
    put(store, "Ett.", "Två.", "Tre.")
    one, two, three = make_passages("Ett.", "Två.", "Tre.", edition="a")
    assert store.get([three.id, "okänd", one.id]) == (three, one)
    assert store.get([two.id, two.id]) == (two, two)


def test_a_new_edition_replaces_the_old_one(store: PassageStore) -> None:
    put(store, "Gammal text om måltider.", "Mer gammal text.", edition="a")
    stage(store, "Ny text om måltider.", edition="b")
    assert found(store, "text om måltider")[0] == "Gammal text om måltider."
    assert len(found(store, "text om måltider")) == 2
    store.commit(make_report(edition="b"))
    assert found(store, "text om måltider") == ["Ny text om måltider."]
    assert store.get([p.id for p in make_passages("", "", edition="a")]) == ()
    assert store.count() == 1
    assert store.sweep() == 0


def test_staging_again_replaces_what_was_staged(store: PassageStore) -> None:
    stage(store, "Ett.", "Två.", "Tre.")
    put(store, "Ett.", "Två som ändrats.")
    texts = [passage.text for passage in store.passages(ASPEN.document_id)]
    assert texts == ["Ett.", "Två som ändrats."]


def test_delete_takes_only_that_report(store: PassageStore) -> None:
    put(store, "Enhetens text.")
    put(store, "Nämndens text.", identity=BOARD)
    assert store.delete(ASPEN.document_id) is True
    assert store.delete(ASPEN.document_id) is False
    assert [report.identity for report in store.reports()] == [BOARD]
    assert found(store, "text") == ["Nämndens text."]
    assert store.sweep() == 0


def test_sweep_drops_only_what_is_not_in_force(store: PassageStore) -> None:
    put(store, "I kraft.")
    stage(store, "Avbruten.", "Också avbruten.", edition="b")
    stage(store, "Avbruten nämnd.", identity=BOARD, edition="a")
    assert store.sweep() == 3
    assert store.sweep() == 0
    assert found(store, "avbruten i kraft") == ["I kraft."]


def test_leftovers_never_crowd_out_what_is_in_force(store: PassageStore) -> None:
    put(store, "Måltiderna har utvecklats mycket under året.")
    stage(store, *["Måltiderna."] * 30, edition="b")
    assert found(store, "måltiderna", limit=1) == ["Måltiderna har utvecklats mycket under året."]


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        (Scope(), {"A", "B", "N"}),
        (Scope(units=("aspens dagverksamhet",)), {"A"}),
        (Scope(units=("Enheten Aspens dagverksamhet", "Björkens förskola")), {"A", "B"}),
        (Scope(units=(BOARD_ITSELF,)), {"N"}),
        (Scope(boards=("Aspviks stadsdelsnämnd",)), {"A", "B", "N"}),
        (Scope(years=(2021,)), {"B"}),
        (Scope(years=(2022,), report_types=(ReportType.VP,)), set()),
        (Scope(report_types=(ReportType.VP, ReportType.T1)), {"B"}),
        (Scope(boards=("Granviken",)), set()),
    ],
)
def test_scope_is_a_fence(store: PassageStore, scope: Scope, expected: set[str]) -> None:
    put(store, "A")
    put(store, "B", identity=BIRCH)
    put(store, "N", identity=BOARD)
    assert set(found(store, "A", scope)) == expected


def test_limit_is_kept_and_none_is_none(store: PassageStore) -> None:
    put(store, *(f"Text nummer {n}." for n in range(20)))
    assert len(found(store, "text", limit=7)) == 7
    assert len(found(store, "text", limit=500)) == 20
    assert found(store, "text", limit=0) == []


def test_reports_are_ordered_by_document_id(store: PassageStore) -> None:
    for identity in (BIRCH, BOARD, ASPEN):
        put(store, "Text.", identity=identity)
    ids = [report.document_id for report in store.reports()]
    assert ids == sorted(ids)
    assert len(ids) == 3


GOAL = "Alla barn får vara ute varje dag."


def put_shared(
    store: PassageStore, *texts: str, identity: Identity = ASPEN, own: str = "", edition: str = "a"
) -> tuple[Passage, ...]:
    """A report of shared texts and, last, words of its own."""
    passages = make_shared(*texts, identity=identity, edition=edition)
    last = make_passages(*[own] * (len(texts) + 1), identity=identity, edition=edition)[-1:]
    passages += last if own else ()
    store.stage(passages, vectors(passages))
    store.commit(make_report(identity, edition, len(passages)))
    return passages


def test_shared_text_is_one_hit_with_all_its_places(store: PassageStore) -> None:
    first = put_shared(store, GOAL, own="Vi har en egen skog.")
    second = put_shared(store, GOAL, identity=BIRCH)
    board = put_shared(store, GOAL, identity=BOARD)
    hits = store.search(EMBEDDER.embed_query(GOAL), EVERYTHING, 9)
    assert [hit.passage_id for hit in hits] == [first[0].shared, first[1].id]
    places = store.places()[str(first[0].shared)]
    assert [p.passage_id for p in places] == [board[0].id, first[0].id, second[0].id]
    assert [p.identity for p in places] == [BOARD, ASPEN, BIRCH]
    assert store.count() == 4
    assert store.passages(ASPEN.document_id) == first
    assert store.get([second[0].id]) == second
    assert store.texts("Aspvik") == {first[0].shared: f"Aspvik\n{GOAL}"}
    assert store.texts("Granviken") == {}


@pytest.mark.parametrize(
    ("scope", "who"),
    [(Scope(), ASPEN), (Scope(years=(2021,)), BIRCH), (Scope(units=("Björkens förskola",)), BIRCH)],
)
def test_shared_text_is_found_at_its_place_within_the_fence(
    store: PassageStore, scope: Scope, who: Identity
) -> None:
    put_shared(store, GOAL)
    put_shared(store, GOAL, identity=BIRCH)
    (hit,) = store.search(EMBEDDER.embed_query(GOAL), scope, 9)
    assert [p.identity for p in store.get([hit.passage_id], scope)] == [who]
    assert store.search(EMBEDDER.embed_query(GOAL), Scope(units=(BOARD_ITSELF,)), 9) == []
    assert store.get([hit.passage_id], Scope(units=(BOARD_ITSELF,))) == ()


def test_a_place_keeps_its_own_words_and_pages(store: PassageStore) -> None:
    put_shared(store, GOAL)
    (near,) = make_shared(GOAL.upper(), identity=BIRCH, edition="a")
    moved = Sentence(GOAL.upper(), 31, continues=True), Sentence("Och ute.", 32)
    near = replace(near, sentences=moved, path=("Annan väg",), chain=Chain(kf_mal="Ute"))
    store.stage([near], vectors((near,)))
    store.commit(make_report(BIRCH, "a", 1))
    (kept,) = store.passages(BIRCH.document_id)
    assert kept == replace(near, dense_text=kept.dense_text, lexical_text=kept.lexical_text)
    assert kept.dense_text == f"Aspvik\n{GOAL}"
    assert store.get([near.id]) == (kept,)


def test_a_shared_text_goes_with_its_last_place(store: PassageStore) -> None:
    put_shared(store, GOAL)
    put_shared(store, GOAL, identity=BIRCH)
    store.delete(ASPEN.document_id)
    assert found(store, GOAL) == [GOAL]
    put_shared(store, "Alla får mat.", identity=BIRCH, edition="b")
    assert found(store, GOAL) == ["Alla får mat."]
    assert len(store.texts("Aspvik")) == 1
    store.delete(BIRCH.document_id)
    assert store.texts("Aspvik") == store.places() == {}
    assert store.sweep() == 0


def test_a_text_that_only_a_staged_edition_holds_stays_for_it(store: PassageStore) -> None:
    put_shared(store, GOAL)
    staged = make_shared(GOAL, identity=BIRCH, edition="a")
    store.stage(staged, vectors(staged))
    store.delete(ASPEN.document_id)
    assert store.places() == {} and found(store, GOAL) == []
    store.commit(make_report(BIRCH, "a", 1))
    assert found(store, GOAL) == [GOAL]


def test_sweep_drops_places_and_texts_that_are_not_in_force(store: PassageStore) -> None:
    put_shared(store, GOAL)
    staged = make_shared(GOAL, "Alla får mat.", identity=BIRCH, edition="a")
    store.stage(staged, vectors(staged))
    assert len(store.texts("Aspvik")) == 2
    assert store.sweep() == 2
    assert list(store.texts("Aspvik").values()) == [f"Aspvik\n{GOAL}"]
    assert store.sweep() == 0
    assert found(store, "Alla får mat.") == [GOAL]


def test_staging_again_without_shared_text_leaves_no_place(store: PassageStore) -> None:
    staged = make_shared(GOAL, edition="a")
    store.stage(staged, vectors(staged))
    put(store, "Egna ord.")
    assert [p.text for p in store.passages(ASPEN.document_id)] == ["Egna ord."]
    assert store.places() == {} and store.count() == 1


def test_a_unit_s_equal_words_are_never_one(store: PassageStore) -> None:
    put(store, "Vi går ut.")
    put(store, "Vi går ut.", identity=BIRCH)
    assert found(store, "Vi går ut.") == ["Vi går ut.", "Vi går ut."]


def test_as_many_vectors_as_passages(store: PassageStore) -> None:
    with pytest.raises(ValueError, match="1"):
        store.stage(make_passages("Ett.", "Två."), [[1.0, 0.0]])


def test_a_report_without_passages_can_be_in_force(store: PassageStore) -> None:
    store.commit(make_report(passages=0))
    assert store.count() == 0
    assert store.passages(ASPEN.document_id) == ()
    assert len(store.reports()) == 1


def marks(store: PassageStore) -> dict[str, bool]:
    return {report.document_id: report.internal for report in store.reports()}


def test_the_mark_is_changed_without_a_new_edition(store: PassageStore) -> None:
    put(store, "Måltiderna blev lugnare.")
    put(store, "Nämnden sparade.", identity=BOARD)
    before = store.passages(ASPEN.document_id)
    assert store.mark(ASPEN.document_id, True) is True
    assert marks(store) == {ASPEN.document_id: True, BOARD.document_id: False}
    assert store.passages(ASPEN.document_id) == before
    assert found(store, "måltiderna", limit=1) == ["Måltiderna blev lugnare."]
    assert store.mark(ASPEN.document_id, False) is True
    assert not any(marks(store).values())
    assert store.mark("okänd", True) is False


def test_the_mark_is_kept_when_an_edition_is_replaced(store: PassageStore) -> None:
    put(store, "Måltiderna blev lugnare.", edition="a")
    store.mark(ASPEN.document_id, True)
    put(store, "Måltiderna blev dyrare.", edition="b")
    assert marks(store) == {ASPEN.document_id: True}
    store.mark(ASPEN.document_id, False)
    put(store, "Måltiderna blev lugnare.", edition="c")
    assert marks(store) == {ASPEN.document_id: False}


def test_an_edition_can_come_into_force_marked_and_the_mark_goes_with_the_report(
    store: PassageStore,
) -> None:
    stage(store, "Måltiderna blev lugnare.")
    store.commit(replace(make_report(edition="a"), internal=True))
    assert marks(store) == {ASPEN.document_id: True}
    store.delete(ASPEN.document_id)
    put(store, "Måltiderna blev lugnare.")
    assert marks(store) == {ASPEN.document_id: False}


def test_what_is_left_out_of_a_scope_is_not_found_in_it(store: PassageStore) -> None:
    shared = make_shared("Alla barn får vara ute.", identity=ASPEN, edition="a")
    for identity in (ASPEN, BIRCH):
        passages = make_shared("Alla barn får vara ute.", identity=identity, edition="a")
        own = make_passages("x", f"Eget om {identity.unit}.", identity=identity, edition="a")[1:]
        store.stage((*passages, *own), vectors((*passages, *own)))
        store.commit(make_report(identity, "a", 2))
    without = Scope(without=frozenset({ASPEN}))
    assert set(found(store, "alla barn eget")) == {
        "Alla barn får vara ute.", "Eget om Aspens dagverksamhet.", "Eget om Björkens förskola."
    }  # fmt: skip
    assert set(found(store, "alla barn eget", without)) == {
        "Alla barn får vara ute.", "Eget om Björkens förskola."
    }  # fmt: skip
    at = store.get([shared[0].key], without)
    assert [passage.identity for passage in at] == [BIRCH]
    assert store.get([shared[0].key], Scope(without=frozenset({ASPEN, BIRCH}))) == ()
