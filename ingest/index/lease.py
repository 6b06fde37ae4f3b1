"""One writer at a time among all who share a Chroma server, across machines.

Chroma has no lock, but making a collection is atomic: of all who make one by the same name, one
succeeds. Whoever has made ``writer`` writes; removing it lets the next one in. The holder changes
a number in it every other second. A waiter that has seen the same number for ``EXPIRY_S`` of its
own clock (no two clocks are ever compared) was preceded by a kill, and moves the collection out of
the way by its id, so that of several waiters none removes what another has just made.
A holder that was asleep for so long finds at its next write that it holds nothing any more.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, RLock, Thread
from typing import Any

from chromadb.api import ClientAPI
from chromadb.errors import ChromaError, NotFoundError

from ingest.errors import LibraryBusyError, StoreUnavailableError

EXPIRY_S = 10.0
_BEAT_S = 2.0
_POLL_S = 0.1
_NAME = "writer"
_GONE = "writer-gone-"


class Lease:
    """The right to write, for one thread of one process; may be nested.

    ``owner`` is a word for this replica that no other running one has: a lease that carries it and
    is not held here was left by an earlier run, and is taken over at once.
    """

    def __init__(self, client: ClientAPI, owner: str | None = None) -> None:
        self._client = client
        self._owner = owner or uuid.uuid4().hex
        self._guard = RLock()
        self._depth = 0
        self._held: Any = None
        self._lost = Event()

    @contextmanager
    def held(self, patience_s: float) -> Iterator[bool]:
        """Hold the lease for the block; True where it was not held before.

        Raises ``LibraryBusyError`` where another did not let go in time.
        """
        until = time.monotonic() + patience_s
        if not self._guard.acquire(timeout=patience_s):
            raise LibraryBusyError(_BUSY)
        try:
            if self._depth:
                yield False
                return
            self._take(until)
            self._depth = 1
            done = Event()
            Thread(target=self._beat, args=(done,), name="lease", daemon=True).start()
            try:
                yield True
            finally:
                self._depth = 0
                done.set()
                self._let_go()
        finally:
            self._guard.release()

    def check(self) -> None:
        """Raises ``LibraryBusyError`` where the lease has been taken over meanwhile."""
        if not self._lost.is_set():
            with suppress(NotFoundError):
                if self._there().id == self._held.id:
                    return
        raise LibraryBusyError(_TAKEN)

    def holder(self) -> str | None:
        """Who holds the lease, by the word of its replica."""
        try:
            return str((self._there().metadata or {}).get("owner", ""))
        except NotFoundError:
            return None

    def _there(self) -> Any:
        return self._client.get_collection(_NAME, embedding_function=None)

    def _take(self, until: float) -> None:
        mark = uuid.uuid4().hex
        seen, since = "", time.monotonic()
        while True:
            if self._made(mark):
                return
            try:
                there = self._there()
            except NotFoundError:  # let go just now, or the server lets nobody make it
                if time.monotonic() > until:
                    raise LibraryBusyError(_BUSY) from None
                continue
            told = there.metadata or {}
            beat, now = f"{there.id} {told.get('beat')}", time.monotonic()
            if beat != seen:
                seen, since = beat, now
            if told.get("owner") == self._owner or now - since > EXPIRY_S:
                self._remove(there)
                continue
            if now > until:
                raise LibraryBusyError(_BUSY)
            time.sleep(_POLL_S)

    def _made(self, mark: str) -> bool:
        """Whether the collection is ours now, also where the answer to making it was lost."""
        told = {"owner": self._owner, "mark": mark, "beat": 0}
        try:
            made = self._client.create_collection(_NAME, metadata=told, embedding_function=None)
        except ChromaError:
            try:
                made = self._there()
            except NotFoundError:
                return False
            if (made.metadata or {}).get("mark") != mark:
                return False
        self._held = made
        self._lost.clear()
        return True

    def _remove(self, lease: Any) -> None:
        """Move this very collection out of the way, and drop it."""
        gone = f"{_GONE}{uuid.uuid4().hex}"
        with suppress(NotFoundError):
            lease.modify(name=gone)
            self._client.delete_collection(gone)

    def _let_go(self) -> None:
        with suppress(StoreUnavailableError):  # it expires by itself
            self._remove(self._held)
        self._held = None

    def _beat(self, done: Event) -> None:
        """Tell the others that this process lives; runs beside the holder."""
        held, told, number = self._held, dict(self._held.metadata), 0
        while not done.wait(_BEAT_S):
            number += 1
            try:
                held.modify(metadata={**told, "beat": number})
            except StoreUnavailableError:
                continue
            except NotFoundError:
                if not done.is_set():
                    self._lost.set()
                return


_BUSY = (
    "En annan instans av tjänsten, eller en inläsning, skriver i biblioteket just nu. "
    "Vänta tills den är klar och försök igen."
)
_TAKEN = (
    "Skrivningen avbröts: den stod stilla så länge att en annan instans tog över. "
    "Det som gällde gäller fortfarande. Försök igen."
)
