"""What Nyckeltal shows of rows: one view an indicator, owners × years, gaps kept as gaps."""

from __future__ import annotations

from dataclasses import replace

from assistant.model import FoundIndicator
from assistant.web.indicator_views import indicator_views
from ingest.model import Columns, ReportType
from tests.assistant.test_trends import row

VB = ReportType.VB


def named(name: str, found: FoundIndicator) -> FoundIndicator:
    return replace(found, value=replace(found.value, name=name))


def test_two_indicators_are_never_one_series() -> None:
    rows = [
        named("Sjukfrånvaro", row(VB, 2021, Columns(outcome="9 %"))),
        named("Sjukfrånvaro", row(VB, 2022, Columns(outcome="8 %"))),
        named("Sjukfrånvaro dag 1-14", row(VB, 2022, Columns(outcome="2 %"))),
    ]
    first, second = indicator_views(rows)
    assert (first.name, second.name) == ("Sjukfrånvaro", "Sjukfrånvaro dag 1-14")
    ((_, cells),) = second.rows
    assert [c.outcome.printed for c in cells if c.outcome] == ["2 %"]
    assert second.years == (2022,)


def test_a_year_without_report_is_a_gap_and_a_later_telling_is_told_once() -> None:
    rows = [
        row(VB, 2019, Columns(outcome="4 %")),
        row(VB, 2021, Columns(outcome="5 %", previous="6 %", target="3 %")),
        row(VB, 2022, Columns(outcome="7 %", previous="5 %")),
    ]
    (view,) = indicator_views(rows)
    ((_, cells),) = view.rows
    assert view.years == (2019, 2020, 2021, 2022)
    assert cells[1].outcome is None and cells[1].told_later is not None
    assert cells[1].told_later.printed == "6 %"
    assert cells[2].told_later is None, "the year after says the same"
    assert cells[2].target is not None and cells[2].target.printed == "3 %"
    assert cells[2].outcome is not None and "2021, utfall" in cells[2].outcome.label


def test_an_uncertain_row_is_kept_apart_with_its_place() -> None:
    doubtful = row(VB, 2022, Columns())
    doubtful = replace(doubtful, value=replace(doubtful.value, certain=False))
    (view,) = indicator_views([doubtful])
    assert view.rows == () and view.chart is None
    assert view.doubtful[0].url.startswith("/documents/VB-2022/pages/3")


def test_nothing_gives_nothing() -> None:
    assert indicator_views([]) == ()
