"""The contract of ``PassageStore`` over HTTP, word for word as on the other engines."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.index.chroma import ChromaStore
from ingest.index.ports import PassageStore
from ingest.index.server import Address
from tests.ingest.index.test_store_contract import *  # noqa: F403


@pytest.fixture
def store(address: Address) -> Iterator[PassageStore]:
    store = ChromaStore(address, model="word-buckets")
    yield store
    store.close()
