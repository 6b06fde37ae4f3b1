"""The three real reports, read whole, against their exact ground truth."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.reading.command import SHARED, measure
from eval.reading.sheet import Sheet

_PDFS = sorted(SHARED.glob("*.pdf"))


@pytest.fixture(scope="module", params=_PDFS or [None], ids=lambda p: p.stem if p else "none")
def sheet(request: pytest.FixtureRequest) -> Sheet:
    path: Path | None = request.param
    if path is None:
        pytest.skip(f"the real reports are not here ({SHARED}): NOT MEASURED")
    return measure(path, SHARED / "facit")[0]


_EXACT = (
    "identitet", "mål (nivå, text, status, sida)", "mål: rätt förälder", "rubriker",
    "celler i indikatorrader", "indikatorrader", "indikator: Analys", "indikator: rätt mål",
    "aktivitetsrader", "celler i aktivitetsrader", "aktivitet: Analys", "tabeller",
    "tabeller: rader", "tabeller: celler",
)  # fmt: skip


def test_structure_and_rows_are_exact(sheet: Sheet) -> None:
    values = {name: sheet.counts[name].value for name in _EXACT if name in sheet.counts}
    assert len(values) >= 10
    assert {name: v for name, v in values.items() if v not in (1.0, None)} == {}


def test_no_value_stands_in_a_wrong_column(sheet: Sheet) -> None:
    assert sheet.counts["värden i fel kolumn (antal)"].right == 0


def test_no_sentence_is_lost(sheet: Sheet) -> None:
    share = sheet.counts["meningar återfunna i passager"].value
    assert share is not None and share >= 0.995


def test_nothing_was_warned_about(sheet: Sheet) -> None:
    assert not sheet.differences.get("varningar")
