"""The seams between the program and its engines, behaviour written down here.

``PassageStore`` is the truth: what it says is in force, is. ``LexicalIndex`` is derived from it
and can be lost without losing anything. An embedder has the calls of LangChain's ``Embeddings``,
and a name. Every port has one contract test class, run on the fake in ``memory.py`` and on the real
engine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from ingest.model import Identity, Passage, Scope, StoredReport

EVERYWHERE = Scope()


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found, by its ``key``; a higher score is nearer.

    A text that reports share is one hit, by the text's id, however many hold it:
    ``PassageStore.places`` tells where it stands. Of any other, ``document_id`` is the report.
    Scores compare within one search only.
    """

    passage_id: str
    score: float
    document_id: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a shared text stands: a passage of a report in force."""

    passage_id: str
    identity: Identity


class Embedder(Protocol):
    """The calls of LangChain's ``Embeddings`` and the name of the model behind it.

    Vectors are lists of floats of equal length and unit norm. A question and a passage are two
    different calls: models such as e5 want different prefixes.
    """

    @property
    def name(self) -> str: ...

    def embed_documents(self, texts: list[str]) -> list[list[float]]: ...

    def embed_query(self, text: str) -> list[float]: ...

    def embed_queries(self, texts: list[str]) -> list[list[float]]:
        """Short texts that stand for a question, to compare with names: as ``embed_query`` to the
        third decimal, quicker where it can be. Remembered like a question, and apart from it."""


class Reranker(Protocol):
    """Reads a question and a text together. Optional: a library may be without one."""

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        """How well each text answers the question, in their order; higher is better."""


class PassageStore(Protocol):
    """Passages with their vectors, and the catalogue of which edition of a report is in force.

    Writing an edition takes two calls, so that a kill at any moment leaves one whole edition:
    ``stage`` writes passages that nobody sees, ``commit`` puts them in force in one step and
    then drops the edition before. ``sweep`` removes what an interrupted run left behind.

    Text that reports share (``Passage.shared``) is kept once, with the vector, ``dense_text``
    and ``lexical_text`` of whoever came first, and never changes; each edition that holds it has
    a place of it, with words, pages and path of its own. A text goes with its last place.

    That a report is internal to its board is a mark of the report, not of an edition: it is kept
    when an edition is replaced, goes when the report is deleted, and is changed by ``mark``.
    """

    def alone(self, patience_s: float = 30.0) -> AbstractContextManager[None]:
        """Be the only writer among all processes that share the store, for the block.

        May be nested. ``LibraryBusyError`` where another writer did not let go in time.
        """

    def stage(self, passages: Sequence[Passage], vectors: Sequence[Sequence[float]]) -> None:
        """Write all passages of an edition, invisible until ``commit``; again: replaces them.

        Ids differ between editions.
        """

    def texts(self, board: str) -> Mapping[str, str]:
        """The shared texts of a board as they were embedded, by id."""

    def commit(self, report: StoredReport) -> None:
        """Put an edition in force in one step; an earlier edition of the report goes.

        The report is internal if it says so, or was before.
        """

    def mark(self, document_id: str, internal: bool) -> bool:
        """Make a report internal to its board, or not, in one step; False if it is not there."""

    def commit_all(self, reports: Sequence[StoredReport]) -> None:
        """The same for many editions, all in one step (some thousands at a time)."""

    def delete(self, document_id: str) -> bool:
        """Take a report out of force and drop its passages; False if it was not there."""

    def sweep(self) -> int:
        """Drop passages of editions that are not in force; the number dropped."""

    def reports(self) -> tuple[StoredReport, ...]:
        """The reports in force, ordered by document id."""

    def passages(self, document_id: str) -> tuple[Passage, ...]:
        """All passages of the edition in force, by ordinal; empty if there is none."""

    def vectors(self, document_id: str) -> Mapping[str, list[float]]:
        """The vector of each passage of the edition in force, by the passage's id."""

    def get(self, ids: Sequence[str], scope: Scope = EVERYWHERE) -> tuple[Passage, ...]:
        """The passages with these ids, in this order; ids that are not in force are left out.

        The id of a shared text gives its first place within the scope.
        """

    def places(self) -> Mapping[str, Sequence[Place]]:
        """Where each shared text in force stands, by its id; newest reports first."""

    def search(self, vector: Sequence[float], scope: Scope, limit: int) -> list[Hit]:
        """The nearest passages in force within the scope, nearest first (score = cosine).

        A shared text counts where one of its places is within the scope.
        """

    def ready(self) -> None:
        """Read what makes searches fast; takes seconds, may be run beside them, changes nothing."""

    def count(self) -> int:
        """How many passages are in force; each place of a shared text is one."""


class LexicalIndex(Protocol):
    """Words of passages, derived from a ``PassageStore``."""

    def sync(self, store: PassageStore) -> int:
        """Catch up with the store by comparing editions; how many reports changed."""

    def rebuild(self, store: PassageStore) -> int:
        """Throw everything away and index the store anew; how many reports were indexed."""

    def search(self, text: str, scope: Scope, limit: int) -> list[Hit]:
        """The best passages in the scope, best first; [] when no word of the text is known.

        A shared text is indexed once and counts where one of its places is within the scope.
        """

    def apart(self) -> LexicalIndex:
        """A new, empty index of the same kind, for a part of the library; gone with the process.

        Scores tell how rare a word is in what is indexed: who sees a part of the library must be
        answered from an index of that part, or the scores tell of the rest.
        """
