"""Texts compressed in memory: whole again whatever was learnt meanwhile, and small."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

from ingest.index.compression import Compression

TEXTS = [
    json.dumps(
        {"board": "Aspvik", "unit": "Aspens dagverksamhet", "text": f"Maten den {n}: {n * 7919}."},
        ensure_ascii=False,
    )
    for n in range(600)
]  # fmt: skip


def test_what_is_compressed_comes_out_whole() -> None:
    made = Compression()
    before = made.compress([*TEXTS[:5], ""])
    learnt = made.compress(TEXTS)
    assert [made.decompress(one) for one in before] == [*TEXTS[:5], ""]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(made.decompress, learnt)) == TEXTS


def test_what_texts_have_in_common_is_learnt_of_few_at_a_time() -> None:
    made = Compression()
    first = made.compress(TEXTS[:5])
    for start in range(5, 600, 7):
        made.compress(TEXTS[start : start + 7])
    again = made.compress(TEXTS[:5])
    assert sum(map(len, again)) < 0.7 * sum(map(len, first))
    assert [made.decompress(one) for one in (*first, *again)] == [*TEXTS[:5], *TEXTS[:5]]


def test_too_little_to_learn_from_is_compressed_all_the_same() -> None:
    made = Compression()
    assert [made.decompress(one) for one in made.compress(["å"] * 1200)] == ["å"] * 1200
