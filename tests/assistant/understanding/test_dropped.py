"""What is dropped by the user is neither named, wished for nor searched for."""

from __future__ import annotations

import pytest

from assistant.interpret import Interpreter
from assistant.model import Interpretation, Question
from ingest.model import ReportType, Scope
from tests.assistant import shelf
from tests.assistant.shelf import BOARD, DAILY, HOME

VB = ReportType.VB

CASES = [
    ("Hur var sjukfrånvaron 2022?", Scope(years=(2022,)), "Hur var sjukfrånvaron?"),
    (f"Hur var matsvinnet på {DAILY} 2022?", Scope(units=(DAILY,)), "Hur var matsvinnet på 2022?"),
    ("Vad skrev de i VB 2022 om matsvinn?", Scope(years=(2022,)), "Vad skrev de i VB om matsvinn?"),
    ("Vad skrev de i VB 2022 om matsvinn?", Scope(report_types=(VB,)), None),
    ("Hur var sjukfrånvaron i fjol?", Scope(years=(2022,)), "Hur var sjukfrånvaron?"),
    ("Hur var sjukfrånvaron 2021?", Scope(years=(2022,)), "Hur var sjukfrånvaron 2021?"),
    ("Hur var sjukfrånvaron?", Scope(), "Hur var sjukfrånvaron?"),
]


def read(text: str, dropped: Scope) -> Interpretation:
    interpreter = Interpreter(shelf.library(), lambda: shelf.TODAY)
    return interpreter.interpret(Question(text, dropped=dropped))


@pytest.mark.parametrize(("text", "dropped", "left"), CASES)
def test_its_words_go(text: str, dropped: Scope, left: str | None) -> None:
    meant = read(text, dropped)
    assert left is None or meant.text == left
    assert not set(meant.scope.years) & set(dropped.years)
    assert not set(meant.scope.units) & set(dropped.units)
    assert not set(meant.scope.report_types) & set(dropped.report_types)


def test_a_year_stays_where_its_kind_of_report_is_dropped() -> None:
    meant = read("Vad skrev de i VB 2022 om matsvinn?", Scope(report_types=(VB,)))
    assert meant.scope.years == (2022,)


def test_what_follows_from_a_name_is_dropped_from_the_wish() -> None:
    meant = read(f"Hur var matsvinnet på {HOME}?", Scope(boards=(BOARD,)))
    assert BOARD not in meant.wished.boards and meant.scope.units == (HOME,)
