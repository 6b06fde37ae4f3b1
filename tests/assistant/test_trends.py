"""An indicator over the years: outcomes, targets and later tellings kept apart, gaps kept open."""

from __future__ import annotations

from assistant.model import FoundIndicator
from assistant.trends import Series, series_of
from ingest.model import Columns, Identity, IndicatorValue, ReportType


def row(
    kind: ReportType, year: int, columns: Columns, unit: str | None = "Eken", certain: bool = True
) -> FoundIndicator:
    before = f"VB {year - 1}" if columns.previous else None
    value = IndicatorValue("Sjukfrånvaro", 3, "Sjukfrånvaro …", columns, before, certain=certain)
    return FoundIndicator(value, f"{kind}-{year}", Identity("Sjövik", unit, year, kind))


def only(*rows: FoundIndicator) -> Series:
    (series,) = series_of(rows)
    return series


def test_outcome_target_and_what_the_year_after_says() -> None:
    series = only(
        row(ReportType.VP, 2021, Columns(target="6 %")),
        row(ReportType.VB, 2021, Columns(outcome="7,1 %", target="6,5 %")),
        row(ReportType.VB, 2022, Columns(outcome="8,0 %", previous="7,4 %")),
    )
    first, second = series.years
    assert first.outcome and first.outcome.printed == "7,1 %"
    assert first.target and first.target.printed == "6,5 %", "the year's report before the plan"
    assert first.told_later and first.told_later.number == 7.4
    assert second.outcome and not second.target and not second.told_later
    assert series.measure == "%"


def test_a_tertial_is_no_year_and_a_gap_stays() -> None:
    series = only(
        row(ReportType.VB, 2019, Columns(outcome="5 %")),
        row(ReportType.T2, 2020, Columns(outcome="3 %")),
        row(ReportType.VB, 2021, Columns(outcome="4 %")),
    )
    assert [y.outcome and y.outcome.printed for y in series.years] == ["5 %", None, "4 %"]


def test_what_is_not_one_number_or_another_measure_has_no_place() -> None:
    series = only(
        row(ReportType.VB, 2019, Columns(outcome="5 %")),
        row(ReportType.VB, 2020, Columns(outcome="minst 5 %")),
        row(ReportType.VB, 2021, Columns(outcome="12 st")),
    )
    assert [series.fits(y.outcome) for y in series.years] == [5.0, None, None]


def test_uncertain_rows_stay_out_and_units_apart() -> None:
    rows = (
        row(ReportType.VB, 2019, Columns(outcome="5 %"), unit="Eken"),
        row(ReportType.VB, 2019, Columns(outcome="6 %"), unit=None),
        row(ReportType.VB, 2020, Columns(), unit="Eken", certain=False),
    )
    assert [(s.unit, len(s.years)) for s in series_of(rows)] == [(None, 1), ("Eken", 1)]
