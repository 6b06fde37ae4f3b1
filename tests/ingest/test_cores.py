"""Cores that a process may use: those it is bound to, else those of the machine, at least one."""

from __future__ import annotations

import os

import pytest

from ingest.cores import cores


def test_those_the_process_is_bound_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 3, 5}, raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: 64)
    assert cores() == 3


@pytest.mark.parametrize(("known", "told"), [(8, 8), (None, 1)])
def test_those_of_the_machine_where_none_is_told(
    monkeypatch: pytest.MonkeyPatch, known: int | None, told: int
) -> None:
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: known)
    assert cores() == told
