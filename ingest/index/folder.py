"""A Chroma database in a folder, shared between processes and safe against a kill.

Embedded Chroma keeps records in SQLite, where a kill does no harm, and the vector index in files
that it overwrites in place: a kill in the middle leaves files that crash every later process,
and no process sees what another has added to the index. So here

1. one process at a time writes, and none opens while another writes (``.writing`` is locked);
2. ``.turn`` tells who wrote last: a reader looks there, and reads again what has changed; for a
   writer that was killed whoever looks next says that it is done;
3. the indexes are written only in ``_checkpoint``, now and then, with all vectors saved beside them
   first. Whoever finds such a file was preceded by a kill, and builds the indexes anew from it
   (``checkpoint.py``). What was written after the last checkpoint is replayed by Chroma from its
   own logs.
"""

from __future__ import annotations

import os
import shutil
import uuid
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from math import sqrt
from pathlib import Path
from threading import Lock, RLock
from typing import Any

import chromadb
import numpy as np
from chromadb.api import ClientAPI
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.config import Settings
from chromadb.errors import ChromaError

from ingest.errors import IndexUnusableError
from ingest.index.checkpoint import build_anew, save, saved, write_indexes
from ingest.index.collections import NEVER, Collections, open_collections
from ingest.index.exclusive import exclusive
from ingest.room import LEAST, check_room, free_room, told_if_full
from ingest.whole import write_whole

CHECKPOINT = 1000
"""Records in the log of a library of up to ``_SMALL`` passages when the index is written."""
_PATIENCE_S = 300.0
_SMALL = 2500
_A_PASSAGE = 20_000
_A_VECTOR = 8_000
_OPENING = Lock()


