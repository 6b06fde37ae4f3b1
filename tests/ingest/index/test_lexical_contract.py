"""What every ``LexicalIndex`` promises, on the fake and on tantivy."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.index.lexical import TantivyIndex
from ingest.index.memory import MemoryLexical, MemoryStore
from ingest.index.ports import LexicalIndex
from ingest.model import Identity, ReportType, Scope
from ingest.names import BOARD_ITSELF
from tests.ingest.index.build import (
    ASPEN,
    make_identity,
    make_passages,
    make_report,
    make_shared,
)

BOARD = make_identity(unit=None)
BIRCH = make_identity(unit="Björkens förskola", year=2021, report_type=ReportType.VP)
EVERYTHING = Scope()


@pytest.fixture(params=["memory", "tantivy", "apart"])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> LexicalIndex:
    if request.param == "memory":
        return MemoryLexical()
    whole = TantivyIndex(tmp_path / "lexical")
    return whole.apart() if request.param == "apart" else whole


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


def put(store: MemoryStore, *texts: str, identity: Identity = ASPEN, edition: str = "a") -> None:
    passages = make_passages(*texts, identity=identity, edition=edition)
    store.stage(passages, [[1.0]] * len(passages))
    store.commit(make_report(identity, edition, len(passages)))


def found(
    index: LexicalIndex, store: MemoryStore, text: str, scope: Scope = EVERYTHING, limit: int = 9
) -> list[str]:
    hits = index.search(text, scope, limit)
    return [passage.text for passage in store.get([hit.passage_id for hit in hits])]


def test_an_empty_index_finds_nothing(index: LexicalIndex, store: MemoryStore) -> None:
    assert index.search("måltider", EVERYTHING, 5) == []
    assert index.sync(store) == 0
    assert index.search("måltider", EVERYTHING, 5) == []


def test_sync_counts_what_changed(index: LexicalIndex, store: MemoryStore) -> None:
    put(store, "Lekplatsen rustades.")
    put(store, "Nämnden sparade.", identity=BOARD)
    assert index.sync(store) == 2
    assert index.sync(store) == 0
    put(store, "Lekplatsen stängdes.", edition="b")
    store.delete(BOARD.document_id)
    assert index.sync(store) == 2
    assert index.sync(store) == 0


def test_rebuild_counts_all(index: LexicalIndex, store: MemoryStore) -> None:
    put(store, "Lekplatsen rustades.")
    index.sync(store)
    assert index.rebuild(store) == 1
    assert found(index, store, "lekplatsen") == ["Lekplatsen rustades."]


def test_a_new_edition_replaces_the_old_one(index: LexicalIndex, store: MemoryStore) -> None:
    put(store, "Lekplatsen rustades upp.")
    index.sync(store)
    put(store, "Trädgården växte.", edition="b")
    index.sync(store)
    assert [hit.passage_id for hit in index.search("trädgården lekplatsen", EVERYTHING, 9)] == [
        passage.id for passage in store.passages(ASPEN.document_id)
    ]


def test_a_deleted_report_is_not_found(index: LexicalIndex, store: MemoryStore) -> None:
    put(store, "Lekplatsen rustades.")
    index.sync(store)
    store.delete(ASPEN.document_id)
    index.sync(store)
    assert index.search("lekplatsen", EVERYTHING, 9) == []


@pytest.mark.parametrize(
    "asked",
    ["sjukfrånvaro", "SJUKFRÅNVARONS", "frånvaro", "sjukfrånvarro", "Vad hände med frånvaron?"],
)
def test_inflections_parts_and_slips(index: LexicalIndex, store: MemoryStore, asked: str) -> None:
    put(store, "Köket byggdes om.", "Sjukfrånvaron minskade kraftigt.", "Parken fick bänkar.")
    index.sync(store)
    assert found(index, store, asked)[0] == "Sjukfrånvaron minskade kraftigt."


def test_letters_are_never_folded(index: LexicalIndex, store: MemoryStore) -> None:
    put(store, "Får betade.", "Far betade.", "För betades.")
    index.sync(store)
    assert found(index, store, "far") == ["Far betade."]


@pytest.mark.parametrize(("asked", "expected"), [("11,7", "Utfallet blev 11,7 %."), ("2031", "")])
def test_numbers_are_whole(
    index: LexicalIndex, store: MemoryStore, asked: str, expected: str
) -> None:
    put(store, "Utfallet blev 11,7 %.", "Utfallet blev 11,2 %.", "År 2030 blev det 7 %.")
    index.sync(store)
    assert found(index, store, asked) == ([expected] if expected else [])


def test_scores_fall_from_one(index: LexicalIndex, store: MemoryStore) -> None:
    put(store, "Katten sov i korgen.", "Katten jagade hunden.", "Hunden sov.")
    index.sync(store)
    scores = [hit.score for hit in index.search("katten sov", EVERYTHING, 9)]
    assert scores[0] == 1.0
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)


def test_limit_is_kept(index: LexicalIndex, store: MemoryStore) -> None:
    put(store, *(f"Katten nummer {n} sov." for n in range(12)))
    index.sync(store)
    assert len(index.search("katten", EVERYTHING, 5)) == 5
    assert index.search("katten", EVERYTHING, 0) == []


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        (Scope(units=("Aspens dagverksamhet",)), {"Katten A sov."}),
        (Scope(units=(BOARD_ITSELF,)), {"Katten N sov."}),
        (Scope(years=(2021,)), {"Katten B sov."}),
        (
            Scope(boards=("aspviks",), report_types=(ReportType.VB,)),
            {"Katten A sov.", "Katten N sov."},
        ),
        (Scope(boards=("Granviken",)), set()),
    ],
)
def test_scope_is_a_fence(
    index: LexicalIndex, store: MemoryStore, scope: Scope, expected: set[str]
) -> None:
    put(store, "Katten A sov.")
    put(store, "Katten B sov.", identity=BIRCH)
    put(store, "Katten N sov.", identity=BOARD)
    index.sync(store)
    assert set(found(index, store, "katten sov", scope)) == expected


@pytest.mark.parametrize(
    "asked",
    ["", "   ", "?!", "\x00", "katten:(sov AND", '"katten', "grams:kat* OR -sov", "[a TO b]^2~"],
)
def test_any_text_can_be_asked(index: LexicalIndex, store: MemoryStore, asked: str) -> None:
    put(store, "Katten sov.")
    index.sync(store)
    assert found(index, store, asked) == (["Katten sov."] if "kat" in asked else [])


def test_unknown_words_find_nothing(index: LexicalIndex, store: MemoryStore) -> None:
    put(store, "Katten sov.")
    index.sync(store)
    assert index.search("zzyzxqwv", EVERYTHING, 9) == []


def put_shared(store: MemoryStore, text: str, identity: Identity, edition: str = "a") -> str:
    (passage,) = make_shared(text, identity=identity, edition=edition)
    store.stage([passage], [[1.0]])
    store.commit(make_report(identity, edition, 1))
    return passage.key


def test_shared_text_is_one_hit_in_every_scope_that_has_it(
    index: LexicalIndex, store: MemoryStore
) -> None:
    key = put_shared(store, "Alla barn får vara ute.", ASPEN)
    put_shared(store, "Alla barn får vara ute.", BIRCH)
    put(store, "Nämnden sparade.", identity=BOARD)
    assert index.sync(store) == 3
    for scope in (EVERYTHING, Scope(years=(2021,)), Scope(units=(str(ASPEN.unit),))):
        assert [hit.passage_id for hit in index.search("barn", scope, 9)] == [key]
    assert index.search("barn", Scope(units=(BOARD_ITSELF,)), 9) == []


def test_shared_text_follows_the_reports_that_hold_it(
    index: LexicalIndex, store: MemoryStore
) -> None:
    key = put_shared(store, "Alla barn får vara ute.", ASPEN)
    index.sync(store)
    put_shared(store, "Alla barn får vara ute.", BIRCH)
    assert index.sync(store) == 1
    birch = Scope(years=(2021,))
    assert [hit.passage_id for hit in index.search("barn", birch, 9)] == [key]
    store.delete(ASPEN.document_id)
    index.sync(store)
    assert [hit.passage_id for hit in index.search("barn", birch, 9)] == [key]
    put_shared(store, "Alla får mat.", BIRCH, "b")
    index.sync(store)
    assert index.search("barn", EVERYTHING, 9) == []
    assert len(index.search("alla mat", EVERYTHING, 9)) == 1
    assert index.sync(store) == 0
