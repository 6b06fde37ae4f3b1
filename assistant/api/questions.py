"""Routes that answer: ask (whole or streamed) and search."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from assistant.api.answering import streamed, whole
from assistant.api.convert import hit_shape, to_question
from assistant.api.deps import TheScope, TheService
from assistant.api.shapes import AskRequest, AskResponse, SearchResponse

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
async def ask(body: AskRequest, request: Request, service: TheService) -> AskResponse | Response:
    question = to_question(body)
    if _STREAM in request.headers.get("accept", ""):
        return await streamed(service.assistant, question)
    return await whole(service.assistant, question, request)


@router.get("/search", summary="Sök passager i rapporterna")
def search(
    service: TheService,
    scope: TheScope,
    q: Annotated[str, Query(min_length=1, max_length=2000, description="Det som söks.")],
    limit: Annotated[int, Query(ge=1, le=100, description="Högsta antal träffar.")] = 10,
) -> SearchResponse:
    found = service.assistant.search(q, scope, limit) if q.strip() else []
    return SearchResponse(hits=[hit_shape(i, hit) for i, hit in enumerate(found[:limit], 1)])
