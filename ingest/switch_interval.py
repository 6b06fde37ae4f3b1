"""How long a thread may keep the interpreter from the others: half a millisecond, not five.

A question's words are looked for and read while its embedding is computed on another core; when
that is there, it waits for the interpreter as long as this. Measured beside one busy thread: 25 ms
for an embedding of 18, and 57 with the five that Python begins with.
"""

from __future__ import annotations

import sys

_SECONDS = 0.0005


def shorten_switch_interval() -> None:
    """Let threads take turns more often; for the whole process."""
    sys.setswitchinterval(_SECONDS)
