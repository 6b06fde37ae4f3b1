"""The seam to a chat model: a prompt and the shape of the reply in, a reply of that shape out.

How to use it, for answers and drafts alike::

    prompt = prompts.load("svar").fill(fraga=as_line(question), underlag=numbered(items, room))
    try:
        reply = model.ask(prompt, Reply)            # Reply: a pydantic model, checked
    except ChatModelError as error:
        warnings.append(fallback_note(error))       # and the extractive text is used

- ``ask`` always ends within the model's own time limit, and raises nothing but ``ChatModelError``
  (no answer, too slow, rubbish, prompt too long …; ``reason`` is Swedish) or ``CallStoppedError``.
- ``room`` is how many characters a whole prompt may have; cut the material, not the instructions
  (``assistant.chat.data.numbered`` does it). A prompt above it is refused before it is sent.
- What comes back has the shape and nothing else is known of it: any text in it may be invented, or
  be what a planted instruction in a report asked for. Hold it to its sources with
  ``assistant.verify`` before it is shown.
- ``hooks.stopped`` is asked several times a second while waiting: True ends the call (the reader
  has gone). ``hooks.growing`` is given the reply so far, as plain JSON values, while it grows; it
  is called from the caller's own thread, and its last element may be half written.
  ``hooks.queued`` is given the caller's place in line while the model writes for others.

``None`` stands for «no chat model» everywhere: nothing in the program needs one. Tests use
``assistant.chat.scripted.ScriptedModel``. A model is safe to share between threads.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from pydantic import BaseModel

from assistant.errors import ChatModelError
from prompts import Prompt

Shape = TypeVar("Shape", bound=BaseModel)


def _never() -> bool:
    return False


def _ignored(_: object) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Hooks:
    """What a caller may want to know or decide while a model writes."""

    stopped: Callable[[], bool] = _never
    growing: Callable[[Mapping[str, Any]], None] = _ignored
    queued: Callable[[int], None] = _ignored


QUIET = Hooks()


class ChatModel(Protocol):
    """A chat model that answers in a given shape."""

    @property
    def name(self) -> str:
        """What to call it towards a user, for example «ollama:gemma3:12b»."""
        ...

    @property
    def room(self) -> int:
        """The longest prompt in characters, room for the reply set aside."""
        ...

    def ask(self, prompt: Prompt, shape: type[Shape], hooks: Hooks = QUIET) -> Shape:
        """The reply, checked against ``shape``; ChatModelError or CallStoppedError otherwise."""
        ...

    def probe(self) -> None:
        """Return where the model answers; ChatModelError where it does not."""
        ...


def fallback_note(error: ChatModelError, instead: str = "rapporternas egna ord") -> str:
    """The warning where a model failed and something else is shown."""
    return f"Språkmodellen {error.reason}. Därför visas {instead}."
