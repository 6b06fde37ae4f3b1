"""What one who asks is given of the service: everything, or what answers over what that one sees.

Whether a report is seen is decided in one place, the narrowed library; answers, drafts and checks
are made anew over it, one of each for every set of boards that is open to someone. As long as
nothing is internal, or all of it is open, everyone is given the same. The sets used longest ago go
first; the embedder, its vectors in memory and the reranker are shared by all.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from threading import Lock

from assistant.access.model import Actor
from assistant.api.ports import Answering, Drafting
from assistant.plan_check.checker import PlanChecker
from ingest.errors import StoreUnavailableError
from ingest.library import Library

MOST = 16


@dataclass(frozen=True, slots=True)
class Desk:
    """What answers, drafts and checks over one library."""

    library: Library
    assistant: Answering
    drafter: Drafting
    checker: PlanChecker


Over = Callable[[Library], Desk]


class Desks:
    """A desk for each set of boards whose internal reports are open; safe between threads."""

    def __init__(self, over: Over, most: int = MOST) -> None:
        self._over = over
        self._most = most
        self._made: OrderedDict[frozenset[str], Desk] = OrderedDict()
        self._lock = Lock()

    def narrowed(self, library: Library, actor: Actor) -> Desk | None:
        """The desk over what the actor sees; None where that is all of the library.

        A store that does not answer keeps nobody from what needs none; nothing internal is open
        then.
        """
        if actor.boards is None:
            return None
        open_to = frozenset[str]()
        with suppress(StoreUnavailableError):
            internal = library.internal_boards()
            open_to = frozenset(board for board in internal if actor.sees(board))
            if open_to == internal:
                return None
        with self._lock:
            desk = self._made.get(open_to) or self._over(library.seen_by(open_to))
            self._made[open_to] = desk
            self._made.move_to_end(open_to)
            while len(self._made) > self._most:
                self._made.popitem(last=False)
        return desk
