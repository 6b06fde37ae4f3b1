"""Reading and writing the collections in whole steps: the catalogue, an edition, what is left over.

Functions over open collections; what is in force, who may write and what is remembered is decided
in ``chroma.py``.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ingest.index import texts
from ingest.index.collections import (
    PASSAGE,
    TEXT,
    Collections,
    report_from,
    report_metadata,
    shared_from,
    unpacked,
)
from ingest.index.nearby import Group, group_of
from ingest.index.view import Entry, View
from ingest.model import StoredReport

_BATCH = 2000
_BOTH = ("embeddings", "metadatas")
Compress = Callable[[Sequence[str]], Sequence[bytes]]


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
    chroma: Collections, entries: Sequence[Entry], *include: str
) -> dict[str, dict[str, tuple[Any, ...]]]:
    """What stands beside each report's own passages, by document id and passage id.

    ``include`` are Chroma's words for it: «embeddings», «metadatas». Asked for by the ids that
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


def _pairs(
    chroma: Collections, include: Sequence[str], **which: Any
) -> Iterator[tuple[str, tuple[Any, ...]]]:
    read = chroma.passages.get(**which, include=list(include))
    beside = zip(*(read[one] for one in include), strict=True)
    return zip(read["ids"], beside, strict=True)


def read_groups(
    chroma: Collections, view: View, keys: Sequence[str], compress: Compress
) -> dict[str, Group]:
    """Vectors by key, with the records beside them: a report's own, or a board's shared texts."""
    entries = [view.own[key] for key in keys if key in view.own]
    own = read_own(chroma, entries, *_BOTH)
    places = texts.stored_spots(chroma, [entry.owner for entry in entries if entry.shared])
    groups = {}
    for key in keys:
        entry, spots = view.own.get(key), ""
        if entry is None:
            held = dict(_pairs(chroma, _BOTH, ids=list(view.texts_by_board[key])))
        else:
            held, spots = own[entry.report.document_id], places.get(entry.owner, "")
        *records, kept = compress([*(_record(data) for _, data in held.values()), spots])
        rows = group_of(
            [*held],
            [vector for vector, _ in held.values()],
            entry.report.document_id if entry else None,
        )
        groups[key] = replace(rows, records=tuple(records), places=kept)
    return groups


def _record(data: Mapping[str, Any] | None) -> str:
    """A passage or a text as it is stored; nothing for a marker."""
    return unpacked(PASSAGE, data) or unpacked(TEXT, data) or ""


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
