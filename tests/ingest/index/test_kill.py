"""A writer killed at any moment leaves whole editions, an index that opens, and no more.

With checkpoints at every edition nearly every kill hits one; Chroma alone crashed for good then.
"""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ingest.index.chroma import ChromaStore
from ingest.index.folder import Folder
from ingest.model import Scope
from tests.ingest.index.build import make_edition
from tests.ingest.index.writer import MODEL, edition, vector

ROOT = Path(__file__).parents[3]


def killed_writer(folder: Path, checkpoint: int, first: int, after: float) -> list[str]:
    """What a writer had said when it was killed, ``after`` seconds from its start of writing."""
    command = [sys.executable, "-m", "tests.ingest.index.writer", str(folder)]
    process = subprocess.Popen(
        [*command, str(checkpoint), str(first)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    time.sleep(after)
    process.kill()
    said = process.stdout.read().splitlines()
    process.wait()
    process.stdout.close()
    return said


def check(store: ChromaStore, committed: int) -> int:
    """Every report in force is whole, findable, and no older than what was committed."""
    newest = -1
    numbers = {make_edition(str(number)): number for number in range(committed + 3)}
    for report in store.reports():
        number = numbers[report.edition]
        newest = max(newest, number)
        expected = edition(number)
        assert store.passages(report.document_id) == expected
        for passage in (expected[0], expected[-1]):
            hits = store.search(vector(passage), Scope(units=(str(report.identity.unit),)), 99)
            assert len(hits) == len(expected)
            best = [hit.passage_id for hit in hits if hit.score > 0.9999]
            assert passage.key in best
    assert newest >= committed
    places = store.places()
    shared = sum(map(len, places.values()))
    assert shared == 3 * len(store.reports())
    assert len(store.search([1.0] * 8, Scope(), 999)) == store.count() - shared + len(places)
    return newest


@pytest.mark.parametrize(("checkpoint", "kills"), [(1_000_000, 2), (20, 4)])
def test_killed_at_random_moments(tmp_path: Path, checkpoint: int, kills: int) -> None:
    chance = random.Random(checkpoint)
    committed = -1
    for _ in range(kills):
        said = killed_writer(tmp_path, checkpoint, committed + 1, chance.uniform(0.0, 0.6))
        done = [int(line.split()[1]) for line in said if line.startswith("committed")]
        store = ChromaStore(Folder(tmp_path, MODEL, checkpoint), MODEL)
        committed = check(store, max([committed, *done]))
        store.sweep()
        check(store, committed)
        assert store.sweep() == 0
        assert set(store.texts("Aspvik")) == set(store.places())
