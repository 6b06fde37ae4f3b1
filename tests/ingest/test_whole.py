"""Files written whole: the old one or the new, never half, and nothing left beside it."""

from __future__ import annotations

import errno
import os
import threading
from pathlib import Path

import pytest

from ingest.whole import write_whole, written_whole


def test_the_new_takes_the_old_ones_place_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "f"
    write_whole(path, b"old")
    with written_whole(path) as file:
        file.write(b"new")
        file.flush()
        assert path.read_bytes() == b"old"
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


def test_a_failure_leaves_the_old_and_nothing_beside(tmp_path: Path) -> None:
    path = tmp_path / "f"
    write_whole(path, b"old")
    with pytest.raises(RuntimeError), written_whole(path) as file:
        file.write(b"ha")
        raise RuntimeError
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_full_disk_leaves_the_old_and_nothing_beside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "f"
    write_whole(path, b"old")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="full"):
        write_whole(path, b"new", sync=True)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("mode", [0o600, 0o644])
def test_the_file_has_the_rights_that_were_asked_for(tmp_path: Path, mode: int) -> None:
    write_whole(tmp_path / "f", b"x", mode=mode)
    assert (tmp_path / "f").stat().st_mode & 0o777 == mode


def test_two_that_write_at_once_leave_one_of_theirs(tmp_path: Path) -> None:
    path, texts = tmp_path / "f", [letter * 50_000 for letter in (b"a", b"b", b"c")]

    def write(text: bytes) -> None:
        for _ in range(20):
            write_whole(path, text)

    threads = [threading.Thread(target=write, args=(text,)) for text in texts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert path.read_bytes() in texts
    assert list(tmp_path.iterdir()) == [path]
