"""One writer at a time."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ingest.errors import LibraryBusyError
from ingest.lock import WriterLock

HOLD = """
import sys
from pathlib import Path
from ingest.lock import WriterLock
with WriterLock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_writer_is_told_what_to_do(tmp_path: Path) -> None:
    with WriterLock(tmp_path / "data"):
        with pytest.raises(LibraryBusyError) as caught, WriterLock(tmp_path / "data"):
            pass
        assert "stoppa den" in str(caught.value) and str(os.getpid()) in str(caught.value)
    with WriterLock(tmp_path / "data"):
        pass


def test_a_killed_writer_leaves_no_lock(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout and holder.stdout.readline() == b"held\n"
        with pytest.raises(LibraryBusyError), WriterLock(tmp_path):
            pass
        holder.kill()
    with WriterLock(tmp_path):
        pass
