"""Text into vectors with sentence-transformers, behind the port ``Embedder``.

Any model in sentence-transformers format: a folder (then no network is touched) or a hub name.
A model's own prompts are used; an e5 model without any gets ``query: `` and ``passage: ``, which
it was trained with. Numbers are of the type that the processor computes quickest in; a question's
are never cut to eight bits, those of what is compared with names may be. Libraries are loaded at
the first text, not before. A plain BERT folder, as the default model is one, is run by ``bert.py``
(same vectors; measured: twice as fast, a third of the memory and of the start); every other model,
and every graphics card, by sentence-transformers. ``hurried``, the first few questions are embedded
by ``quick.py`` where it has an engine for the model.
"""

from __future__ import annotations

import json
import os
import re
from collections import OrderedDict
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from ingest.cores import cores
from ingest.errors import ModelUnavailableError
from ingest.index import bert, quick
from ingest.index.e5_folder import MARKER, MAX_TOKENS, default_model_folder
from ingest.index.processor import has_eight_bit_products

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

__all__ = ["SentenceTransformerEmbedder", "default_model_folder"]

_BATCH = 32
_REMEMBERED = 512
HURRIED = 40
"""Questions that the quick engine embeds in the time that torch takes to load."""
_Key = tuple[str, bool]
_E5 = re.compile(r"(^|[-_/])e5([-_]|$)", re.IGNORECASE)


