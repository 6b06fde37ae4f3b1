"""How all rows of a report stand: against the targets, or against the year before."""

from __future__ import annotations

from functools import cache

import pytest

from assistant import standing
from assistant.answer import Assistant
from assistant.model import Answer, Question
from ingest.library import Library
from ingest.model import Columns, Identity, ReportType
from tests.assistant import shelf

UNIT, OTHER = "Lindens förskolor", "Kajens hemtjänst"


def follow_up(unit: str, year: int, kind: ReportType = ReportType.VB) -> shelf.Draft:
    return (
        shelf.Draft(Identity(shelf.BOARD, unit, year, kind))
        .row(2, "Sjukfrånvaro", Columns("9,3 %", previous="6,8 %", target="7 %"))
        .row(2, "Andel nöjda brukare", Columns("81 %", previous="81 %", target="85 %"))
        .row(3, "Ekologiska livsmedel", Columns("60 %", previous="64 %", city_target="58 %"))
        .row(3, "Praktikplatser", Columns("14 st", previous="16 st", city_target="450 st"))
        .row(3, "Aktivt medskapandeindex", Columns("83", previous="81", target="83"))
        .row(3, "Brandskydd", Columns("Godkänt", target="Godkänt"))
    )


@cache
def library() -> Library:
    return shelf.library_of(
        follow_up(UNIT, 2022), follow_up(UNIT, 2023), follow_up(UNIT, 2023, ReportType.T2),
        follow_up(OTHER, 2023),
    )  # fmt: skip


def ask(text: str) -> Answer:
    return Assistant(library(), lambda: shelf.TODAY).ask(Question(text))


def names(answer: Answer) -> list[str]:
    return [statement.text.partition(" i ")[0] for statement in answer.statements]


def worked_out(answer: Answer) -> str:
    (note,) = (warning for warning in answer.warnings if warning.startswith("Uträknat"))
    return note


def test_what_is_below_the_target_is_told_row_by_row() -> None:
    answer = ask(f"Vilka indikatorer ligger under målet i {UNIT} 2023?")
    assert names(answer) == ["Andel nöjda brukare"]
    assert "81 %, årsmål: 85 %" in answer.statements[0].text
    assert [c.identity.report_type for c in answer.citations] == [ReportType.VB]
    assert "lägre än målet för Andel nöjda brukare (81 % mot 85 %)" in worked_out(answer)
    assert "högre än målet för Sjukfrånvaro (9,3 % mot 7 %)" in worked_out(answer)
    assert "lika med målet för Aktivt medskapandeindex (83 mot 83)" in worked_out(answer)


@pytest.mark.parametrize(
    "text",
    [
        "Vilka indikatorer når inte målet i {} 2023?",
        "Vilka nyckeltal missade {} målet för 2023?",
        "Hur många av indikatorerna i {} nådde inte årsmålet 2023?",
    ],
)
def test_what_is_missed_is_told_both_ways_and_never_judged(text: str) -> None:
    answer = ask(text.format(UNIT))
    assert set(names(answer)) == {"Sjukfrånvaro", "Andel nöjda brukare", "Ekologiska livsmedel"}
    assert "Om högre eller lägre är bra framgår inte av tabellen." in worked_out(answer)
    assert any("2 av 6 rader går inte att jämföra" in warning for warning in answer.warnings)


def test_a_number_that_the_city_aims_at_is_no_yardstick() -> None:
    answer = ask(f"Vilka indikatorer ligger under KF:s mål i {UNIT} 2023?")
    assert "Praktikplatser" not in names(answer)
    assert "högre än KF:s årsmål för Ekologiska livsmedel (60 % mot 58 %)" in worked_out(answer)


def test_against_the_year_before() -> None:
    answer = ask(f"Vilka nyckeltal har minskat sedan förra året i {UNIT} 2023?")
    assert names(answer) == ["Ekologiska livsmedel", "Praktikplatser"]
    assert "60 %, VB 2022: 64 %" in answer.statements[0].text


def test_since_a_year_that_the_column_is_not_of_is_not_worked_out() -> None:
    assert worked_out(ask(f"Vilka nyckeltal har minskat sedan 2022 i {UNIT}?"))
    other = ask(f"Vilka nyckeltal har minskat sedan 2019 i {UNIT}?")
    assert not any(warning.startswith("Uträknat") for warning in other.warnings)


def test_every_owner_where_none_is_named_each_by_its_name() -> None:
    answer = ask("Vilka indikatorer ligger under målet 2023?")
    assert len(answer.statements) == 2
    for unit in (UNIT, OTHER):
        assert f"Andel nöjda brukare i {unit} (81 % mot 85 %)" in worked_out(answer)


def test_what_is_left_out_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standing, "_MOST_REPORTS", 1)
    monkeypatch.setattr(standing, "_MOST_ROWS", 2)
    answer = ask("Vilka indikatorer når inte målet 2023?")
    assert len(answer.statements) == 2
    assert any(w.startswith("En rad till visas inte.") for w in answer.warnings)
    assert any("gäller de 1 första av 2 rapporter" in w for w in answer.warnings)


def test_a_named_indicator_is_asked_for_itself() -> None:
    answer = ask(f"Når sjukfrånvaron målet i {UNIT} 2023, och vilka andra indikatorer finns?")
    assert not any(warning.startswith("Uträknat ur") for warning in answer.warnings)
