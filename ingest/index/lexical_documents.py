"""What stands in the word index of a passage, and what a question asks of it.

A passage is a document of raw names and its words in two views (see ``tokens.py``); a text that
reports share is one document with all its reports. Queries are built of terms, never parsed.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import tantivy
from tantivy import Occur, Query

from ingest.index.ports import PassageStore, Place
from ingest.index.tokens import grams, lemmas, searched
from ingest.model import Passage

GRAM_WEIGHT = 0.5
LEMMA_WEIGHT = 1.0


def made(folder: Path) -> Any:
    """An empty index in a folder, nothing left of what was there."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return tantivy.Index(schema(), path=str(folder))


def schema() -> Any:
    """The fields of a document."""
    fields = tantivy.SchemaBuilder()
    for name in ("passage_id", "owner", "document_id", "edition"):
        fields.add_text_field(name, stored=True, tokenizer_name="raw", index_option="basic")
    for name in ("grams", "lemmas"):
        fields.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    return fields.build()


def add(writer: Any, passages: Iterable[Passage], edition: str) -> None:
    """Write the passages of an edition that are the report's own."""
    for passage in passages:
        if passage.edition == edition and not passage.shared:
            _write(writer, passage, passage.document_id, [passage.document_id])


def add_texts(writer: Any, store: PassageStore, texts: Mapping[str, Sequence[Place]]) -> None:
    """Write texts that reports share, each once, with all its reports."""
    for passage in store.get(list(texts)):
        held = {place.identity.document_id for place in texts[passage.key]}
        _write(writer, passage, passage.key, sorted(held))


def _write(writer: Any, passage: Passage, owner: str, documents: list[str]) -> None:
    writer.add_document(
        tantivy.Document(
            passage_id=passage.key,
            owner=owner,
            document_id=documents,
            edition=passage.edition,
            grams=" ".join(grams(passage.lexical_text)),
            lemmas=" ".join(lemmas(passage.lexical_text)),
        )
    )


def query(fields: Any, text: str) -> Any:
    """Any of the words, in either field; terms are built, never parsed. None without words."""
    asked = searched(text)
    terms = [
        (Occur.Should, Query.boost_query(Query.term_query(fields, field, token, "freq"), weight))
        for field, weight, tokens in (
            ("grams", GRAM_WEIGHT, grams(asked)),
            ("lemmas", LEMMA_WEIGHT, lemmas(asked)),
        )
        for token in dict.fromkeys(tokens)
    ]
    return Query.boolean_query(terms) if terms else None
