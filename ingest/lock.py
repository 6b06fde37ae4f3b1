"""One writer at a time for a folder of a library or a replica, across processes.

An advisory lock on a file, taken at once or not at all. The kernel drops it when the process
ends, however it ends, so a lock is never left behind. The file holds the writer's process id, for
the message to whoever comes second.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import Self

from ingest.errors import LibraryBusyError


class WriterLock:
    """Holds ``<folder>/.lock``; entering raises ``LibraryBusyError`` if it is held already."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: int | None = None

    def __enter__(self) -> Self:
        self._folder.mkdir(parents=True, exist_ok=True)
        file = os.open(self._folder / ".lock", os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.read(file, 20).decode("ascii", "replace").strip()
            os.close(file)
            raise LibraryBusyError(_busy(self._folder, holder)) from error
        os.truncate(file, 0)
        os.write(file, str(os.getpid()).encode())
        self._file = file
        return self

    def __exit__(self, *error: object) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None


def _busy(folder: Path, holder: str) -> str:
    who = f" (process {holder})" if holder else ""
    return (
        f"Biblioteket i «{folder}» används redan av tjänsten eller en annan körning{who}. "
        "Ladda upp filerna i tjänsten som är igång, eller stoppa den och försök igen. "
        "Ska flera instanser köras på samma dator behöver var och en sin egen PLANASSISTENT_LOCAL."
    )
