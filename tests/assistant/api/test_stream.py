"""Server-sent events on a real server: each statement when it stands, and no work for nobody."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant.app import create_app
from assistant.errors import CallStoppedError, QuestionError
from assistant.model import Answer, Question
from assistant.watch import SILENT, Watch
from tests.assistant.api.samples import (
    ScriptedAssistant,
    build_library,
    fake_intake,
    full_answer,
)
from tests.assistant.web.serving import served

STREAM = {"accept": "text/event-stream"}
IN_LINE = "Vem står i kö?"
ASKED = {"question": "Hur många cyklar?"}


@dataclass
class SlowAssistant(ScriptedAssistant):
    """Tells its first statement, then waits for ``go`` or until nobody listens."""

    go: threading.Event = field(default_factory=threading.Event)
    ended: threading.Event = field(default_factory=threading.Event)
    error: Exception | None = None

    def ask(self, question: Question, watch: Watch = SILENT) -> Answer:
        first, *rest = self.answer.statements
        if not self.answer.statements or question.text == "fel direkt":
            raise QuestionError("Frågan är tom.", "Skriv en fråga.")
        watch.told(first, self.answer.citations)
        if question.text == IN_LINE:
            watch.queued(2)
        while not self.go.wait(0.02):
            if watch.stopped():
                self.ended.set()
                raise CallStoppedError
        if self.error is not None:
            raise self.error
        for statement in rest:
            watch.told(statement, self.answer.citations)
        return self.answer


@pytest.fixture
def slow(tmp_path: Path) -> Iterator[tuple[SlowAssistant, str]]:
    library = build_library(tmp_path)
    assistant = SlowAssistant(library, full_answer())
    with served(create_app(assistant, library, fake_intake(library))) as url:
        yield assistant, url
        assistant.go.set()


def events(lines: Iterator[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    name = ""
    for line in lines:
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: "):
            yield name, json.loads(line.removeprefix("data: "))


def test_a_statement_comes_before_the_answer_is_whole(slow: tuple[SlowAssistant, str]) -> None:
    assistant, url = slow
    with httpx.stream("POST", f"{url}/api/ask", json=ASKED, headers=STREAM, timeout=30) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        told = events(response.iter_lines())
        name, first = next(told)
        assert name == "statement" and first["sources"][0]["id"] in first["citations"]
        assert not assistant.go.is_set(), "the rest is still being written"
        assistant.go.set()
        rest = list(told)
    assert [n for n, _ in rest] == ["statement"] * (len(rest) - 1) + ["done"]
    done = rest[-1][1]
    assert [first["text"], *(e["text"] for _, e in rest[:-1])] == [
        s["text"] for s in done["statements"]
    ]


def test_the_place_in_line_before_the_chat_model_is_told(
    slow: tuple[SlowAssistant, str],
) -> None:
    assistant, url = slow
    asked = {"question": IN_LINE}
    with httpx.stream("POST", f"{url}/api/ask", json=asked, headers=STREAM, timeout=30) as response:
        told = events(response.iter_lines())
        assert next(told)[0] == "statement"
        assert next(told) == ("queue", {"place": 2})
        assistant.go.set()
        assert list(told)[-1][0] == "done"


def test_a_reader_who_leaves_ends_the_work(slow: tuple[SlowAssistant, str]) -> None:
    assistant, url = slow
    with httpx.stream("POST", f"{url}/api/ask", json=ASKED, headers=STREAM, timeout=30) as response:
        next(events(response.iter_lines()))
    assert assistant.ended.wait(5), "the work went on for nobody"


def test_a_client_that_leaves_before_the_whole_answer_ends_the_work(
    slow: tuple[SlowAssistant, str],
) -> None:
    assistant, url = slow
    with pytest.raises(httpx.ReadTimeout):
        httpx.post(f"{url}/api/ask", json=ASKED, timeout=0.3)
    assert assistant.ended.wait(5)


def test_an_error_before_the_first_event_is_an_ordinary_one(
    slow: tuple[SlowAssistant, str],
) -> None:
    _, url = slow
    response = httpx.post(
        f"{url}/api/ask", json={"question": "fel direkt"}, headers=STREAM, timeout=30
    )
    assert response.status_code == 422
    assert response.json()["title"] == "Frågan är tom."


def test_an_error_in_the_middle_is_an_event(slow: tuple[SlowAssistant, str]) -> None:
    assistant, url = slow
    assistant.error = RuntimeError("hemlig sökväg /srv/x")
    with httpx.stream("POST", f"{url}/api/ask", json=ASKED, headers=STREAM, timeout=30) as response:
        told = events(response.iter_lines())
        next(told)
        assistant.go.set()
        ((name, problem),) = list(told)
    assert name == "error" and problem["title"] == "Något gick fel hos oss"
    assert "hemlig" not in json.dumps(problem)


def test_other_questions_are_answered_meanwhile(slow: tuple[SlowAssistant, str]) -> None:
    _, url = slow
    with httpx.stream("POST", f"{url}/api/ask", json=ASKED, headers=STREAM, timeout=30) as response:
        next(events(response.iter_lines()))
        start = time.monotonic()
        assert httpx.get(f"{url}/healthz").status_code == 200
        assert time.monotonic() - start < 2
