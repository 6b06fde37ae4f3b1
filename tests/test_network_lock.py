"""The lock of conftest.py is shut, and lets this machine's own sockets through."""

from __future__ import annotations

import os
import socket

import pytest

from tests.conftest import NetworkForbiddenError


def test_other_machines_are_out_of_reach() -> None:
    with socket.socket() as sock, pytest.raises(NetworkForbiddenError):
        sock.connect(("192.0.2.1", 80))
    with socket.socket() as sock, pytest.raises(NetworkForbiddenError):
        sock.connect_ex(("192.0.2.1", 80))
    with pytest.raises(NetworkForbiddenError):
        socket.getaddrinfo("example.org", 443)


def test_this_machine_is_within_reach() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname()[:2]) as client,
    ):
        assert client.getpeername() == server.getsockname()


def test_hubs_and_telemetry_are_off() -> None:
    assert os.environ["HF_HUB_OFFLINE"] == "1"
    assert os.environ["ANONYMIZED_TELEMETRY"] == "False"
