"""The seams between the program and its engines, behaviour written down here.

``PassageStore`` is the truth: what it says is in force, is. ``LexicalIndex`` is derived from it
and can be lost without losing anything. An embedder is LangChain's ``Embeddings`` with a name.
Every port has one contract test class, run on the fake in ``memory.py`` and on the real engine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from ingest.model import Passage, Scope, StoredReport


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found, by id; a higher score is nearer. Scores compare within one search only."""

    passage_id: str
    score: float


class Embedder(Protocol):
    """LangChain's ``Embeddings`` and the name of the model behind it.

    Vectors are lists of floats of equal length and unit norm. A question and a passage are two
    different calls: models such as e5 want different prefixes.
    """

    @property
    def name(self) -> str: ...

    def embed_documents(self, texts: list[str]) -> list[list[float]]: ...

    def embed_query(self, text: str) -> list[float]: ...


class Reranker(Protocol):
    """Reads a question and a text together. Optional: a library may be without one."""

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        """How well each text answers the question, in their order; higher is better."""


class PassageStore(Protocol):
    """Passages with their vectors, and the catalogue of which edition of a report is in force.

    Writing an edition takes two calls, so that a kill at any moment leaves one whole edition:
    ``stage`` writes passages that nobody sees, ``commit`` puts them in force in one step and
    then drops the edition before. ``sweep`` removes what an interrupted run left behind.
    """

    def stage(self, passages: Sequence[Passage], vectors: Sequence[Sequence[float]]) -> None:
        """Write all passages of an edition, invisible until ``commit``; again: replaces them.

        Ids differ between editions.
        """

    def commit(self, report: StoredReport) -> None:
        """Put an edition in force in one step; an earlier edition of the report goes."""

    def delete(self, document_id: str) -> bool:
        """Take a report out of force and drop its passages; False if it was not there."""

    def sweep(self) -> int:
        """Drop passages of editions that are not in force; the number dropped."""

    def reports(self) -> tuple[StoredReport, ...]:
        """The reports in force, ordered by document id."""

    def passages(self, document_id: str) -> tuple[Passage, ...]:
        """All passages of the edition in force, by ordinal; empty if there is none."""

    def get(self, ids: Sequence[str]) -> tuple[Passage, ...]:
        """The passages with these ids, in this order; ids that are not in force are left out."""

    def search(self, vector: Sequence[float], scope: Scope, limit: int) -> list[Hit]:
        """The nearest passages in force within the scope, nearest first (score = cosine)."""

    def count(self) -> int:
        """How many passages are in force."""


class LexicalIndex(Protocol):
    """Words of passages, derived from a ``PassageStore``."""

    def sync(self, store: PassageStore) -> int:
        """Catch up with the store by comparing editions; how many reports changed."""

    def rebuild(self, store: PassageStore) -> int:
        """Throw everything away and index the store anew; how many reports were indexed."""

    def search(self, text: str, scope: Scope, limit: int) -> list[Hit]:
        """The best passages in the scope, best first; [] when no word of the text is known."""
