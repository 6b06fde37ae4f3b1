"""Vectors of passages: batches of like length, and no text embedded twice.

Reports of one board repeat one another word for word, so the newest vectors are remembered. A
batch holds texts of like length, since a model pads every text to its batch's longest.
"""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Sequence

from ingest.index.ports import Embedder
from ingest.model import Passage

_BATCH = 64
_REMEMBERED = 8192


class Vectors:
    """An embedder with a memory; one thread at a time."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._known: OrderedDict[str, array[float]] = OrderedDict()

    def of(self, passages: Sequence[Passage], tell: Callable[[float], None]) -> list[list[float]]:
        """A vector for each passage; ``tell`` is told how much is done, 0–1."""
        texts = list(dict.fromkeys(passage.dense_text for passage in passages))
        found = {text: self._known[text] for text in texts if text in self._known}
        missing = sorted((text for text in texts if text not in found), key=len, reverse=True)
        tell(0.0)
        for start in range(0, len(missing), _BATCH):
            batch = missing[start : start + _BATCH]
            for text, vector in zip(batch, self._embedder.embed_documents(batch), strict=True):
                found[text] = self._remember(text, vector)
            tell((start + len(batch)) / len(missing))
        return [found[passage.dense_text].tolist() for passage in passages]

    def _remember(self, text: str, vector: Sequence[float]) -> array[float]:
        kept = self._known[text] = array("d", vector)
        if len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        return kept
