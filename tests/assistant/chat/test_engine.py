"""The contract of a chat model, on the engine over a loopback server, and on the fake."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Mapping
from typing import Any

import pytest
from pydantic import BaseModel

from assistant.chat.build import REPLY_TOKENS, chat_model
from assistant.chat.port import ChatModel, Hooks, fallback_note
from assistant.chat.scripted import ScriptedModel
from assistant.errors import CallStoppedError, ChatModelError, ChatModelSettingError
from assistant.settings import Settings
from assistant.wiring import build_chat_model
from prompts import Prompt
from tests.assistant.chat.server import Behaviour, serving

PROMPT = Prompt("prov/1", "Svara med JSON.", "Vad heter katten?")
REPLY = {"pastaenden": [{"text": "Katten heter Moa.", "underlag": [1]},
                        {"text": "Den är åtta år.", "underlag": [2, 3]}]}  # fmt: skip


class Said(BaseModel):
    text: str
    underlag: list[int]


class Reply(BaseModel):
    pastaenden: list[Said]


def model_at(url: str, **more: Any) -> ChatModel:
    model = build_chat_model(Settings(chat_model="openai:prov", chat_base_url=url, **more))
    assert model is not None
    return model


@pytest.fixture(scope="module", autouse=True)
def _warm() -> None:
    """The first call of a process loads the provider's libraries: no test of time pays for it."""
    with serving(Behaviour(json.dumps(REPLY))) as url:
        model_at(url).ask(PROMPT, Reply)


def test_a_reply_comes_in_its_shape_and_grows() -> None:
    seen: list[int] = []

    def growing(part: Mapping[str, Any]) -> None:
        seen.append(len(part.get("pastaenden", [])))

    behaviour = Behaviour(json.dumps(REPLY, ensure_ascii=False))
    with serving(behaviour) as url:
        reply = model_at(url).ask(PROMPT, Reply, Hooks(growing=growing))
    assert reply == Reply.model_validate(REPLY)
    assert seen == sorted(seen) and seen[-1] == 2 and 1 in seen
    asked = behaviour.asked[0]
    assert asked["response_format"]["type"] == "json_schema"
    assert "pastaenden" in json.dumps(asked["response_format"])
    assert [m["content"] for m in asked["messages"]] == [PROMPT.system, PROMPT.user]
    assert asked["temperature"] == 0 and "tools" not in asked
    assert behaviour.keys == ["Bearer ingen"]


def test_the_key_is_sent_and_never_shown() -> None:
    behaviour = Behaviour(json.dumps(REPLY))
    with serving(behaviour) as url:
        settings = Settings(chat_model="openai:prov", chat_base_url=url, chat_api_key="hemlig")
        chat_model(settings).ask(PROMPT, Reply)
    assert behaviour.keys == ["Bearer hemlig"]
    assert "hemlig" not in repr(settings)


FAULTS = [
    (Behaviour("inte json alls"), "svarade i fel form"),
    (Behaviour('{"pastaenden": [{"text": 5}]}'), "svarade i fel form"),
    (Behaviour('{"pastaenden": "många"}'), "svarade i fel form"),
    (Behaviour('{"annat": []}'), "svarade i fel form"),
    (Behaviour(""), "svarade i fel form"),
    (Behaviour(status=400, message="exceeds the context size"), "för långt underlag"),
    (Behaviour(status=401, message="no"), "PLANASSISTENT_CHAT_API_KEY"),
    (Behaviour(status=404, message="no"), "PLANASSISTENT_CHAT_MODEL"),
    (Behaviour(status=429, message="no"), "för många frågor"),
    (Behaviour(status=500, message="no"), "HTTP 500"),
]


@pytest.mark.parametrize(("behaviour", "reason"), FAULTS)
def test_what_goes_wrong_is_told_in_swedish(behaviour: Behaviour, reason: str) -> None:
    with serving(behaviour) as url, pytest.raises(ChatModelError) as caught:
        model_at(url).ask(PROMPT, Reply)
    assert reason in caught.value.reason
    assert url not in str(caught.value), "addresses are for the log"


def test_a_dead_server_is_told_at_once() -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{held.getsockname()[1]}/v1"
        start = time.monotonic()
        with pytest.raises(ChatModelError) as caught:
            model_at(url).ask(PROMPT, Reply)
    assert caught.value.reason == "gick inte att nå" and time.monotonic() - start < 5


