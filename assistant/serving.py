"""Running the service, and ending it without breaking off what people wait for.

Asked to stop (SIGTERM, Ctrl+C), the service refuses new reports and says at /readyz that it is
about to go, while the report in hand is finished and questions are answered. Then it takes no new
connections, and running answers may end. ``grace_s`` bounds all of it: a report that is not done is
taken in again at the next start, and a stream is ended with an event that says so. Asked once
more, it stops at once.
"""

from __future__ import annotations

import signal
import socket
import time
from threading import Thread
from types import FrameType

import uvicorn
from fastapi import FastAPI

_STREAMS_S = 2.0
"""What is left for running answers, however long a report has taken."""


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, service: FastAPI, grace_s: float) -> None:
        super().__init__(config)
        self._service = service
        self._grace_s = grace_s
        self._asked = False

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to end; at the second signal end at once."""
        if self._asked:
            self.should_exit = self.force_exit = True
            return
        self._asked = True
        Thread(target=self._end, args=(sig, frame), name="ending", daemon=True).start()

    def _end(self, sig: int, frame: FrameType | None) -> None:
        until = time.monotonic() + self._grace_s
        self._service.state.service.intake.drain(self._grace_s)
        left = max(until - time.monotonic(), _STREAMS_S)
        self.config.timeout_graceful_shutdown = int(left)
        if sig == signal.SIGINT:
            super().handle_exit(sig, frame)
        self.should_exit = True


def run_service(service: FastAPI, listener: socket.socket, grace_s: float) -> None:
    """Serve until asked to stop, and then as long as is needed, at most ``grace_s`` seconds."""
    config = uvicorn.Config(service, log_config=None, access_log=False)
    _Server(config, service, grace_s).run(sockets=[listener])
