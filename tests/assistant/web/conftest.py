"""The same service as the routes are tested on, and a browser that all tests share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from assistant.answer import Assistant
from assistant.app import create_app
from assistant.model import Question
from tests.assistant.api.conftest import assistant, client, library
from tests.assistant.api.samples import build_library, fake_check, fake_intake
from tests.assistant.web.browsing import chromium
from tests.assistant.web.serving import served
from tests.assistant.web.talking import HoldingAssistant, holding

__all__ = ["assistant", "client", "library"]


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with chromium() as launched:
        yield launched


@pytest.fixture
def complaints() -> list[str]:
    return []


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A service that answers from the sample library."""
    library = build_library(tmp_path_factory.mktemp("bibliotek"))
    answering = Assistant(library)
    answering.ask(Question("Vad lagas?"))  # word lists are loaded at the first question
    with served(create_app(answering, library, fake_intake(library), fake_check)) as place:
        yield place


@pytest.fixture(scope="module")
def talk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[HoldingAssistant, str]]:
    """A service whose answers can be held back, and its address."""
    holder, _, app = holding(tmp_path_factory.mktemp("bibliotek"))
    with served(app) as place:
        yield holder, place
