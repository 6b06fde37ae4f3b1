"""The words that reports are set with."""

from __future__ import annotations

import time

import pytest

from ingest.wording import fulfilment_of, is_status


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Måluppfyllelse: Uppfylls delvis", "delvis"),
        ("Status :  inte uppnått", "ej"),
        ("Bedömning uppfylls helt", "helt"),
        (" ej uppfyllt. ", "ej"),
    ],
)
def test_a_status_says_how_far_a_goal_is_fulfilled(line: str, told: str) -> None:
    assert is_status(line) and fulfilment_of(line) == told


def test_many_blanks_are_passed_by_at_once() -> None:
    began = time.process_time()
    line = "Status" + " " * 50_000 + "okänd"
    assert not is_status(line) and fulfilment_of(line) is None
    assert time.process_time() - began < 1
