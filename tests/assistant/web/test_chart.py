"""The chart in numbers: places in order, lines that break, marks that say what they are."""

from __future__ import annotations

import pytest

from assistant.trends import series_of
from assistant.web.chart import MOST, chart_of, swedish
from ingest.model import Columns, ReportType
from tests.assistant.test_trends import row

VB = ReportType.VB


def test_a_gap_parts_the_line_and_higher_is_higher() -> None:
    outcomes = {2018: "4 %", 2019: "6 %", 2021: "5 %", 2022: "5,5 %"}
    chart = chart_of(series_of(row(VB, y, Columns(outcome=o)) for y, o in outcomes.items()))
    assert chart is not None
    (line,) = chart.lines
    assert len(line.paths) == 2, "2020 has no report"
    low, high = line.marks[0], line.marks[1]
    assert high.y < low.y and high.x > low.x
    assert [tick.label for tick in chart.years] == ["2018", "2019", "2020", "2021", "2022"]
    assert chart.steps[0].at > chart.steps[-1].at
    assert line.marks[0].label == "Eken 2018: utfall 4 %"
    assert line.marks[0].url == "/documents/VB-2018/pages/3?quote=Sjukfr%C3%A5nvaro%20%E2%80%A6"


def test_a_later_telling_is_marked_only_where_it_differs() -> None:
    rows = [
        row(VB, 2020, Columns(outcome="4 %")),
        row(VB, 2021, Columns(outcome="5 %", previous="4 %")),
        row(VB, 2022, Columns(outcome="6 %", previous="5,2 %")),
    ]
    chart = chart_of(series_of(rows))
    assert chart is not None
    later = [m.label for m in chart.lines[0].marks if m.kind == "told_later"]
    assert later == ["Eken 2021: som året efter anger det 5,2 %"]


def test_many_units_and_other_measures_are_named_instead_of_drawn() -> None:
    rows = [row(VB, 2020, Columns(outcome="4 %"), unit=f"Enhet {n}") for n in range(MOST + 2)]
    rows.append(row(VB, 2020, Columns(outcome="12 st"), unit="Annat mått"))
    chart = chart_of(series_of(rows))
    assert chart is not None and len(chart.lines) == MOST
    assert set(chart.left_out) == {"Enhet 6", "Enhet 7", "Annat mått"}


def test_nothing_to_draw_is_no_chart() -> None:
    assert chart_of(()) is None
    assert chart_of(series_of([row(VB, 2020, Columns(outcome="God"))])) is None


@pytest.mark.parametrize("value", [0.0, -3.5, 1e6])
def test_one_value_alone_can_be_drawn(value: float) -> None:
    printed = swedish(value).replace("−", "-")
    chart = chart_of(series_of([row(VB, 2020, Columns(outcome=f"{printed} st"))]))
    assert chart is not None
    (mark,) = chart.lines[0].marks
    assert 0 <= mark.y <= chart.height


def test_numbers_are_told_the_swedish_way() -> None:
    assert [swedish(n) for n in (1234567.0, 7.5, -2.0)] == ["1\u00a0234\u00a0567", "7,5", "−2"]
