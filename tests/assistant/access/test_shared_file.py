"""A file that several share: read again when it changes, changed whole, by one at a time."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from assistant.access.errors import SharedFileError
from assistant.access.shared_file import SharedFile


def test_what_one_writes_the_other_reads(tmp_path: Path) -> None:
    one, other = SharedFile(tmp_path / "f.json"), SharedFile(tmp_path / "f.json")
    assert other.read() == {}
    for value in range(20):
        with one.change() as held:
            held["v"] = value
        assert other.read() == {"v": value}


def test_an_unchanged_file_is_not_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = SharedFile(tmp_path / "f.json")
    with file.change() as held:
        held["v"] = 1
    assert file.read() == {"v": 1}
    monkeypatch.setattr(Path, "read_text", lambda *_: pytest.fail("read again"))
    assert file.read() == {"v": 1}


def test_changes_at_the_same_time_all_count(tmp_path: Path) -> None:
    def add(name: str) -> None:
        file = SharedFile(tmp_path / "f.json")
        for number in range(10):
            with file.change() as held:
                held[f"{name}{number}"] = True

    threads = [threading.Thread(target=add, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(SharedFile(tmp_path / "f.json").read()) == 40


def test_a_change_that_fails_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    file = SharedFile(tmp_path / "f.json")
    with file.change() as held:
        held["v"] = 1
    with pytest.raises(RuntimeError), file.change() as held:
        held["v"] = 2
        raise RuntimeError
    assert file.read() == {"v": 1}


def test_trouble_is_told_in_swedish_without_a_path(tmp_path: Path) -> None:
    (tmp_path / "f.json").write_bytes(b"\xff\xfe")
    with pytest.raises(SharedFileError) as told:
        SharedFile(tmp_path / "f.json").read()
    assert "f.json" in str(told.value) and str(tmp_path) not in str(told.value)


def test_nobody_waits_for_ever_on_another_process(tmp_path: Path) -> None:
    with SharedFile(tmp_path / "f.json").change() as held:
        held["v"] = 1
        impatient = SharedFile(tmp_path / "f.json", patience_s=0.05)
        with pytest.raises(SharedFileError, match="ändras av en annan process"), impatient.change():
            pytest.fail("two changed the file at once")
    assert SharedFile(tmp_path / "f.json").read() == {"v": 1}
