"""Which forbidden values are wrong, which are to be looked at, and which do no harm."""

from __future__ import annotations

import pytest

from eval.metrics.forbidden import LOOK, WRONG, forbidden_values, suspects
from eval.questions import Evidence

ROW = (Evidence("vb-2022-kvarnen", "Sjukfrånvaro 9,3 % 6,8 % 10 % 2022"),)
NEVER = ("6,8 % (året innan)",)
RIGHT = ("9,3 %",)


def verdicts(*statements: str) -> list[str]:
    return [s.verdict for s in suspects(NEVER, RIGHT, statements, ROW)]


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("Sjukfrånvaro i Kvarnen (VB 2022): 9,3 % (VB 2021: 6,8 %).", []),
        ("Sjukfrånvaro i Kvarnen (VB 2022): 6,8 % (årsmål: 10 %).", [WRONG]),
        ("Sjukfrånvaro i Kvarnen (VB 2021): 6,8 %.", []),
        ("Korttid i Kvarnen (VB 2022): 6,8 %.", []),
        ("Frånvaron låg på 6,8 % i fjol.", [WRONG]),
        ("Från 6,8 % till 9,3 % på ett år.", []),
    ],
)
def test_a_value_is_judged_by_its_label(statement: str, expected: list[str]) -> None:
    assert verdicts(statement) == expected


def test_a_sentence_before_the_right_value_is_for_eyes() -> None:
    late = "Sjukfrånvaro i Kvarnen (VB 2022): 9,3 %."
    assert verdicts("Frånvaron var 6,8 % i fjol.", late) == [LOOK]
    assert verdicts(late, "Frånvaron var 6,8 % i fjol.") == []


def test_only_figures_that_are_given_as_an_answer_are_judged() -> None:
    never = ("att 83 är ett utfall", "7,1 % eller 7,15 % (året innan)", "10 (målet)", "9,3 %",
             "mötet 1 juli 2020", "KF-mål 3.1")  # fmt: skip
    assert forbidden_values(never, RIGHT) == ["7,1 %", "7,15 %", "10"]
