"""Chroma's vector indexes: written at a moment of our own, and built anew where a kill met that.

Until an index is written, Chroma reads its whole log of a collection again at each write: of the
catalogue and of the places, which have vectors that mean nothing, as of the passages. The vectors
of the passages are saved first; the other two are always the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from chromadb.api import ClientAPI
from numpy.typing import NDArray

from ingest.index.collections import (
    PASSAGES,
    PLACES,
    REPORTS,
    Collections,
    make_beside,
    make_passages,
)
from ingest.whole import written_whole

_BATCH = 2000
_FEW = 4
"""Records that make Chroma write an index, where it does so at two."""
_NOTHING = [1.0]


def save(path: Path, ids: list[str], vectors: NDArray[np.float32]) -> None:
    """Write vectors by id, whole or not at all."""
    for old in path.parent.glob(f".{path.name}.*"):  # of one that was killed; nobody else writes
        old.unlink()
    with written_whole(path, sync=True) as file:
        np.savez(file, ids=np.array(ids), vectors=vectors)


def saved(path: Path) -> dict[str, Any]:
    """The vectors that were saved, by id."""
    held = np.load(path, allow_pickle=False)
    return dict(zip(held["ids"].tolist(), held["vectors"], strict=True))


def write_indexes(chroma: Collections, dimensions: int) -> None:
    """Let Chroma, which writes an index at two records now, write those of all collections.

    Where others read a collection whole, records that are there are written once more.
    """
    marks = [f"checkpoint-{number}" for number in range(_FEW)]
    chroma.passages.upsert(marks, [[1.0] * dimensions] * _FEW, [{"owner": "checkpoint"}] * _FEW)
    chroma.passages.delete(marks)
    for beside in (chroma.reports, chroma.places):
        held = beside.get(limit=_FEW, include=["metadatas"])
        if held["ids"]:
            beside.upsert(held["ids"], [_NOTHING] * len(held["ids"]), held["metadatas"])


def build_anew(client: ClientAPI, vectors: Mapping[str, Any]) -> None:
    """All collections with indexes that are in memory yet; the files of the old ones are gone.

    May be interrupted, and begun with again.
    """
    model = _model_of(client)
    for name, make, vector in (
        (PASSAGES, partial(make_passages, model=model), vectors.get),
        (REPORTS, make_beside, lambda _: _NOTHING),
        (PLACES, make_beside, lambda _: _NOTHING),
    ):
        names = {collection.name for collection in client.list_collections()}
        draft = f"{name}-draft"
        if name in names:
            if draft in names:
                client.delete_collection(draft)
            old = client.get_collection(name, embedding_function=None)
            _copy(old, make(client, draft), vector)
            client.delete_collection(name)
        if name in names or draft in names:
            client.get_collection(draft, embedding_function=None).modify(name=name)


def _model_of(client: ClientAPI) -> str:
    names = {collection.name for collection in client.list_collections()}
    name = PASSAGES if PASSAGES in names else f"{PASSAGES}-draft"
    found = client.get_collection(name, embedding_function=None)
    return str((found.metadata or {}).get("model"))


def _copy(old: Any, new: Any, vector: Callable[[str], Any]) -> None:
    """The records of a collection with their vectors, those without one left out."""
    ids = [key for key in old.get(include=[])["ids"] if vector(key) is not None]
    for start in range(0, len(ids), _BATCH):
        part = old.get(ids[start : start + _BATCH], include=["metadatas"])
        new.upsert(
            part["ids"],
            embeddings=[vector(key) for key in part["ids"]],
            metadatas=part["metadatas"],
        )
