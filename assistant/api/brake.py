"""Refuses who asks faster than the settings let one user; for each user apart.

Stands inside the gate, so that it knows who asks. Styles, scripts and health are not counted.
"""

from __future__ import annotations

from fastapi import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.access.model import LOCAL
from assistant.api.problems import ProblemError, Render, told
from assistant.operation.pace import Pace
from assistant.operation.unseen import UNSEEN


class Brake:
    """Lets each user through at the pace that is set."""

    def __init__(self, app: ASGIApp, render: Render) -> None:
        self._app = app
        self._render = render

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and (wait := _wait_s(request := Request(scope))):
            error = ProblemError(
                429,
                "För många begäranden på kort tid",
                f"Vänta {wait} sekunder och försök igen.",
            )
            refusal = told(request, self._render, error)
            refusal.headers["Retry-After"] = str(wait)
            await refusal(scope, receive, send)
            return
        await self._app(scope, receive, send)


def _wait_s(request: Request) -> int:
    pace: Pace | None = request.app.state.pace
    if pace is None or request.url.path.startswith(UNSEEN):
        return 0
    return pace.wait_s(getattr(request.state, "actor", LOCAL).id)
