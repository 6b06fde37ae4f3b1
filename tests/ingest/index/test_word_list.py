"""The word list's stems, taken from the list and from the cache."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.index import word_list
from ingest.index.word_list import WordList

LIST = "7\nblåbär/A\nbär/Y\nvecko/Z\nSverige\nvi%/X\nskog/AZ\näpple\n"
FOUND = WordList(frozenset({"blåbär", "bär", "äpple"}), frozenset({"vecko", "skog"}))


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(word_list, "folder", lambda: tmp_path / "cache")
    word_list.load.cache_clear()
    yield tmp_path / "cache"
    word_list.load.cache_clear()


def again(path: Path) -> WordList:
    word_list.load.cache_clear()
    return word_list.load(str(path))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "sv.dic"
    path.write_text(LIST, "utf-8")
    return path


def test_stems_are_the_same_from_the_list_and_from_the_cache(path: Path, cache: Path) -> None:
    assert again(path) == FOUND
    (kept,) = cache.iterdir()
    stamp = os.stat(path)
    path.write_text(
        LIST.upper(), "utf-8"
    )  # as long and, as told below, as old: read from the cache
    os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert again(path) == FOUND
    assert list(cache.iterdir()) == [kept]


def test_a_changed_list_is_read_again(path: Path, cache: Path) -> None:
    assert again(path) == FOUND
    path.write_text("1\nskogsbär\n", "utf-8")
    assert again(path) == WordList(frozenset({"skogsbär"}))
    assert len(list(cache.iterdir())) == 2


@pytest.mark.parametrize("held", [b"", b"annat\n\na\n\nb", b"\xff\xfe", b"stammar 1\n\nbl"])
def test_a_damaged_cache_is_written_anew(path: Path, cache: Path, held: bytes) -> None:
    again(path)
    (kept,) = cache.iterdir()
    whole = kept.read_bytes()
    kept.write_bytes(held)
    assert again(path) == FOUND
    assert kept.read_bytes() == whole


def test_without_a_cache_the_list_is_read(path: Path, cache: Path) -> None:
    cache.write_text("in the way of the folder")
    assert again(path) == FOUND


def test_no_list_no_stems(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert again(tmp_path / "none.dic") == WordList()
    assert "hunspell-sv" in caplog.text
