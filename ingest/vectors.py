"""Vectors of passages: no text embedded twice, and none that the store has already.

Reports of one board repeat one another word for word, so the newest vectors are remembered. Texts
are embedded some at a time, so that whoever waits can be told how far it is; putting texts of
like length together is the embedder's own business. Safe to share between threads.
"""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Sequence
from threading import Lock

from ingest.index.ports import Embedder
from ingest.model import Passage

_BATCH = 128
_REMEMBERED = 8192

Tell = Callable[[float], None]


class Vectors:
    """An embedder with a memory."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._known: OrderedDict[str, array[float]] = OrderedDict()
        self._lock = Lock()

    def of(
        self, passages: Sequence[Passage], tell: Tell, stored: Collection[str] = ()
    ) -> list[list[float]]:
        """A vector for each passage; ``tell`` is told how much is done, 0–1.

        [] for a place of a text that is ``stored``, by its id: such a text keeps its vector.
        """
        new = [passage.shared not in stored for passage in passages]
        texts = [p.dense_text for p, wanted in zip(passages, new, strict=True) if wanted]
        found = self.make(texts, tell)
        return [
            found[passage.dense_text].tolist() if wanted else []
            for passage, wanted in zip(passages, new, strict=True)
        ]

    def make(self, texts: Iterable[str], tell: Tell) -> dict[str, array[float]]:
        """The vectors of texts by their words, and remember them."""
        wanted = list(dict.fromkeys(texts))
        with self._lock:
            found = {text: self._known[text] for text in wanted if text in self._known}
        # The longest first: then memory is at its highest at once, and no long text comes last.
        missing = sorted((text for text in wanted if text not in found), key=len, reverse=True)
        tell(0.0)
        for start in range(0, len(missing), _BATCH):
            batch = missing[start : start + _BATCH]
            for text, vector in zip(batch, self._embedder.embed_documents(batch), strict=True):
                found[text] = self._remember(text, vector)
            tell((start + len(batch)) / len(missing))
        return found

    def _remember(self, text: str, vector: Sequence[float]) -> array[float]:
        kept = array("f", vector)
        with self._lock:
            self._known[text] = kept
            if len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        return kept
