"""Files that are kept for a while beside the library: uploads on their way, and deleted reports.

Each file lies in a temporary folder of its own and goes with it. A shelf holds a bounded number;
what no longer has room is handed back to be told about, its file already gone.
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

_UNSAFE = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|]+")
T = TypeVar("T")


class Shelf(Generic[T]):
    """At most ``most`` files by a key, each with what is known of it; safe between threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: OrderedDict[str, tuple[Path, T]] = OrderedDict()
        self._lock = Lock()

    def put(self, key: str, path: Path, told: T) -> list[str]:
        """Keep a file in place of the one before it; the keys that had to go."""
        with self._lock:
            before = self._held.pop(key, None)
            self._held[key] = (path, told)
            excess = max(0, len(self._held) - self._most)
            old = [self._held.popitem(last=False) for _ in range(excess)]
        for gone in [*(path for _, (path, _) in old), *([before[0]] if before else [])]:
            if gone != path:
                drop(gone)
        return [key for key, _ in old]

    def told(self, key: str) -> T | None:
        """What is known of a file."""
        with self._lock:
            held = self._held.get(key)
        return held[1] if held else None

    def take(self, key: str) -> tuple[Path, T] | None:
        """A file off the shelf; it is the caller's to drop."""
        with self._lock:
            return self._held.pop(key, None)

    def forget(self) -> None:
        """Let go of all files and leave them where they are."""
        with self._lock:
            self._held.clear()

    def clear(self) -> None:
        """Drop all files."""
        with self._lock:
            paths = [path for path, _ in self._held.values()]
            self._held.clear()
        for path in paths:
            drop(path)


def saved(name: str, chunks: Iterable[bytes], below: Path | None = None) -> Path:
    """The file's bytes in a folder of their own, below another or among the temporary ones."""
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
