"""Threads take turns: one that waits gets the interpreter well before Python's own five ms."""

from __future__ import annotations

import subprocess
import sys

CODE = """
import sys
from ingest.switch_interval import shorten_switch_interval
before = sys.getswitchinterval()
shorten_switch_interval()
print(before, sys.getswitchinterval())
"""


def test_a_thread_that_waits_gets_its_turn_sooner() -> None:
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    before, after = map(float, done.stdout.split())
    assert 0 < after <= before / 5
