"""What must hold of a library whatever went wrong before: each line that is broken, in words.

Every report in force is one whole edition of a file on the shelf; no passage is lost, doubled or
of another edition; every passage is found by its own vector and every hit can be read; nothing
that is not in force is counted. ``summary`` is what two libraries are compared by.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from ingest.library import Library
from ingest.model import Scope, StoredReport
from ingest.reading.files import sha256_of

_ALL = 100_000


def broken(library: Library) -> list[str]:
    """What does not hold."""
    store = library.store
    wrong = [line for stored in library.reports() for line in _not_whole(library, stored)]
    if store.count() != sum(stored.passages for stored in library.reports()):
        wrong.append(f"{store.count()} stycken räknas")
    ids = Counter(p.id for r in library.reports() for p in store.passages(r.document_id))
    wrong += [f"dubbelt: {key}" for key, times in ids.items() if times > 1]
    return wrong + list(_not_found(library))


def _not_whole(library: Library, stored: StoredReport) -> Iterator[str]:
    store, key = library.store, stored.document_id
    passages = store.passages(key)
    if len(passages) != stored.passages or {p.edition for p in passages} != {stored.edition}:
        yield f"{key}: {len(passages)} av {stored.passages} stycken"
    if set(store.vectors(key)) != {p.id for p in passages}:
        yield f"{key}: vektorer av andra stycken"
    original, contents = library.original(key), library.contents(key)
    if original is None or sha256_of(original) != stored.edition:
        yield f"{key}: filen är inte kvar"
    if contents is None or len(contents.pages) != stored.pages:
        yield f"{key}: det lästa är inte kvar"
        return
    pages = {page.number: page.text for page in contents.pages}
    for passage in passages:
        for said in passage.sentences:
            if said.text not in pages.get(said.page, "") and not said.continues:
                yield f"{key}: «{said.text[:60]}» står inte på sidan {said.page}"


def _not_found(library: Library) -> Iterator[str]:
    store, everywhere = library.store, Scope()
    wanted = {p.key: p for r in library.reports() for p in store.passages(r.document_id)}
    for passage in wanted.values():
        [vector] = library.embedder.embed_documents([passage.dense_text])
        hits = [hit.passage_id for hit in store.search(vector, everywhere, _ALL)]
        if sorted(hits) != sorted(wanted):
            yield f"en sökning hittar {len(hits)} ({len(set(hits))}) av {len(wanted)} stycken"
            return
        if len(store.get(hits)) != len(hits):
            yield "träffar som inte går att läsa"
            return


def summary(library: Library) -> dict[str, Any]:
    """What a library holds, and what lies about."""
    store, lexical, archive = library.store, library.lexical, library.archive
    hits = [lexical.search(word, Scope(), _ALL) for word in ("humlor", "zebror", "ängarna")]
    return {
        "rapporter": {
            r.document_id: [r.edition, r.internal, *(p.id for p in store.passages(r.document_id))]
            for r in library.reports()
        },
        "platser": {text: len(held) for text, held in store.places().items()},
        "filer": sorted(path.name for path in archive.held()),
        "ord": [sorted(hit.passage_id for hit in found) for found in hits],
        "ligger kvar": [store.sweep(), archive.drafts(), lexical.sync(store)],
    }
