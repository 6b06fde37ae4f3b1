"""What the figures were measured on, in a line: processors and memory, no names and no dates."""

from __future__ import annotations

import os
import platform
import shlex
import sys
from pathlib import Path

from ingest.cores import cores


def machine() -> str:
    """The command that was given, and the machine."""
    given = shlex.join(["python", "-m", "eval", *sys.argv[1:]])
    pages, size = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    memory = round(pages * size / 1e9)
    return (
        f"`{given}`, {cores()} kärnor ({_processor()}), {memory} GB minne, "
        f"Python {platform.python_version()}."
    )


def _processor() -> str:
    try:
        told = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    named = (line.partition(":")[2].strip() for line in told if line.startswith("model name"))
    return next(named, platform.machine())
