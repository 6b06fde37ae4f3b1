"""A filtered search visits what its filter holds, however large the rest of the library is.

Told by counts, never by time: which reports' vectors are read and compared, and whether Chroma's
index is asked. ``python -m eval scale`` measures the same at a city's size.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from assistant.interpret import Interpreter
from assistant.model import Question
from ingest.index import chroma
from ingest.index.chroma import ChromaStore
from ingest.index.memory import WordEmbedder
from ingest.index.nearby import Group, Nearby
from ingest.index.nearest import Runs
from ingest.model import Identity, ReportType, Scope, StoredReport
from tests.assistant.shelf import TODAY, Draft, library_of
from tests.ingest.index.build import make_passage

BOARDS, UNITS, YEARS, EACH = 3, 4, 5, 10
EMBEDDER = WordEmbedder()


class Counting:
    """Chroma's store with what it does counted."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.store = ChromaStore(folder, EMBEDDER.name)
        self.read: list[str] = []
        self.compared = 0
        self.asked = 0
        read_groups, nearest, index = chroma.read_groups, chroma.nearest, self.store._nearest

        def reading(*given: Any, **named: Any) -> dict[str, Group]:
            groups = read_groups(*given, **named)
            self.read += [group.document_id or "texts" for group in groups.values()]
            return groups

        def comparing(vector: Sequence[float], runs: Runs, limit: int) -> Any:
            self.compared += len(runs)
            return nearest(vector, runs, limit)

        def asking(*given: Any) -> Any:
            self.asked += 1
            return index(*given)

        monkeypatch.setattr(chroma, "read_groups", reading)
        monkeypatch.setattr(chroma, "nearest", comparing)
        monkeypatch.setattr(self.store, "_nearest", asking)


def fill(store: ChromaStore) -> None:
    """Some boards, units and years; each report has passages that differ in a word."""
    city = [
        Identity(f"Nämnd {board}", f"Enhet {board}-{unit}", 2018 + year, ReportType.VB)
        for board in range(BOARDS)
        for unit in range(UNITS)
        for year in range(YEARS)
    ]
    passages = [
        make_passage(f"Punkt {number} om maten och vilan.", number, who)
        for who in city
        for number in range(EACH)
    ]
    store.stage(passages, EMBEDDER.embed_documents([p.text for p in passages]))
    edition = passages[0].edition
    store.commit_all([StoredReport(who, edition, "r.pdf", 1, EACH, 0) for who in city])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library that is written once and only read."""
    made = tmp_path_factory.mktemp("city") / "chroma"
    fill(ChromaStore(made, EMBEDDER.name))
    return made


@pytest.fixture
def counting(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Counting:
    return Counting(folder, monkeypatch)


@pytest.mark.parametrize(
    ("scope", "reports"),
    [
        (Scope(boards=("Nämnd 1",)), UNITS * YEARS),
        (Scope(units=("Enhet 2-3",)), YEARS),
        (Scope(years=(2020,)), BOARDS * UNITS),
        (Scope(boards=("Nämnd 0",), years=(2019, 2022)), 2 * UNITS),
        (Scope(units=("Enhet 0-1",), years=(2021,), report_types=(ReportType.VB,)), 1),
        (Scope(report_types=(ReportType.VP,)), 0),
    ],
)
def test_only_what_the_filter_holds_is_visited(
    counting: Counting, scope: Scope, reports: int
) -> None:
    vector = EMBEDDER.embed_query("maten")
    hits = counting.store.search(vector, scope, 10)
    assert len(hits) == min(10, reports * EACH)
    assert len(counting.read) == reports
    assert counting.compared == reports * EACH
    again = counting.store.search(vector, scope, 10)
    assert again == hits
    assert len(counting.read) == reports  # kept from the first time
    assert counting.asked == 0


def test_a_wide_search_asks_the_index_and_reads_no_vectors(counting: Counting) -> None:
    whole = BOARDS * UNITS * YEARS * EACH
    vector = EMBEDDER.embed_query("punkt 7")
    exact = counting.store.search(vector, Scope(), 5)
    assert counting.compared == whole and counting.asked == 0
    counting.store._nearby = Nearby(widest=whole // 2)
    counting.read.clear()
    for scope in (Scope(), Scope(years=(2018, 2019, 2020, 2021))):
        found = counting.store.search(vector, scope, 5)
        assert [round(hit.score, 3) for hit in found] == [round(hit.score, 3) for hit in exact]
        assert all(hit.document_id for hit in found)
    assert counting.compared == whole and counting.read == []
    assert counting.asked >= 2


def test_a_question_is_understood_without_looking_at_each_report(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    city = [
        Draft(Identity(f"Nämnd {board}", f"Lind{unit}ens hemtjänst", year, ReportType.VB)).text(
            2, "Analys", "Matsvinnet minskade."
        )
        for board in range(4)
        for unit in range(6)
        for year in range(2018, 2023)
    ]
    library = library_of(*city)
    compared = 0
    admits = Scope.admits

    def counted(scope: Scope, identity: Identity) -> bool:
        nonlocal compared
        compared += 1
        return admits(scope, identity)

    monkeypatch.setattr(Scope, "admits", counted)
    interpreter = Interpreter(library, lambda: TODAY)
    meant = interpreter.interpret(
        Question("Hur gick det med matsvinnet på Lind3ens hemtjänst 2021?")
    )
    assert meant.hard.units == ("Lind3ens hemtjänst",)
    assert compared < len(city)
