"""The short version of ``python -m eval faults``, and what its parts do."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from eval.strain.fault_command import report
from eval.strain.fault_runs import Found, faults, spread
from eval.strain.faults import STORE, Fault, Kind, Saboteur, Struck
from ingest.errors import StoreUnavailableError

ROOT = Path(__file__).resolve().parents[3]


def test_whatever_call_fails_the_library_is_whole_and_goes_on(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "tests.eval.strain.short_faults", str(tmp_path), "mapp"],
        capture_output=True,
        text=True,
        timeout=200,
        cwd=ROOT,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-4000:]
    told = json.loads(run.stdout.splitlines()[-1])
    assert told["calls"] > 40
    assert told["runs"] == 2
    assert told["wrong"] == []


class _Engine:
    """Counts what it was asked."""

    def __init__(self) -> None:
        self.made = 0

    def count(self) -> int:
        self.made += 1
        return self.made


def struck(kind: Kind, at: int = 1) -> tuple[_Engine, Struck, Saboteur]:
    engine, saboteur = _Engine(), Saboteur(Fault(at, kind))
    saboteur.armed = True
    return engine, Struck(engine, "store", saboteur, STORE), saboteur


@pytest.mark.parametrize(
    ("kind", "error", "made"),
    [
        (Kind.ERROR, RuntimeError, 1),
        (Kind.ERROR_AFTER, RuntimeError, 2),
        (Kind.LOST, StoreUnavailableError, 1),
        (Kind.LOST_AFTER, StoreUnavailableError, 2),
    ],
)
def test_one_call_fails_before_or_after_it_is_made(
    kind: Kind, error: type[Exception], made: int
) -> None:
    engine, store, saboteur = struck(kind)
    assert store.count() == 1
    with pytest.raises(error):
        store.count()
    assert engine.made == made
    assert store.count() == made + 1
    assert saboteur.calls == ["store.count"] * 3


def test_what_is_away_stays_away_until_it_is_over() -> None:
    _, store, saboteur = struck(Kind.AWAY)
    store.count()
    for _ in range(3):
        with pytest.raises(StoreUnavailableError):
            store.count()
    saboteur.over()
    assert store.count() == 2


def test_something_else_happens_while_a_call_waits() -> None:
    engine, store, saboteur = struck(Kind.DELAY, at=0)
    saboteur.meanwhile = lambda: setattr(engine, "made", 40)
    assert store.count() == 41


def test_calls_of_one_name_are_spread_and_all_others_struck() -> None:
    calls = ["a", "b", "b", "b", "b", "b", "c"]
    assert [f.at for f in faults(calls, [Kind.ERROR], 3)] == [0, 1, 3, 5, 6]
    assert len(faults(calls, list(Kind), None)) == 7 * len(Kind)
    assert spread([4, 9], 1) == [4]


def test_the_report_counts_and_names_what_was_wrong() -> None:
    fault = Fault(3, Kind.KILL)
    runs = [
        Found("lägg-till", fault, "store.stage", True),
        Found("lägg-till", fault, "x", False, ("dubbelt: a",)),
        Found("lägg-till", fault, "x", True, struck=False),
    ]
    told = report({"mapp": runs}, 60, 5)
    assert "| lägg-till | 1 | 1 av 2 |" in told
    assert "1 fel kom aldrig" in told
    assert "- lägg-till, anrop 3 (x), dödad: dubbelt: a" in told
    assert "3 av 5 fel prövade på 1 minuter; efter 1 av dem" in told
