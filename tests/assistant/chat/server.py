"""A small OpenAI-compatible server on loopback that behaves, or misbehaves, as a test tells it."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Behaviour:
    """What the server says, how fast, and what it was asked; ``cut`` counts broken-off replies."""

    text: str = "{}"
    status: int = 200
    message: str = ""
    pause_s: float = 0.0
    piece: int = 8
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    cut: int = 0


class _Handler(BaseHTTPRequestHandler):
    behaviour: Behaviour

    def log_message(self, *_: Any) -> None:
        """Nothing: the tests' output stays clean."""

    def do_POST(self) -> None:
        length = int(self.headers.get("content-length", 0))
        body = json.loads(self.rfile.read(length))
        self.behaviour.asked.append(body)
        self.behaviour.keys.append(self.headers.get("authorization", ""))
        if self.behaviour.status != 200:
            self._whole(self.behaviour.status, {"error": {"message": self.behaviour.message}})
        elif body.get("stream"):
            self._stream()
        else:
            time.sleep(self.behaviour.pause_s)
            message = {"role": "assistant", "content": self.behaviour.text}
            choice = {"index": 0, "message": message, "finish_reason": "stop"}
            self._whole(200, {"id": "1", "object": "chat.completion", "choices": [choice]})

    def _whole(self, status: int, body: dict[str, Any]) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _stream(self) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.end_headers()
        text, size = self.behaviour.text, self.behaviour.piece
        pieces = [text[at : at + size] for at in range(0, len(text), size)]
        try:
            for number, piece in enumerate(pieces):
                last = number == len(pieces) - 1
                choice = {
                    "index": 0,
                    "delta": {"role": "assistant", "content": piece},
                    "finish_reason": "stop" if last else None,
                }
                event = {"id": "1", "object": "chat.completion.chunk", "choices": [choice]}
                self.wfile.write(f"data: {json.dumps(event)}\n\n".encode())
                self.wfile.flush()
                time.sleep(self.behaviour.pause_s)
            self.wfile.write(b"data: [DONE]\n\n")
        except OSError:
            self.behaviour.cut += 1


@contextmanager
def serving(behaviour: Behaviour) -> Iterator[str]:
    """The server's base address while it runs."""
    handler = type("Handler", (_Handler,), {"behaviour": behaviour})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
