"""A way to the provider that leads nowhere: who comes back is what a test says."""

from __future__ import annotations

from collections.abc import Mapping
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
    """A witness that keeps what it is told."""

    events: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)

    def write(self, event: str, actor: Actor, **details: str) -> None:
        self.events.append((event, actor.id, details))
