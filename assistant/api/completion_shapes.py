"""The shapes of the OpenAI-compatible routes: what programs that speak to a chat model send.

Only what the assistant heeds is named; the rest of what such programs send (temperature, tools)
is let through and changes nothing. Beside the standard fields a request may have
``planassistent`` (filters, who asks) and a reply always has it: the whole answer as ``/api/ask``
gives it, so that a program can show page and quote of every citation.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.api.shapes import AskerShape, AskResponse, Filters

AUTO, EXTRACTIVE = "planassistent", "planassistent-extraktiv"
_MOST_MESSAGES = 400
_LONGEST = 20_000


class TextPart(BaseModel):
    """A part of a message; only text is read."""

    type: str = "text"
    text: str = Field(default="", max_length=_LONGEST)


class MessageShape(BaseModel):
    """One message of the conversation."""

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: str | list[TextPart] | None = Field(default=None)

    @property
    def text(self) -> str:
        """What the message says, parts that are no text aside."""
        if isinstance(self.content, str):
            return self.content.strip()
        parts: Sequence[TextPart] = self.content or ()
        return "\n".join(part.text for part in parts if part.type == "text").strip()


class Surroundings(BaseModel):
    """What ``/api/ask`` takes beside the question."""

    filters: Filters = Filters()
    asker: AskerShape = AskerShape()


class CompletionRequest(BaseModel):
    """A conversation whose last message from the user is the question."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "model": AUTO,
                "messages": [{"role": "user", "content": "Vad var sjukfrånvaron 2025?"}],
            }
        }
    )

    model: str = Field(default=AUTO, max_length=200)
    messages: list[MessageShape] = Field(min_length=1, max_length=_MOST_MESSAGES)
    stream: bool = False
    n: int = Field(default=1, ge=1, le=1, description="Det finns ett svar på varje fråga.")
    planassistent: Surroundings = Surroundings()


class ReplyMessage(BaseModel):
    """The answer as running text with numbered sources after it."""

    role: Literal["assistant"] = "assistant"
    content: str


class Choice(BaseModel):
    """The one answer."""

    index: int = 0
    message: ReplyMessage
    finish_reason: Literal["stop"] = "stop"


class CompletionResponse(BaseModel):
    """A whole reply."""

    id: str
    object: Literal["chat.completion"] = "chat.completion"
    created: int
    model: str
    choices: list[Choice]
    planassistent: AskResponse


class ModelShape(BaseModel):
    """A name to ask for: ``planassistent`` answers as the service is set up to."""

    id: str
    object: Literal["model"] = "model"
    created: int = 0
    owned_by: str = "planassistent"


class ModelList(BaseModel):
    """The names that can be asked for."""

    object: Literal["list"] = "list"
    data: list[ModelShape]
