"""Threads share memory: told by what glibc says of its arenas."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from ingest.allocator import share_arenas

COUNTED = """
import ctypes, sys
from threading import Barrier, Thread
from ingest.allocator import share_arenas

if sys.argv[2] == "shared":
    assert share_arenas()
libc = ctypes.CDLL(None)
libc.malloc.restype = libc.fopen.restype = ctypes.c_void_p
together = Barrier(8)

def work():
    together.wait()
    libc.malloc(ctypes.c_size_t(50_000))
    together.wait()

threads = [Thread(target=work) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
file = ctypes.c_void_p(libc.fopen(sys.argv[1].encode(), b"w"))
libc.malloc_info(0, file)
libc.fclose(file)
"""


def arenas(folder: Path, how: str) -> int:
    """How many arenas there are when eight threads have each asked for memory at once."""
    told = folder / how
    subprocess.run([sys.executable, "-c", COUNTED, str(told), how], check=True)
    return len(re.findall(r"<heap nr=", told.read_text("ascii")))


@pytest.mark.skipif(not share_arenas(), reason="DET HÄR C-BIBLIOTEKET HAR INGA ARENOR ATT DELA")
def test_threads_share_two_arenas(tmp_path: Path) -> None:
    assert arenas(tmp_path, "shared") <= 2 < arenas(tmp_path, "own")


FREED = """
import ctypes, resource
from ingest.allocator import give_back

libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
libc.free.argtypes = [ctypes.c_void_p]

def held():
    return int(open("/proc/self/statm").read().split()[1]) * resource.getpagesize()

blocks = [libc.malloc(ctypes.c_size_t(1000)) for _ in range(60_000)]
for block in blocks:
    ctypes.memset(block, 1, 1000)
for block in blocks[:-1]:  # the last one keeps the heap from shrinking by itself
    libc.free(block)
kept = held()
give_back()
print(kept, held())
"""


@pytest.mark.skipif(not share_arenas(), reason="DET HÄR C-BIBLIOTEKET BEHÅLLER INGET ATT GE")
def test_what_is_kept_of_freed_memory_is_given_back() -> None:
    told = subprocess.run(
        [sys.executable, "-c", FREED], check=True, capture_output=True, text=True
    ).stdout
    kept, left = map(int, told.split())
    assert kept - left > 40_000_000, "of sixty million bytes"
