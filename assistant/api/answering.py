"""A question answered in a thread of its own, and ended when whoever asked has gone.

Whole: the answer when it is ready. Streamed: server-sent events, «statement» as each statement is
verified, «queue» with the place in line while the chat model writes for others, and «done»
with the whole answer. An error before the first event is an ordinary error
response; one after it is an event «error» with the same words, since the status has gone out. A
comment every few seconds keeps proxies from closing a connection while a chat model thinks.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass
from threading import Event
from typing import Protocol

from fastapi import Request
from fastapi.responses import Response, StreamingResponse
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool

from assistant.api.convert import answer_shape, statement_event
from assistant.api.ports import Answering
from assistant.api.shapes import AskResponse, QueuePlace
from assistant.errors import CallStoppedError, QuestionError
from assistant.model import Answer, Citation, Question, Statement
from assistant.watch import Watch
from ingest.errors import StoreUnavailableError

log = logging.getLogger(__name__)

_LOOK_S = 0.5
_ALIVE_S = 10.0
_GONE = 499
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
Step = tuple[Statement, tuple[Citation, ...]] | Answer


@dataclass(frozen=True, slots=True)
class _InLine:
    """The place in line before the chat model."""

    place: int


_Item = Step | _InLine | Exception

_running: set[asyncio.Task[None]] = set()


async def whole(
    assistant: Answering, question: Question, request: Request
) -> AskResponse | Response:
    """The answer; the work ends early where the client has gone."""
    gone = Event()
    watch = Watch(stopped=gone.is_set)
    work = asyncio.ensure_future(run_in_threadpool(assistant.ask, question, watch))
    while not (await asyncio.wait({work}, timeout=_LOOK_S))[0]:
        if await request.is_disconnected():
            gone.set()
    try:
        return answer_shape(work.result())
    except CallStoppedError:
        return Response(status_code=_GONE)


class Wording(Protocol):
    """How the events of a stream are put: as the interface's shapes, or as parts of a page."""

    def statement(self, statement: Statement, citations: tuple[Citation, ...]) -> BaseModel: ...

    def done(self, answer: Answer) -> BaseModel: ...


class Shapes:
    """Events as the interface's own shapes."""

    def statement(self, statement: Statement, citations: tuple[Citation, ...]) -> BaseModel:
        return statement_event(statement, citations)

    def done(self, answer: Answer) -> BaseModel:
        return answer_shape(answer)


async def streamed(
    assistant: Answering, question: Question, wording: Wording | None = None
) -> StreamingResponse:
    """The answer as events; raises what goes wrong before the first of them."""
    work = _Work(assistant, question)
    first = await work.items.get()
    if isinstance(first, Exception):
        raise first
    events = _events(work, first, wording or Shapes())
    return StreamingResponse(events, media_type="text/event-stream", headers=HEADERS)


async def steps(assistant: Answering, question: Question) -> AsyncIterator[Step | None]:
    """Each statement as it stands and the answer last; None now and then while nothing comes.

    Raises what goes wrong. The work ends where whoever reads this goes.
    """
    work = _Work(assistant, question)
    try:
        while True:
            item = await _next(work)
            if isinstance(item, Exception):
                raise item
            yield None if isinstance(item, _InLine) else item
            if isinstance(item, Answer):
                return
    finally:
        work.gone.set()


class _Work:
    """A question being answered; what comes of it lies in ``items``, the answer or error last."""

    def __init__(self, assistant: Answering, question: Question) -> None:
        self.gone = Event()
        self.items: asyncio.Queue[_Item] = asyncio.Queue()
        self._loop = asyncio.get_running_loop()
        task = self._loop.create_task(self._run(assistant, question))
        _running.add(task)
        task.add_done_callback(_running.discard)

    async def _run(self, assistant: Answering, question: Question) -> None:
        watch = Watch(self._told, self.gone.is_set, self._in_line)
        try:
            await self.items.put(await run_in_threadpool(assistant.ask, question, watch))
        except Exception as error:
            await self.items.put(error)

    def _told(self, statement: Statement, citations: tuple[Citation, ...]) -> None:
        self._loop.call_soon_threadsafe(self.items.put_nowait, (statement, citations))

    def _in_line(self, place: int) -> None:
        self._loop.call_soon_threadsafe(self.items.put_nowait, _InLine(place))


async def _events(work: _Work, first: _Item, wording: Wording) -> AsyncIterator[str]:
    item: _Item | None = first
    try:
        while True:
            if item is None:
                yield ": väntar\n\n"
            elif isinstance(item, Answer):
                yield _event("done", wording.done(item))
                return
            elif isinstance(item, Exception):
                yield _event("error", problem_of(item))
                return
            elif isinstance(item, _InLine):
                yield _event("queue", QueuePlace(place=item.place))
            else:
                yield _event("statement", wording.statement(*item))
            item = await _next(work)
    except asyncio.CancelledError:  # the service stops, and has waited as long as it may
        yield _event("error", _STOPPED)
    finally:
        work.gone.set()


async def _next(work: _Work) -> _Item | None:
    try:
        return await asyncio.wait_for(work.items.get(), _ALIVE_S)
    except TimeoutError:
        return None


class StreamProblem(BaseModel):
    """An error in the middle of a stream."""

    title: str
    detail: str


_STOPPED = StreamProblem(
    title="Svaret hann inte bli klart",
    detail="Tjänsten startas om. Vänta någon minut och ställ frågan igen.",
)


def problem_of(error: Exception) -> StreamProblem:
    """An error in words for whoever asked; what is not expected is logged."""
    if isinstance(error, QuestionError):
        return StreamProblem(title=error.title, detail=error.detail)
    if isinstance(error, StoreUnavailableError):
        return StreamProblem(title="Databasen svarar inte", detail=str(error))
    log.error("unexpected error in a stream", exc_info=error)
    return StreamProblem(
        title="Något gick fel hos oss",
        detail="Försök igen. Händer det på nytt, kontakta förvaltaren.",
    )


def _event(name: str, data: BaseModel) -> str:
    return f"event: {name}\ndata: {data.model_dump_json()}\n\n"
