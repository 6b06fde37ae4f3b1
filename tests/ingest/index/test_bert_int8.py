"""Products in integers of eight bits: how near they come, on one product and on whole models."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from ingest.index import bert, bert_int8
from ingest.index.bert_int8 import GELU_LEAST, Int8Linear, Quantization, by_token
from ingest.index.embedding import default_model_folder
from tests.ingest.index.test_bert import TEXTS, expected, folder

__all__ = ["folder"]

pytestmark = pytest.mark.skipif(
    not torch.cpu.get_capabilities().get("avx512_vnni"),
    reason="OBS! processorn saknar VNNI: prov av inbäddning i heltal hoppas över",
)
ODD = [
    "passage: " + "SJUKFRÅNVARO!!! " * 60,
    "passage: 0 0 0 0 12 345 678,90 % 99 – – · · · | | |",
    "passage: The quick brown fox jumps over the lazy dog, again and again.",
    "passage: 本区のすべての子どもに良い保育を。",
    'passage: {"namn": [1, 2, 3], "värde": null}\n\t<b>http://exempel.se/a?b=c</b>',
    "x",
    "passage: Måluppfyllelsen bedöms som god. Antalet avvikelser minskade från 41 till 18.",
]


def test_a_product_of_integers_is_that_of_what_they_stand_for() -> None:
    torch.manual_seed(5)
    weight, bias, state = torch.randn(24, 16), torch.randn(24), torch.randn(64, 16) * 2
    state[:, 3] *= 30  # a channel that always lies far above the others
    steps = Quantization.of((state.amin(0), state.amax(0)), weight, 0.9)
    integers = (state / steps.units + steps.shift).clamp(0, 255).to(torch.uint8)
    told = steps.product((weight, bias))(integers)
    exact = torch.nn.functional.linear(state, weight, bias)
    assert (told - exact).abs().mean() < 0.02 * exact.abs().mean()
    gelu = steps.product((weight, bias), gelu=True)(integers)
    assert torch.allclose(gelu, torch.nn.functional.gelu(told), atol=1e-4)


def test_what_comes_before_gives_the_steps() -> None:
    torch.manual_seed(6)
    state = torch.randn(8, 16)
    steps = Quantization.of((state.amin(0), state.amax(0)), torch.randn(24, 16), 0.6)
    norm = torch.rand(16), torch.randn(16)
    told = torch.nn.functional.layer_norm(state, (16,), *steps.before(norm))
    exact = torch.nn.functional.layer_norm(state, (16,), *norm)
    assert torch.allclose((told - steps.shift) * steps.units, exact, atol=1e-5)
    values = torch.randn(16, 16), torch.randn(16)
    told = torch.nn.functional.linear(state, *steps.before(values))
    exact = torch.nn.functional.linear(state, *values)
    assert torch.allclose((told - steps.shift) * steps.units, exact, atol=1e-4)


def test_nothing_at_all_is_no_number_too_many() -> None:
    weight, none = torch.zeros(8, 16), torch.zeros(16)
    steps = Quantization.of((none, none), weight, 0.9)
    told = steps.product((weight, torch.ones(8)))(torch.zeros(4, 16, dtype=torch.uint8))
    assert torch.allclose(told, torch.ones(4, 8))
    assert torch.isfinite(
        Int8Linear.of((weight, none[:8]))(torch.ones(4, 16, dtype=torch.uint8))
    ).all()


def test_a_tiny_model_comes_near_what_it_stands_for(folder: Path) -> None:
    model = bert.BertEncoder(folder, torch.float32, int8=True)
    found = model.many(TEXTS, 2)
    exact = np.stack([expected(folder, text) for text in TEXTS])
    assert (found * exact).sum(1).min() > 0.999
    assert not np.allclose(found, exact, atol=1e-5), "they are no floating numbers"
    assert np.allclose(model.few(TEXTS), exact, atol=1e-5), "a question's are exact"


def test_one_large_number_costs_the_other_tokens_nothing() -> None:
    torch.manual_seed(7)
    wide = torch.nn.functional.gelu(torch.randn(6, 16))
    wide[2, 3] = 500.0
    exact, rest = wide.clone(), [0, 1, 3, 4, 5]
    integers, scale = by_token(wide)
    found = integers * scale - GELU_LEAST
    assert (found - exact)[rest].abs().max() < 0.01
    assert (found - exact)[2].abs().max() <= 500.2 / 255
    narrowed = Int8Linear.of((torch.randn(8, 16), torch.zeros(8)))
    alone = narrowed(integers[rest]) * scale[rest]
    assert torch.allclose((narrowed(integers) * scale)[rest], alone, atol=1e-5)


def test_a_torch_that_cannot_trace_computes_the_same(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_one_call = bert.BertEncoder(folder, torch.float32, int8=True).many(TEXTS, 2)
    monkeypatch.delattr(torch.jit, "trace")
    monkeypatch.delattr(torch.jit, "script")
    monkeypatch.setattr(bert_int8, "_product", bert_int8._product.__wrapped__)
    step_by_step = bert.BertEncoder(folder, torch.float32, int8=True).many(TEXTS, 2)
    assert np.allclose(step_by_step, in_one_call, atol=1e-6)


@pytest.fixture(scope="module")
def default(tmp_path_factory: pytest.TempPathFactory) -> bert.BertEncoder:
    unpacked = default_model_folder(tmp_path_factory.mktemp("models"), progress=lambda done: None)
    return bert.BertEncoder(unpacked, torch.float32, int8=True)


def test_texts_unlike_any_that_was_measured_come_near_too(default: bert.BertEncoder) -> None:
    near = (default.many(ODD, 1) * default.few(ODD)).sum(1)
    assert near.min() > 0.998, dict(zip(ODD, near, strict=True))


def test_a_vector_does_not_depend_on_the_texts_beside_it(default: bert.BertEncoder) -> None:
    together = default.many(ODD, 2)
    for text, vector in zip(ODD, together, strict=True):
        assert np.allclose(default.many([text], 1)[0], vector, atol=1e-4)


def test_what_is_compared_with_names_is_computed_as_many_texts_are(
    default: bert.BertEncoder,
) -> None:
    asked = ["query: sjukfrånvaron", "query: klagomål från föräldrar"]
    assert np.array_equal(default.short(asked), default.many(asked, 1))
    short, exact = default.short(asked), default.few(asked)
    lengths = np.linalg.norm(short, axis=1) * np.linalg.norm(exact, axis=1)
    assert ((short * exact).sum(axis=1) > 0.999 * lengths).all()
