"""A replica catches up by itself, and is not put out by a store that is away."""

from __future__ import annotations

import logging
import time
from pathlib import Path

import pytest

from assistant.follow import Follower
from ingest.errors import StoreUnavailableError
from ingest.library import Library
from ingest.model import StoredReport
from tests.assistant.api.samples import GREENHOUSE, build_library


class Counted:
    """A lexical index that counts how often it is caught up."""

    def __init__(self, library: Library) -> None:
        self._inner, self.times = library.lexical, 0
        self.sync = self._sync

    def _sync(self, store: object) -> int:
        self.times += 1
        return self._inner.sync(store)  # type: ignore[arg-type]


def test_it_catches_up_only_where_something_has_changed(tmp_path: Path) -> None:
    library = build_library(tmp_path)
    held = library.store.reports()
    library.store.reports = lambda: held  # type: ignore[method-assign]
    library.lexical = counted = Counted(library)  # type: ignore[assignment]
    follower = Follower(library)
    assert [follower.look(), follower.look()] == [True, False]
    held = tuple(report for report in held if report.identity != GREENHOUSE)
    assert [follower.look(), follower.look()] == [True, False]
    assert counted.times == 2


def test_a_store_that_is_away_is_told_of_once_and_waited_for(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    library = build_library(tmp_path)
    real, calls = library.store.reports, iter(range(10_000))

    def reports() -> tuple[StoredReport, ...]:
        if next(calls) < 5:
            raise StoreUnavailableError("nere")
        return real()

    library.store.reports = reports  # type: ignore[method-assign]
    library.lexical = counted = Counted(library)  # type: ignore[assignment]
    follower = Follower(library, every_s=0.005)
    with caplog.at_level(logging.WARNING):
        follower.start()
        until = time.monotonic() + 5
        while not counted.times and time.monotonic() < until:
            time.sleep(0.005)
        follower.stop()
    assert counted.times == 1
    assert [record.message for record in caplog.records] == ["the store does not answer: nere"]
