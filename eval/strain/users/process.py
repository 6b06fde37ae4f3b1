"""The service as a process on this machine, and its vital signs: memory, threads, open files.

It listens on a free port of the loopback address, over a copy of a library or an empty folder. The
child that reads files is counted apart: it comes and goes. Signs are read from ``/proc``.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx

_START_S = 240.0
_STOP_S = 30.0
_PROGRAM = "from assistant.cli import main; main()"


@dataclass(frozen=True, slots=True)
class Signs:
    """What the service holds at a moment, counted in seconds from the start of the run."""

    at: float
    memory_mb: float
    files: int
    threads: int


@dataclass(frozen=True, slots=True)
class Running:
    """A service that runs."""

    url: str
    pid: int
    log: Path

    def signs(self, at: float) -> Signs | None:
        """Its vital signs; None where it is gone."""
        place = Path("/proc") / str(self.pid)
        try:
            told = (place / "status").read_text(encoding="utf-8")
            files = len(os.listdir(place / "fd"))
        except OSError:
            return None
        memory = re.search(r"VmRSS:\s+(\d+)", told)
        threads = re.search(r"Threads:\s+(\d+)", told)
        if memory is None or threads is None:
            return None
        return Signs(at, int(memory[1]) / 1024, files, int(threads[1]))


@contextmanager
def service(data: Path, words: bool) -> Iterator[Running]:
    """A service over the folder; ``words``: with an embedder that needs no model."""
    port = _free_port()
    program = ["-m", "eval.strain.users.word_service"] if words else ["-c", _PROGRAM]
    log = data / "service.log"
    with log.open("ab") as said:
        process = subprocess.Popen(
            [sys.executable, *program, "serve", "--port", str(port)],
            stdout=said,
            stderr=said,
            env=_variables(data),
            cwd=data,
        )
    try:
        running = Running(f"http://127.0.0.1:{port}", process.pid, log)
        _await(running, process)
        yield running
    finally:
        process.terminate()
        try:
            process.wait(_STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _variables(data: Path) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("PLANASSISTENT_")}
    root = str(Path(__file__).resolve().parents[3])
    return {
        **kept,
        "PYTHONPATH": root,
        "PLANASSISTENT_DATA": str(data),
        "PLANASSISTENT_REQUESTS_PER_MINUTE": "0",  # all users here are one
        "HF_HUB_OFFLINE": "1",
    }


def _await(running: Running, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _START_S
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        with suppress(httpx.TransportError):
            if httpx.get(f"{running.url}/readyz", timeout=5).status_code == 200:
                return
        time.sleep(0.1)
    raise RuntimeError(f"the service did not start: {running.log.read_text('utf-8')[-2000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
