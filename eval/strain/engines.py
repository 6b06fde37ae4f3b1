"""A library over real Chroma and tantivy in folders, every call of it open to a fault.

Two kinds: ``mapp`` (a folder) is Chroma as it is embedded by default; ``server`` is the same
program as it speaks to a Chroma server, with its lease and its turns, over a client whose calls are
struck, so that connections are lost without a server having to be started a thousand times. Beside
the calls of the ports, those made of Chroma itself and of the list of what is indexed are struck,
so that faults fall in the middle of a port's call too.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Any

import chromadb
from chromadb.config import Settings

from eval.strain.faults import CHROMA, DISK, MODEL, STORE, WORDS, Saboteur, Struck
from ingest.archive import Archive
from ingest.index.chroma import ChromaStore
from ingest.index.collections import Collections
from ingest.index.folder import Folder
from ingest.index.lexical import TantivyIndex
from ingest.index.memory import WordEmbedder
from ingest.index.server import Server
from ingest.library import Library

CHECKPOINT = 10
"""Records between two writings of Chroma's index: so few that some acts meet one."""


class Engine(StrEnum):
    """Where the passages are."""

    FOLDER = "mapp"
    SERVER = "server"


class StruckFolder(Folder):
    """A folder whose Chroma fails."""

    def __init__(self, path: Path, model: str, saboteur: Saboteur) -> None:
        self._saboteur = saboteur
        super().__init__(path, model, CHECKPOINT)

    def _open(self) -> Collections:
        found = self._saboteur.call("chroma.open", super()._open, CHROMA)
        return Collections(
            *(
                Struck(getattr(found, name), f"chroma.{name}", self._saboteur, CHROMA)
                for name in ("passages", "reports", "places")
            )
        )


class StruckClient(Struck):
    """A client of a server that is lost now and then; so are the collections that it gives."""

    def __getattr__(self, name: str) -> Any:
        found = super().__getattr__(name)
        if "collection" not in name or name.startswith(("delete", "list")):
            return found

        def collection(*given: Any, **named: Any) -> Any:
            made = found(*given, **named)
            return Struck(made, f"chroma.{made.name}", self._saboteur, CHROMA)

        return collection


class StruckWords(TantivyIndex):
    """A lexical index whose disk fails when it notes what it holds."""

    def __init__(self, path: Path, saboteur: Saboteur) -> None:
        self._saboteur = saboteur
        super().__init__(path)

    def _write_known(self, *given: Any) -> None:
        noted = super()._write_known
        self._saboteur.call("words.note", lambda: noted(*given), DISK)


def opened(engine: Engine, data: Path, saboteur: Saboteur) -> Library:
    """The library below ``data`` as a service opens it, its words caught up."""
    embedder = WordEmbedder()
    place: Any
    if engine is Engine.FOLDER:
        place = StruckFolder(data / "chroma", embedder.name, saboteur)
    else:
        settings = Settings(anonymized_telemetry=False)
        client: Any = chromadb.PersistentClient(data / "chroma", settings)
        struck: Any = StruckClient(client, "chroma", saboteur, CHROMA)
        place = Server(struck, embedder.name, owner="provet")
    store: Any = Struck(ChromaStore(place, embedder.name), "store", saboteur, STORE)
    lexical: Any = Struck(StruckWords(data / "lexical", saboteur), "lexical", saboteur, WORDS)
    lexical.sync(store)
    archive: Any = Struck(Archive(data / "editions"), "archive", saboteur, DISK)
    model: Any = Struck(embedder, "embedder", saboteur, MODEL)
    return Library(store, lexical, model, archive)
