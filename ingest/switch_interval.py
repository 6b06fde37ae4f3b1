"""How long a thread may keep the interpreter from the others: a fifth of a millisecond, not five.

A question's words are looked for and read while its embedding is computed on another core; when
that is there, it waits for the interpreter as long as this, and a few times before. Measured beside
one busy thread: 18.5 ms for an embedding of 17.8, 19.5 with half a millisecond and 44 with the five
that Python begins with; the busy thread does some three per cent less.
"""

from __future__ import annotations

import sys

_SECONDS = 0.0002


def shorten_switch_interval() -> None:
    """Let threads take turns more often; for the whole process."""
    sys.setswitchinterval(_SECONDS)
