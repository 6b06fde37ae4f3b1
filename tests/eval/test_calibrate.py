"""The curves of thresholds: both kinds of error at each, and the threshold in force marked."""

from __future__ import annotations

from assistant.enough import Bars
from assistant.verify.support import ENOUGH_WORDS, LEAST, LEAST_WORDS
from eval.calibrate import SAID, SUPPORT, UNSAID, Pair, Point, report, supported_curve


def test_a_pair_stands_by_words_alone_or_by_its_score() -> None:
    assert Pair(True, ENOUGH_WORDS, 0.0).stands(0.9)
    assert Pair(True, LEAST_WORDS, 0.7).stands(0.7)
    assert not Pair(True, LEAST_WORDS, 0.6).stands(0.7)
    assert not Pair(True, LEAST_WORDS - 0.1, 0.9).stands(0.1)


def test_the_curve_counts_lost_truths_and_foreign_ones_let_through() -> None:
    made = [Pair(True, 0.5, 0.58), Pair(True, 0.9, 0.9), Pair(False, 0.5, 0.52)]
    by_threshold = {point.threshold: point for point in supported_curve(made)}
    assert by_threshold[0.5] == Point(0.5, (0, 2), (1, 1))
    assert by_threshold[0.62] == Point(0.62, (1, 2), (0, 1))


def test_what_is_in_force_is_on_each_curve_and_marked() -> None:
    assert Bars().said in SAID and Bars().unsaid in UNSAID and LEAST in SUPPORT
    told = report(*([Point(t, (1, 4), (0, 2))] for t in (Bars().said, Bars().unsaid, LEAST)))
    assert told.count("| ja |") == 3
    assert "| 0,3 | 1/4 (0,250) | 0/2 (0,000) | ja |" in told
