"""Filling a library with copies, and the steps that are timed."""

from __future__ import annotations

from eval.speed import fill, measured
from ingest.index.memory import MemoryLexical, MemoryStore, WordEmbedder
from ingest.library import Library
from tests.assistant import shelf


def _empty() -> Library:
    archive = shelf.ShelfArchive()
    return Library(MemoryStore(), MemoryLexical(), WordEmbedder(buckets=4096), archive)  # type: ignore[arg-type]


def test_copies_stand_under_names_of_their_own() -> None:
    large, small = _empty(), shelf.library()
    fill(large, small, small.store.count() * 3)
    assert large.store.count() >= small.store.count() * 3
    assert len(large.reports()) == len({r.identity for r in large.reports()})
    assert {r.identity for r in small.reports()} <= {r.identity for r in large.reports()}


def test_every_step_has_a_time_for_each_question() -> None:
    texts = ["Hur gick det med matsvinnet?", "sjukfrånvaro 2022", "höstmarknaden"]
    times = measured(shelf.library(), texts)
    assert {"inbäddning", "tolkning", "sökning", "vektorsökning", "ordsökning"} <= set(times)
    for step in ("inbäddning", "tolkning", "sökning"):
        assert len(times[step]) == len(texts)
    assert all(lap >= 0 for laps in times.values() for lap in laps)
