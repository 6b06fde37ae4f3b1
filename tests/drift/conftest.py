"""One Chroma server for all tests that only need some server, each in a database of its own."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest

from ingest.index.server import Address
from tests.drift.processes import Chroma


@pytest.fixture(scope="session")
def chroma(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chroma]:
    server = Chroma(tmp_path_factory.mktemp("chroma"))
    server.start()
    yield server
    server.kill()


@pytest.fixture
def address(chroma: Chroma) -> Address:
    """An empty database on the server."""
    return Address("127.0.0.1", chroma.port, database=f"prov-{uuid.uuid4().hex}", timeout_s=10)
