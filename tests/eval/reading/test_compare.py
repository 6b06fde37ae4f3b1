"""A report made from its own truth is wholly right; each kind of fault costs its own measure."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from eval.reading.rows import compare_activities, compare_indicators, compare_tables, field_of
from eval.reading.sheet import Sheet, pair
from eval.reading.structure import compare_goals, compare_headings, compare_identity
from eval.reading.truth import TrueGoal, TrueHeading, Truth, fulfilment
from ingest.model import (
    Activity,
    Chain,
    Columns,
    Goal,
    GoalLevel,
    Identity,
    IndicatorValue,
    Report,
    ReportType,
    Section,
    Sentence,
    Table,
    TableRow,
)

IN, KF = "1. En stad för alla", "1.2. I staden trivs man"
PLACE = {"inriktningsmal": IN, "kf_mal": KF, "namndmal": None, "enhetsmal": None}
CHAIN = Chain(inriktningsmal="En stad för alla", kf_mal="I staden trivs man")
INDICATOR: dict[str, Any] = {
    "indikator": "Andel nöjda besökare",
    "kolumner": {
        "Periodens utfall": "91 %",
        "Utfall män/pojkar": None,
        "Periodens utfall VB 2030": "88 %",
        "Årsmål": "nämnd/s tyrelse",
        "Period": "2031",
    },
    "sida": 3,
    "avsnitt": PLACE,
    "analys": "Fler är nöjda.\nDet gläder oss.",
    "analys_sidor": [3, 4],
}
ACTIVITY: dict[str, Any] = {
    "aktivitet": "Bygga en ramp",
    "start": "2031-01-01",
    "slut": "2031-12-31",
    "avvikelse": None,
    "analys": None,
    "sida": 3,
    "avsnitt": PLACE,
    "analys_sidor": [],
}
TABLE: dict[str, Any] = {
    "namn": "Budget",
    "sida": 5,
    "header": ["Tkr", "Budget"],
    "rows": [["Intäkter", None], ["Summa", "1 200"]],
}
TRUTH = Truth(
    name="prov",
    identity={
        "dokumenttyp": "VB",
        "ar": 2031,
        "stadsdelsnamnd": "Norrvikens stadsdelsnämnd",
        "enhet": "Enheten Ljungen",
    },
    goals=(
        TrueGoal("inriktningsmal", IN, 2, None, None),
        TrueGoal("kf_mal", KF, 2, "helt", IN),
    ),
    headings=(
        TrueHeading("Sammanfattning", 2, None),
        TrueHeading("Analys", 2, KF),
        TrueHeading("Vår vardag", 3, KF),
    ),
    front=(1,),
    indicators=(INDICATOR,),
    activities=(ACTIVITY,),
    tables=(TABLE,),
)
VALUE = IndicatorValue(
    name="Andel nöjda besökare",
    page=3,
    quote="…",
    columns=Columns(outcome="91 %", previous="88 %", target="nämnd/styrelse", period="2031"),
    analysis=(Sentence("Fler är nöjda.", 3), Sentence("Det gläder oss.", 4)),
    chain=CHAIN,
)
TEXT = ((Sentence("Text.", 2),),)
REPORT = Report(
    identity=Identity("Norrviken", "Ljungen", 2031, ReportType.VB),
    pages=(),
    goals=(
        Goal(
            GoalLevel.INRIKTNINGSMAL,
            "En stad för alla",
            2,
            "1",
            children=(Goal(GoalLevel.KF_MAL, "I staden trivs man", 2, "1.2", "helt"),),
        ),
    ),
    sections=(
        Section(Chain(), ("Sammanfattning",), TEXT, 2),
        Section(CHAIN, ("Analys",), TEXT, 2),
        Section(CHAIN, ("Analys", "Vår vardag"), TEXT, 3),
    ),
    indicators=(VALUE,),
    activities=(Activity("Bygga en ramp", 3, "…", "2031-01-01", "2031-12-31", chain=CHAIN),),
    tables=(
        Table(
            "Budget",
            ("Tkr", "Budget"),
            (TableRow(("Intäkter", None), 5, "…"), TableRow(("Summa", "1 200"), 5, "…")),
            5,
        ),
    ),
)


def compared(report: Report) -> Sheet:
    sheet = Sheet()
    compare_identity(TRUTH, report.identity, sheet)
    for part in (
        compare_goals,
        compare_headings,
        compare_indicators,
        compare_activities,
        compare_tables,
    ):
        part(TRUTH, report, sheet)
    return sheet


def values(sheet: Sheet) -> dict[str, float | None]:
    return {name: count.value for name, count in sheet.counts.items() if "antal" not in name}


def test_a_report_equal_to_its_truth_is_right_in_everything() -> None:
    sheet = compared(REPORT)
    assert set(values(sheet).values()) == {1.0}
    assert not any(sheet.differences.values())


def test_a_value_one_column_off_is_counted_as_misplaced() -> None:
    moved = replace(VALUE, columns=replace(VALUE.columns, outcome=None, outcome_men="91 %"))
    sheet = compared(replace(REPORT, indicators=(moved,)))
    assert sheet.counts["värden i fel kolumn (antal)"].right == 1
    assert sheet.counts["celler i indikatorrader"].right == 3  # of five


def test_a_goal_on_the_wrong_page_or_with_the_wrong_status_is_not_right() -> None:
    top = REPORT.goals[0]
    wrong = replace(top, page=7, children=(replace(top.children[0], fulfilment="delvis"),))
    sheet = compared(replace(REPORT, goals=(wrong,)))
    assert sheet.counts["mål (nivå, text, status, sida)"].value == 0.0
    assert sheet.counts["mål: rätt förälder"].value == 1.0


def test_rows_too_many_lower_the_f1() -> None:
    extra = replace(VALUE, name="Hittepå")
    sheet = compared(replace(REPORT, indicators=(VALUE, extra)))
    assert sheet.counts["indikatorrader"].value == 2 / 3  # 1 right, 1 expected, 2 found


def test_analysis_on_the_wrong_row_and_wrong_pages() -> None:
    bare_row = replace(VALUE, analysis=(Sentence("Fler är nöjda. Det gläder oss.", 3),))
    sheet = compared(replace(REPORT, indicators=(bare_row,)))
    assert sheet.counts["indikator: Analys"].value == 1.0
    assert sheet.counts["indikator: Analys rätt sidor"].value == 0.0


def test_unit_of_another_name_and_a_missing_unit_are_wrong() -> None:
    other = replace(REPORT.identity, unit=None)
    assert compared(replace(REPORT, identity=other)).counts["identitet"].right == 3


def test_pairing_takes_the_strictest_key_first() -> None:
    truth, ours = [("a", 1), ("a", 2)], [("a", 2), ("a", 9)]
    exact = (lambda t: t, lambda o: o)
    name = (lambda t: t[0], lambda o: o[0])
    assert pair(truth, ours, [exact, name]) == [(("a", 2), ("a", 2)), (("a", 1), ("a", 9))]


def test_heads_and_status_words() -> None:
    assert field_of("Periodens utfall") == "outcome"
    assert field_of("Periodens utfall VB 2019") == "previous"
    assert field_of("Utfall kvinnor/ flickor") == "outcome_women"
    assert field_of("Anmärkning") is None
    assert fulfilment("Uppfylls inte") == "ej"
    assert fulfilment(None) is None


def test_sheets_sum_up() -> None:
    every = Sheet()
    every.add(compared(REPORT), "ett")
    every.add(compared(replace(REPORT, indicators=())), "två")
    assert every.counts["indikatorrader"].value == 2 / 3  # 1 right, 2 expected, 1 found
    assert every.differences["indikatorrader"] == ["[två] saknas: s. 3 Andel nöjda besökare"]
