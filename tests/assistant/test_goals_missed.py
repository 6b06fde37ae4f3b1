"""Goals asked for by how they went: in any words for it, and in every unit where none is named."""

from __future__ import annotations

import pytest

from assistant.answer import Assistant
from assistant.goals import marks_asked
from assistant.model import Question
from tests.assistant.draft.shelf import UNIT, follow_up, library_of

NOT_WHOLLY = frozenset(("delvis", "ej"))


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("Vilka mål uppnåddes inte 2023?", NOT_WHOLLY),
        ("Vilka mål nådde Videdalens förskolor inte 2023?", NOT_WHOLLY),
        ("Vilka mål har vi inte nått?", NOT_WHOLLY),
        ("Vilka enheter når inte sina mål?", NOT_WHOLLY),
        ("Vilka mål missades?", NOT_WHOLLY),
        ("Vilka nämndmål uppfylldes bara delvis?", NOT_WHOLLY),
        ("Vilka mål uppfylldes helt?", frozenset(("helt",))),
        ("Vilka mål nådde enheten 2023?", frozenset()),
        ("Hur många barn nådde verksamheten?", frozenset()),
    ],
)
def test_the_marks_that_a_question_asks_for(text: str, marks: frozenset[str]) -> None:
    assert marks_asked(text) == marks


OTHER = "Lönnens hemtjänst"


def ask(text: str) -> list[str]:
    library = library_of(follow_up(2023), follow_up(2023, OTHER), follow_up(2022))
    return [s.text for s in Assistant(library).ask(Question(text)).statements]


def test_where_no_unit_is_named_every_unit_s_goals_are_told() -> None:
    told = [text for text in ask("Vilka mål uppnåddes inte 2023?") if "Uppfylls" in text]
    assert len(told) == 2, "one a unit, and the lowest of the chain"
    assert all("Uppfylls delvis" in text for text in told)
    assert [text.partition(",")[0] for text in sorted(told)] == sorted((UNIT, OTHER))


def test_a_named_level_is_kept_to() -> None:
    told = [text for text in ask("Vilka enhetsmål uppfylldes helt 2023?") if "Uppfylls" in text]
    assert len(told) == 2
    assert all("Enhetsmål: " in text and "Uppfylls helt" in text for text in told)


def test_a_named_unit_is_kept_to_whatever_the_word() -> None:
    for verb in ("nådde {} inte", "uppnådde {} inte", "missade {}"):
        told = ask(f"Vilka mål {verb.format(UNIT)} 2023?")
        assert sum("Uppfylls delvis" in text for text in told) == 1, told
        assert not any("Uppfylls helt" in text for text in told)


def test_of_very_many_reports_the_first_are_told_and_the_rest_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    units = [f"{name} hemtjänst" for name in ("Askens", "Björkens", "Dalens", "Ekens")]
    library = library_of(*(follow_up(2023, unit) for unit in units))
    monkeypatch.setattr("assistant.goals._MOST_OF_ALL", 2)
    answer = Assistant(library).ask(Question("Vilka mål uppnåddes inte 2023?"))
    assert sum("Uppfylls delvis" in s.text for s in answer.statements) == 2
    (note,) = (warning for warning in answer.warnings if "verksamhetsberättelser" in warning)
    assert "ur de 2 första av 4 verksamhetsberättelser" in note
    assert "Ange en nämnd eller en enhet" in note
