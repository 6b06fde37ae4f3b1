"""The secret: from the setting, or made once in the data folder and kept to its owner."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from assistant.access.errors import AccessSettingError, SharedFileError
from assistant.access.secret import derived, find_secret


def test_it_is_made_once_and_kept_to_its_owner(tmp_path: Path) -> None:
    path = tmp_path / "new" / "secret.txt"
    first = find_secret(None, path)
    assert len(first) == 64 and find_secret(None, path) == first
    assert path.stat().st_mode & 0o077 == 0
    assert [p.name for p in path.parent.iterdir()] == ["secret.txt"]


def test_those_who_start_together_agree(tmp_path: Path) -> None:
    found: list[bytes] = []
    threads = [
        threading.Thread(target=lambda: found.append(find_secret(None, tmp_path / "s.txt")))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8 and len(set(found)) == 1


def test_a_stated_secret_goes_before_the_file(tmp_path: Path) -> None:
    assert find_secret("h" * 32, tmp_path / "s.txt") == b"h" * 32
    assert not (tmp_path / "s.txt").exists()


def test_a_short_one_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AccessSettingError, match="minst 32"):
        find_secret("kort", tmp_path / "s.txt")
    (tmp_path / "s.txt").write_text("kort", "utf-8")
    with pytest.raises(SharedFileError, match="skadad"):
        find_secret(None, tmp_path / "s.txt")


def test_each_purpose_has_its_own(tmp_path: Path) -> None:
    assert derived(b"s", "keys") != derived(b"s", "session")
    assert derived(b"s", "keys") == derived(b"s", "keys")
