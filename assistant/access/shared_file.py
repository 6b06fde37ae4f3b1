"""A small JSON file that several processes read at every request and seldom change.

It is read again when it has changed on the disk (time, size, inode), so that what one process
writes counts in all of them at once. A change is made under a lock file, on what the file holds
at that moment, to a new file that then takes the old one's place: a reader sees the old or the
new, never half. Nobody waits for ever on whoever holds the lock. A file that cannot be read is an
error and never an empty one.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from assistant.access.errors import SharedFileError
from ingest.index.exclusive import exclusive
from ingest.whole import write_whole

_PATIENCE_S = 10.0
_Stamp = tuple[int, int, int]


class SharedFile:
    """A JSON object in a file that only its owner may read; {} as long as there is none."""

    def __init__(self, path: Path, patience_s: float = _PATIENCE_S) -> None:
        self._path = path
        self._patience_s = patience_s
        self._seen: tuple[_Stamp, dict[str, Any]] | None = None

    def read(self) -> dict[str, Any]:
        """What the file holds now; not to be changed."""
        try:
            found = os.stat(self._path)
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise self._unreadable() from error
        stamp = (found.st_mtime_ns, found.st_size, found.st_ino)
        seen = self._seen
        if seen is not None and seen[0] == stamp:
            return seen[1]
        held = self._load()
        self._seen = (stamp, held)
        return held

    @contextmanager
    def change(self) -> Iterator[dict[str, Any]]:
        """What the file holds, to be changed in place; written when the block ends well."""
        with ExitStack() as stack:
            try:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                mine = exclusive(self._path.with_suffix(".lock"), self._patience_s)
                if not stack.enter_context(mine):
                    raise self._busy()
            except OSError as error:
                raise self._unwritable() from error
            held = self._load() if self._path.exists() else {}
            yield held
            self._write(held)

    def _load(self) -> dict[str, Any]:
        try:
            held = json.loads(self._path.read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise self._unreadable() from error
        if not isinstance(held, dict):
            raise self._unreadable()
        return held

    def _write(self, held: dict[str, Any]) -> None:
        data = json.dumps(held, ensure_ascii=False, indent=1).encode("utf-8")
        try:
            write_whole(self._path, data, mode=0o600, sync=True)
        except OSError as error:
            raise self._unwritable() from error

    def _busy(self) -> SharedFileError:
        return SharedFileError(
            f"Filen {self._path.name} i datamappen ändras av en annan process. Vänta tills den är "
            "klar, eller avsluta den, och försök igen."
        )

    def _unreadable(self) -> SharedFileError:
        return SharedFileError(
            f"Filen {self._path.name} i datamappen kan inte läsas. Kontrollera rättigheterna, "
            "eller lägg tillbaka den ur en säkerhetskopia."
        )

    def _unwritable(self) -> SharedFileError:
        return SharedFileError(
            f"Filen {self._path.name} i datamappen kan inte skrivas. Kontrollera rättigheter och "
            "diskutrymme."
        )
