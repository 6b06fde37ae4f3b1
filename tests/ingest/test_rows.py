"""Indicator rows of many reports: names at hand, and only rows that are wanted are made."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ingest.archive import Archive
from ingest.index.memory import MemoryLexical, MemoryStore, WordEmbedder
from ingest.library import Library
from ingest.model import Columns, Identity, IndicatorValue, Page, Report, ReportType, StoredReport
from ingest.rows import Rows, once

NAMES = ("Sjukfrånvaro", "Matsvinn", "Sjukfrånvaro dag 1–14")


class Counting(Archive):
    """A shelf that counts what is read and made."""

    reads = made = 0

    def rows(self, document_id: str, edition: str) -> list[tuple[str, bytes]] | None:
        self.reads += 1
        return super().rows(document_id, edition)

    def row(self, row: bytes) -> IndicatorValue:
        self.made += 1
        return super().row(row)


def report_of(year: int) -> Report:
    values = tuple(
        IndicatorValue(name, 1, f"{name} {number} %", Columns(outcome=f"{number} %"))
        for number, name in enumerate(NAMES, start=year)
    )
    who = Identity("Farsta", "Liljans verksamhet", year, ReportType.VB)
    return Report(who, (Page(1, "En sida."),), (), (), values)


@pytest.fixture
def shelf(tmp_path: Path) -> tuple[Counting, list[StoredReport], list[Report]]:
    source = tmp_path / "rapport.txt"
    source.write_text("En sida.", encoding="utf-8")
    archive = Counting(tmp_path / "editions")
    reports = [report_of(year) for year in (2021, 2022, 2023)]
    stored = [
        StoredReport(r.identity, f"{n}" * 64, "r.txt", 1, 1, 3) for n, r in enumerate(reports)
    ]
    for one, report in zip(stored, reports, strict=True):
        archive.put(report, one.edition, source)
    return archive, stored, reports


def test_only_rows_that_fit_are_made(
    shelf: tuple[Counting, list[StoredReport], list[Report]],
) -> None:
    archive, stored, reports = shelf
    rows = Rows(archive)
    found = [v for one in stored for v in rows.fitting(one, lambda name: name == "Matsvinn")]
    assert found == [report.indicators[1] for report in reports]
    assert (archive.reads, archive.made) == (3, 3)
    assert [rows.names(one) for one in stored] == [NAMES] * 3
    assert list(rows.fitting(stored[2])) == list(reports[2].indicators)
    assert archive.reads == 3


def test_a_row_is_found_by_its_place(
    shelf: tuple[Counting, list[StoredReport], list[Report]],
) -> None:
    archive, stored, reports = shelf
    rows = Rows(archive)
    assert rows.at(stored[1], 2) == reports[1].indicators[2]
    assert rows.at(stored[1], 3) is None
    assert rows.at(stored[1], -1) is None


def test_another_edition_has_its_own_rows(
    shelf: tuple[Counting, list[StoredReport], list[Report]], tmp_path: Path
) -> None:
    archive, stored, reports = shelf
    rows = Rows(archive)
    assert len(rows.names(stored[0])) == 3
    newer = replace(stored[0], edition="9" * 64)
    archive.put(replace(reports[0], indicators=()), newer.edition, tmp_path / "rapport.txt")
    assert rows.names(newer) == ()
    rows.keep({(newer.document_id, newer.edition)})
    assert rows.held() == 1


def test_a_report_that_is_gone_has_no_rows(
    shelf: tuple[Counting, list[StoredReport], list[Report]],
) -> None:
    archive, stored, _ = shelf
    gone = replace(stored[0], edition="8" * 64)
    assert Rows(archive).names(gone) == ()
    assert Rows(archive).at(gone, 0) is None


def test_only_what_is_gone_from_the_whole_library_is_let_go(
    shelf: tuple[Counting, list[StoredReport], list[Report]],
) -> None:
    archive, stored, _ = shelf
    store = MemoryStore()
    store.commit_all([stored[0], *(replace(one, internal=True) for one in stored[1:])])
    whole = Library(store, MemoryLexical(), WordEmbedder(), archive)
    part = whole.seen_by(frozenset())
    for one in whole.reports():
        assert whole.row_names(one) == NAMES
    assert set(part.by_id()) == {stored[0].document_id}
    assert len(list(part.rows(stored[0]))) == 3 and list(part.rows(stored[1])) == []
    assert [whole.row_names(one) for one in whole.reports()] == [NAMES] * 3
    assert archive.reads == 3, "the rows of the others are read once"
    for one in stored[1:]:
        store.delete(one.document_id)
    part.by_id()
    assert whole._rows.held() == 1


def test_each_name_is_compared_once() -> None:
    compared: list[str] = []

    def fits(name: str) -> bool:
        compared.append(name)
        return name == "Matsvinn"

    remembered = once(fits)
    assert [remembered(name) for name in ("Matsvinn", "Avfall", "Matsvinn")] == [True, False, True]
    assert compared == ["Matsvinn", "Avfall"]
