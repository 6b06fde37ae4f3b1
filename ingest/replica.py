"""The word by which one replica of the service is known to the others.

It is kept in the replica's own folder, so that a replica that starts again knows what it left
behind itself. The machine and the folder are part of it: a copied folder makes another replica.
"""

from __future__ import annotations

import os
import socket
import uuid
from contextlib import suppress
from pathlib import Path

_FILE = "replica"


def word_of(folder: Path) -> str:
    """The word of the replica whose folder this is; made the first time."""
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / _FILE
    if not place.is_file():
        word = uuid.uuid4().hex
        draft = folder / f".replica-{word}"
        draft.write_text(word, encoding="ascii")
        with suppress(FileExistsError):
            os.link(draft, place)
        draft.unlink()
    return f"{place.read_text(encoding='ascii')} {socket.gethostname()} {folder.resolve()}"
