"""Routes that answer: ask (whole or streamed) and search."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import StreamingResponse
from pydantic import BaseModel

from assistant.api.convert import answer_shape, hit_shape, statement_event, to_question
from assistant.api.deps import TheScope, TheService
from assistant.api.shapes import AskRequest, AskResponse, SearchResponse
from assistant.model import Answer

router = APIRouter(prefix="/api", tags=["Frågor"])

_STREAM = "text/event-stream"


@router.post(
    "/ask",
    summary="Ställ en fråga",
    description=(
        "Svaret bygger bara på rapporterna; varje mening har källa, sida och ordagrant citat. "
        "Med Accept: text/event-stream kommer först en händelse «statement» per mening "
        "(med sina källor i «sources») och sist «done» med hela svaret."
    ),
    response_model=AskResponse,
    responses={200: {"content": {_STREAM: {}}}},
)
def ask(body: AskRequest, request: Request, service: TheService) -> AskResponse | StreamingResponse:
    answer = service.assistant.ask(to_question(body))
    if _STREAM in request.headers.get("accept", ""):
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(_events(answer), media_type=_STREAM, headers=headers)
    return answer_shape(answer)


def _events(answer: Answer) -> Iterator[str]:
    for statement in answer.statements:
        yield _event("statement", statement_event(statement, answer))
    yield _event("done", answer_shape(answer))


def _event(name: str, data: BaseModel) -> str:
    return f"event: {name}\ndata: {data.model_dump_json()}\n\n"


@router.get("/search", summary="Sök passager i rapporterna")
def search(
    service: TheService,
    scope: TheScope,
    q: Annotated[str, Query(min_length=1, max_length=2000, description="Det som söks.")],
    limit: Annotated[int, Query(ge=1, le=100, description="Högsta antal träffar.")] = 10,
) -> SearchResponse:
    found = service.assistant.search(q, scope, limit) if q.strip() else []
    return SearchResponse(hits=[hit_shape(i, hit) for i, hit in enumerate(found[:limit], 1)])
