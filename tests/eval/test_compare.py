"""Two runs beside each other: the counts, and a test that can tell chance from gain."""

from __future__ import annotations

import pytest

from eval.ablation import table
from eval.compare import compare_runs, p_value
from eval.configurations import CONFIGURATIONS, FULL, Bench, by_name
from eval.questions import Case, Evidence
from ingest.model import Scope
from tests.assistant import shelf


def test_wins_ties_and_losses_are_counted_on_shared_questions() -> None:
    told = compare_runs({"a": 0.1, "b": 0.5, "c": 1.0, "x": 1.0}, {"a": 0.3, "b": 0.5, "c": 0.0})
    assert (told.win, told.tie, told.loss) == (1, 1, 1)
    assert told.gain == pytest.approx(-0.8 / 3)


def test_equal_runs_have_p_one() -> None:
    assert compare_runs({"a": 0.4}, {"a": 0.4}).p == 1.0
    assert compare_runs({}, {}).p == 1.0


def test_p_is_small_only_for_gains_that_chance_would_not_give() -> None:
    assert p_value([0.2] * 12) < 0.01
    assert p_value([0.2, -0.2] * 6) > 0.5
    assert p_value([1.0, 0.5, 0.25]) == pytest.approx(0.25, abs=0.03)
    assert p_value([0.2] * 12) == p_value([-0.2] * 12)


def _bench() -> Bench:
    stem = "x"
    case = Case(
        "1", "Hur gick det med matsvinnet på Kvarnen?", "faktum", Scope(), (),
        (Evidence(stem, "Matsvinnet minskade med 18 procent sedan köket började väga maten."),),
        None,
    )  # fmt: skip
    return Bench(shelf.library(), [case])


@pytest.mark.parametrize("configuration", CONFIGURATIONS, ids=lambda c: c.name)
def test_every_configuration_runs(configuration: object) -> None:
    ranks = _bench().run(configuration)  # type: ignore[arg-type]
    assert set(ranks) == {"1"} and len(ranks["1"]) == 1


def test_the_table_has_a_row_for_each_and_tells_the_verdict() -> None:
    bench = _bench()
    text = table("prov", {c: bench.run(c) for c in CONFIGURATIONS})
    assert text.count("\n| ") == len(CONFIGURATIONS) + 2
    assert f"| {FULL} | 1.000" in text and "ingen säker skillnad" in text


def test_names_are_unique() -> None:
    assert len(by_name()) == len(CONFIGURATIONS)
