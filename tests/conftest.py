"""What holds for every test: no network, no telemetry, no settings from the machine around it.

Sockets reach this machine only (browser and server tests need that); anything else raises. The
variables are set before any library is imported, since several read them once.
"""

from __future__ import annotations

import ipaddress
import os
import socket
from collections.abc import Iterator
from typing import Any

import pytest

_KEPT = {
    "PLANASSISTENT_ORDLISTA",
    "PLANASSISTENT_MODELS",
    "PLANASSISTENT_TEST_LLM",
    "PLANASSISTENT_TEST_LLM_MODEL",
}

for _name in [n for n in os.environ if n.startswith("PLANASSISTENT_") and n not in _KEPT]:
    del os.environ[_name]
os.environ.update(
    HF_HUB_OFFLINE="1",
    HF_HUB_DISABLE_TELEMETRY="1",
    TRANSFORMERS_OFFLINE="1",
    ANONYMIZED_TELEMETRY="False",
    LANGCHAIN_TRACING_V2="false",
    LANGSMITH_TRACING="false",
    DO_NOT_TRACK="1",
    TOKENIZERS_PARALLELISM="false",
)


class NetworkForbiddenError(Exception):
    """A test tried to reach another machine."""


def _here(host: object) -> bool:
    if host is None or host in ("", "localhost", b"localhost"):
        return True
    name = host.decode() if isinstance(host, bytes) else str(host)
    try:
        return ipaddress.ip_address(name.split("%")[0]).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    connect, connect_ex, lookup = (
        socket.socket.connect,
        socket.socket.connect_ex,
        socket.getaddrinfo,
    )

    def check(address: Any) -> None:
        if isinstance(address, tuple) and not _here(address[0]):
            raise NetworkForbiddenError(f"no network in tests: {address[0]}")

    def guarded_connect(self: socket.socket, address: Any) -> None:
        check(address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        check(address)
        return connect_ex(self, address)

    def guarded_lookup(host: Any, *rest: Any, **named: Any) -> Any:
        check((host,))
        return lookup(host, *rest, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded_connect)
        patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
        patch.setattr(socket, "getaddrinfo", guarded_lookup)
        yield
