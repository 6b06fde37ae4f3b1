"""Threads take turns: one that waits gets the interpreter well before Python's own five ms."""

from __future__ import annotations

import subprocess
import sys

CODE = """
import sys
from ingest.turns import take_turns
before = sys.getswitchinterval()
take_turns()
print(before, sys.getswitchinterval())
"""


def test_a_thread_that_waits_gets_its_turn_sooner() -> None:
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    before, after = map(float, done.stdout.split())
    assert 0 < after <= before / 5
