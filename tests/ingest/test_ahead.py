"""Work done ahead: the order is kept, no more than a few are under way, a broken run stops."""

from __future__ import annotations

from threading import Event

import pytest

from ingest.ahead import Ahead, Turn


def nothing(found: int, turn: Turn[int]) -> None:
    turn.tell(1.0)


def test_the_order_is_kept() -> None:
    with Ahead(lambda n: n * 2, nothing, 3) as ahead:
        found = [turn.result(lambda done: None) for turn in ahead.turns(range(9))]
    assert found == [0, 2, 4, 6, 8, 10, 12, 14, 16]


def test_no_more_than_the_readers_are_ahead() -> None:
    started: list[int] = []

    def read(source: int) -> int:
        started.append(source)
        return source

    with Ahead(read, nothing, 2) as ahead:
        turns = ahead.turns(range(9))
        next(turns).result(lambda done: None)
        assert set(started) <= {0, 1, 2}


def test_whoever_waits_is_told_how_far_it_is() -> None:
    told: list[float] = []
    heard = Event()

    def embed(found: int, turn: Turn[int]) -> None:
        turn.tell(0.5)
        assert heard.wait(10)

    def tell(done: float) -> None:
        told.append(done)
        heard.set()

    with Ahead(lambda n: n, embed, 1) as ahead:
        (turn,) = ahead.turns([1])
        assert turn.result(tell) == 1
    assert told and set(told) <= {0.0, 0.5}


def test_trouble_comes_where_its_turn_is() -> None:
    def embed(found: int, turn: Turn[int]) -> None:
        if found == 1:
            raise OSError("full")

    with (
        pytest.raises(OSError, match="full"),
        Ahead(lambda n: n, embed, 1) as ahead,
    ):
        for turn in ahead.turns(range(3)):
            assert turn.result(lambda done: None) == 0


def test_a_run_that_is_broken_off_stops_what_is_ahead() -> None:
    begun, ended = Event(), Event()

    def embed(found: int, turn: Turn[int]) -> None:
        begun.set()
        try:
            while not ended.wait(0.001):
                turn.tell(0.1)
        finally:
            ended.set()

    with pytest.raises(KeyError), Ahead(lambda n: n, embed, 1) as ahead:
        next(ahead.turns(range(3)))
        assert begun.wait(10)
        raise KeyError
    assert ended.wait(10)
