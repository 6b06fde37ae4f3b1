"""simplemma's Swedish dictionary, as a trie in the user's cache.

simplemma reads its million forms from a packed file at every start: one to two seconds and more
than a hundred megabytes. Its own trie holds the same in five megabytes that are ready at once
(measured: same answers, a lookup 15 % slower). The trie is made once, some seconds, and renamed
into place whole; where the cache cannot be written the packed file is read as before.
"""

from __future__ import annotations

import shutil
import tempfile
from functools import lru_cache
from pathlib import Path
from threading import Lock

import platformdirs
import simplemma
from simplemma.strategies import (
    DefaultDictionaryFactory,
    DefaultStrategy,
    DictionaryFactory,
    DictionaryLookupStrategy,
    TrieDictionaryFactory,
)

_LANGUAGE = "sv"
_FILE = f"{_LANGUAGE}.dic"
_LOADING = Lock()


def is_known(word: str) -> bool:
    """Whether the dictionary has the word as one of its forms."""
    return _engines()[0].get_lemma(word, _LANGUAGE) is not None


def lemma(word: str) -> str:
    """The dictionary form of a word, lower-cased; the word itself where none is known."""
    return str(_engines()[1].lemmatize(word, _LANGUAGE)).lower()


def _engines() -> tuple[DictionaryLookupStrategy, simplemma.Lemmatizer]:
    with _LOADING:
        return _load()


@lru_cache(maxsize=1)
def _load() -> tuple[DictionaryLookupStrategy, simplemma.Lemmatizer]:
    made = factory(folder())
    strategy = DefaultStrategy(dictionary_factory=made)
    return (
        DictionaryLookupStrategy(made),
        simplemma.Lemmatizer(lemmatization_strategy=strategy),
    )


def folder() -> Path:
    """Where the trie lies; one for each version of simplemma."""
    version = simplemma.__version__
    return platformdirs.user_cache_path("planassistent") / "ordbok" / f"simplemma-{version}"


def factory(folder: Path) -> DictionaryFactory:
    """The dictionary in the folder, made if need be; simplemma's own where that cannot be."""
    try:
        if not (folder / _FILE).is_file():
            _make(folder)
    except OSError:
        return DefaultDictionaryFactory()
    return TrieDictionaryFactory(disk_cache_dir=str(folder))


def _make(folder: Path) -> None:
    """Write the trie beside its place and rename it into it."""
    folder.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(dir=folder))
    try:
        TrieDictionaryFactory(disk_cache_dir=str(beside)).get_dictionary(_LANGUAGE)
        (beside / _FILE).replace(folder / _FILE)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
