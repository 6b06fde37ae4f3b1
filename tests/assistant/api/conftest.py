"""A client of the whole service, over a small library and a scripted assistant."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant.app import create_app
from ingest.library import Library
from tests.assistant.api.samples import (
    ScriptedAssistant,
    build_library,
    fake_check,
    fake_intake,
    full_answer,
)
from tests.assistant.draft.shelf import follow_up, library_of, plan


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return build_library(tmp_path)


@pytest.fixture
def assistant(library: Library) -> ScriptedAssistant:
    return ScriptedAssistant(library, full_answer())


@pytest.fixture
def client(library: Library, assistant: ScriptedAssistant) -> Iterator[TestClient]:
    app = create_app(assistant, library, fake_intake(library), fake_check, max_upload_mb=1)
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="module")
def drafting() -> Iterator[TestClient]:
    """A client of the service over a plan and a follow-up, for drafts."""
    library = library_of(plan(2023), follow_up(2023))
    app = create_app(ScriptedAssistant(library, full_answer()), library, fake_intake(library))
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client
