"""A plain BERT sentence encoder, run in torch alone: no padding, little memory, a quick start.

sentence-transformers can run any model, at the price of loading it: several seconds and some
hundred megabytes before the first text, and batches padded to their longest text. The default
model needs none of it. ``fits`` says by a folder's own files whether it is of that one kind
(BertModel, exact GELU, mean pooling, unit length, one safetensors file); ``embedding.py`` takes
every other model, and every graphics card, to sentence-transformers.

Texts are laid end to end, so that every product works on real tokens only; attention lays them
beside one another (``bert_attention.py``). Packs of about ``PACK`` tokens (in eight bits
``INT8_PACK``) suit the processor's caches; each core takes packs of its own, which wastes less than
sharing one. What layers compute is in ``bert_layers.py``: a question alone in one call, exactly;
many texts in integers of eight bits where that is quicker (``bert_int8.py``). Four fifths of the
weights are the vocabulary's vectors: they stay in the file, and only the rows that a text needs are
read. Memory that many texts took is given back to the system.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock
from typing import Any

from ingest.allocator import give_back
from ingest.index.bert_batch import Batch
from ingest.index.bert_int8 import Int8Stack
from ingest.index.bert_layers import EncoderStack, FloatLinear, Layer, Pair
from ingest.index.processor import one_thread

PACK = 2048
INT8_PACK = 512
_WEIGHTS = "model.safetensors"
_TOKENIZER = "tokenizer.json"
_CONFIG = {"model_type": "bert", "hidden_act": "gelu"}
_MODULES = ("Transformer", "Pooling", "Normalize")
_WORDS = "embeddings.word_embeddings.weight"
_MEAN = "pooling_mode_mean_tokens"
_READING = "sentence_bert_config.json"
_LONGEST = 512
_ABSOLUTE = "absolute"
_ANY_TEXT = "mål"
_CALIBRATION = Path(__file__).with_name("calibration.txt")


class _Rows:
    """A table of a safetensors file, mapped: what was never looked up takes no memory.

    Reading a row from the file instead lets go of Python's lock and waits for it again, row by row:
    a question beside one busy thread took 5 ms more.
    """

    def __init__(self, path: Path, name: str) -> None:
        import numpy as np
        import torch

        with path.open("rb") as file:
            head = int.from_bytes(file.read(8), "little")
            entry = json.loads(file.read(head))[name]
        self._kind = {"F16": torch.float16, "BF16": torch.bfloat16, "F32": torch.float32}[
            entry["dtype"]
        ]
        self.count, self._width = map(int, entry["shape"])
        start, row = 8 + head + int(entry["data_offsets"][0]), self._width * self._kind.itemsize
        self._table = np.memmap(path, np.uint8, "r", start, (self.count, row))

    def of(self, numbers: Any) -> Any:
        """The rows with these numbers, as float32."""
        import torch

        rows = torch.from_numpy(self._table[numbers.numpy()])
        return rows.view(self._kind).float()


def fits(folder: Path) -> bool:
    """Whether the folder holds a model of the one kind that this module computes."""
    try:
        config = _read(folder / "config.json")
        modules = [str(part["type"]).rpartition(".")[2] for part in _read(folder / "modules.json")]
        pooling = _read(folder / "1_Pooling" / "config.json")
        reading = _read(folder / _READING)
    except (OSError, ValueError, KeyError, TypeError):
        return False
    if not all(isinstance(told, dict) for told in (config, pooling, reading)):
        return False
    pooled = {key for key, chosen in pooling.items() if key.startswith("pooling_mode") and chosen}
    return (
        all(config.get(key) == value for key, value in _CONFIG.items())
        and config.get("position_embedding_type", _ABSOLUTE) == _ABSOLUTE
        and tuple(modules) == _MODULES
        and pooled == {_MEAN}
        and pooling.get("include_prompt", True)
        and not reading.get("do_lower_case", False)
        and (folder / _WEIGHTS).is_file()
        and (folder / _TOKENIZER).is_file()
    )


class BertEncoder:
    """The model of a folder that ``fits``; safe to share between threads.

    Numbers are of ``kind`` (a torch dtype) inside; ``int8``, those of many texts are integers of
    eight bits where products are taken. ``prompts`` are the model's own, by their use.
    Files that are damaged or do not belong together raise an exception of whichever library finds
    it out, all of them here and none at a later text.
    """

    def __init__(self, folder: Path, kind: Any, int8: bool = False) -> None:
        from safetensors import safe_open
        from tokenizers import Tokenizer

        config = _read(folder / "config.json")
        self.prompts = _own_prompts(folder)
        self._int8 = int8
        self._tokenizer = Tokenizer.from_file(str(folder / _TOKENIZER))
        self._tokenizer.no_padding()
        longest = _read(folder / _READING).get("max_seq_length") or _LONGEST
        longest = min(longest, _LONGEST, int(config["max_position_embeddings"]))
        self._tokenizer.enable_truncation(longest)
        with safe_open(folder / _WEIGHTS, "pt") as file:
            names = [name for name in file.keys() if name != _WORDS]  # noqa: SIM118
            weights = {name: file.get_tensor(name) for name in names}
        self._words = _Rows(folder / _WEIGHTS, _WORDS)
        self._places = (
            weights["embeddings.position_embeddings.weight"].float()
            + weights["embeddings.token_type_embeddings.weight"][0].float()
        )
        self._stack = _stack(weights, config, kind)
        self._batch: Batch | None = None
        self._making = Lock()
        self._alone = self._stack.alone()
        self._try(longest)

    def _try(self, longest: int) -> None:
        """Find out that tokens, tables and layers belong together, which no file says."""
        import numpy as np

        tokens = self._tokenizer.get_vocab_size()
        if tokens > self._words.count or longest > len(self._places):
            raise ValueError("the tables are smaller than what the tokenizer makes")
        if not np.isfinite(self.few([_ANY_TEXT])).all():
            raise ValueError("the weights are no numbers")

    def few(self, texts: Sequence[str]) -> Any:
        """The vectors of a few short texts, a row each, exact in ``kind``; one at a time."""
        import numpy as np

        return np.concatenate([self._one(text) for text in texts])

    def short(self, texts: Sequence[str]) -> Any:
        """As ``few``, in whatever numbers take least time: half as long in eight bits."""
        import numpy as np

        if not self._int8:
            return self.few(texts)
        one_thread()
        batch = self._quickest()
        return np.concatenate(
            [self._vectors(batch, [self._tokenizer.encode(text).ids]) for text in texts]
        )

    def many(self, texts: Sequence[str], workers: int) -> Any:
        """The vectors of texts, in their order, by so many threads; a float32 array."""
        import numpy as np

        tokens = [found.ids for found in self._tokenizer.encode_batch(list(texts))]
        order = sorted(range(len(tokens)), key=lambda place: -len(tokens[place]))
        packs = list(_packs(order, tokens, INT8_PACK if self._int8 else PACK))
        batch = self._quickest()
        with ThreadPoolExecutor(max(1, min(workers, len(packs))), "embed", one_thread) as threads:
            found = list(
                threads.map(lambda pack: self._vectors(batch, [tokens[at] for at in pack]), packs)
            )
        rows = np.concatenate(found)
        vectors = np.empty_like(rows)
        vectors[[place for pack in packs for place in pack]] = rows
        give_back()
        return vectors

    def _quickest(self) -> Batch:
        """The layers as they take least time for many texts; made when first needed."""
        with self._making:
            if self._batch is None:
                self._batch = (self._in_eight_bits() if self._int8 else self._stack).batch()
            return self._batch

    def _in_eight_bits(self) -> Int8Stack:
        texts = _CALIBRATION.read_text("utf-8").split("\n\n")
        state, lengths = self._laid([self._tokenizer.encode(text).ids for text in texts])
        return Int8Stack.of(self._stack, state, lengths)

    def _one(self, text: str) -> Any:
        import torch

        one_thread()
        tokens = self._tokenizer.encode(text).ids
        with torch.inference_mode():
            state = self._words.of(torch.tensor(tokens)) + self._places[: len(tokens)]
            return self._alone(state).numpy()

    def _vectors(self, batch: Batch, tokens: Sequence[Sequence[int]]) -> Any:
        import torch

        with torch.inference_mode():
            return batch.vectors(*self._laid(tokens)).numpy()

    def _laid(self, tokens: Sequence[Sequence[int]]) -> tuple[Any, list[int]]:
        """What the tables say of texts' tokens, end to end, and how many are each text's."""
        import torch

        lengths = [len(text) for text in tokens]
        words = torch.tensor([token for text in tokens for token in text])
        places = torch.cat([torch.arange(length) for length in lengths])
        return self._words.of(words) + self._places[places], lengths


def _own_prompts(folder: Path) -> dict[str, str]:
    """The model's own prompts, by what they are for."""
    try:
        found: dict[str, str] = _read(folder / "config_sentence_transformers.json")["prompts"]
    except (OSError, KeyError):
        return {}
    return found


