"""The words that reports are set with."""

from __future__ import annotations

import time

from ingest.wording import is_status


def test_a_status_is_a_short_line_and_a_long_one_is_passed_by_at_once() -> None:
    assert is_status("Måluppfyllelse: Uppfylls delvis") and is_status(" ej uppfyllt. ")
    began = time.process_time()
    assert not is_status("Status" + " " * 50_000 + "okänd")
    assert time.process_time() - began < 1
