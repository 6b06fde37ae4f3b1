"""OpenAI-compatible routes: other programs ask the assistant as they would ask a chat model.

The last message from the user is the question, those before it are the history; system messages
change nothing, since nothing may change the rules that answers are held to. The reply's text has
numbered marks and its sources below: report, owner, page and quote. Streamed, each statement comes
as soon as it is verified, and the warnings and sources come last.
"""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import AsyncIterator, Iterable
from typing import Any

from fastapi import APIRouter, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response, StreamingResponse
from pydantic import ValidationError

from assistant.api.answering import HEADERS, problem_of, steps, whole
from assistant.api.completion_shapes import (
    AUTO,
    EXTRACTIVE,
    Choice,
    CompletionRequest,
    CompletionResponse,
    ModelList,
    ModelShape,
    ReplyMessage,
)
from assistant.api.convert import answer_shape, to_question
from assistant.api.deps import TheService
from assistant.api.problems import ProblemError
from assistant.api.shapes import AskRequest, AskResponse, CitationShape
from assistant.model import Answer, Question, Statement

router = APIRouter(prefix="/v1", tags=["OpenAI-kompatibelt"])

_STREAM = "text/event-stream"
_NAMES = (AUTO, EXTRACTIVE)
_SAYS = ("user", "assistant")


@router.get("/models", summary="Namn att fråga efter")
def models() -> ModelList:
    return ModelList(data=[ModelShape(id=name) for name in _NAMES])


@router.post(
    "/chat/completions",
    summary="Ställ en fråga som till en chattmodell",
    description=(
        "Den sista frågan i samtalet besvaras ur rapporterna. Texten har numrerade källor sist; "
        "fältet «planassistent» är hela svaret, som från /api/ask."
    ),
    response_model=CompletionResponse,
    responses={200: {"content": {_STREAM: {}}}},
)
async def complete(
    body: CompletionRequest, request: Request, service: TheService
) -> CompletionResponse | Response:
    question = _question(body)
    frame = _Frame(body.model)
    if body.stream:
        return StreamingResponse(
            frame.events(steps(service.assistant, question)), media_type=_STREAM, headers=HEADERS
        )
    answer = await whole(service.assistant, question, request)
    return frame.reply(answer) if isinstance(answer, AskResponse) else answer


def _question(body: CompletionRequest) -> Question:
    if body.model not in _NAMES:
        raise ProblemError(
            404, "Modellen finns inte", f"Ange model som «{AUTO}» eller «{EXTRACTIVE}»."
        )
    said = [message for message in body.messages if message.role in _SAYS and message.text]
    if not said or said[-1].role != "user":
        raise ProblemError(
            422, "Frågan saknas", "Det sista meddelandet ska vara användarens fråga."
        )
    history = [{"role": message.role, "content": message.text} for message in said[:-1]]
    asked = {
        "question": said[-1].text,
        "filters": body.planassistent.filters,
        "asker": body.planassistent.asker,
        "history": history,
        "mode": "extractive" if body.model == EXTRACTIVE else "auto",
    }
    try:
        return to_question(AskRequest.model_validate(asked))
    except ValidationError as error:
        inside = [{**e, "loc": ("body", *e["loc"])} for e in error.errors()]
        raise RequestValidationError(inside) from error


class _Frame:
    """What stands around one reply: its id, when it was made, under which name."""

    def __init__(self, model: str) -> None:
        self._model = model
        self._id = f"chatcmpl-{uuid.uuid4().hex}"
        self._created = int(time.time())

    def reply(self, answer: AskResponse) -> CompletionResponse:
        """A whole answer."""
        text = "\n\n".join(filter(None, (answer.answer, sources_text(answer.citations))))
        return CompletionResponse(
            id=self._id,
            created=self._created,
            model=self._model,
            choices=[Choice(message=ReplyMessage(content=text))],
            planassistent=answer,
        )

    async def events(self, told: AsyncIterator[Any]) -> AsyncIterator[str]:
        """The answer as chunks, statement by statement; an error is a last chunk of its own."""
        yield self._chunk({"role": "assistant", "content": ""})
        any_told = False
        try:
            async for step in told:
                if step is None:
                    yield ": väntar\n\n"
                elif isinstance(step, Answer):
                    whole_answer = answer_shape(step)
                    yield self._chunk({"content": _ending(whole_answer, any_told)})
                    more = {"planassistent": whole_answer.model_dump(mode="json")}
                    yield self._chunk({}, "stop", more)
                else:
                    any_told = True
                    yield self._chunk({"content": _line(step[0])})
        except Exception as error:
            told_error = problem_of(error)
            message = f"{told_error.title}. {told_error.detail}"
            yield _data({"error": {"message": message, "type": "server_error"}})
        yield "data: [DONE]\n\n"

    def _chunk(
        self, delta: dict[str, str], finish: str | None = None, more: dict[str, Any] | None = None
    ) -> str:
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        return _data(
            {
                "id": self._id,
                "object": "chat.completion.chunk",
                "created": self._created,
                "model": self._model,
                "choices": [choice],
                **(more or {}),
            }
        )


def sources_text(citations: Iterable[CitationShape]) -> str:
    """The sources as numbered lines: report, owner, page and quote."""
    lines = [
        f"[{c.id}] {c.title}, {c.unit or c.board}, sidan {c.page}: «{c.quote}»" for c in citations
    ]
    return "\n".join(["Källor:", *lines]) if lines else ""


def _line(statement: Statement) -> str:
    marks = "".join(f" [{number}]" for number in statement.citations)
    return f"{statement.text}{marks}\n\n"


def _ending(answer: AskResponse, told: bool) -> str:
    """What comes after the statements; where none was told, the whole text."""
    warnings = [f"Obs: {warning}" for warning in answer.warnings] if told else [answer.answer]
    return "\n\n".join(filter(None, (*warnings, sources_text(answer.citations))))


def _data(body: dict[str, Any]) -> str:
    return f"data: {json.dumps(body, ensure_ascii=False)}\n\n"
