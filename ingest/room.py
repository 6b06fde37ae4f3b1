"""Room on the disk: looked for before anything is written that must not be stopped halfway.

Chroma in a folder can stand still for ever, and the whole process with it, when the disk is full in
the middle of a write; so nothing is begun without room to end it. ``RESERVE`` is kept free for what
is small and must be written still: the catalogue, the log of who does what, signing out. What fails
all the same for want of room is told as that, whichever library says it, and in whatever words.
"""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ingest.errors import DiskFullError, IngestError

RESERVE = 100_000_000
"""Bytes that a report or a file is not begun without."""
LEAST = 10_000_000
"""Bytes that nothing at all is begun without in a database."""


def free_room(folder: Path) -> int | None:
    """Bytes that are free where a folder is, or is to be; None where that cannot be told."""
    for place in (folder, *folder.absolute().parents):
        try:
            return shutil.disk_usage(place).free
        except FileNotFoundError:
            continue
        except OSError:
            return None
    return None


def check_room(folder: Path, needed: int = 0, reserve: int | None = None) -> None:
    """``DiskFullError`` where ``needed`` bytes would not leave the reserve free."""
    kept = RESERVE if reserve is None else reserve
    free = free_room(folder)
    if free is not None and free < needed + kept:
        raise DiskFullError


def is_full(error: BaseException | None) -> bool:
    """Whether an error, or what caused it, is that the disk is full."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            return True
        error = error.__cause__ or error.__context__
    return False


@contextmanager
def told_if_full(folder: Path) -> Iterator[None]:
    """What fails within the block, for want of room where the folder is: ``DiskFullError``."""
    try:
        yield
    except IngestError:
        raise
    except Exception as error:
        free = free_room(folder)
        if is_full(error) or (free is not None and free < LEAST):
            raise DiskFullError from error
        raise
