"""Real processes for a test: started on a free port of this machine, stopped by their id.

What a process writes goes to a file, so that a test that fails can show it.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, TypeVar

import httpx

ROOT = Path(__file__).resolve().parents[2]
_T = TypeVar("_T")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(what: Callable[[], _T | None], seconds: float = 30.0, every: float = 0.05) -> _T:
    """What is there as soon as it is; an ``AssertionError`` where it is not in time."""
    end = time.monotonic() + seconds
    while True:
        found = what()
        if found:
            return found
        assert time.monotonic() < end, f"not within {seconds} s: {found!r}"
        time.sleep(every)


class Process:
    """A program that runs beside the test."""

    def __init__(self, command: Sequence[str], log: Path, variables: Mapping[str, str]) -> None:
        self._command = list(command)
        self._log = log
        self._variables = dict(variables)
        self._running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Run the program; what it writes is appended to the log."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith("PLANASSISTENT_")}
        variables = {**kept, "PYTHONPATH": str(ROOT), **self._variables}
        log: IO[bytes]
        with self._log.open("ab") as log:
            self._running = subprocess.Popen(
                self._command, stdout=log, stderr=log, env=variables, cwd=self._log.parent
            )

    @property
    def alive(self) -> bool:
        return self._running is not None and self._running.poll() is None

    def stop(self, how: signal.Signals = signal.SIGTERM, seconds: float = 30.0) -> int:
        """Signal the process and wait for its end; the exit code."""
        assert self._running is not None
        self._running.send_signal(how)
        return self._running.wait(seconds)

    def kill(self) -> None:
        """End it at once, if it runs."""
        if self.alive:
            self.stop(signal.SIGKILL)

    def told(self) -> str:
        """What it has written."""
        return self._log.read_text("utf-8", "replace") if self._log.exists() else ""


class Server(Process):
    """A program that answers over http; it is up once the given address does."""

    def __init__(
        self, command: Sequence[str], log: Path, variables: Mapping[str, str], up: str
    ) -> None:
        super().__init__(command, log, variables)
        self._up = up

    def start(self) -> None:
        super().start()
        until(self.answers)

    def answers(self) -> bool:
        """Whether the server is up; an ``AssertionError`` where the program has ended."""
        assert self.alive, self.told()
        try:
            return httpx.get(self._up).is_success
        except httpx.TransportError:
            return False


class Chroma(Server):
    """A Chroma server over a folder."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        program = str(Path(sys.executable).with_name("chroma"))
        data = str(folder / "chroma-server")
        super().__init__(
            [program, "run", "--path", data, "--host", "127.0.0.1", "--port", str(self.port)],
            folder / "chroma.log",
            {"ANONYMIZED_TELEMETRY": "False"},
            f"http://127.0.0.1:{self.port}/api/v2/heartbeat",
        )
