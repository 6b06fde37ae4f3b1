"""SIGKILL at twenty random moments leaves whole editions, and the next run mends the rest."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

KILLS = 20
SEED = 20


@pytest.mark.timeout(280)
def test_twenty_kills_change_nothing_in_the_end(tmp_path: Path) -> None:
    """The program itself ends with an error should a library ever open less than whole."""
    run = subprocess.run(
        [sys.executable, "-m", "tests.ingest.killing", str(tmp_path), str(SEED), str(KILLS)],
        capture_output=True,
        text=True,
        timeout=270,
        cwd=Path(__file__).resolve().parents[2],
        check=False,
    )
    assert run.returncode == 0, run.stderr[-4000:]
    told = json.loads(run.stdout.splitlines()[-1])
    assert told["found"] == told["expected"]
    assert told["found"]["left over"] == told["found"]["lexical behind"] == 0
    assert len(told["found"]["ids"]) == told["found"]["count"] > 100
    assert told["found"]["words"][0] and not told["found"]["words"][1]
    assert sum("done" not in steps for steps in told["steps"]) == KILLS
    assert [held for _, held in told["found"]["shared"]] == [2] * len(told["found"]["texts"])
    assert len(told["found"]["texts"]) >= 3
    assert any(steps.endswith("s") for steps in told["steps"]), "no kill fell while storing"
