"""A file written whole or not at all: under another name first, which then takes its place.

Whoever reads meanwhile sees the old file or the new, never half. A write that fails leaves the old
file and nothing beside it; a process that is killed may leave a file named ``.NAME.*``, which
nothing reads. Two that write the same path do not disturb each other: the last one stays.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


@contextmanager
def written_whole(path: Path, *, mode: int = 0o644, sync: bool = False) -> Iterator[IO[bytes]]:
    """The file to write to; it stands at ``path`` when the block has ended well.

    ``sync``: on the disk before it takes its place, for what must survive a power cut. Raises
    ``OSError`` where it cannot be written.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            os.fchmod(file.fileno(), mode)
            if sync:
                file.flush()
                os.fsync(file.fileno())
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def write_whole(path: Path, content: bytes, *, mode: int = 0o644, sync: bool = False) -> None:
    """Write ``content`` to ``path`` as ``written_whole`` does."""
    with written_whole(path, mode=mode, sync=sync) as file:
        file.write(content)
