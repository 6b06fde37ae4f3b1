"""The dictionary in the cache says what simplemma itself says, and is never half there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import simplemma

from ingest.index import dictionary

WORDS = """
    barnen målen sjukfrånvaron nämndmål gick Stockholm uppföljningarna xyzzy 2024 äldre ÅRETS
    brukarna hemtjänsten därför bättre e-tjänsten minskade
"""


class Trie:
    """In the place of simplemma's: a file and nothing else; ``made`` tells how often."""

    made = 0

    def __init__(self, disk_cache_dir: str) -> None:
        self.folder = Path(disk_cache_dir)

    def get_dictionary(self, lang: str) -> dict[str, str]:
        Trie.made += 1
        (self.folder / f"{lang}.dic").write_bytes(b"trie")
        return {}


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    Trie.made = 0
    yield


@pytest.mark.parametrize("word", WORDS.split())
def test_words_are_as_in_the_packed_dictionary(word: str) -> None:
    assert dictionary.is_known(word) == simplemma.is_known(word, lang="sv")
    assert dictionary.lemma(word) == simplemma.lemmatize(word, lang="sv").lower()


def test_it_lies_ready_in_the_cache() -> None:
    dictionary.is_known("barn")
    assert [path.name for path in dictionary.folder().iterdir()] == ["sv.dic"]


def test_it_is_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dictionary, "TrieDictionaryFactory", Trie)
    for _ in range(2):
        assert isinstance(dictionary.factory(tmp_path / "ordbok"), Trie)
    assert Trie.made == 1
    assert [path.name for path in (tmp_path / "ordbok").iterdir()] == ["sv.dic"]


def test_half_a_dictionary_is_left_by_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full(Trie):
        def get_dictionary(self, lang: str) -> dict[str, str]:
            (self.folder / f"{lang}.di").write_bytes(b"tr")
            raise OSError("the disk is full")

    monkeypatch.setattr(dictionary, "TrieDictionaryFactory", Full)
    found = dictionary.factory(tmp_path)
    assert isinstance(found, dictionary.DefaultDictionaryFactory)
    assert list(tmp_path.iterdir()) == []


def test_without_a_cache_the_packed_one_is_read(tmp_path: Path) -> None:
    (tmp_path / "ordbok").write_text("in the way of the folder")
    found = dictionary.factory(tmp_path / "ordbok")
    assert isinstance(found, dictionary.DefaultDictionaryFactory)
