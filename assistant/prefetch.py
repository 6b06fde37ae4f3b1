"""Questions are embedded ahead of when they are needed, on a core of their own.

A question is begun with as soon as its text is clear, and waited for where vectors are searched;
what it will be compared by beside its own text is begun with when words have been looked for, so
that two cores have one thing each to do. (To read passages ahead meanwhile gained nothing.)
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from ingest.cores import cores
from ingest.index.ports import Embedder


@dataclass(frozen=True, slots=True)
class Prefetched:
    """``vector`` is the question's, where it is on its way; ``compared`` are texts to embed too."""

    vector: Future[list[float]] | None = None
    compared: Sequence[str] = ()


class Prefetch:
    """Embeds questions beside whatever else is done; safe to share between threads."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._threads = ThreadPoolExecutor(max(2, cores()), "question")

    def vector(self, text: str) -> Future[list[float]]:
        """The vector of a question, on its way."""
        return self._threads.submit(self._embedder.embed_query, text)

    def learn(self, texts: Sequence[str]) -> None:
        """Begin with texts that the embedder remembers; whoever asks for them hears of a fault."""
        if texts:
            self._threads.submit(self._embedder.embed_queries, list(texts))


__all__ = ["Prefetch", "Prefetched"]
