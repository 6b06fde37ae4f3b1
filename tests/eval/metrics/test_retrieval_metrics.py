"""The arithmetic of the retrieval measures, on ranks small enough to count on fingers."""

from __future__ import annotations

from math import log2

import pytest

from eval.metrics.latency import percentile
from eval.metrics.ndcg import ndcg
from eval.metrics.rank import Piece, holds, rank
from eval.metrics.recall import recall
from eval.metrics.reciprocal_rank import reciprocal_rank
from eval.questions import Evidence

QUOTE = Evidence("plan", "Vi odlar gurkor i växthus varje vår")  # seven words


def test_a_quote_is_held_by_four_fifths_of_its_words() -> None:
    assert holds(Piece("plan", "varje vår odlar vi gurkor i hinkar"), QUOTE)  # 6/7 = .86
    assert not holds(Piece("plan", "varje vår odlar vi gurkor"), QUOTE)  # 5/7 = .71
    assert not holds(Piece("annan", QUOTE.quote), QUOTE)


def test_a_word_counts_as_often_as_it_stands() -> None:
    twice = Evidence("plan", "mer mer mer mer mindre")
    assert not holds(Piece("plan", "mer mindre"), twice)  # 2/5
    assert holds(Piece("plan", "mer mer mer mindre"), twice)  # 4/5


def test_a_passage_over_1200_characters_holds_nothing() -> None:
    assert holds(Piece("plan", QUOTE.quote.ljust(1200, ".")), QUOTE)
    assert not holds(Piece("plan", QUOTE.quote.ljust(1201, ".")), QUOTE)


def test_rank_counts_from_one() -> None:
    pieces = [Piece("plan", "annat"), Piece("plan", QUOTE.quote)]
    assert rank(pieces, QUOTE) == 2
    assert rank(pieces[:1], QUOTE) is None


def test_recall_is_found_quotes_of_all_quotes() -> None:
    assert recall([1, 7, None], 5) == pytest.approx(1 / 3)
    assert recall([1, 7, None], 10) == pytest.approx(2 / 3)
    assert recall([], 10) is None


def test_reciprocal_rank_is_of_the_first_quote() -> None:
    assert reciprocal_rank([4, 2, None]) == 1 / 2
    assert reciprocal_rank([11]) == 0.0
    assert reciprocal_rank([]) is None


def test_ndcg_discounts_by_the_logarithm_of_the_rank() -> None:
    # gain 1/log2(2) + 1/log2(4) = 1.5; ideal 1/log2(2) + 1/log2(3)
    assert ndcg([1, 3]) == pytest.approx(1.5 / (1 + 1 / log2(3)))
    assert ndcg([1, 2]) == 1.0
    assert ndcg([1, 1]) == 1.0  # both in one passage: capped
    assert ndcg([None]) == 0.0
    assert ndcg([]) is None


def test_percentile_is_the_nearest_rank() -> None:
    times = [5.0, 1.0, 4.0, 2.0, 3.0]
    assert percentile(times, 0.5) == 3.0  # ceil(2.5) = third
    assert percentile(times, 0.95) == 5.0
    assert percentile([], 0.5) is None
