"""The log: one line a request with its id, as JSON or text, and no words of anyone's."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from assistant.operation.logs import configure_logs
from tests.assistant.api.samples import QUOTE

QUESTION = "Hur många cyklar lagades i Kedjan?"


@pytest.fixture
def restored() -> Iterator[None]:
    """The root logger is left as it was."""
    loggers = [logging.getLogger(name) for name in ("", "assistant", "ingest")]
    before = [(one, list(one.handlers), one.level) for one in loggers]
    yield
    for one, handlers, level in before:
        one.handlers[:] = handlers
        one.setLevel(level)


def asked(client: TestClient) -> None:
    client.post("/api/ask", json={"question": QUESTION}, headers={"X-Request-ID": "prov-12345"})
    client.get("/", params={"q": QUESTION})
    client.get("/healthz")


def test_a_request_is_a_line_of_json_with_its_id(client: TestClient, restored: None) -> None:
    written = io.StringIO()
    configure_logs(as_json=True, to=written)
    asked(client)
    lines = [json.loads(line) for line in written.getvalue().splitlines()]
    first, second = [line for line in lines if line["event"] == "begäran"]
    assert first["request"] == "prov-12345" and first["route"] == "/api/ask"
    assert first["status"] == 200 and first["ms"] >= 0 and first["actor"] == "lokal"
    assert second["route"] == "/" and len(second["request"]) == 32


@pytest.mark.parametrize("as_json", [True, False])
def test_no_line_holds_words_of_a_question_or_a_report(
    client: TestClient, restored: None, as_json: bool
) -> None:
    written = io.StringIO()
    configure_logs(as_json=as_json, to=written)
    asked(client)
    told = written.getvalue()
    assert "begäran" in told
    assert QUOTE not in told and "cyklar" not in told and "Kedjan" not in told


def test_an_error_keeps_what_went_wrong(restored: None) -> None:
    written = io.StringIO()
    configure_logs(as_json=True, to=written)
    try:
        raise ValueError("nej")
    except ValueError:
        logging.getLogger("prov").exception("fel i provet")
    line = json.loads(written.getvalue())
    assert line["level"] == "error" and "ValueError: nej" in line["exception"]


def test_the_id_is_ours_where_the_caller_s_is_no_id(client: TestClient) -> None:
    for given in ("kort", "a b c d e f g h", "x" * 200, 'fel"}\n{'):
        back = client.get("/healthz", headers={"X-Request-ID": given.replace("\n", "")})
        assert back.headers["x-request-id"] != given
