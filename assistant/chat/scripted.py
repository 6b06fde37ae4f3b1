"""A chat model for tests: says what its script says, in order, and remembers what it was asked.

A step of the script is a reply (JSON values, checked against the asked shape as a real model's
would be), an exception to raise, or a function from the prompt to either: with the last an
*obedient* model can be played, one that does what a planted text in its prompt tells it to do. A
script of one step repeats it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from assistant.chat.port import QUIET, Hooks, Shape
from assistant.errors import CallStoppedError, ChatModelError
from prompts import Prompt

Step = Mapping[str, Any] | Exception | Callable[[Prompt], Mapping[str, Any] | Exception]


class ScriptedModel:
    """The fake behind ``ChatModel``; ``prompts`` are those it was asked, in order."""

    def __init__(self, *script: Step, room: int = 20_000, name: str = "provmodell") -> None:
        self._script: Sequence[Step] = script
        self.room = room
        self.name = name
        self.prompts: list[Prompt] = []

    def ask(self, prompt: Prompt, shape: type[Shape], hooks: Hooks = QUIET) -> Shape:
        """The next reply of the script, growing key by key as a real one does."""
        self.prompts.append(prompt)
        if hooks.stopped():
            raise CallStoppedError
        step = self._script[min(len(self.prompts), len(self._script)) - 1]
        reply = step(prompt) if callable(step) else step
        if isinstance(reply, Exception):
            raise reply
        for part in _growing(reply):
            if hooks.stopped():
                raise CallStoppedError
            hooks.growing(part)
        try:
            return shape.model_validate(reply)
        except ValidationError as error:
            raise ChatModelError("svarade i fel form", str(error)) from error

    def probe(self) -> None:
        """Answers, unless the script begins with an exception."""
        if self._script and isinstance(self._script[0], Exception):
            raise self._script[0]


def _growing(reply: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The reply as it grows: lists element by element."""
    parts: list[Mapping[str, Any]] = []
    for key, value in reply.items():
        if isinstance(value, list):
            parts += [{**reply, key: value[:count]} for count in range(1, len(value) + 1)]
    return parts or [reply]
