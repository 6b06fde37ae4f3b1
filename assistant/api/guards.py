"""What every request passes: a size limit while it streams in, and safe headers.

Written as plain ASGI, so that streaming answers are never held up. Who may what, and whether a
page of ours asks, is decided in ``gate``.
"""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import HTTPException
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.api.headers import SAFE_HEADERS


class SafeHeaders:
    """Sets the security headers on every response."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_safe(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SAFE_HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_safe if scope["type"] == "http" else send)


class BodyLimit:
    """Stops a request body at a number of bytes while it streams in.

    ``paths`` gives single addresses a limit of their own.
    """

    def __init__(self, app: ASGIApp, limit: int, paths: Mapping[str, int]) -> None:
        self._app = app
        self._limit = limit
        self._paths = paths

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = self._paths.get(scope["path"], self._limit)
        declared = Headers(scope=scope).get("content-length", "")
        too_long = declared.isdigit() and int(declared) > limit
        size = 0

        async def receive_some() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if too_long or size > limit:
                raise HTTPException(413, f"Det som skickas får vara högst {_size(limit)}.")
            return message

        await self._app(scope, receive_some, send)


def _size(limit: int) -> str:
    return f"{limit // 1_000_000} MB" if limit >= 1_000_000 else f"{limit // 1000} kB"
