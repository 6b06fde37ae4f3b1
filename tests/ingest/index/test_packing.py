"""Texts packed in memory: whole again whatever was learnt meanwhile, and small."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

from ingest.index.packing import Packing

TEXTS = [
    json.dumps(
        {"board": "Aspvik", "unit": "Aspens dagverksamhet", "text": f"Maten den {n}: {n * 7919}."},
        ensure_ascii=False,
    )
    for n in range(600)
]  # fmt: skip


def test_what_is_packed_comes_out_whole() -> None:
    packing = Packing()
    before = packing.pack([*TEXTS[:5], ""])
    learnt = packing.pack(TEXTS)
    assert [packing.unpack(one) for one in before] == [*TEXTS[:5], ""]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(packing.unpack, learnt)) == TEXTS


def test_what_texts_have_in_common_is_learnt_of_few_at_a_time() -> None:
    packing = Packing()
    first = packing.pack(TEXTS[:5])
    for start in range(5, 600, 7):
        packing.pack(TEXTS[start : start + 7])
    again = packing.pack(TEXTS[:5])
    assert sum(map(len, again)) < 0.7 * sum(map(len, first))
    assert [packing.unpack(one) for one in (*first, *again)] == [*TEXTS[:5], *TEXTS[:5]]


def test_too_little_to_learn_from_is_packed_all_the_same() -> None:
    packing = Packing()
    assert [packing.unpack(one) for one in packing.pack(["å"] * 1200)] == ["å"] * 1200
