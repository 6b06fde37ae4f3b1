"""A file that one process at a time holds; the kernel lets go when the process ends, however."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def exclusive(path: Path, patience_s: float, look_s: float = 0.02) -> Iterator[bool]:
    """Hold ``path`` for the block; False where another holder did not let go in time.

    Another thread that opens the file is another holder; nesting waits for itself. Who waits looks
    every ``look_s``: often, where the others hold it for a moment only but one after another.
    """
    file = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        yield _taken(file, time.monotonic() + patience_s, look_s)
    finally:
        fcntl.flock(file, fcntl.LOCK_UN)  # a forked child may have the file open still
        os.close(file)


def _taken(file: int, until: float, look_s: float) -> bool:
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            if time.monotonic() > until:
                return False
            time.sleep(look_s)
