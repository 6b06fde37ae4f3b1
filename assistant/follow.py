"""A replica catches up with what the others write, beside the questions.

What is in force is looked up at each question (at most a second old), so that no answer is ever
built on a report that is gone. What is derived from it – the lexical index and the vectors in
memory – follows here, a second later. A store that does not answer, and a disk that is full, are
waited for.
"""

from __future__ import annotations

import logging
from threading import Event, Thread

from ingest.errors import DiskFullError, StoreUnavailableError
from ingest.library import Library

log = logging.getLogger(__name__)

_EVERY_S = 1.0


class Follower:
    """Looks every second whether the library has changed; ends with the process, or by ``stop``."""

    def __init__(self, library: Library, every_s: float = _EVERY_S) -> None:
        self._library = library
        self._every_s = every_s
        self._seen: object = None
        self._silent = False
        self._done = Event()
        self._thread = Thread(target=self._run, name="follower", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self) -> None:
        """Look no more."""
        self._done.set()
        self._thread.join()

    def look(self) -> bool:
        """Catch up where the library has changed; whether it had."""
        reports = self._library.reports()
        if reports is self._seen:
            return False
        self._library.lexical.sync(self._library.store)
        self._library.store.ready()
        self._seen = reports
        return True

    def _run(self) -> None:
        while not self._done.wait(self._every_s):
            try:
                self.look()
                self._silent = False
            except StoreUnavailableError as error:
                self._tell_once("the store does not answer: %s", error.detail)
            except DiskFullError:
                self._tell_once("no room to catch up: %s", "the disk is full")
            except Exception:
                log.exception("catching up failed")

    def _tell_once(self, message: str, detail: str) -> None:
        if not self._silent:
            log.warning(message, detail)
        self._silent = True
