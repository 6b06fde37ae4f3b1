"""How many processor cores work is shared out on: those this process is bound to.

A quota of time (``--cpus`` of a container) binds to no cores and is not seen here.
"""

from __future__ import annotations

import os


def cores() -> int:
    """At least one."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