class Folder:
    """The database below ``path`` (made when missing); safe to share between threads."""

    def __init__(self, path: Path, model: str, checkpoint: int = CHECKPOINT) -> None:
        self._path = path.resolve()
        self._turn_file = str(self._path / ".turn")  # looked at many times a question
        self._model = model
        self._checkpoint_at = checkpoint
        self._me = uuid.uuid4().hex
        self._epoch = 0
        self._told: tuple[object, tuple[str, str, int]] = (None, ("", "", 0))
        self._opened_at = ("", "")
        self._guard = RLock()
        self._depth = 0
        self._path.mkdir(parents=True, exist_ok=True)
        self.reopen()

    @property
    def client(self) -> ClientAPI:
        """The client now in use."""
        return self._client

    def turn(self) -> object:
        """Equal to an earlier turn exactly when nobody else may have written in between."""
        writer, state, _ = self._read_turn()
        if writer == self._me:
            return self._epoch
        if state == "writing":
            self._end_for_the_killed()
            writer, state, _ = self._read_turn()
        return object() if state == "writing" else (writer, state)

    def reopen(self) -> None:
        """See what other processes have written; waits for the one that is writing."""
        with self._alone():
            self._repair()
            self.collections = self._open()
            self._opened_at = self._read_turn()[:2]

    def _end_for_the_killed(self) -> None:
        """Say that whoever was writing is not any more, where nobody holds the lock.

        Else everything would be read again at each look, until somebody writes next.
        """
        if not self._guard.acquire(blocking=False):
            return
        try:
            with suppress(OSError), exclusive(self._path / ".writing", 0.0) as held:
                writer, state, pending = self._read_turn()
                if held and state == "writing":
                    self._note_turn(writer, uuid.uuid4().hex, pending)
        finally:
            self._guard.release()

    def close(self) -> None:
        """Nothing is held between calls."""

    def engine(self) -> str:
        """Chroma by version, and where."""
        return f"Chroma {chromadb.__version__} i «{self._path}»"

    def writer(self) -> str | None:
        """Not told: whoever writes is awaited when the folder is opened."""
        return None

    @contextmanager
    def alone(self, patience_s: float) -> Iterator[None]:
        """Whoever works on a data folder holds its ``WriterLock``; see ``ingest/lock.py``."""
        yield

    @contextmanager
    def writing(self, records: int) -> Iterator[Collections]:
        """Be the only writer, with everything that others have written in sight.

        ``records`` are about to be written or dropped.
        """
        check_room(self._path, reserve=LEAST)
        with self._alone(), told_if_full(self._path):
            writer, state, pending = self._read_turn()
            if writer not in ("", self._me) and (writer, state) != self._opened_at:
                self.reopen()
                self._epoch += 1
            pending += records
            self._write_turn("writing", pending)
            try:
                yield self.collections
                if self._is_due(pending) and self._has_room():
                    self._checkpoint()
                    pending = 0
            finally:
                self._write_turn(uuid.uuid4().hex, pending)

    def check_room(self, passages: int) -> None:
        """``DiskFullError`` where so many more passages may not find room."""
        check_room(self._path, passages * _A_PASSAGE)

    def _is_due(self, pending: int) -> bool:
        """Whether so many records in the log cost more than writing the index anew.

        A report takes longer to write by the log, 25 µs a record; a checkpoint by the library, 50
        µs a passage: the sum is least where the log grows with the root of the library.
        """
        if pending < self._checkpoint_at:
            return False
        times = self.collections.passages.count() / _SMALL
        return pending >= self._checkpoint_at * max(1.0, sqrt(times))

    def _has_room(self) -> bool:
        """Whether all vectors can be written twice more; a checkpoint can wait until they can."""
        free = free_room(self._path)
        return free is None or free > LEAST + self.collections.passages.count() * 2 * _A_VECTOR

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """No other thread and no other process, until left; may be nested."""
        with self._guard:
            if self._depth:
                yield
                return
            with exclusive(self._path / ".writing", _PATIENCE_S) as held:
                if not held:
                    raise IndexUnusableError(_busy(self._path))
                self._depth = 1
                try:
                    yield
                finally:
                    self._depth = 0

    def _open(self) -> Collections:
        try:
            self._client = _client(self._path)
            found = open_collections(self._client, self._model)
            found.passages.count()  # loads the index while nobody writes it
            return found
        except ChromaError as error:
            raise IndexUnusableError(_broken(self._path)) from error

    def _checkpoint(self) -> None:
        """Let Chroma write its vector indexes, so that its logs stay short."""
        held = self.collections.passages.get(include=["embeddings"])
        if not held["ids"]:
            return
        save(self._saved, held["ids"], np.asarray(held["embeddings"], dtype=np.float32))
        self._sync_at(2)
        write_indexes(self.collections, len(held["embeddings"][0]))
        self._sync_at(NEVER)
        self._saved.unlink()

    def _sync_at(self, threshold: int) -> None:
        with warnings.catch_warnings():  # Chroma calls a collection without its embedder «legacy»
            warnings.simplefilter("ignore", DeprecationWarning)
            for collection in self.collections.all():
                collection.modify(configuration={"hnsw": {"sync_threshold": threshold}})
        self.collections = self._open()

    def _repair(self) -> None:
        """Build the vector indexes anew where a checkpoint was interrupted."""
        if not self._saved.is_file():
            return
        vectors = saved(self._saved)
        for index in self._path.iterdir():
            if index.is_dir():
                shutil.rmtree(index)
        build_anew(_client(self._path), vectors)
        self._saved.unlink()

    @property
    def _saved(self) -> Path:
        return self._path / "vectors.npz"

    def _read_turn(self) -> tuple[str, str, int]:
        """Who wrote last, at which turn («writing» while at it), and records since a checkpoint.

        Each turn is a new file, so what was read of it is remembered.
        """
        file = self._turn_file
        try:
            status = os.stat(file)
            stamp = (status.st_ino, status.st_mtime_ns, status.st_size)
            if stamp != self._told[0]:
                writer, state, pending = Path(file).read_text().split()
                self._told = (stamp, (writer, state, int(pending)))
        except (FileNotFoundError, ValueError):
            return "", "", 0
        return self._told[1]

    def _write_turn(self, state: str, pending: int) -> None:
        self._note_turn(self._me, state, pending)

    def _note_turn(self, writer: str, state: str, pending: int) -> None:
        write_whole(self._path / ".turn", f"{writer} {state} {pending}".encode("ascii"))


def _client(path: Path) -> ClientAPI:
    """A client of our own: Chroma would share one per path, which cannot be renewed.

    Its parts and what made them hold on to each other, so that its threads and files would stay
    until unused objects are looked for, which is seldom, or never where they are frozen
    (``assistant/warm.py``). Let go of, a client ends with whoever works with it last.
    """
    with _OPENING:
        SharedSystemClient.clear_system_cache()
        client: Any = chromadb.PersistentClient(path, Settings(anonymized_telemetry=False))
        client._system._instances.clear()
        SharedSystemClient.clear_system_cache()
        found: ClientAPI = client
        return found


def _busy(path: Path) -> str:
    return (
        f"Databasen i «{path}» skrivs av en annan process sedan flera minuter. "
        "Vänta tills den är klar, eller avsluta den, och försök igen."
    )


def _broken(path: Path) -> str:
    return (
        f"Databasen i «{path}» går inte att öppna. Lägg tillbaka mappen från en säkerhetskopia, "
        "eller flytta undan den och läs in rapporterna på nytt."
    )
