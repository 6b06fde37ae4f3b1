"""Where the collections are: a folder (embedded Chroma, see ``folder.py``) or a Chroma client.

A client, such as ``chromadb.HttpClient``, has a server that minds processes and kills itself. Who
has written is not told by it, so the catalogue is read again every other second.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

from chromadb.api import ClientAPI

from ingest.index.collections import Collections, open_collections
from ingest.index.folder import Folder

_STALE_S = 2.0


class Database(Protocol):
    """Collections that others may write to as well; see ``Folder``."""

    collections: Collections

    @property
    def client(self) -> ClientAPI: ...

    def turn(self) -> object: ...

    def reopen(self) -> None: ...

    def writing(self, records: int) -> AbstractContextManager[Collections]: ...


class Server:
    """A Chroma that minds itself."""

    def __init__(self, client: ClientAPI, model: str) -> None:
        self._model = model
        self.client = client
        self.collections = open_collections(client, model)

    def turn(self) -> object:
        """Another one every other second."""
        return int(time.monotonic() / _STALE_S)

    def reopen(self) -> None:
        """See what others have made."""
        self.collections = open_collections(self.client, self._model)

    @contextmanager
    def writing(self, records: int) -> Iterator[Collections]:
        """The server lets one write at a time."""
        yield self.collections


def database(place: Path | Folder | ClientAPI, model: str) -> Database:
    """The database at a place, opened for a model's vectors."""
    if isinstance(place, Folder):
        return place
    return Folder(place, model) if isinstance(place, Path) else Server(place, model)
