"""Reading and writing the collections in whole steps: the catalogue, an edition, what is left over.

Functions over open collections; what is in force, who may write and what is remembered is decided
in ``chroma.py``.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from ingest.index import texts
from ingest.index.collections import Collections, report_from, report_metadata, shared_from
from ingest.index.nearby import Group, group_of
from ingest.index.view import Entry, View
from ingest.model import StoredReport

_BATCH = 2000


def staged_entries(chroma: Collections, by_owner: Mapping[str, StoredReport]) -> list[Entry]:
    """What the catalogue is to hold of editions that are staged."""
    there = texts.spots_of(chroma, list(by_owner))
    fresh = []
    for now, report in by_owner.items():
        shared = tuple((s.shared, s.id) for s in there[now].spots) if now in there else ()
        held = len(ids_of(chroma.passages, [now])) + len(shared)
        fresh.append(Entry(report, held, shared, uuid.uuid4().hex))
    return fresh


def enter(chroma: Collections, fresh: Sequence[Entry]) -> list[Entry]:
    """Put these in force, all in one step; they are as they stand then, with their marks."""
    keys = [entry.report.document_id for entry in fresh]
    chroma.reports.upsert(
        keys,
        embeddings=[[1.0]] * len(fresh),
        metadatas=[report_metadata(e.report, e.held, e.shared, e.turn) for e in fresh],
    )
    found = chroma.reports.get(keys, include=["metadatas"])
    stored = dict(zip(found["ids"], found["metadatas"], strict=True))
    return [e._replace(report=report_from(stored[e.report.document_id])) for e in fresh]


def read_catalogue(chroma: Collections) -> dict[str, Entry]:
    found = chroma.reports.get(include=["metadatas"])
    rows = zip(found["ids"], found["metadatas"], strict=True)
    return {
        key: Entry(report_from(d), int(d["held"]), shared_from(d), d.get("turn", ""))
        for key, d in rows
    }


def read_own(
    chroma: Collections, entries: Sequence[Entry], include: str
) -> dict[str, dict[str, Any]]:
    """What stands beside each report's own passages, by document id and passage id.

    ``include`` is Chroma's word for it: «embeddings» or «metadatas». Asked for by the ids that
    an edition's passages are numbered with, since finding them by their owner takes Chroma the
    longer the more a library holds; by the owner where fewer are found than the catalogue counts.
    """
    ids = [key for entry in entries for key in entry.numbered()]
    parts = (ids[start : start + _BATCH] for start in range(0, len(ids), _BATCH))
    found = dict(pair for part in parts for pair in _pairs(chroma, include, ids=part))
    own = {}
    for entry in entries:
        held = {key: found[key] for key in entry.numbered() if key in found}
        if len(held) != entry.held - len(entry.shared):
            held = dict(_pairs(chroma, include, where={"owner": entry.owner}))
        own[entry.report.document_id] = held
    return own


def _pairs(chroma: Collections, include: str, **which: Any) -> Iterator[tuple[str, Any]]:
    read = chroma.passages.get(**which, include=[include])
    return zip(read["ids"], read[include], strict=True)


def read_groups(chroma: Collections, view: View, keys: Sequence[str]) -> dict[str, Group]:
    """Vectors by key: a report's own, or a board's shared texts."""
    entries = [view.own[key] for key in keys if key in view.own]
    own = read_own(chroma, entries, "embeddings")
    groups = {}
    for key in keys:
        entry = view.own.get(key)
        if entry is None:
            read = chroma.passages.get(list(view.texts_by_board[key]), include=["embeddings"])
            groups[key] = group_of(read["ids"], read["embeddings"])
        else:
            held = own[entry.report.document_id]
            groups[key] = group_of([*held], [*held.values()], entry.report.document_id)
    return groups


def leftovers(
    chroma: Collections, held: Mapping[str, Collection[str]]
) -> tuple[list[str], list[str], list[str]]:
    """Passages, owners of places and texts that no edition in force has."""
    gone = ids_of(chroma.passages, [*held, texts.SHARED], other=True)
    places = [key for key in chroma.places.get(include=[])["ids"] if key not in held]
    kept = set(ids_of(chroma.passages, [texts.SHARED])).difference(*held.values())
    return gone, places, sorted(kept)


def ids_of(passages: Any, owners: list[str], other: bool = False) -> list[str]:
    """Ids of the passages of these editions, or of all other ones."""
    where = {"owner": {"$nin" if other else "$in": owners}} if owners else None
    return list(passages.get(where=where, include=[])["ids"])


def delete_ids(passages: Any, ids: list[str]) -> None:
    for start in range(0, len(ids), _BATCH):
        passages.delete(ids[start : start + _BATCH])
