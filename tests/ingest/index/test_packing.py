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


def test_what_texts_have_in_common_is_learnt_once() -> None:
    packing = Packing()
    alone = packing.pack(TEXTS[:5])
    assert sum(map(len, packing.pack(TEXTS))) < 0.5 * sum(map(len, TEXTS))
    assert sum(map(len, packing.pack(TEXTS[:5]))) < 0.7 * sum(map(len, alone))


def test_too_little_to_learn_from_is_packed_all_the_same() -> None:
    packing = Packing()
    assert [packing.unpack(one) for one in packing.pack(["å"] * 150)] == ["å"] * 150
