"""The same outcome in two reports: compared, and told with both sources where it differs."""

from __future__ import annotations

import json
from pathlib import Path

from ingest.model import Columns, Identity, IndicatorValue, ReportType
from ingest.series import Row, disagreements, spelled_alike


def _row(
    kind: ReportType, year: int, name: str = "Sjukfrånvaro", unit: str = "Parken", **cells: str
) -> Row:
    value = IndicatorValue(name, 4, name, Columns(**cells), previous_period=f"VB {year - 1}")
    return Identity("Björkviken", unit, year, kind), value


def test_a_later_report_that_says_otherwise_is_told_with_both_sources() -> None:
    rows = [
        _row(ReportType.VB, 2021, outcome="7,1 %"),
        _row(ReportType.VB, 2022, outcome="6,0 %", previous="7,4 %"),
        _row(ReportType.T1, 2022, previous="7,10 %"),
    ]
    (found,) = disagreements(rows)
    assert found.warning == (
        "Sjukfrånvaro, Parken 2021: Verksamhetsberättelse 2021 s. 4 anger 7,1 %, men "
        "Verksamhetsberättelse 2022 s. 4 anger 7,4 % för VB 2021."
    )


def test_targets_prognoses_other_units_and_other_years_are_never_compared() -> None:
    rows = [
        _row(ReportType.VB, 2021, outcome="7,1 %"),
        _row(ReportType.VP, 2022, target="5 %", city_target="4 %"),
        _row(ReportType.T2, 2022, forecast="9 %", outcome="8 %"),
        _row(ReportType.VB, 2022, unit="Torget", previous="9 %"),
        _row(ReportType.VB, 2023, previous="9 %"),
    ]
    assert disagreements(rows) == ()


def test_a_renamed_indicator_is_matched_and_the_match_is_shown() -> None:
    rows = [
        _row(ReportType.VB, 2021, "Andel nöjda besökare", outcome="70 %"),
        _row(ReportType.VB, 2022, "Andel nöjda besökande", previous="71 %"),
    ]
    (found,) = disagreements(rows)
    assert "(där «Andel nöjda besökande»)" in found.warning
    assert disagreements(rows, lambda one, two: one == two) == ()


def test_names_that_differ_in_a_number_are_not_the_same() -> None:
    assert not spelled_alike("Sjukfrånvaro dag 1-14", "Sjukfrånvaro dag 1-15")
    assert spelled_alike("Utfall män/ pojkar", "utfall män/pojkar")


def test_the_deliberate_discrepancies_of_the_example_corpus() -> None:
    folder = Path(__file__).resolve().parents[2] / "eval" / "corpus" / "demo" / "facit"
    rows: list[Row] = []
    for path in sorted(folder.glob("*.struktur.json")):
        who = json.loads(path.read_text("utf-8"))["metadata"]
        kind = ReportType(who["dokumenttyp"])
        identity = Identity(who["stadsdelsnamnd"], who["enhet"], who["ar"], kind)
        told = path.with_name(path.name.replace("struktur", "indikatorer"))
        for row in json.loads(told.read_text("utf-8")):
            cells = row["kolumner"]
            head = next((h for h in cells if h.startswith("Periodens utfall VB")), None)
            columns = Columns(
                outcome=cells.get("Periodens utfall"), previous=cells[head] if head else None
            )
            period = head.removeprefix("Periodens utfall ") if head else None
            rows.append(
                (identity, IndicatorValue(row["indikator"], row["sida"], "", columns, period))
            )
    own = {(d.own[0].unit, d.own[0].year, d.own[1].name) for d in disagreements(rows)}
    assert len(own) == 5
    assert (None, 2024, "Antal fallskador") in own
