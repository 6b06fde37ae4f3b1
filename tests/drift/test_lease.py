"""One writer at a time over a real Chroma server, and none for ever."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from itertools import pairwise
from threading import Barrier, Thread

import pytest
from chromadb.api import ClientAPI
from chromadb.errors import ChromaError, NotFoundError

from ingest.errors import LibraryBusyError, StoreUnavailableError
from ingest.index import lease
from ingest.index.lease import Lease
from ingest.index.server import Address, connected
from tests.drift.processes import free_port, until


@pytest.fixture
def client(address: Address) -> Iterator[ClientAPI]:
    client = connected(address)
    yield client
    client.close()  # type: ignore[attr-defined]


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lease, "EXPIRY_S", 0.6)
    monkeypatch.setattr(lease, "_BEAT_S", 0.1)


def test_of_many_writers_one_writes_at_a_time(client: ClientAPI) -> None:
    inside: list[int] = []
    most: list[int] = []
    start = Barrier(5)

    def write() -> None:
        mine = Lease(client)
        start.wait()
        for _ in range(3):
            with mine.held(30):
                inside.append(1)
                most.append(len(inside))
                time.sleep(0.01)
                inside.pop()

    threads = [Thread(target=write) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1] * 15
    assert Lease(client).holder() is None


def test_who_waits_too_long_is_told(client: ClientAPI) -> None:
    first, second = Lease(client, "ett"), Lease(client, "två")
    busy = pytest.raises(LibraryBusyError, match="skriver i bib")
    with first.held(1), busy, second.held(0.3):
        raise AssertionError
    with Lease(client, "två").held(1):
        assert Lease(client).holder() == "två"


def test_a_holder_that_lives_is_waited_for(client: ClientAPI, hasty: None) -> None:
    first, second = Lease(client, "ett"), Lease(client, "två")
    with first.held(1), pytest.raises(LibraryBusyError), second.held(1.5):
        raise AssertionError


def left_behind(client: ClientAPI, owner: str) -> None:
    """A lease as a killed writer leaves it."""
    client.create_collection("writer", metadata={"owner": owner, "mark": "x", "beat": 7})


def test_a_lease_that_a_kill_left_expires_for_one_of_those_who_wait(
    client: ClientAPI, hasty: None
) -> None:
    left_behind(client, "död")
    inside: list[float] = []
    began = time.monotonic()

    def write() -> None:
        with Lease(client).held(20):
            inside.append(time.monotonic())
            time.sleep(0.05)

    threads = [Thread(target=write) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert inside[0] - began >= 0.6
    assert all(later - before >= 0.05 for before, later in pairwise(inside))
    assert client.count_collections() == 0


def test_of_many_who_remove_one_removes_and_none_fails(client: ClientAPI) -> None:
    """The server answers otherwise than "not there" while a collection is being removed."""
    failed: list[BaseException] = []
    end = time.monotonic() + 2

    def remove() -> None:
        try:
            while time.monotonic() < end:
                with suppress(NotFoundError):
                    there = client.get_collection("writer", embedding_function=None)
                    Lease(client)._remove(there)
        except BaseException as error:
            failed.append(error)

    threads = [Thread(target=remove) for _ in range(4)]
    for thread in threads:
        thread.start()
    while time.monotonic() < end:
        with suppress(ChromaError):  # there already
            left_behind(client, "någon")
    for thread in threads:
        thread.join()
    assert failed == []


def test_a_replica_takes_back_what_it_left_itself(client: ClientAPI) -> None:
    left_behind(client, "jag")
    began = time.monotonic()
    with Lease(client, "jag").held(5):
        assert time.monotonic() - began < lease.EXPIRY_S / 2


def test_a_holder_that_was_taken_over_may_not_write(client: ClientAPI, hasty: None) -> None:
    first = Lease(client, "ett")
    with first.held(1):
        first.check()
        client.get_collection("writer", embedding_function=None).modify(name="writer-gone-prov")
        with Lease(client, "två").held(1), pytest.raises(LibraryBusyError, match="tog över"):
            first.check()
    assert Lease(client).holder() is None


def test_a_server_that_is_not_there_is_told_at_once() -> None:
    began = time.monotonic()
    with pytest.raises(StoreUnavailableError, match="Databasen svarar inte"):
        connected(Address("127.0.0.1", free_port(), timeout_s=2))
    assert time.monotonic() - began < 2


def test_a_server_that_never_answers_is_not_waited_for() -> None:
    import socket

    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        began = time.monotonic()
        with pytest.raises(StoreUnavailableError):
            connected(Address("127.0.0.1", silent.getsockname()[1], timeout_s=0.5))
        assert time.monotonic() - began < 3


def test_a_holder_s_number_moves(client: ClientAPI, hasty: None) -> None:
    def beat() -> int:
        told = client.get_collection("writer", embedding_function=None).metadata or {}
        return int(told.get("beat", 0))

    with Lease(client).held(1):
        began = beat()
        assert until(lambda: beat() if beat() >= began + 2 else None, 5) > began
