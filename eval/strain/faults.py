"""A fault at one call of many: what goes wrong, where, and engines that are struck by it.

Calls of all engines are counted in one row, as they come; the one whose number the fault names is
struck. Before the call: an error of the kind that the engine would raise, a connection that is
lost, a kill. After it: the same, the work done but the answer lost. Or the call waits, while
something else happens (``meanwhile``). A fault that lasts strikes every later call too, until it is
``over``. Errors carry ``MARK``, which no user must ever read.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from threading import Lock
from typing import Any

import httpx
from chromadb.errors import InternalError

from ingest.errors import StoreUnavailableError

MARK = "sabotage-7f3a"


class Kind(StrEnum):
    """What goes wrong with a call."""

    ERROR = "fel"
    ERROR_AFTER = "fel-efter"
    LOST = "avbrott"
    LOST_AFTER = "avbrott-efter"
    AWAY = "borta"
    """Disconnected at this call and all that follow, for a while."""
    DELAY = "dröjsmål"
    KILL = "dödad"
    KILL_AFTER = "dödad-efter"


_AFTER = {Kind.ERROR_AFTER, Kind.LOST_AFTER, Kind.KILL_AFTER}
_DEADLY = {Kind.KILL, Kind.KILL_AFTER}
_CUT = {Kind.LOST, Kind.LOST_AFTER, Kind.AWAY}
Errors = Mapping[bool, Callable[[], Exception]]
"""What an engine raises: False of its own accord, True where it cannot be reached."""

STORE: Errors = {False: lambda: RuntimeError(MARK), True: lambda: StoreUnavailableError(MARK)}
CHROMA: Errors = {False: lambda: InternalError(MARK), True: lambda: StoreUnavailableError(MARK)}
DISK: Errors = {False: lambda: OSError(28, MARK), True: lambda: OSError(107, MARK)}
WORDS: Errors = {False: lambda: ValueError(MARK), True: lambda: OSError(5, MARK)}
MODEL: Errors = {False: lambda: RuntimeError(MARK), True: lambda: httpx.ConnectError(MARK)}


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong at which call, counted from 0."""

    at: int
    kind: Kind


class Saboteur:
    """Counts the calls of all engines while it is ``armed``, and strikes one."""

    def __init__(self, fault: Fault | None, meanwhile: Callable[[], None] | None = None) -> None:
        self._fault = fault
        self._lock = Lock()
        self.meanwhile = meanwhile
        self.armed = False
        self.calls: list[str] = []
        self.struck: str | None = None

    def over(self) -> None:
        """Nothing goes wrong any more."""
        self.armed = False

    def call(self, name: str, make: Callable[[], Any], errors: Errors) -> Any:
        """Make a call, or let it go wrong."""
        kind = self._turn(name)
        if kind is None:
            return make()
        if kind is Kind.DELAY:
            if self.meanwhile:
                self.meanwhile()
            return make()
        if kind in _AFTER:
            make()
        if kind in _DEADLY:
            os.kill(os.getpid(), signal.SIGKILL)
        raise errors[kind in _CUT]()

    def _turn(self, name: str) -> Kind | None:
        with self._lock:
            if not self.armed:
                return None
            number = len(self.calls)
            self.calls.append(name)
            fault = self._fault
            if fault is None:
                return None
            here = number >= fault.at if fault.kind is Kind.AWAY else number == fault.at
            if not here:
                return None
            self.struck = self.struck or name
            return fault.kind


class Struck:
    """An engine whose calls go through a saboteur; attributes that are no calls are its own."""

    def __init__(self, engine: Any, name: str, saboteur: Saboteur, errors: Errors) -> None:
        self._engine, self._name, self._saboteur, self._errors = engine, name, saboteur, errors

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._engine, name)
        if name.startswith("_") or not callable(found):
            return found

        def call(*given: Any, **named: Any) -> Any:
            made = self._saboteur.call(
                f"{self._name}.{name}", lambda: found(*given, **named), self._errors
            )
            return self._left(made, name) if name == "alone" else made

        return call

    @contextmanager
    def _left(self, held: Any, name: str) -> Iterator[Any]:
        """A block that is left is a call too."""
        with held as value:
            yield value
        self._saboteur.call(f"{self._name}.{name} (left)", lambda: None, self._errors)