class SentenceTransformerEmbedder:
    """An ``Embedder``; safe to share between threads. A question never waits for a report's texts
    where ``bert.py`` runs the model, nor for its loading where it is ``hurried``. One that is on
    its way in another thread is waited for, and not embedded twice.

    Raises ``ModelUnavailableError`` at once for a folder that is not there, and at the first
    text for a model that cannot be loaded. ``hurried`` is for a command that asks and ends: what
    embeds its questions is loaded beside whatever else the command begins with.
    """

    def __init__(self, folder_or_name: Path | str, hurried: bool = False) -> None:
        given = Path(folder_or_name)
        local = isinstance(folder_or_name, Path) or given.is_absolute() or given.is_dir()
        if local and not (given / "config.json").is_file():
            raise ModelUnavailableError(_no_folder(given))
        self._folder = given if local else None
        self._source = str(folder_or_name)
        self._name = _name_of(given) if local else str(folder_or_name)
        self._model: bert.BertEncoder | SentenceTransformer | None = None
        self._prompts = ("", "")
        self._queries: OrderedDict[_Key, Future[list[float]]] = OrderedDict()
        self._lock = Lock()
        self._loading = Lock()
        self._turn = Lock()
        self._engine = _begun(self._folder) if hurried and self._folder else None
        self._left = HURRIED

    @property
    def name(self) -> str:
        """The model's name: the same wherever the folder lies."""
        return self._name

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        if not texts:
            return []
        model = self._loaded()
        if isinstance(model, bert.BertEncoder):
            return _unit(model.many([self._prompts[1] + text for text in texts], cores()))
        with self._turn:
            _use_threads(cores())
            found = model.encode(
                texts,
                prompt=self._prompts[1] or None,
                batch_size=_BATCH,
                show_progress_bar=False,
                convert_to_numpy=True,
            )
        return _unit(found)

    def embed_query(self, text: str) -> list[float]:
        return self._remembered([text], exact=True)[0]

    def embed_queries(self, texts: list[str]) -> list[list[float]]:
        return self._remembered(texts, exact=False)

    def _remembered(self, texts: list[str], exact: bool) -> list[list[float]]:
        """Vectors by text: what is remembered of exact ones and others is kept apart, so that a
        question's never depends on what was asked before."""
        keys = [(text, exact) for text in texts]
        with self._lock:
            new = [key for key in dict.fromkeys(keys) if key not in self._queries]
            self._queries |= {key: Future() for key in new}
            found = {key: self._queries[key] for key in keys}
            for key in found:
                self._queries.move_to_end(key)
            while len(self._queries) > max(_REMEMBERED, len(found)):
                self._queries.popitem(last=False)
        self._answer({key: found[key] for key in new}, exact)
        return [list(found[key].result()) for key in keys]

    def _answer(self, asked: dict[_Key, Future[list[float]]], exact: bool) -> None:
        """Embed what nobody has begun with; who asks for the same meanwhile waits for it."""
        if not asked:
            return
        try:
            made = self._embed_few([text for text, _ in asked], exact)
        except BaseException as error:
            with self._lock:
                for key, vector in asked.items():
                    if self._queries.get(key) is vector:
                        del self._queries[key]
            for vector in asked.values():
                vector.set_exception(error)
            raise
        for vector, numbers in zip(asked.values(), made, strict=True):
            vector.set_result(numbers)

    def _embed_few(self, texts: list[str], exact: bool) -> list[list[float]]:
        """Questions, given to the model at once: ``encode`` prepares for many as long again."""
        engine = self._quick(len(texts))
        if engine is not None:
            with self._turn:
                return _unit(engine.query(texts))
        model = self._loaded()
        if isinstance(model, bert.BertEncoder):
            few = model.few if exact else model.short
            return _unit(few([self._prompts[0] + text for text in texts]))
        import torch
        from sentence_transformers.util import batch_to_device

        with self._turn, torch.inference_mode():
            _use_threads(1)  # a question is too short to gain from more
            read = model.preprocess(texts, prompt=self._prompts[0] or None)
            found = model(batch_to_device(read, model.device))["sentence_embedding"]
        return _unit(found[:, : model.truncate_dim].float().cpu().numpy())

    def _quick(self, count: int) -> quick.Engine | None:
        """The engine for so many questions, until torch is there or would have been."""
        with self._lock:
            if self._engine is None or self._model is not None or count > self._left:
                return None
            self._left -= count
        return self._engine.result()

    def _loaded(self) -> bert.BertEncoder | SentenceTransformer:
        with self._loading:
            return self._model or self._load_once()

    def _load_once(self) -> bert.BertEncoder | SentenceTransformer:
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        # Threads that wait must sleep, else a busy machine does ever less.
        os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
        # Each length of text has machine code of its own; a thousand are kept otherwise.
        os.environ.setdefault("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "64")
        model = self._plain() or self._load()
        self._prompts = _prompts({**(model.prompts or {})}, self._name)
        with self._lock:
            self._model, self._engine = model, None
        return model

    def _plain(self) -> bert.BertEncoder | None:
        """The model by its own short path, where that computes it."""
        if self._folder is None or not bert.fits(self._folder):
            return None
        import torch

        if torch.cuda.is_available():
            return None
        try:
            return bert.BertEncoder(self._folder, _number_type(), _int8_pays())
        except MemoryError:
            raise
        except Exception as error:  # safetensors, tokenizers and torch have errors of their own
            raise ModelUnavailableError(_damaged(self._folder)) from error

    def _load(self) -> SentenceTransformer:
        if self._folder:
            os.environ.setdefault("HF_HUB_OFFLINE", "1")
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        try:
            model = SentenceTransformer(
                self._source,
                device="cpu" if not torch.cuda.is_available() else None,
                local_files_only=self._folder is not None,
                model_kwargs={"dtype": _number_type()},
            )
        except MemoryError:
            raise
        except Exception as error:  # of whichever library reads the file that is damaged
            told = _damaged(self._folder) if self._folder else _not_loaded(self._source)
            raise ModelUnavailableError(told) from error
        model.max_seq_length = min(model.max_seq_length or MAX_TOKENS, MAX_TOKENS)
        return model.eval()


def _begun(folder: Path) -> Future[quick.Engine | None]:
    """The quick engine on its way."""
    with_one = ThreadPoolExecutor(1, "engine")
    engine = with_one.submit(quick.engine_of, folder)
    with_one.shutdown(wait=False)
    return engine


def _number_type() -> Any:
    """bfloat16 where the processor has units for its products (AMX), else float32.

    Without them the processor's instructions for bfloat16 take nearly twice as long as float32's.
    """
    import torch

    if torch.cuda.is_available():
        return torch.float32
    return torch.bfloat16 if torch.cpu.get_capabilities().get("amx_bf16") else torch.float32


def _int8_pays() -> bool:
    """Whether many texts take least time in eight bits: where there is VNNI and no AMX."""
    import torch

    return has_eight_bit_products() and not torch.cpu.get_capabilities().get("amx_bf16")


def _prompts(known: Mapping[str, str | None], name: str) -> tuple[str, str]:
    """What goes before a question and before a passage, by the model's own prompts."""
    query = known.get("query") or ""
    passage = known.get("passage") or known.get("document") or ""
    if not query and not passage and _E5.search(name):
        return "query: ", "passage: "
    return query, passage


def _unit(found: Any) -> list[list[float]]:
    """Rows of unit length."""
    import numpy as np

    rows: Any = np.asarray(found, dtype=np.float32)
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: list[list[float]] = (rows / np.maximum(norms, 1e-12)).tolist()
    return unit


def _use_threads(count: int) -> None:
    """For the calling thread."""
    import torch

    if torch.get_num_threads() != count:
        torch.set_num_threads(count)


def _name_of(folder: Path) -> str:
    try:
        return str(json.loads((folder / MARKER).read_text())["name"])
    except (OSError, ValueError, KeyError):
        return folder.resolve().name


def _no_folder(folder: Path) -> str:
    return (
        f"Mappen «{folder}» innehåller ingen sökmodell (config.json saknas). Ange en mapp i "
        "sentence-transformers-format eller «default» i PLANASSISTENT_MODEL."
    )


def _damaged(folder: Path) -> str:
    return (
        f"Sökmodellen i mappen «{folder}» går inte att ladda: filerna är skadade, ofullständiga "
        "eller av ett slag som inte stöds. Lägg dit dem på nytt, eller ta bort mappen och sätt "
        "PLANASSISTENT_MODEL till «default»."
    )


def _not_loaded(source: str) -> str:
    return (
        f"Sökmodellen «{source}» går inte att ladda. Kontrollera namnet och nätet, ange en mapp "
        "med modellen, eller sätt PLANASSISTENT_MODEL till «default»."
    )
