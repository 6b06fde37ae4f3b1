"""The chat model of ``make test-llm``, the same for every test with one."""

from __future__ import annotations

import os

import pytest

from assistant.chat.port import ChatModel
from assistant.settings import Settings
from assistant.wiring import build_chat_model

SERVER = os.environ.get("PLANASSISTENT_TEST_LLM", "")


@pytest.fixture(scope="package")
def model() -> ChatModel:
    """The model; skips, loudly, where no server is named."""
    if not SERVER:
        pytest.skip("PLANASSISTENT_TEST_LLM är inte satt")
    name = os.environ.get("PLANASSISTENT_TEST_LLM_MODEL", "prov")
    settings = Settings(chat_model=f"openai:{name}", chat_base_url=SERVER, chat_timeout_s=300)
    built = build_chat_model(settings)
    assert built is not None
    return built