def test_a_server_that_drips_is_cut_off_at_the_limit() -> None:
    behaviour = Behaviour(json.dumps(REPLY) + " " * 4000, pause_s=0.05, piece=1)
    with serving(behaviour) as url:
        model = model_at(url, chat_timeout_s=2)
        start = time.monotonic()
        with pytest.raises(ChatModelError) as caught:
            model.ask(PROMPT, Reply)
        assert "inom 2 sekunder" in caught.value.reason and time.monotonic() - start < 6
        assert _soon(lambda: behaviour.cut == 1), "the connection was closed"


def test_a_reader_who_goes_ends_the_call() -> None:
    behaviour = Behaviour(json.dumps(REPLY) + " " * 4000, pause_s=0.05, piece=1)
    start = time.monotonic()
    with serving(behaviour) as url:
        gone = Hooks(stopped=lambda: time.monotonic() - start > 2)
        with pytest.raises(CallStoppedError):
            model_at(url).ask(PROMPT, Reply, gone)
        assert _soon(lambda: behaviour.cut == 1)
    assert time.monotonic() - start < 9


def test_a_mistake_in_a_hook_is_no_fault_of_the_model() -> None:
    def broken(_: Mapping[str, Any]) -> None:
        raise KeyError("eget fel")

    with serving(Behaviour(json.dumps(REPLY))) as url, pytest.raises(KeyError, match="eget fel"):
        model_at(url).ask(PROMPT, Reply, Hooks(growing=broken))


def test_a_prompt_above_the_room_is_not_sent() -> None:
    behaviour = Behaviour(json.dumps(REPLY))
    with serving(behaviour) as url:
        model = model_at(url, chat_context=2048)
        assert 0 < model.room < (2048 - REPLY_TOKENS) * 3
        with pytest.raises(ChatModelError, match="för långt underlag"):
            model.ask(Prompt("prov/1", "s", "u" * model.room), Reply)
    assert not behaviour.asked


def test_the_probe_asks_once_and_tells_a_dead_server() -> None:
    behaviour = Behaviour("ja")
    with serving(behaviour) as url:
        model = model_at(url)
        model.probe()
        model.probe()
    assert len(behaviour.asked) == 1
    with pytest.raises(ChatModelError, match="gick inte att nå"):
        model_at("http://127.0.0.1:9/v1").probe()


def test_without_the_setting_there_is_no_model() -> None:
    assert build_chat_model(Settings()) is None
    assert build_chat_model(Settings(chat_model=" ")) is None


@pytest.mark.parametrize("name", ["okänd-leverantör:x", "bara-ett-namn", "groq:llama"])
def test_a_setting_that_cannot_be_built_says_what_to_do(name: str) -> None:
    with pytest.raises(ChatModelSettingError, match=r"PLANASSISTENT_CHAT_MODEL|Installera"):
        build_chat_model(Settings(chat_model=name))


def test_ollama_is_told_its_context() -> None:
    model = chat_model(Settings(chat_model="ollama:gemma3:4b", chat_context=4096))
    assert model.name == "ollama:gemma3:4b"
    assert model._model.num_ctx == 4096  # type: ignore[attr-defined]


def test_the_fake_keeps_the_contract() -> None:
    seen: list[int] = []
    model = ScriptedModel(REPLY, ChatModelError("gick inte att nå"), {"fel": 1}, room=900)
    reply = model.ask(PROMPT, Reply, Hooks(growing=lambda p: seen.append(len(p["pastaenden"]))))
    assert reply == Reply.model_validate(REPLY) and seen == [1, 2]
    with pytest.raises(ChatModelError, match="nå"):
        model.ask(PROMPT, Reply)
    with pytest.raises(ChatModelError, match="fel form"):
        model.ask(PROMPT, Reply)
    with pytest.raises(CallStoppedError):
        model.ask(PROMPT, Reply, Hooks(stopped=lambda: True))
    assert len(model.prompts) == 4
    echo = ScriptedModel(lambda p: {"pastaenden": [{"text": p.user, "underlag": []}]})
    assert echo.ask(PROMPT, Reply).pastaenden[0].text == PROMPT.user
    echo.probe()


def test_the_note_says_what_is_shown_instead() -> None:
    note = fallback_note(ChatModelError("gick inte att nå"))
    assert note == "Språkmodellen gick inte att nå. Därför visas rapporternas egna ord."


def _soon(true: Any) -> bool:
    for _ in range(300):
        if true():
            return True
        time.sleep(0.02)
    return False
