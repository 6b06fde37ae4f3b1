"""A service that is asked to stop ends what runs with words, and does not wait for ever."""

from __future__ import annotations

import json
import signal
import socket
import threading
import time
from pathlib import Path

import httpx
import uvicorn

from assistant.app import create_app
from assistant.serving import _Server
from tests.assistant.api.samples import build_library, fake_intake, full_answer
from tests.assistant.api.test_stream import ASKED, STREAM, SlowAssistant, events


def test_a_stream_that_is_not_done_in_time_is_ended_with_words(tmp_path: Path) -> None:
    library = build_library(tmp_path)
    assistant = SlowAssistant(library, full_answer())
    app = create_app(assistant, library, fake_intake(library))
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    server = _Server(uvicorn.Config(app, log_level="critical"), app, grace_s=0.1)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    until = time.monotonic() + 10
    while not server.started and time.monotonic() < until:
        time.sleep(0.01)
    with httpx.stream("POST", f"{url}/api/ask", json=ASKED, headers=STREAM) as response:
        told = events(response.iter_lines())
        assert next(told)[0] == "statement"
        server.handle_exit(signal.SIGTERM, None)
        name, error = list(told)[-1]
    assert name == "error" and "startas om" in error["detail"], json.dumps(error)
    assistant.go.set()
    thread.join(10)
    assert not thread.is_alive()
