"""The nearest vectors: exact whatever they are compared in, in whatever blocks they lie."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from ingest.index import nearest as nearest_module
from ingest.index import processor
from ingest.index.blocks import Asked, Blocks
from ingest.index.nearest import Laid, Runs, nearest
from ingest.index.ports import Hit

WIDTH = 64


def unit(rows: NDArray[np.float64]) -> NDArray[np.float32]:
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture(scope="module")
def rows() -> NDArray[np.float32]:
    """Vectors as a model's are: all near each other, in a few crowds."""
    chance = np.random.default_rng(7)
    crowds = chance.normal(size=(12, WIDTH))
    spread = 0.3 * chance.normal(size=(6000, WIDTH))
    return unit(3.0 + crowds[chance.integers(0, 12, 6000)] + spread)


@pytest.fixture(params=[True, False], ids=["eight bits", "full"])
def blocks(request: pytest.FixtureRequest) -> Blocks:
    return Blocks(size=2048, eights=request.param)


def laid(blocks: Blocks, rows: NDArray[np.float32], size: int = 70) -> list[Laid]:
    """The rows in groups, each vector called by its number."""
    starts = range(0, len(rows), size)
    parts = [(start, rows[start : start + size]) for start in starts]
    return [
        Laid(
            tuple(f"{n:05}" for n in range(start, start + len(part))), blocks.lay(part), str(start)
        )
        for start, part in parts
    ]


def by_hand(vector: Sequence[float], rows: NDArray[np.float32], places: Sequence[int]) -> list[str]:
    scores = np.vecdot(rows, Asked(vector).full)
    return [f"{n:05}" for n in sorted(places, key=lambda n: -scores[n])]


def test_nearest_are_the_same_as_by_hand(rows: NDArray[np.float32], blocks: Blocks) -> None:
    groups = laid(blocks, rows)
    runs = Runs(groups)
    chance = np.random.default_rng(3)
    for number in range(20):
        vector = (rows[number] + 0.1 * chance.normal(size=WIDTH)).tolist()
        hits = nearest(vector, runs, 80)
        assert [hit.passage_id for hit in hits] == by_hand(vector, rows, range(len(rows)))[:80]
        best = float(rows[int(hits[0].passage_id)] @ vector / np.linalg.norm(vector))
        assert hits[0].score == pytest.approx(best, abs=1e-5)
        assert hits[0].document_id == str(int(hits[0].passage_id) // 70 * 70)


@pytest.mark.parametrize("step", [2, 5, 40])
def test_some_of_the_groups_are_searched_alone(
    rows: NDArray[np.float32], blocks: Blocks, step: int
) -> None:
    groups = laid(blocks, rows)[::step]
    vector = rows[17].tolist()
    places = [int(key) for group in groups for key in group.ids]
    found = [hit.passage_id for hit in nearest(vector, Runs(groups), 30)]
    assert found == by_hand(vector, rows, places)[:30]


def test_shared_texts_that_do_not_count_are_not_found(
    rows: NDArray[np.float32], blocks: Blocks
) -> None:
    own = laid(blocks, rows[:1400])
    texts = [
        Laid(tuple(f"t{n}" for n in range(start, start + 700)), blocks.lay(rows[:700]))
        for start in (0, 700)
    ]
    admitted = {f"t{n}" for n in range(5, 1400, 100)}
    runs = Runs([*own, *texts], admitted.__contains__)
    assert len(runs) == 2800 and runs.counted == 1400 + len(admitted)
    hits = nearest(rows[5].tolist(), runs, len(runs))
    assert len(hits) == runs.counted
    assert {hit.passage_id for hit in hits if hit.document_id is None} == admitted
    assert hits[0].score == pytest.approx(hits[1].score) and {"00005", "t5"} == {
        hit.passage_id for hit in hits[:2]
    }


def test_equals_are_ordered_by_id_and_none_is_lost_at_the_limit(blocks: Blocks) -> None:
    same = np.tile(unit(np.ones((1, WIDTH))), (3, 1))
    one = Laid(("c", "a", "b"), blocks.lay(same), "d")
    other = Laid(("aa",), blocks.lay(same[:1]), "d")
    hits = nearest([1.0] * WIDTH, Runs([one, other]), 3)
    assert [hit.passage_id for hit in hits] == ["a", "aa", "b"]


def test_nothing_is_nearest_of_nothing(blocks: Blocks) -> None:
    empty = Laid((), blocks.lay(np.zeros((0, WIDTH), np.float32)))
    some = Laid(("a",), blocks.lay(unit(np.ones((1, WIDTH)))))
    assert nearest([1.0] * WIDTH, Runs([]), 2) == []
    assert nearest([1.0] * WIDTH, Runs([empty]), 2) == []
    assert nearest([1.0] * WIDTH, Runs([some]), 0) == []
    assert nearest([1.0] * WIDTH, Runs([some], lambda key: False), 2) == []
    assert nearest([0.0] * WIDTH, Runs([some]), 2) == [Hit("a", 0.0, None)]


def test_the_least_of_the_best_whatever_the_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nearest_module, "_AT_ONCE", 64)
    chance = np.random.default_rng(5)
    scores = chance.normal(size=1000).astype(np.float32)
    for wanted in (1, 7, 64, 65, 500, 999, 1000):
        for order in (scores, np.sort(scores), -np.sort(-scores), np.zeros(1000, np.float32)):
            expected = float(np.sort(order)[-wanted])
            assert nearest_module._least(order, wanted) == expected


