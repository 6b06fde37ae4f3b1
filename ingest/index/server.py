"""A Chroma server behind one or more replicas of the service.

Every call has a timeout, and one whose connection was lost is made once more: all calls may be
repeated. A server that does not answer, or answers with an error of its own, is a
``StoreUnavailableError``; nothing here has to be built anew when it is back. Its vector index is
left alone like the embedded one (``sync_threshold``): a server that is killed replays its log.

Who has written is told by a record in the collection ``state``: «writing …» before anything is
written, another word after. Each replica looks there at most once a second, and reads the
catalogue again where the word is another, or where somebody was killed while writing. Writers come
one at a time by ``lease.py``.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

import httpx
from chromadb.api import ClientAPI
from chromadb.api.client import Client
from chromadb.api.fastapi import FastAPI
from chromadb.config import DEFAULT_DATABASE, DEFAULT_TENANT, Settings, System
from chromadb.errors import ChromaError, InternalError, NotFoundError
from typing_extensions import override

from ingest.errors import StoreUnavailableError
from ingest.index.collections import NEVER, Collections, open_collections
from ingest.index.lease import Lease

_STALE_S = 1.0
_CONNECT_S = 5.0
_PATIENCE_S = 30.0
_TURN = "turn"
_STATE = "state"
# What the server says of a collection that another removes between two of its own lookups.
_HALF_GONE = "Missing metadata segment"
_LOST = (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError)


@dataclass(frozen=True, slots=True)
class Address:
    """Where a Chroma server is; ``headers`` are sent with each call (a proxy's token)."""

    host: str
    port: int = 8000
    ssl: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)
    database: str = DEFAULT_DATABASE
    timeout_s: float = 30.0


class _Calls(FastAPI):
    """Chroma's calls over HTTP, with timeouts and our error (its own wait for ever)."""

    def __init__(self, system: System, timeout_s: float) -> None:
        super().__init__(system)
        self._session.timeout = httpx.Timeout(timeout_s, connect=min(_CONNECT_S, timeout_s))

    @override  # Chroma's base classes demand the word
    def stop(self) -> None:
        self._session.close()
        super().stop()

    @override
    def _make_request(self, method: str, path: str, **kwargs: Any) -> Any:
        try:
            try:
                return super()._make_request(method, path, **kwargs)
            except _LOST:
                return super()._make_request(method, path, **kwargs)
        except InternalError as error:
            raise StoreUnavailableError(str(error)) from error
        except ChromaError as error:
            if _HALF_GONE in str(error):
                raise NotFoundError(str(error)) from error
            raise
        except Exception as error:  # httpx, a proxy's page, or Chroma's own bare Exception
            raise StoreUnavailableError(f"{type(error).__name__}: {error}") from error


class _Client(Client):
    """Chroma's client, made without the calls that its own makes before there is a timeout."""

    def __init__(self, server: FastAPI, database: str) -> None:
        self._identifier = uuid.uuid4().hex
        self._server = server
        self.tenant = DEFAULT_TENANT
        self.database = database

    @override
    def close(self) -> None:
        self._server.stop()


def connected(address: Address) -> ClientAPI:
    """A client of the server; its database is made where missing.

    Raises ``StoreUnavailableError`` where the server does not answer.
    """
    settings = Settings(
        anonymized_telemetry=False,
        chroma_api_impl="chromadb.api.fastapi.FastAPI",
        chroma_server_host=address.host,
        chroma_server_http_port=address.port,
        chroma_server_ssl_enabled=address.ssl,
        chroma_server_headers=dict(address.headers),
    )
    calls = _Calls(System(settings), address.timeout_s)
    try:
        calls.get_database(address.database, DEFAULT_TENANT)
    except ChromaError:
        _make_database(calls, address.database)
    return _Client(calls, address.database)


def _make_database(calls: FastAPI, name: str) -> None:
    try:
        calls.create_database(name, DEFAULT_TENANT)
    except ChromaError:  # another replica was first
        calls.get_database(name, DEFAULT_TENANT)


class Server:
    """The collections of one library on a server; safe to share between threads.

    ``owner`` is a word for this replica; see ``Lease``.
    """

    def __init__(self, client: ClientAPI, model: str, owner: str | None = None) -> None:
        self._model = model
        self._lease = Lease(client, owner)
        self._lock = Lock()
        self._turn: object = None
        self._looked = float("-inf")
        self._silent: StoreUnavailableError | None = None
        self.client = client
        self.reopen()

    def turn(self) -> object:
        """Another one where somebody has written, or may have, as seen at most a second ago.

        A server that did not answer is not asked again until then either.
        """
        with self._lock:
            now = time.monotonic()
            if now - self._looked >= _STALE_S:
                try:
                    self._turn, self._silent = self._told(), None
                except StoreUnavailableError as error:
                    self._silent = error
                self._looked = time.monotonic()
            if self._silent is not None:
                raise StoreUnavailableError(self._silent.detail)
            return self._turn

    def reopen(self) -> None:
        """Look the collections up anew."""
        self.collections = open_collections(self.client, self._model)
        self._state: Any = self.client.get_or_create_collection(
            _STATE, embedding_function=None, configuration={"hnsw": {"sync_threshold": NEVER}}
        )

    @contextmanager
    def alone(self, patience_s: float) -> Iterator[None]:
        """Be the only writer among all replicas, with all that they have written in sight."""
        with self._lease.held(patience_s) as new:
            if new:
                self._look_again()
            yield

    @contextmanager
    def writing(self, records: int) -> Iterator[Collections]:
        """Write, and let the others know."""
        with self.alone(_PATIENCE_S):
            self.turn()  # looks the collections up anew where they are gone
            self._lease.check()
            self._tell(f"writing {uuid.uuid4().hex}")
            try:
                yield self.collections
            finally:
                self._tell(uuid.uuid4().hex)
                self._look_again()

    def check_room(self, passages: int) -> None:
        """The server's disk is its own to watch."""

    def close(self) -> None:
        """End the connections; nothing can be asked after."""
        if isinstance(self.client, Client):
            self.client.close()

    def engine(self) -> str:
        """The server by the version of its interface."""
        return f"Chroma-servern (gränssnitt {self.client.get_version()})"

    def writer(self) -> str | None:
        """The replica that holds the right to write, by its word."""
        return self._lease.holder()

    def _look_again(self) -> None:
        with self._lock:
            self._looked = float("-inf")

    def _told(self) -> object:
        try:
            read = self._state.get([_TURN], include=["metadatas"])["metadatas"]
        except NotFoundError:
            self.reopen()
            read = self._state.get([_TURN], include=["metadatas"])["metadatas"]
        word = str(read[0]["turn"]) if read else ""
        return object() if word.startswith("writing") else word

    def _tell(self, word: str) -> None:
        self._state.upsert([_TURN], embeddings=[[1.0]], metadatas=[{"turn": word}])