def _stack(weights: dict[str, Any], config: dict[str, Any], kind: Any) -> EncoderStack:
    """All layers, of the file's weights."""
    norm = "embeddings.LayerNorm"
    return EncoderStack(
        [_layer(weights, number, kind) for number in range(int(config["num_hidden_layers"]))],
        (weights[f"{norm}.weight"].float() + 0, weights[f"{norm}.bias"].float() + 0),
        int(config["num_attention_heads"]),
        float(config["layer_norm_eps"]),
        kind,
    )


def _layer(weights: dict[str, Any], number: int, kind: Any) -> Layer:
    import torch

    def pair(name: str) -> Pair:
        found = (weights[f"encoder.layer.{number}.{name}.{part}"] for part in ("weight", "bias"))
        weight, bias = (tensor.to(kind, copy=True) for tensor in found)
        return weight, bias

    three = [pair(f"attention.self.{name}") for name in ("query", "key", "value")]
    return Layer(
        attended=FloatLinear((torch.cat([w for w, _ in three]), torch.cat([b for _, b in three]))),
        joined=FloatLinear(pair("attention.output.dense")),
        first_norm=pair("attention.output.LayerNorm"),
        widened=FloatLinear(pair("intermediate.dense")),
        narrowed=FloatLinear(pair("output.dense")),
        second_norm=pair("output.LayerNorm"),
    )


def _packs(order: Sequence[int], tokens: Sequence[Sequence[int]], most: int) -> Iterator[list[int]]:
    """The texts in packs of at most so many tokens, a longer text alone."""
    pack: list[int] = []
    held = 0
    for place in order:
        if pack and held + len(tokens[place]) > most:
            yield pack
            pack, held = [], 0
        pack.append(place)
        held += len(tokens[place])
    if pack:
        yield pack


def _read(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))
