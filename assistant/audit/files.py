"""The log's files: one folder, a new file a day or when one is full, old ones dropped in time.

A file is named by its first line's number and the day (UTC) it was begun, so that the order of
names is the order of lines whatever the clock says. ``.huvud`` holds the number and the digest of
the last line written, so that lines cut off the end are missed too.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assistant.audit.lines import FIRST, Line, digest_of, line_of
from ingest.whole import write_whole

_NAME = re.compile(r"logg-(\d{12})-(\d{4}-\d{2}-\d{2})\.jsonl")
_TAIL = 65_536


@dataclass(frozen=True, slots=True)
class End:
    """The last line: its number and digest; of an empty log, 0 and the first link."""

    number: int = 0
    digest: str = FIRST


def files_in(folder: Path) -> list[Path]:
    """The log's files, oldest first."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if _NAME.fullmatch(path.name))


def day_of(path: Path) -> date:
    """The day on which a file was begun."""
    return date.fromisoformat(path.name[18:28])


def first_of(path: Path) -> int:
    """The number of a file's first line."""
    return int(path.name[5:17])


def name_for(number: int, day: date) -> str:
    """The name of a file that begins with a line."""
    return f"logg-{number:012d}-{day.isoformat()}.jsonl"


def raw_lines(path: Path) -> Iterator[bytes]:
    """The whole lines of a file; a torn last one is left out."""
    with path.open("rb") as file:
        for raw in file:
            if not raw.endswith(b"\n"):
                return  # what is written after it now is the rest of this one
            yield raw[:-1]


def is_torn(path: Path) -> bool:
    """Whether a file ends within a line."""
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - 1))
        return file.read(1) not in (b"\n", b"")


def lines_in(folder: Path) -> Iterator[Line]:
    """Every line that can be read, oldest first."""
    for path in files_in(folder):
        yield from readable(path)


def readable(path: Path) -> Iterator[Line]:
    """The lines of a file that can be read; none where it was dropped meanwhile."""
    with suppress(FileNotFoundError):
        for raw in raw_lines(path):
            with suppress(ValueError):
                yield line_of(raw)


def end_of(path: Path) -> tuple[End, int]:
    """The last whole line of a file, and how many bytes of a torn one stand after it."""
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        tail = b""
        at = size
        while at > 0 and tail.count(b"\n") < 2:
            step = min(_TAIL, at)
            at -= step
            file.seek(at)
            tail = file.read(step) + tail
    whole, _, torn = tail.rpartition(b"\n")
    last = whole.rpartition(b"\n")[2]
    if not last:
        return End(first_of(path) - 1, ""), len(torn)
    return End(line_of(last).number, digest_of(last)), len(torn)


def read_head(folder: Path) -> End | None:
    """The last line as it was noted down, or None."""
    try:
        number, digest = (folder / ".huvud").read_text("ascii").split()
        return End(int(number), digest)
    except (OSError, ValueError):
        return None


def write_head(folder: Path, end: End) -> None:
    """Note down the last line."""
    write_whole(folder / ".huvud", f"{end.number} {end.digest}".encode("ascii"))
