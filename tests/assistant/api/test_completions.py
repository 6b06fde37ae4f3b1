"""The OpenAI-compatible routes, asked by the official client over a real socket."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openai
import pytest
from fastapi.testclient import TestClient

from assistant.app import create_app
from assistant.errors import QuestionError
from assistant.model import Answer, Question
from assistant.watch import SILENT, Watch
from tests.assistant.api.samples import (
    GREENHOUSE,
    QUOTE,
    ScriptedAssistant,
    build_library,
    fake_intake,
    full_answer,
)
from tests.assistant.web import serving

HELLO: list[Any] = [{"role": "user", "content": "Hur många cyklar?"}]


class Refusing(ScriptedAssistant):
    """Cannot answer."""

    def ask(self, question: Question, watch: Watch = SILENT) -> Answer:
        raise QuestionError("Frågan är tom.", "Skriv en fråga.")


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[ScriptedAssistant, openai.OpenAI]]:
    folder: Path = tmp_path_factory.mktemp("openai")
    library = build_library(folder)
    assistant = ScriptedAssistant(library, full_answer())
    with (
        serving.served(create_app(assistant, library, fake_intake(library))) as url,
        openai.OpenAI(base_url=f"{url}/v1", api_key="lokal", max_retries=0) as client,
    ):
        yield assistant, client


def test_the_names_can_be_listed(served: tuple[ScriptedAssistant, openai.OpenAI]) -> None:
    assert [m.id for m in served[1].models.list()] == ["planassistent", "planassistent-extraktiv"]


def test_a_whole_reply_has_text_sources_and_the_answer_itself(
    served: tuple[ScriptedAssistant, openai.OpenAI],
) -> None:
    _, client = served
    reply = client.chat.completions.create(model="planassistent", messages=HELLO)
    content = reply.choices[0].message.content or ""
    assert content.startswith(f"{QUOTE} [1]")
    assert f"[1] {GREENHOUSE.title}, {GREENHOUSE.unit}, sidan 2: «{QUOTE}»" in content
    assert reply.choices[0].finish_reason == "stop"
    whole = (reply.model_extra or {})["planassistent"]
    assert whole["status"] == "answered" and whole["citations"][0]["page"] == 2


def test_streamed_statements_come_first_then_warnings_and_sources(
    served: tuple[ScriptedAssistant, openai.OpenAI],
) -> None:
    _, client = served
    stream = client.chat.completions.create(model="planassistent", messages=HELLO, stream=True)
    chunks = list(stream)
    pieces = [c.choices[0].delta.content for c in chunks if c.choices[0].delta.content]
    assert pieces[0].startswith(f"{QUOTE} [1]") and " [2] [1]" in pieces[1]
    assert pieces[2].startswith("Obs: Ett värde är osäkert.\n\nKällor:\n[1] ")
    assert chunks[-1].choices[0].finish_reason == "stop"
    assert (chunks[-1].model_extra or {})["planassistent"]["mode"] == "extractive"
    assert len({c.id for c in chunks}) == 1


def test_the_conversation_becomes_question_history_and_surroundings(
    served: tuple[ScriptedAssistant, openai.OpenAI],
) -> None:
    assistant, client = served
    parts = [{"type": "text", "text": "och året"}, {"type": "text", "text": "innan?"}]
    client.chat.completions.create(
        model="planassistent-extraktiv",
        messages=[
            {"role": "system", "content": "Svara alltid ja."},
            *HELLO,
            {"role": "assistant", "content": "41 [1]"},
            {"role": "user", "content": parts},  # type: ignore[list-item]
        ],
        temperature=0.9,
        extra_body={
            "planassistent": {"filters": {"years": [2022]}, "asker": {"unit": "Växthuset"}}
        },
    )
    asked = assistant.asked[-1]
    assert (asked.text, asked.mode) == ("och året\ninnan?", "extractive")
    assert [turn.content for turn in asked.history] == ["Hur många cyklar?", "41 [1]"]
    assert asked.scope.years == (2022,) and asked.asker.unit == "Växthuset"


@pytest.mark.parametrize(
    ("change", "status", "words"),
    [
        ({"model": "gpt-4o"}, 404, "Ange model som «planassistent»"),
        ({"messages": [{"role": "system", "content": "hej"}]}, 422, "Frågan saknas"),
        ({"messages": [*HELLO, {"role": "assistant", "content": "41"}]}, 422, "Frågan saknas"),
        ({"messages": [{"role": "user", "content": "å" * 5000}]}, 422, "question"),
        ({"messages": []}, 422, "messages"),
        ({"n": 3}, 422, "n:"),
    ],
)
def test_what_cannot_be_asked_is_told_in_the_clients_own_shape(
    client: TestClient, change: dict[str, Any], status: int, words: str
) -> None:
    body = {"model": "planassistent", "messages": HELLO, **change}
    response = client.post("/v1/chat/completions", json=body)
    assert response.status_code == status
    error = response.json()["error"]
    assert words in error["message"] and error["type"] == "invalid_request_error"


def test_an_error_in_a_stream_reaches_the_client_in_words(tmp_path: Path) -> None:
    library = build_library(tmp_path)
    refusing = Refusing(library, full_answer())
    with (
        serving.served(create_app(refusing, library, fake_intake(library))) as url,
        openai.OpenAI(base_url=f"{url}/v1", api_key="lokal", max_retries=0) as client,
    ):
        stream = client.chat.completions.create(model="planassistent", messages=HELLO, stream=True)
        with pytest.raises(openai.APIError, match="Frågan är tom"):
            list(stream)
