"""Every choice in retrieval as a named configuration, and how one is run.

A configuration is the program's own path – interpretation, then ``Retriever`` – with weights of
its own or with something of the interpretation taken away. «planassistent» is what the service
uses; the others leave one thing out of it or do it another way. Searches are remembered, so that
configurations that ask the same of the indexes do not wait for it again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from assistant.interpret import Interpreter
from assistant.model import Asker, Interpretation, Question
from assistant.retrieve import Retriever, Weights
from eval.metrics.rank import Piece, rank
from eval.questions import Case
from eval.systems import closing_day
from ingest.index.ports import Hit, LexicalIndex, PassageStore
from ingest.library import Library
from ingest.model import Scope
from ingest.passages import told

DEPTH = 10
FULL = "planassistent"
_NO_BOOST = {
    "unit": 0.0, "board": 0.0, "year": 0.0, "year_after": 0.0, "report_type": 0.0
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Configuration:
    """One way to retrieve. ``says`` is Swedish and tells what differs from «planassistent»."""

    name: str
    says: str
    weights: Weights = Weights()
    alter: Callable[[Interpretation], Interpretation] | None = None


def _without_synonyms(meant: Interpretation) -> Interpretation:
    """Only words that the question itself has."""
    said = {word.strip("?!.,:;()") for word in meant.text.split()}
    kept = [word for word in meant.topic.split() if word.strip("?!.,:;()") in said]
    return replace(meant, topic=" ".join(kept))


def _not_understood(meant: Interpretation) -> Interpretation:
    """The words alone: nothing read from them, and no fence but the user's own."""
    return Interpretation(meant.text, hard=meant.hard)


def _no_parts(meant: Interpretation) -> Interpretation:
    return replace(meant, parts=())


def _weights(**changes: float) -> Weights:
    return replace(Weights(), **changes)  # type: ignore[arg-type]


CONFIGURATIONS: tuple[Configuration, ...] = (
    Configuration(FULL, "allt, som tjänsten kör"),
    Configuration("enbart-vektorer", "ingen ordsökning", _weights(lexical=0.0)),
    Configuration("enbart-ord", "ingen vektorsökning", _weights(dense=0.0)),
    Configuration("utan-tolkning", "frågans ord som de står, bara användarens filter",
                  Weights(), _not_understood),
    Configuration("namn-kvar", "enhet och år kvar bland de ord som söks", _weights(bare=False)),
    Configuration("utan-önskade", "inget lyft för enhet, år och rapport som frågan nämner",
                  _weights(**_NO_BOOST)),
    Configuration("utan-egen-sökning", "ingen egen sökning där frågan pekar",
                  _weights(narrow=False)),
    Configuration("utan-synonymer", "inga andra ord för samma sak", Weights(), _without_synonyms),
    Configuration("utan-delar", "en jämförelse söks som en fråga", Weights(), _no_parts),
    Configuration("utan-avsnitt", "inget lyft av grannar i samma avsnitt i en redogörelse",
                  _weights(section=0.0)),
    Configuration("utan-bedömning", "inget lyft för mål som bedömts så som frågan säger",
                  _weights(mark=0.0)),
    Configuration("utan-rader", "inget lyft för indikatorrader och mål",
                  _weights(indicator=0.0, row=0.0, goal=0.0)),
)  # fmt: skip


@cache
def by_name() -> Mapping[str, Configuration]:
    """The configurations by their names."""
    return {configuration.name: configuration for configuration in CONFIGURATIONS}


class Bench:
    """The questions of a suite on one library, to be run with any configuration.

    ``as_asker`` lets whoever wrote the expected report be the one who asks.
    """

    def __init__(self, library: Library, cases: Sequence[Case], as_asker: bool = False) -> None:
        self._library = _remembering(library)
        self._closing = self._today = closing_day(library)
        self._stems = {r.document_id: Path(r.file_name).stem for r in library.reports()}
        owners = {self._stems[r.document_id]: r.identity for r in library.reports()}
        interpreter = Interpreter(library, lambda: self._today)
        self._meant: list[tuple[Case, Interpretation]] = []
        for case in cases:
            if not case.evidence:
                continue
            owner = owners.get(case.evidence[0].document) if as_asker else None
            asker = Asker(owner.board, owner.unit) if owner else Asker()
            self._today = case.clock or self._closing
            self._meant.append((case, interpreter.interpret(_question(case, asker))))

    def run(self, configuration: Configuration) -> dict[str, tuple[int | None, ...]]:
        """For each question the ranks of its evidence, None where it is not among the first ten."""
        retriever = Retriever(self._library, configuration.weights)
        alter = configuration.alter or _as_it_is
        return {case.id: self._ranks(retriever, case, alter(meant)) for case, meant in self._meant}

    def _ranks(
        self, retriever: Retriever, case: Case, meant: Interpretation
    ) -> tuple[int | None, ...]:
        found = retriever.retrieve(replace(meant, hard=_fence(meant, case)), DEPTH)
        pieces = [Piece(self._stems[f.passage.document_id], told(f.passage)) for f in found]
        return tuple(rank(pieces, evidence) for evidence in case.evidence)


def _question(case: Case, asker: Asker) -> Question:
    return Question(case.question, case.scope, asker)


def _fence(meant: Interpretation, case: Case) -> Scope:
    """Where nothing was read from the question, only the user's own filters remain."""
    return meant.hard if meant.topic else case.scope


def _as_it_is(meant: Interpretation) -> Interpretation:
    return meant


def _remembering(library: Library) -> Library:
    store, lexical = _Store(library.store), _Lexical(library.lexical)
    return Library(store, lexical, library.embedder, library.archive)  # type: ignore[arg-type]


class _Store:
    """A store whose searches are remembered."""

    def __init__(self, store: PassageStore) -> None:
        self._store = store
        self._reports = store.reports()
        self._found: dict[tuple[tuple[float, ...], Scope, int], list[Hit]] = {}

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    def reports(self) -> object:
        return self._reports

    def search(self, vector: Sequence[float], scope: Scope, limit: int) -> list[Hit]:
        key = (tuple(vector), scope, limit)
        if key not in self._found:
            self._found[key] = self._store.search(vector, scope, limit)
        return self._found[key]


class _Lexical:
    """A lexical index whose searches are remembered."""

    def __init__(self, lexical: LexicalIndex) -> None:
        self._lexical = lexical
        self._found: dict[tuple[str, Scope, int], list[Hit]] = {}

    def __getattr__(self, name: str) -> object:
        return getattr(self._lexical, name)

    def search(self, text: str, scope: Scope, limit: int) -> list[Hit]:
        key = (text, scope, limit)
        if key not in self._found:
            self._found[key] = self._lexical.search(text, scope, limit)
        return self._found[key]
