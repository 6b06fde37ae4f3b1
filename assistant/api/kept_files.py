"""Files that are kept for a while beside the library: uploads on their way, and deleted reports.

Each file lies in a temporary folder of its own and goes with it. A shelf holds a bounded number,
and of each owner's fewer: who lays up many pushes out the own ones. What no longer has room is
handed back to be told about, its file already gone.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections import OrderedDict
from collections.abc import Iterable
from pathlib import Path
from threading import Lock
from typing import Generic, TypeVar

from ingest.room import check_room, told_if_full

_UNSAFE = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|]+")
T = TypeVar("T")


class Shelf(Generic[T]):
    """At most ``in_all`` files by a key, each with what is known of it; safe between threads.

    No owner has more than ``most`` of them.
    """

    def __init__(self, most: int, in_all: int) -> None:
        self._most, self._in_all = most, in_all
        self._held: OrderedDict[str, tuple[Path, T]] = OrderedDict()
        self._owners: dict[str, str] = {}
        self._lock = Lock()

    def put(self, key: str, path: Path, told: T, owner: str = "") -> list[str]:
        """Keep a file in place of the one before it; the keys that had to go."""
        with self._lock:
            before = self._held.pop(key, None)
            self._held[key], self._owners[key] = (path, told), owner
            own = [k for k in self._held if self._owners[k] == owner]
            old = own[: max(0, len(own) - self._most)]
            left = [k for k in self._held if k not in old]
            old += left[: max(0, len(left) - self._in_all)]
            dropped = [self._pop(k) for k in old]
        for gone in [*(path for path, _ in dropped), *([before[0]] if before else [])]:
            if gone != path:
                drop(gone)
        return old

    def _pop(self, key: str) -> tuple[Path, T]:
        del self._owners[key]
        return self._held.pop(key)

    def told(self, key: str) -> T | None:
        """What is known of a file."""
        with self._lock:
            held = self._held.get(key)
        return held[1] if held else None

    def take(self, key: str) -> tuple[Path, T] | None:
        """A file off the shelf; it is the caller's to drop."""
        with self._lock:
            return self._pop(key) if key in self._held else None

    def forget(self) -> None:
        """Let go of all files and leave them where they are."""
        with self._lock:
            self._held.clear()
            self._owners.clear()

    def clear(self) -> None:
        """Drop all files."""
        with self._lock:
            paths = [path for path, _ in self._held.values()]
            self._held.clear()
            self._owners.clear()
        for path in paths:
            drop(path)


def saved(name: str, chunks: Iterable[bytes], below: Path | None = None) -> Path:
    """The file's bytes in a folder of their own, below another or among the temporary ones.

    ``DiskFullError`` where there is too little room.
    """
    within = below or Path(tempfile.gettempdir())
    check_room(within)
    with told_if_full(within):
        folder = Path(tempfile.mkdtemp(prefix="planassistent-", dir=below))
        path = folder / safe_name(name)
        try:
            with path.open("wb") as file:
                for chunk in chunks:
                    file.write(chunk)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return path


def drop(path: Path) -> None:
    """Remove a saved file and its folder."""
    shutil.rmtree(path.parent, ignore_errors=True)


def safe_name(name: str) -> str:
    """The last part of a file's name, without anything that could lead out of a folder."""
    last = re.split(r"[/\\]", name)[-1]
    cleaned = _UNSAFE.sub("_", last).strip(" .")
    stem, suffix = Path(cleaned).stem[:120], Path(cleaned).suffix
    return f"{stem}{suffix}" if stem else "rapport"
