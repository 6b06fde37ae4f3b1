"""A chat model that many ask and that writes for a few at a time: the rest wait in line.

Served in the order they came. Who waits is told the place whenever it changes, may leave at any
time, and waits no longer than a reply may take; then, and where the line is full, the text is
written without the model, as with any other trouble of its.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition

from assistant.chat.port import QUIET, ChatModel, Hooks, Shape
from assistant.errors import CallStoppedError, ChatModelError
from prompts import Prompt

_TICK = 0.2


class Queued:
    """A ``ChatModel`` before which a line forms; safe to share between threads.

    ``at_once`` replies are written at a time, ``line`` callers may wait, each ``patience_s``.
    """

    def __init__(self, model: ChatModel, at_once: int, line: int, patience_s: float) -> None:
        self._model = model
        self._free = at_once
        self._line = line
        self._patience_s = patience_s
        self._waiting: deque[object] = deque()
        self._changed = Condition()

    @property
    def name(self) -> str:
        return self._model.name

    @property
    def room(self) -> int:
        return self._model.room

    @property
    def waiting(self) -> int:
        """How many wait now."""
        return len(self._waiting)

    def ask(self, prompt: Prompt, shape: type[Shape], hooks: Hooks = QUIET) -> Shape:
        """The reply, when it is this caller's turn."""
        with self._turn(hooks):
            return self._model.ask(prompt, shape, hooks)

    def probe(self) -> None:
        """Asked past the line: whoever watches over the service must not wait."""
        self._model.probe()

    @contextmanager
    def _turn(self, hooks: Hooks) -> Iterator[None]:
        self._wait(hooks)
        try:
            yield
        finally:
            with self._changed:
                self._free += 1
                self._changed.notify_all()

    def _wait(self, hooks: Hooks) -> None:
        """Returns with a place taken."""
        me, told, ends = object(), 0, time.monotonic() + self._patience_s
        with self._changed:
            if not self._free and len(self._waiting) >= self._line:
                raise ChatModelError("har för många som väntar", f"{len(self._waiting)} in line")
            self._waiting.append(me)
        try:
            while True:
                with self._changed:
                    if self._free and self._waiting[0] is me:
                        self._free -= 1
                        return
                    place = self._waiting.index(me) + 1
                if place != told:
                    told = place
                    hooks.queued(place)
                if hooks.stopped():
                    raise CallStoppedError
                if time.monotonic() > ends:
                    raise ChatModelError("hade för många före i kön", f"place {place}")
                with self._changed:
                    if not (self._free and self._waiting[0] is me):
                        self._changed.wait(_TICK)
        finally:
            with self._changed:
                self._waiting.remove(me)
                self._changed.notify_all()


def waiting_before(model: ChatModel | None) -> int:
    """How many wait in line before a model; 0 where there is no line."""
    return model.waiting if isinstance(model, Queued) else 0
