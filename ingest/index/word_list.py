"""The stems of the Swedish word list of hunspell, which compounds are split over.

The list is Debian's ``hunspell-sv``, or the .dic file that ``PLANASSISTENT_ORDLISTA`` names. To
take it apart costs a quarter of a second at every start, so the stems are kept in the user's cache
beside the dictionary, by the list's path, size and time; where the cache cannot be written or read
they are taken from the list itself. Without a list there are no stems; that is said once in the
log.
"""

from __future__ import annotations

import hashlib
import logging
import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock

from ingest.index import dictionary
from ingest.whole import write_whole

_LOG = logging.getLogger(__name__)
_PLACES = (
    "/usr/share/hunspell/sv_SE.dic",
    "/usr/share/myspell/dicts/sv_SE.dic",
    "/usr/share/myspell/sv_SE.dic",
    "/usr/local/share/hunspell/sv_SE.dic",
    "/opt/homebrew/share/hunspell/sv_SE.dic",
    "/Library/Spelling/sv_SE.dic",
)
_LOADING = Lock()
_FORMAT = 1
_HEAD = f"stammar {_FORMAT}"
_PARTS = 3


@dataclass(frozen=True, slots=True)
class WordList:
    """Stems of the word list; ``bound`` ones stand only inside compounds («arbets», «vecko»)."""

    stems: frozenset[str] = frozenset()
    bound: frozenset[str] = frozenset()


def word_list() -> WordList:
    """The list of this machine, read once."""
    with _LOADING:
        return load(os.environ.get("PLANASSISTENT_ORDLISTA", ""))


@lru_cache(maxsize=1)
def load(chosen: str) -> WordList:
    """The list in the file that is chosen, else where systems keep one; empty without any."""
    places = [chosen] if chosen else _PLACES
    path = next((Path(place) for place in places if Path(place).is_file()), None)
    if path is None:
        _LOG.warning(
            "Den svenska ordlistan saknas (%s); sammansatta ord delas inte upp. Installera "
            "paketet hunspell-sv eller ange filen sv_SE.dic i PLANASSISTENT_ORDLISTA.",
            chosen or "hunspell-sv",
        )
        return WordList()
    kept = _place(path)
    return _kept(kept) or _keep(kept, _read(path))


def _place(path: Path) -> Path:
    """Where the stems of just this list are kept."""
    status = path.stat()
    told = f"{path.resolve()} {status.st_size} {status.st_mtime_ns}"
    name = hashlib.sha256(told.encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return folder() / f"stammar-{name}.txt"


def folder() -> Path:
    """Where the stems are kept."""
    return dictionary.folder().parent


def _kept(path: Path) -> WordList | None:
    try:
        parts = path.read_text("utf-8").split("\n\n")
    except (OSError, UnicodeDecodeError):
        return None
    if len(parts) != _PARTS or parts[0] != _HEAD:
        return None
    stems, bound = (frozenset(part.split("\n")) - {""} for part in parts[1:])
    return WordList(stems, bound)


def _keep(path: Path, found: WordList) -> WordList:
    text = "\n\n".join([_HEAD, *("\n".join(sorted(part)) for part in (found.stems, found.bound))])
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, text.encode("utf-8"))
    except OSError:
        _LOG.debug("the stems cannot be kept in %s", path.parent)
    return found


def _read(path: Path) -> WordList:
    """A .dic file taken apart."""
    entries = [line.partition("/") for line in _text(path).splitlines()[1:]]
    plain = [(stem, flags) for stem, _, flags in entries if stem.isalpha() and stem.islower()]
    stems = frozenset(stem for stem, flags in plain if not set(flags) & set("Z%¤"))
    return WordList(stems, frozenset(stem for stem, flags in plain if "Z" in flags) - stems)


def _text(path: Path) -> str:
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")
