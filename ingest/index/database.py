"""Where the collections are: a folder (``folder.py``), a Chroma server (``server.py``) or a client.

A bare client, such as one of a test, is treated as a server.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from chromadb.api import ClientAPI

from ingest.index.collections import Collections
from ingest.index.folder import Folder
from ingest.index.server import Address, Server, connected


class Database(Protocol):
    """Collections that others may write to as well; see ``Folder`` and ``Server``."""

    collections: Collections

    @property
    def client(self) -> ClientAPI: ...

    def turn(self) -> object: ...

    def reopen(self) -> None: ...

    def close(self) -> None: ...

    def engine(self) -> str: ...

    def writer(self) -> str | None: ...

    def alone(self, patience_s: float) -> AbstractContextManager[None]: ...

    def check_room(self, passages: int) -> None: ...

    def writing(self, records: int) -> AbstractContextManager[Collections]: ...


Spot = Path | Folder | Server | Address | ClientAPI


def database(place: Spot, model: str) -> Database:
    """The database at a place, opened for a model's vectors."""
    if isinstance(place, Folder | Server):
        return place
    if isinstance(place, Path):
        return Folder(place, model)
    return Server(connected(place) if isinstance(place, Address) else place, model)
