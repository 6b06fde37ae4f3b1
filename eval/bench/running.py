"""One pipeline in a process of its own, watched: what it told, and the memory of all its children.

Memory is the proportional set size of the process and everything below it (a shared page counts
once), looked at once a second (a look costs time itself); Linux only, elsewhere it is not told.
"""

from __future__ import annotations

import json
import resource
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_LOOK_S = 1.0
_COMPLAINT = 600
_MARK = "BENCH "
_PROC = Path("/proc")


@dataclass(frozen=True, slots=True)
class Ran:
    """What a pipeline told, its highest memory in MB (0 where that cannot be seen), and the
    processor's seconds, its start included."""

    told: dict[str, Any]
    peak_mb: float
    cpu_s: float = 0.0


class PipelineFailedError(Exception):
    """A pipeline ended without a result; the message is the end of what it complained of."""


def run(command: Sequence[str], job: dict[str, Any], minutes: float = 15.0) -> Ran:
    """Run a pipeline on a job to its end."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        file = place / "job.json"
        file.write_text(json.dumps({**job, "started": time.time()}), "utf-8")
        before = _spent()
        with (place / "out").open("wb") as out, (place / "err").open("wb") as err:
            child = subprocess.Popen([*command, str(file)], stdout=out, stderr=err)
            try:
                peak = _watch(child, time.monotonic() + 60 * minutes)
            finally:
                child.kill()
                child.wait()
        told = _told((place / "out").read_text("utf-8", errors="replace"))
        if told is None:
            complaint = (place / "err").read_text("utf-8", errors="replace")[-_COMPLAINT:]
            raise PipelineFailedError(complaint.strip() or "slutade utan resultat")
        return Ran(told, peak, _spent() - before)


def _spent() -> float:
    """The seconds that ended children, and theirs, have taken of the processor."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _watch(child: subprocess.Popen[bytes], until: float) -> float:
    peak = 0.0
    while child.poll() is None and time.monotonic() < until:
        peak = max(peak, sum(map(_megabytes, _tree(child.pid))))
        time.sleep(_LOOK_S)
    return peak


def _told(printed: str) -> dict[str, Any] | None:
    lines = [line for line in printed.splitlines() if line.startswith(_MARK)]
    found: dict[str, Any] | None = json.loads(lines[-1].removeprefix(_MARK)) if lines else None
    return found


def _tree(root: int) -> Iterator[int]:
    """A process and everything below it."""
    children: dict[int, list[int]] = {}
    for place in _PROC.glob("[0-9]*"):
        try:
            fields = (place / "stat").read_text("utf-8", errors="replace").rpartition(")")[2]
        except OSError:
            continue
        children.setdefault(int(fields.split()[1]), []).append(int(place.name))
    waiting = [root]
    while waiting:
        one = waiting.pop()
        yield one
        waiting += children.get(one, [])


def _megabytes(process: int) -> float:
    try:
        lines = (_PROC / str(process) / "smaps_rollup").read_text("ascii").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1000 for line in lines if line.startswith("Pss:")), 0.0)
