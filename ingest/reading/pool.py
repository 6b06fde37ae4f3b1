"""Several reading children: as many files at a time as the cores are worth.

Reading a report takes a third of the time of embedding it, or less, so that a few children keep
all cores busy; each holds some sixty megabytes. A child is started when it is first needed.
"""

from __future__ import annotations

from pathlib import Path
from queue import LifoQueue

from ingest.cores import cores
from ingest.identity import Overrides
from ingest.model import Report
from ingest.reading.files import Limits
from ingest.reading.sandbox import Sandbox

_MOST = 4


class Sandboxes:
    """``count`` sandboxes; a file is read by whichever is free. Safe to share between threads."""

    def __init__(self, limits: Limits, organisation: Path | None = None) -> None:
        self.count = min(_MOST, cores() // 2 + 1)
        self._all = [Sandbox(limits, organisation) for _ in range(self.count)]
        self._free: LifoQueue[Sandbox] = LifoQueue()
        for sandbox in reversed(self._all):
            self._free.put(sandbox)

    def read(self, path: Path, name: str, overrides: Overrides) -> Report:
        """Read one file; ``BadFileError`` whatever goes wrong."""
        sandbox = self._free.get()
        try:
            return sandbox.read(path, name, overrides)
        finally:
            self._free.put(sandbox)

    def abort(self) -> None:
        """Kill the children in the middle of whatever they read."""
        for sandbox in self._all:
            sandbox.abort()

    def close(self) -> None:
        """End the children."""
        for sandbox in self._all:
            sandbox.close()
