"""The chat model of the settings, through LangChain: any provider that ``init_chat_model`` knows.

Replies are asked for by JSON schema (``method="json_schema"``): forced tool calls come back empty
from several local servers. They are streamed, so that a caller can show the first statement
while the rest is written, and checked against the shape at the end.

One event loop in a thread of its own makes the calls: a call that is too slow or no longer wanted
is cancelled, which closes its connection, so that the server stops writing too. A time limit of
the provider's own would not do: it holds between two chunks, and a server that drips one word a
second never reaches it. Nothing is tried twice; the extractive answer is there at once instead.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncGenerator, Coroutine
from concurrent.futures import Future
from contextlib import aclosing
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any, cast

from pydantic import ValidationError

from assistant.chat.faults import explained
from assistant.chat.port import QUIET, Hooks, Shape
from assistant.errors import CallStoppedError, ChatModelError
from prompts import Prompt

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

log = logging.getLogger(__name__)

_TICK = 0.1
_PROBE_S = 10.0
_PROBE_HOLDS_S = 30.0


class LangChainModel:
    """A LangChain chat model behind ``ChatModel``."""

    def __init__(self, model: BaseChatModel, name: str, room: int, timeout_s: float) -> None:
        self._model = model
        self._timeout_s = timeout_s
        self._calls = _Calls()
        self._answered = float("-inf")
        self.name = name
        self.room = room

    def ask(self, prompt: Prompt, shape: type[Shape], hooks: Hooks = QUIET) -> Shape:
        """The reply in its shape; see ``assistant.chat.port`` for what may be raised."""
        if len(prompt) > self.room:
            raise ChatModelError("fick ett för långt underlag", f"{len(prompt)} > {self.room}")
        parts: SimpleQueue[Any] = SimpleQueue()
        last = self._followed(self._calls.start(self._streamed(prompt, shape, parts)), parts, hooks)
        try:
            reply = shape.model_validate(last)
        except ValidationError as error:
            log.warning("%s replied in another shape", self.name)
            raise ChatModelError("svarade i fel form", str(error)) from error
        self._answered = time.monotonic()
        return reply

    def probe(self) -> None:
        """A word is asked for, unless the model answered half a minute ago."""
        if time.monotonic() - self._answered < _PROBE_HOLDS_S:
            return
        limit = min(_PROBE_S, self._timeout_s)
        call = self._calls.start(self._model.ainvoke("Svara med ordet ja.", max_tokens=1))
        try:
            call.result(limit)
        except Exception as error:
            call.cancel()
            raise explained(error, limit) from error
        self._answered = time.monotonic()

    async def _streamed(
        self, prompt: Prompt, shape: type[Shape], parts: SimpleQueue[Any]
    ) -> object:
        schema = {"title": shape.__name__, **shape.model_json_schema()}
        chain = self._model.with_structured_output(schema, method="json_schema")
        last: object = None
        messages = [("system", prompt.system), ("human", prompt.user)]
        async with aclosing(cast("AsyncGenerator[object]", chain.astream(messages))) as stream:
            async for part in stream:
                last = part
                parts.put(part)
        return last

    def _followed(self, call: Future[Any], parts: SimpleQueue[Any], hooks: Hooks) -> object:
        """Waits for the end of a call, telling what has come; ends it where it must end."""
        deadline = time.monotonic() + self._timeout_s
        try:
            while not (call.done() and parts.empty()):
                if hooks.stopped():
                    raise CallStoppedError
                if time.monotonic() > deadline:
                    raise explained(TimeoutError(), self._timeout_s)
                try:
                    part = parts.get(timeout=_TICK)
                except Empty:
                    continue
                if isinstance(part, dict):
                    hooks.growing(part)
        except BaseException:
            call.cancel()
            # A traceback that is kept would keep the call, and the call its open connection.
            del call
            raise
        try:
            return call.result()
        except Exception as error:
            log.warning("%s failed: %s", self.name, type(error).__name__)
            raise explained(error, self._timeout_s) from error


class _Calls:
    """An event loop in a daemon thread, started at the first call."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._loop: asyncio.AbstractEventLoop | None = None

    def start(self, work: Coroutine[Any, Any, Any]) -> Future[Any]:
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                Thread(target=self._loop.run_forever, name="chat-model", daemon=True).start()
        return asyncio.run_coroutine_threadsafe(work, self._loop)
