"""Work done before its turn: files are read, and what was read is embedded, ahead of storing.

Storing keeps the files' order and one thread. Before it, as many files as there are readers are
read at a time, and one thread embeds what has been read, so that no core waits for a file or for
the disk. No more than a few reports are ahead at any time. Whoever stores trusts none of it:
what is ahead only fills the vectors' memory, and what is not there is embedded when it is needed.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from threading import Event
from typing import Generic, TypeVar

S = TypeVar("S")
R = TypeVar("R")
_LOOK_S = 0.2


class StoppedError(Exception):
    """The run was broken off while this was being done ahead."""


@dataclass
class Turn(Generic[R]):
    """One file on its way; ``done`` tells how much of it is embedded, 0–1."""

    stop: Event
    done: float = 0.0
    read: Future[R] = field(init=False)
    embedded: Future[None] = field(init=False)

    def tell(self, done: float) -> None:
        """Heard by whoever waits; ends the work where the run was broken off."""
        if self.stop.is_set():
            raise StoppedError
        self.done = done

    def result(self, tell: Callable[[float], None]) -> R:
        """What was read, once all that can be done ahead is done; ``tell`` hears how far it is."""
        found = self.read.result()
        while not wait([self.embedded], _LOOK_S).done:
            tell(self.done)
        self.embedded.result()
        return found


class Ahead(Generic[S, R]):
    """Reads with ``readers`` threads and embeds with one; use as a context manager."""

    def __init__(
        self, read: Callable[[S], R], embed: Callable[[R, Turn[R]], None], readers: int
    ) -> None:
        self._read = read
        self._embed = embed
        self._count = readers
        self._readers = ThreadPoolExecutor(readers, "reader")
        self._embedder = ThreadPoolExecutor(1, "embedder")
        self._stop = Event()

    def turns(self, sources: Iterable[S]) -> Iterator[Turn[R]]:
        """The files in their order, each handed out when those after it are under way."""
        under_way: deque[Turn[R]] = deque()
        for source in sources:
            under_way.append(self._start(source))
            if len(under_way) > self._count:
                yield under_way.popleft()
        yield from under_way

    def _start(self, source: S) -> Turn[R]:
        turn: Turn[R] = Turn(self._stop)
        turn.read = self._readers.submit(self._read, source)
        turn.embedded = self._embedder.submit(lambda: self._embed(turn.read.result(), turn))
        return turn

    def __enter__(self) -> Ahead[S, R]:
        return self

    def __exit__(self, *error: object) -> None:
        self._stop.set()
        for pool in (self._readers, self._embedder):
            pool.shutdown(wait=error[0] is None, cancel_futures=True)
