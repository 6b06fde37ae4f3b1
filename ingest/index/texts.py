"""Shared texts and their places, as they are kept in Chroma.

A text is a record among the passages, with the vector, owned by no edition (``SHARED``) and
never changed, so that writing it twice does no harm. An edition's places are one record of the
collection ``places``: for each its id, its ordinal and the page of each sentence, and its own
words, path and chain only where they differ from the text's. Texts are written before the places
that need them, and dropped after the last of those, so that a kill leaves texts too many (which
``sweep`` drops) but never too few.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from ingest.index.collections import TEXT, Collections, Record, owner, packed, unpacked
from ingest.model import Chain, Identity, Passage, PassageKind, Sentence

SHARED = "shared"
Keys = Collection[str]


@dataclass(frozen=True, slots=True)
class Text:
    """What every place of a text has in common."""

    kind: PassageKind
    path: tuple[str, ...]
    chain: Chain
    said: tuple[str, ...]
    dense_text: str
    lexical_text: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of a text; None where it is as the text has it."""

    id: str
    ordinal: int
    shared: str
    pages: tuple[tuple[int, bool], ...]
    """The page of each sentence, and whether it continues on the next."""
    said: tuple[str, ...] | None = None
    path: tuple[str, ...] | None = None
    chain: Chain | None = None
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Spots:
    """The places of shared texts in one edition."""

    identity: Identity
    edition: str
    spots: tuple[Spot, ...]


_TEXT = TypeAdapter(Text)
_SPOTS = TypeAdapter(Spots)


def staged(
    chroma: Collections, passages: Sequence[Passage], vectors: Mapping[str, Any]
) -> tuple[list[Record], dict[str, Spots]]:
    """What is still to be written of the texts of passages, and each edition's places, by owner.

    ``vectors`` are by passage id. Write the texts first.
    """
    if not passages:
        return [], {}
    first = {p.shared: p for p in reversed(passages) if p.shared}
    texts = _read(chroma, first)
    missing = {key: (_text_of(p), p) for key, p in first.items() if key not in texts}
    texts.update({key: text for key, (text, _) in missing.items()})
    editions: dict[str, list[Passage]] = {}
    for passage in passages:
        editions.setdefault(owner(passage.document_id, passage.edition), []).append(passage)
    places = {
        key: Spots(some[0].identity, some[0].edition, tuple(_spot(p, texts[p.key]) for p in some))
        for key, some in editions.items()
    }
    return [_record(key, *found, vectors) for key, found in missing.items()], places


def write_places(chroma: Collections, places: Mapping[str, Spots]) -> None:
    """Write the places of editions, by owner, in one go: Chroma reads its whole log each time."""
    if not places:
        return
    stored = [_SPOTS.dump_json(one, exclude_defaults=True).decode() for one in places.values()]
    chroma.places.upsert(
        list(places),
        embeddings=[[1.0]] * len(places),
        metadatas=[{"places": one} for one in stored],
    )


def spots_of(chroma: Collections, owners: Sequence[str]) -> dict[str, Spots]:
    """The places of editions, by owner; nothing for one without."""
    return {key: spots_from(one) for key, one in stored_spots(chroma, owners).items()}


def stored_spots(chroma: Collections, owners: Sequence[str]) -> dict[str, str]:
    """The same as they are stored."""
    if not owners:
        return {}
    found = chroma.places.get(list(owners), include=["metadatas"])
    rows = zip(found["ids"], found["metadatas"], strict=True)
    return {key: str(data["places"]) for key, data in rows}


def spots_from(stored: str) -> Spots:
    """The places of an edition that were stored so."""
    return _SPOTS.validate_json(stored)


def passage_at(spot: Spot, spots: Spots, stored: str) -> Passage:
    """The passage at a place; ``stored`` is its text, as JSON."""
    text = _TEXT.validate_json(stored)
    said = zip(spot.said or text.said, spot.pages, strict=True)
    return Passage(
        id=spot.id,
        document_id=spots.identity.document_id,
        edition=spots.edition,
        ordinal=spot.ordinal,
        kind=text.kind,
        identity=spots.identity,
        path=text.path if spot.path is None else spot.path,
        chain=spot.chain or text.chain,
        sentences=tuple(Sentence(words, page, goes_on) for words, (page, goes_on) in said),
        dense_text=text.dense_text,
        lexical_text=text.lexical_text,
        row=spot.row,
        shared=spot.shared,
    )


def texts_of(chroma: Collections, board: str) -> dict[str, str]:
    """The texts of a board as they were embedded, by id."""
    where = {"$and": [{"owner": SHARED}, {"board": board}]}
    found = chroma.passages.get(where=where, include=["metadatas"])
    return {key: text.dense_text for key, text in _texts_in(found)}


def drop_places(chroma: Collections, owners: Sequence[str]) -> list[str]:
    """Drop the places of editions; the texts that they were places of."""
    there = spots_of(chroma, owners)
    if there:
        chroma.places.delete(list(there))
    return sorted({spot.shared for spots in there.values() for spot in spots.spots})


def drop_texts(chroma: Collections, texts: Iterable[str], in_force: Mapping[str, Keys]) -> None:
    """Drop those of the texts that no edition holds any more, in force or staged.

    ``in_force`` are the texts of the editions in force, by owner.
    """
    gone = set(texts).difference(*in_force.values())
    if not gone:
        return
    staged = [key for key in chroma.places.get(include=[])["ids"] if key not in in_force]
    for spots in spots_of(chroma, staged).values():
        gone.difference_update(spot.shared for spot in spots.spots)
    if gone:
        chroma.passages.delete(sorted(gone))


def _text_of(passage: Passage) -> Text:
    return Text(
        kind=passage.kind,
        path=passage.path,
        chain=passage.chain,
        said=tuple(sentence.text for sentence in passage.sentences),
        dense_text=passage.dense_text,
        lexical_text=passage.lexical_text,
    )


def _spot(passage: Passage, text: Text) -> Spot:
    said = tuple(sentence.text for sentence in passage.sentences)
    return Spot(
        id=passage.id,
        ordinal=passage.ordinal,
        shared=passage.key,
        pages=tuple((s.page, s.continues) for s in passage.sentences),
        said=None if said == text.said else said,
        path=None if passage.path == text.path else passage.path,
        chain=None if passage.chain == text.chain else passage.chain,
        row=passage.row,
    )


def _read(chroma: Collections, keys: Iterable[str]) -> dict[str, Text]:
    return dict(_texts_in(chroma.passages.get(list(keys), include=["metadatas"])))


def _texts_in(found: Mapping[str, Any]) -> Iterator[tuple[str, Text]]:
    """The texts that Chroma found, by id."""
    for key, data in zip(found["ids"], found["metadatas"], strict=True):
        stored = unpacked(TEXT, data)
        if stored:
            yield key, _TEXT.validate_json(stored)


def _record(key: str, text: Text, passage: Passage, vectors: Mapping[str, Any]) -> Record:
    whose = {"owner": SHARED, "board": passage.identity.board}
    return Record(key, vectors[passage.id], {**whose, **packed(TEXT, _TEXT.dump_json(text))})
