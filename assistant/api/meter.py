"""Each request by an id, with one line in the log and its time among the figures.

The id is ours, or the caller's where it looks like one; it goes back in ``X-Request-ID`` and is
at ``request.state.request_id``. Routes are told by their pattern: an address may hold a question.
"""

from __future__ import annotations

import logging
import re
import time
import uuid
from typing import TYPE_CHECKING

from fastapi import Request
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.operation.unseen import UNSEEN

if TYPE_CHECKING:
    from assistant.operation.metrics import Metrics

log = logging.getLogger(__name__)

_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
_GONE = 499


class Meter:
    """Times requests from the first byte to the last."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        given = request.headers.get("x-request-id", "")
        own = given if _ID.fullmatch(given) else uuid.uuid4().hex
        request.state.request_id = own
        status, begun = _GONE, time.perf_counter()

        async def send_noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["X-Request-ID"] = own
            await send(message)

        try:
            await self._app(scope, receive, send_noted)
        finally:
            _note(request, status, time.perf_counter() - begun)


def _note(request: Request, status: int, seconds: float) -> None:
    route = getattr(request.scope.get("route"), "path", "annan")
    metrics: Metrics | None = request.app.state.metrics
    if metrics is not None:
        metrics.served(request.method, route, status, seconds)
    if not request.url.path.startswith(UNSEEN):
        actor = getattr(request.state, "actor", None)
        told = {
            "request": request.state.request_id,
            "method": request.method,
            "route": route,
            "status": status,
            "ms": round(seconds * 1000),
            "actor": actor.id if actor else None,
        }
        log.info("begäran", extra=told)
