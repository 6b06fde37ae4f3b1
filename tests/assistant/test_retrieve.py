"""Fusion, folding, the fence, wishes and parts of retrieval."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from assistant.model import Asks, Interpretation
from assistant.retrieve import Retriever, fused, same_indicator
from ingest.index.ports import EVERYWHERE, Hit
from ingest.library import Library
from ingest.model import Passage, PassageKind, Scope
from tests.assistant import shelf
from tests.assistant.shelf import DAILY, HOME, SUPPORT


@pytest.fixture(scope="module")
def retriever() -> Retriever:
    return Retriever(shelf.library())


def meant(topic: str, **named: object) -> Interpretation:
    return Interpretation(text=topic, topic=topic, **named)  # type: ignore[arg-type]


def test_fusion_adds_scaled_dense_and_weighted_lexical() -> None:
    dense = [Hit("a", 0.9), Hit("b", 0.85), Hit("c", 0.8)]
    lexical = [Hit("c", 4.0), Hit("d", 2.0)]
    scores = {hit.passage_id: hit.score for hit in fused(dense, lexical, 1.5)}
    assert scores == pytest.approx({"a": 1.0, "b": 0.5, "c": 1.5, "d": 0.75})
    assert fused([], [], 1.5) == []


def test_one_dense_hit_does_not_divide_by_nothing() -> None:
    assert fused([Hit("a", 0.5, "report")], [], 1.0) == [Hit("a", 0.0, "report")]


def test_the_fence_holds(retriever: Retriever) -> None:
    for unit in (DAILY, HOME, SUPPORT):
        found = retriever.retrieve(meant("sjukfrånvaro", hard=Scope(units=(unit,))), 20)
        assert found and {f.passage.identity.unit for f in found} == {unit}


def test_a_wish_comes_first_but_does_not_exclude(retriever: Retriever) -> None:
    found = retriever.retrieve(meant("sjukfrånvaro", wished=Scope(units=(HOME,))), 20)
    assert found[0].passage.identity.unit == HOME
    assert len({f.passage.identity for f in found}) > 1


def test_the_follow_up_of_the_next_year_is_wished_for_too(retriever: Retriever) -> None:
    wished = Scope(years=(2021,), units=(DAILY,))
    found = retriever.retrieve(meant("sjukfrånvaro", wished=wished), 5)
    years = [f.passage.identity.year for f in found if f.passage.identity.unit == DAILY]
    assert years[0] == 2022


def test_the_row_of_the_asked_indicator_is_first(retriever: Retriever) -> None:
    asked = meant("Sjukfrånvaro dag 1-14", indicators=("Sjukfrånvaro dag 1-14",), asks=Asks.FIGURE)
    best = retriever.retrieve(asked, 3)[0].passage
    assert best.kind is PassageKind.INDICATOR and "dag 1-14" in best.text


def test_parts_are_interleaved(retriever: Retriever) -> None:
    parts = (Scope(units=(DAILY,)), Scope(units=(HOME,)))
    found = retriever.retrieve(meant("sjukfrånvaro", parts=parts), 4)
    assert {f.passage.identity.unit for f in found[:2]} == {DAILY, HOME}


def test_equal_words_are_counted_once_with_their_other_places() -> None:
    drafts = [
        shelf.Draft(shelf.Identity("Ekbacken", unit, 2022, shelf.ReportType.VB)).text(
            2, "Beskrivning", shelf.REPEATED
        )
        for unit in ("Aspens förskola", "Björkens förskola", "Cederns förskola")
    ]
    retriever = Retriever(shelf.library_of(*drafts))
    found = retriever.retrieve(meant("stöd i rätt tid"), 10)
    assert [f.repeated_in for f in found] == [2]
    fenced = retriever.retrieve(
        meant("stöd i rätt tid", hard=Scope(units=("Björkens förskola",))), 10
    )
    assert [f.passage.identity.unit for f in fenced] == ["Björkens förskola"]
    assert [f.repeated_in for f in retriever.counted(fenced)] == [2]


def test_nothing_to_look_for_finds_nothing(retriever: Retriever) -> None:
    assert retriever.retrieve(meant("och på i"), 10) == []
    assert retriever.retrieve(meant("sjukfrånvaro"), 0) == []


def test_indicator_names_ignore_endings_and_case() -> None:
    assert same_indicator("Aktivt Medskapandeindex", "aktivt medskapandeindex")
    assert not same_indicator("Sjukfrånvaro", "Sjukfrånvaro dag 1-14")


def test_a_cross_encoder_reads_the_first_passages_and_adds_its_view() -> None:
    class Odd:
        """Likes one passage only."""

        def scores(self, question: str, texts: Sequence[str]) -> list[float]:
            assert question == "sjukfrånvaro" and 0 < len(texts) <= 30
            return [50.0 if "212 personer" in text else -50.0 for text in texts]

    plain = shelf.library()
    library = Library(plain.store, plain.lexical, plain.embedder, plain.archive, Odd())
    asked = meant("sjukfrånvaro", wished=Scope(units=(HOME,)))
    before = [f.passage.id for f in Retriever(plain).retrieve(asked, 50)]
    after = [f.passage.id for f in Retriever(library).retrieve(asked, 50)]
    liked = next(f.passage.id for f in Retriever(plain).retrieve(asked, 50)
                 if "212 personer" in f.passage.text)  # fmt: skip
    assert set(before) == set(after)
    assert after.index(liked) < before.index(liked)


def test_only_what_can_come_among_the_best_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    library = shelf.library()
    read: list[int] = []
    get = library.store.get

    def counted(ids: Sequence[str], scope: Scope = EVERYWHERE) -> tuple[Passage, ...]:
        read.append(len(ids))
        return get(ids, scope)

    asked = meant("sjukfrånvaro")
    every = Retriever(library).retrieve(asked, 80)
    monkeypatch.setattr(library.store, "get", counted)
    few = Retriever(library).retrieve(asked, 3)
    assert [f.passage.id for f in few] == [f.passage.id for f in every[:3]]
    assert read[0] <= 4 < len(every)


@pytest.mark.parametrize("asks", [Asks.FIGURE, Asks.GOALS, Asks.TEXT])
def test_a_short_list_begins_a_long_one(retriever: Retriever, asks: Asks) -> None:
    asked = meant("sjukfrånvaro och arbetsmiljö", asks=asks, wished=Scope(units=(DAILY,)))
    long = [f.passage.id for f in retriever.retrieve(asked, 80)]
    assert [f.passage.id for f in retriever.retrieve(asked, 4)] == long[:4]
