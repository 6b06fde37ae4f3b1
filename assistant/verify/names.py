"""Names of a statement: each must stand in its quotes, or say whose report they are from.

A name is a unit or board of the library by its whole name, or any word with a capital inside a
sentence. A word that begins a sentence is let through when it is an ordinary one in lower case: a
word without content, one that the word list knows, or a compound of such.
Forms of one name are alike («Kvarnens», «Kvarnen»).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from assistant.model import Source
from assistant.understanding.names import Names
from assistant.words import STOP, stem, words
from ingest.index import dictionary, tokens
from ingest.roster import Roster

_TOKEN = re.compile(r"[^\W\d_][\w-]*", re.UNICODE)
_FOREIGN = re.compile(
    r"https?:\S+|www\.\S+|\S+@\S+\.\w+|\b[\w-]+\.(?:com|net|org|se|io|ru|example)\b|</?\w[^>]*>"
    r"|!?\[[^\]]*\]\([^)]*\)|javascript:",
    re.IGNORECASE,
)
_BEGINS = re.compile(r"(?:^|[.!?:]\s+|[•\n]\s*|[«\"”(]\s*)$")
_REPORTS = ("verksamhetsberättelse", "verksamhetsplan", "tertialrapport", "tertial")
_TRADE = frozenset(("vb", "vp", "t1", "t2", "kf", "kfs", "sdf", "sdn", "enligt", *_REPORTS))


def name_fault(text: str, sources: Sequence[Source], known: Callable[[], Names]) -> str | None:
    """The first name of a text that its sources do not have, in Swedish."""
    ground = " ".join(
        part
        for s in sources
        for part in (s.quote, *s.section, s.identity.board, s.identity.unit or "", s.identity.title)
    )
    held = {_bare(w) for w in words(ground)}
    for match in _TOKEN.finditer(text):
        word = match[0]
        parts = [p for p in words(word) if p not in _TRADE]
        if not word[0].isupper() or all(_held(p, held) for p in parts):
            continue
        if _BEGINS.search(text[: match.start()]) and _common(word):
            continue
        return f"namnet {word} finns inte i källan."
    if all(_held(w, held) for w in words(text) if w not in STOP):
        return None
    names = known()
    own = {name for s in sources for name in (s.identity.board, s.identity.unit)}
    said = [m.name for m in names.mentions(text) if m.certain and m.name not in own]
    there = {m.name for m in names.mentions(ground)} if said else set[str]()
    strange = next((name for name in said if name not in there), None)
    return None if strange is None else f"källan handlar inte om {strange}."


def foreign_fault(text: str, quotes: Sequence[str]) -> str | None:
    """An address or markup that no quote has: nothing that a report's reader should follow."""
    for match in _FOREIGN.finditer(text):
        if not any(match[0].casefold() in quote.casefold() for quote in quotes):
            return f"{match[0]} finns inte i källan."
    return None


def _held(word: str, held: set[str]) -> bool:
    bare = _bare(word)
    return bare in held or (len(bare) >= 5 and any(h.startswith(bare) for h in held))


def _bare(word: str) -> str:
    return stem(word.casefold())


@lru_cache(maxsize=4096)
def _common(word: str) -> bool:
    """Whether a word that begins a sentence is an ordinary one."""
    small = word.casefold()
    if small in STOP or dictionary.is_known(small):
        return True
    return tokens.lemmas(small) != [small]  # a form of a known word, or a compound of such


@lru_cache(maxsize=4)
def names_of(roster: Roster) -> Names:
    """The names of a library, ready to be recognised; the same ones while no name is new."""
    return _names(tuple(sorted(roster.boards)), tuple(sorted(roster.units)))


@lru_cache(maxsize=4)
def _names(boards: tuple[str, ...], units: tuple[str, ...]) -> Names:
    return Names(boards, units)
