"""A way to the provider that leads nowhere: who comes back is what a test says."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from assistant.access.errors import AccessError
from assistant.access.flow import Begun, Ended, own_path
from assistant.access.model import Actor


@dataclass
class FakeDoor:
    """Lets in whoever ``claims`` says; raises ``trouble`` where there is some."""

    claims: dict[str, Any] = field(default_factory=lambda: {"sub": "s-1", "roles": ["lasare"]})
    path: str = "/"
    onward: str | None = None
    trouble: AccessError | None = None
    url: str = "https://logga-in.test/auth?state=x"

    async def begin(self, back: str, browser: str | None) -> Begun:
        if self.trouble:
            raise self.trouble
        self.path = own_path(back)
        return Begun(self.url, browser or "b" * 43)

    async def end(self, answer: Mapping[str, str], browser: str | None) -> Ended:
        if self.trouble:
            raise self.trouble
        return Ended(self.claims, self.path)

    async def leave(self, back: str) -> str | None:
        return self.onward


@dataclass
class Remembers:
    """A witness that keeps what it is told, and whether it was told in the way of others."""

    events: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    held_others_up: bool = False

    def write(self, event: str, actor: Actor, **details: str) -> None:
        with suppress(RuntimeError):
            self.held_others_up = asyncio.get_running_loop().is_running()
        self.events.append((event, actor.id, details))