def test_eight_bits_are_no_farther_off_than_they_say(rows: NDArray[np.float32]) -> None:
    blocks = Blocks(eights=True)
    runs = Runs(laid(blocks, rows))
    for number in range(0, 6000, 600):
        asked = Asked(rows[number].tolist())
        scores, slack = runs.compared(asked)
        off = np.abs(scores - rows @ asked.full)
        assert 0 < off.max() < slack / 2


def test_cores_share_what_is_much(
    rows: NDArray[np.float32], blocks: Blocks, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs = Runs(laid(blocks, rows))
    alone = nearest(rows[3].tolist(), runs, 50)
    monkeypatch.setattr(nearest_module, "_SHARED_OUT", 100)
    assert nearest(rows[3].tolist(), runs, 50) == alone


def test_blocks_that_are_mostly_empty_are_laid_anew_and_old_spans_still_read(
    rows: NDArray[np.float32],
) -> None:
    blocks = Blocks(size=100, eights=False)
    spans = [blocks.lay(rows[n : n + 10]) for n in range(0, 100, 10)]
    assert not blocks.sparse()
    for span in spans[:6]:
        blocks.lift(span)
    assert blocks.sparse() == {spans[0].block}
    assert not blocks.sparse()
    moved = blocks.lay(spans[8].rows)
    assert moved.block is not spans[8].block
    assert np.array_equal(moved.rows, rows[80:90]) and np.array_equal(spans[0].rows, rows[:10])


def test_a_group_larger_than_a_block_has_one_of_its_own(rows: NDArray[np.float32]) -> None:
    blocks = Blocks(size=100, eights=True)
    first, large = blocks.lay(rows[:30]), blocks.lay(rows[:250])
    assert large.block is not first.block
    assert np.array_equal(large.rows, rows[:250])


def test_a_product_that_is_wrong_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    import torch

    if not processor.has_eight_bit_products():
        pytest.skip("this processor has no products of eight bits")
    assert processor.has_true_products()
    processor.has_true_products.cache_clear()
    monkeypatch.setattr(torch, "_int_mm", lambda one, two: torch.zeros(1, 96, dtype=torch.int32))
    try:
        assert not processor.has_true_products()
    finally:
        processor.has_true_products.cache_clear()
