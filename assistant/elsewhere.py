"""Where else a quote stands word for word: the other reports of the library that hold it.

Text that reports share is kept once with all its places; other text that happens to be repeated is
found by its words and kept where the words are the same. A quote within a passage counts: what is
compared is the quote, not the passage. Newest reports first, each report once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ingest.library import Library
from ingest.model import Identity, Passage, Scope

MOST = 80
_POOL = 60
_SHORTEST = 12


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A place in another report: the page where the passage begins that holds the quote."""

    document_id: str
    identity: Identity
    page: int


def elsewhere(library: Library, document_id: str, quote: str) -> tuple[Elsewhere, ...]:
    """The other places of a quote; () for one that is too short to be told from chance."""
    wanted = _letters(quote)
    if len(wanted) < _SHORTEST:
        return ()
    hits = library.lexical.search(quote, Scope(), _POOL)
    found = library.store.get([hit.passage_id for hit in hits])
    holding = [p for p in found if wanted in _letters(p.text)]
    places: dict[str, Elsewhere] = {}
    for passage in _with_places(library, holding):
        if passage.document_id != document_id:
            page = _page_of(passage, wanted)
            place = Elsewhere(passage.document_id, passage.identity, page)
            places.setdefault(passage.document_id, place)
    ordered = sorted(places.values(), key=_order)
    return tuple(ordered[:MOST])


def _with_places(library: Library, found: Iterable[Passage]) -> list[Passage]:
    """The passages, a shared one at each of its places."""
    shared = library.store.places()
    ids: list[str] = []
    for passage in found:
        if passage.shared:
            ids += [place.passage_id for place in shared.get(passage.shared, ())]
        else:
            ids.append(passage.id)
    return list(library.store.get(list(dict.fromkeys(ids))))


def _page_of(passage: Passage, wanted: str) -> int:
    """The page of the sentence that begins the quote, else that of the passage."""
    for sentence in passage.sentences:
        text = _letters(sentence.text)
        if text and (text in wanted or wanted in text):
            return sentence.page
    return passage.page


def _order(place: Elsewhere) -> tuple[int, str, str]:
    who = place.identity
    return (-who.year, who.board, who.unit or "")


def _letters(text: str) -> str:
    return "".join(re.findall(r"\w+", text.casefold()))
