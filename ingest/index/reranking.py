"""A cross-encoder reads question and passage together and orders what was found anew.

Off unless ``PLANASSISTENT_RERANKER`` names a model: a folder in sentence-transformers' CrossEncoder
format (then no network is touched) or a hub name. It is slow (every passage is read for every
question), so only the first few are given to it. Loaded at the first question, not before.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from ingest.errors import ModelUnavailableError

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

_BATCH = 16
_LONGEST = 512


class CrossEncoderReranker:
    """A ``Reranker``; safe to share between threads, which take turns.

    Raises ``ModelUnavailableError`` at once for a folder that is not there, and at the first
    question for a model that cannot be loaded.
    """

    def __init__(self, folder_or_name: Path | str) -> None:
        given = Path(folder_or_name)
        self._local = isinstance(folder_or_name, Path) or given.is_absolute() or given.is_dir()
        if self._local and not (given / "config.json").is_file():
            raise ModelUnavailableError(_no_folder(given))
        self._source = str(folder_or_name)
        self._model: CrossEncoder | None = None
        self._lock = Lock()

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        """How well each text answers the question, in their order; a higher score is better."""
        if not texts:
            return []
        with self._lock:
            if self._model is None:
                self._model = self._load()
            found = self._model.predict(
                [(question, text) for text in texts], batch_size=_BATCH, show_progress_bar=False
            )
        return [float(score) for score in found]

    def _load(self) -> CrossEncoder:
        if self._local:
            os.environ.setdefault("HF_HUB_OFFLINE", "1")
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        from sentence_transformers import CrossEncoder
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        try:
            model: CrossEncoder = CrossEncoder(
                self._source, num_labels=1, local_files_only=self._local
            )
        except (OSError, ValueError) as error:
            raise ModelUnavailableError(_not_loaded(self._source)) from error
        own = int(getattr(model.config, "max_position_embeddings", None) or _LONGEST)
        model.max_seq_length = min(model.max_seq_length or own, own, _LONGEST)
        return model


def _no_folder(folder: Path) -> str:
    return (
        f"Mappen «{folder}» innehåller ingen omsorteringsmodell (config.json saknas). Ange en mapp "
        "i sentence-transformers CrossEncoder-format i PLANASSISTENT_RERANKER, eller ta bort "
        "inställningen."
    )


def _not_loaded(source: str) -> str:
    return (
        f"Omsorteringsmodellen «{source}» går inte att ladda. Kontrollera namnet och nätet, ange "
        "en mapp med modellen, eller ta bort PLANASSISTENT_RERANKER."
    )
