"""False premises: a direction or a fulfilment that is taken for granted and does not hold."""

from __future__ import annotations

import pytest

from assistant.answer import Assistant
from assistant.model import Answer, Question
from tests.assistant import shelf


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    return Assistant(shelf.library(), lambda: shelf.TODAY)


def ask(assistant: Assistant, text: str) -> Answer:
    return assistant.ask(Question(text))


def test_a_row_corrects_the_direction_with_both_figures(assistant: Assistant) -> None:
    answer = ask(assistant, "Varför sjönk sjukfrånvaron i Ekbackens dagliga verksamhet 2022?")
    assert answer.status == "partial"
    assert "ökade enligt VB 2022 (9,3 % mot 6,8 % för VB 2021)" in answer.warnings[0]
    assert answer.citations[0].quote.startswith("Sjukfrånvaro 9,3 % 6,8 %")


@pytest.mark.parametrize("verb", ["försämrades", "förbättrades"])
def test_better_and_worse_are_no_directions_of_a_figure(assistant: Assistant, verb: str) -> None:
    """That more are ill is worse: a rise does not refute a question of why it became worse."""
    answer = ask(assistant, f"Varför {verb} sjukfrånvaron i Ekbackens dagliga verksamhet 2022?")
    assert not any("förutsättning" in warning for warning in answer.warnings)


def test_prose_alone_corrects_it_where_it_states_the_other_direction(assistant: Assistant) -> None:
    answer = ask(assistant, "Varför ökade matsvinnet på Ekbackens dagliga verksamhet?")
    assert answer.status == "partial"
    assert answer.warnings[0].startswith("Frågans förutsättning stämmer inte: rapporten säger «Mat")
    assert answer.statements[0].text.startswith("Matsvinnet minskade med 18 procent")


def test_a_premise_that_holds_is_left_alone(assistant: Assistant) -> None:
    answer = ask(assistant, "Varför minskade matsvinnet på Ekbackens dagliga verksamhet?")
    assert not any("förutsättning" in warning for warning in answer.warnings)


def test_a_goal_that_is_met_corrects_why_it_was_not(assistant: Assistant) -> None:
    text = (
        "Varför uppfylldes inte enhetsmålet om en lugn och hållbar arbetsmiljö "
        "på Ekbackens dagliga verksamhet 2022?"
    )
    answer = ask(assistant, text)
    assert answer.status == "partial"
    assert answer.warnings[0].startswith("Frågans förutsättning stämmer inte: rapporten anger «Enh")
    assert shelf.UNIT_GOAL in answer.citations[0].quote
