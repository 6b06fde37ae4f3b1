"""A backup of an embedded library put back into a Chroma server, and the other way."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from ingest.archive import Archive
from ingest.backup.making import Source, back_up
from ingest.backup.restoring import Target, restore
from ingest.index.chroma import ChromaStore
from ingest.index.lexical import TantivyIndex
from ingest.index.memory import WordEmbedder
from ingest.index.server import Address
from ingest.library import Library
from ingest.model import Scope
from ingest.pipeline import Pipeline
from tests.ingest.killing import make_editions, read

EMBEDDER = WordEmbedder()
ALL = 1000


def opened(place: Path | Address, data: Path) -> Library:
    store = ChromaStore(place, EMBEDDER.name)
    return Library(store, TantivyIndex(data / "lexical"), EMBEDDER, Archive(data / "editions"))


def all_of(library: Library) -> dict[str, Any]:
    """What a library holds and finds; hits that are equally good have no order of their own."""
    hits = library.store.search(EMBEDDER.embed_query("humlor på ängen"), Scope(), ALL)
    return {
        "reports": library.reports(),
        "passages": [library.store.passages(r.document_id) for r in library.reports()],
        "count": library.store.count(),
        "near": sorted((round(hit.score, 4), hit.passage_id) for hit in hits),
        "words": sorted(h.passage_id for h in library.lexical.search("humlor", Scope(), ALL)),
        "contents": [library.contents(r.document_id) for r in library.reports()],
    }


def moved(library: Library, data: Path, backup: Path, to: Path | Address) -> Library:
    """The same library under another engine, with all that the first one had gone."""
    back_up(Source(library.store, library.archive, EMBEDDER.name, data), backup)
    shutil.rmtree(data)
    again = opened(to, data.with_name(f"{backup.name}-data"))
    restore(backup, Target(again, data.with_name(f"{backup.name}-data")))
    return again


def test_from_a_folder_to_a_server_and_back(tmp_path: Path, address: Address) -> None:
    first = opened(tmp_path / "data" / "chroma", tmp_path / "data")
    for outcome in Pipeline(first, read=read).ingest_all(make_editions(tmp_path)[0]):
        assert outcome.ok, outcome
    told = all_of(first)
    on_server = moved(first, tmp_path / "data", tmp_path / "kopia1", address)
    assert all_of(on_server) == told
    back = moved(on_server, tmp_path / "kopia1-data", tmp_path / "kopia2", tmp_path / "chroma3")
    assert all_of(back) == told
    assert isinstance(on_server.store, ChromaStore)
    on_server.store.close()
