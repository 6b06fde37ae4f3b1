"""The short path of a plain BERT model: which folders it takes, and that it computes BERT.

Held against transformers' own model, on a tiny one of random numbers.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from ingest.errors import ModelUnavailableError
from ingest.index import bert, embedding
from ingest.index.embedding import SentenceTransformerEmbedder

WORDS = "enheten minskade sitt matsvinn genom att väga allt som slängdes våren 2024".split()  # noqa: SIM905
TEXTS = ["våren", " ".join(WORDS), "enheten minskade", " ".join(WORDS * 9), ""]


def write(path: Path, value: Any) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(value), "utf-8")


def tokenizer() -> Any:
    from tokenizers import Tokenizer, models, pre_tokenizers
    from tokenizers.processors import TemplateProcessing

    vocabulary = {word: n for n, word in enumerate(["[CLS]", "[SEP]", "[UNK]", *WORDS])}
    made = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    made.pre_tokenizer = pre_tokenizers.Whitespace()  # type: ignore[assignment]
    made.post_processor = TemplateProcessing(  # type: ignore[assignment]
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 0), ("[SEP]", 1)]
    )
    return made


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from transformers import BertConfig, BertModel

    folder = tmp_path_factory.mktemp("bert")
    torch.manual_seed(3)
    config = BertConfig(
        vocab_size=len(WORDS) + 3, hidden_size=32, num_hidden_layers=2, num_attention_heads=4,
        intermediate_size=64, max_position_embeddings=64,
    )  # fmt: skip
    BertModel(config).save_pretrained(folder)
    tokenizer().save(str(folder / "tokenizer.json"))
    kinds = {"": "Transformer", "1_Pooling": "Pooling", "2_Normalize": "Normalize"}
    write(
        folder / "modules.json",
        [{"path": path, "type": f"sentence_transformers.models.{kinds[path]}"} for path in kinds],
    )
    write(folder / "1_Pooling" / "config.json", {"pooling_mode_mean_tokens": True})
    write(folder / "sentence_bert_config.json", {"max_seq_length": 40})
    return folder


def expected(folder: Path, text: str) -> Any:
    from transformers import BertModel

    ids = tokenizer().encode(text).ids
    ids = [*ids[:39], 1] if len(ids) > 40 else ids
    model = BertModel.from_pretrained(folder).eval()
    with torch.inference_mode():
        state = model(input_ids=torch.tensor([ids])).last_hidden_state
    return torch.nn.functional.normalize(state.mean(1)).numpy()[0]


def test_the_vectors_are_those_of_bert(folder: Path) -> None:
    model = bert.BertEncoder(folder, torch.float32)
    found = model.many(TEXTS, 2)
    for text, vector in zip(TEXTS, found, strict=True):
        assert np.allclose(vector, expected(folder, text), atol=1e-5)
        assert np.allclose(vector, model.few([text])[0], atol=1e-5)


def test_a_question_does_not_depend_on_what_is_asked_with_it(folder: Path) -> None:
    model = bert.BertEncoder(folder, torch.float32)
    alone = [model.few([text])[0] for text in TEXTS]
    assert np.array_equal(model.few(TEXTS), np.stack(alone))


def test_a_question_waits_for_nobody_who_computes_in_python(folder: Path) -> None:
    model = bert.BertEncoder(folder, torch.float32)
    asked = [0]
    original = model._alone
    model._alone = lambda state: asked.__setitem__(0, asked[0] + 1) or original(state)
    model.few(["våren"])
    assert asked == [1], "one call, in which the interpreter's lock is free"
    assert "graph(" in str(original.__closure__[0].cell_contents.graph)


def test_a_torch_that_cannot_trace_computes_the_same(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    traced = bert.BertEncoder(folder, torch.float32).few(TEXTS)
    monkeypatch.delattr(torch.jit, "trace")
    assert np.allclose(bert.BertEncoder(folder, torch.float32).few(TEXTS), traced, atol=1e-6)


@pytest.mark.parametrize(
    ("able", "kind", "int8"),
    [
        ({"amx_bf16": True, "avx512_bf16": True, "avx512_vnni": True}, torch.bfloat16, False),
        ({"avx512_bf16": True, "avx512_vnni": True}, torch.float32, True),
        ({"avx2": True}, torch.float32, False),
    ],
)
def test_numbers_are_of_the_type_that_the_processor_is_quickest_in(
    monkeypatch: pytest.MonkeyPatch, able: dict[str, bool], kind: object, int8: bool
) -> None:
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: able)
    assert embedding._number_type() == kind
    assert embedding._int8_pays() == int8


def test_packs_leave_the_order_as_it_was(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = bert.BertEncoder(folder, torch.float32)
    whole = model.many(TEXTS * 5, 1)
    monkeypatch.setattr(bert, "PACK", 12)
    assert np.allclose(model.many(TEXTS * 5, 3), whole, atol=1e-5)


def test_a_plain_folder_fits(folder: Path) -> None:
    assert bert.fits(folder)


@pytest.mark.parametrize(
    ("file", "key", "value"),
    [
        ("config.json", "model_type", "xlm-roberta"),
        ("config.json", "hidden_act", "relu"),
        ("config.json", "position_embedding_type", "relative_key"),
        ("1_Pooling/config.json", "pooling_mode_cls_token", True),
        ("1_Pooling/config.json", "pooling_mode_mean_tokens", False),
        ("1_Pooling/config.json", "include_prompt", False),
        ("sentence_bert_config.json", "do_lower_case", True),
    ],
)
def test_another_kind_of_model_does_not(
    folder: Path, tmp_path: Path, file: str, key: str, value: object
) -> None:
    for path in folder.rglob("*.json"):
        write(tmp_path / path.relative_to(folder), json.loads(path.read_text("utf-8")))
    (tmp_path / "model.safetensors").touch()
    assert bert.fits(tmp_path)
    changed = json.loads((tmp_path / file).read_text("utf-8"))
    write(tmp_path / file, {**changed, key: value})
    assert not bert.fits(tmp_path)


def test_further_modules_or_missing_files_do_not(folder: Path, tmp_path: Path) -> None:
    for path in folder.rglob("*.json"):
        write(tmp_path / path.relative_to(folder), json.loads(path.read_text("utf-8")))
    assert not bert.fits(tmp_path)  # no weights
    (tmp_path / "model.safetensors").touch()
    modules = json.loads((tmp_path / "modules.json").read_text("utf-8"))
    write(tmp_path / "modules.json", [*modules, {"path": "3_Dense", "type": "a.Dense"}])
    assert not bert.fits(tmp_path)


@pytest.mark.parametrize(
    "file", ["config.json", "1_Pooling/config.json", "sentence_bert_config.json", "modules.json"]
)
def test_files_of_another_shape_do_not(folder: Path, tmp_path: Path, file: str) -> None:
    copy = shutil.copytree(folder, tmp_path / "copy")
    write(copy / file, ["något annat"])
    assert not bert.fits(copy)


def reshaped(folder: Path, name: str, *shape: int, value: float = 0.1) -> None:
    from safetensors.torch import load_file, save_file

    weights = load_file(folder / "model.safetensors")
    assert tuple(weights[name].shape) != shape or value != 0.1
    save_file({**weights, name: torch.full(shape, value)}, folder / "model.safetensors")


def without(folder: Path, name: str) -> None:
    from safetensors.torch import load_file, save_file

    weights = load_file(folder / "model.safetensors")
    del weights[name]
    save_file(weights, folder / "model.safetensors")


def cut(path: Path, kept: int) -> None:
    path.write_bytes(path.read_bytes()[:kept])


def configured(folder: Path, **changes: object) -> None:
    config = json.loads((folder / "config.json").read_text("utf-8"))
    write(folder / "config.json", {**config, **changes})


LAYER = "encoder.layer.1"
WEIGHTS, TOKENIZER = "model.safetensors", "tokenizer.json"
DAMAGES: dict[str, Callable[[Path], None]] = {
    "weights without an end": lambda f: cut(f / WEIGHTS, -7),
    "weights without anything": lambda f: cut(f / WEIGHTS, 0),
    "weights of something else": lambda f: write(f / WEIGHTS, {"inte": "vikter"}),
    "a table is missing": lambda f: without(f, "embeddings.word_embeddings.weight"),
    "a layer is missing": lambda f: without(f, f"{LAYER}.output.dense.bias"),
    "a layer of another width": lambda f: reshaped(f, f"{LAYER}.output.dense.weight", 31, 64),
    "a bias of another width": lambda f: reshaped(f, f"{LAYER}.attention.self.key.bias", 31),
    "a norm of another width": lambda f: reshaped(f, "embeddings.LayerNorm.bias", 31),
    "too few places": lambda f: reshaped(f, "embeddings.position_embeddings.weight", 39, 32),
    "too few words": lambda f: reshaped(f, "embeddings.word_embeddings.weight", 9, 32),
    "words of another width": lambda f: reshaped(f, "embeddings.word_embeddings.weight", 99, 31),
    "no numbers": lambda f: reshaped(f, "embeddings.LayerNorm.bias", 32, value=float("nan")),
    "a tokenizer cut off": lambda f: cut(f / TOKENIZER, 40),
    "a tokenizer of something else": lambda f: write(f / TOKENIZER, {"inte": "ord"}),
    "heads that do not part the width": lambda f: configured(f, num_attention_heads=5),
    "no number of heads": lambda f: configured(f, num_attention_heads=None),
    "prompts of another shape": lambda f: write(f / "config_sentence_transformers.json", ["x"]),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_model_is_told_at_the_first_text(
    folder: Path, tmp_path: Path, damage: str
) -> None:
    copy = shutil.copytree(folder, tmp_path / "skadad")
    assert len(SentenceTransformerEmbedder(copy).embed_query("våren")) == 32
    DAMAGES[damage](copy)
    assert bert.fits(copy)
    with pytest.raises(ModelUnavailableError, match=r"mappen «.*skadad» går inte att ladda"):
        SentenceTransformerEmbedder(copy).embed_query("våren")
