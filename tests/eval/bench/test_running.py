"""A pipeline in a process of its own: what it tells comes back, and what it costs is seen."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from eval.bench.command import HERE, PEERS, command_of
from eval.bench.running import PipelineFailedError, run

ECHO = """
import json, sys, time
given = json.load(open(sys.argv[1], encoding="utf-8"))
held = bytearray(b"x" * given["bytes"])
time.sleep(1.5)
print("annat som skrivs ut")
print("BENCH " + json.dumps({"fick": given["ord"], "started": given["started"] > 0}))
"""


def test_the_result_and_the_memory_come_back(tmp_path: Path) -> None:
    script = tmp_path / "pipe.py"
    script.write_text(ECHO, "utf-8")
    ran = run([sys.executable, str(script)], {"ord": "åäö", "bytes": 60_000_000})
    assert ran.told == {"fick": "åäö", "started": True}
    if Path("/proc/self/smaps_rollup").exists():
        assert 60 < ran.peak_mb < 400


def test_a_pipeline_that_fails_says_why(tmp_path: Path) -> None:
    script = tmp_path / "pipe.py"
    script.write_text("raise SystemExit('modellen saknas')", "utf-8")
    with pytest.raises(PipelineFailedError, match="modellen saknas"):
        run([sys.executable, str(script)], {})


def test_a_pipeline_that_hangs_is_ended(tmp_path: Path) -> None:
    script = tmp_path / "pipe.py"
    script.write_text("import time; time.sleep(60)", "utf-8")
    with pytest.raises(PipelineFailedError):
        run([sys.executable, str(script)], {}, minutes=0.005)


def test_a_peer_that_is_not_installed_is_left_out(tmp_path: Path) -> None:
    assert command_of("langchain", tmp_path) is None
    python = tmp_path / "langchain" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.touch()
    assert command_of("langchain", tmp_path) == [
        str(python), str(HERE / "peers" / "bench_langchain.py"),
    ]  # fmt: skip
    assert command_of("okänd", tmp_path) is None


@pytest.mark.parametrize("name", PEERS)
def test_every_peer_has_a_script_and_pinned_versions(name: str) -> None:
    compile((HERE / "peers" / f"bench_{name}.py").read_text("utf-8"), name, "exec")
    wanted = (HERE / "peers" / f"{name}.txt").read_text("utf-8").split()
    assert wanted and all("==" in line for line in wanted)
