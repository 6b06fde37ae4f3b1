"""Goals asked for as a list or by how they went: in any words, and whoever is named."""

from __future__ import annotations

import pytest

from assistant.answer import Assistant
from assistant.goals import marks_asked
from assistant.model import Question
from tests.assistant.draft.shelf import UNIT, follow_up, library_of, plan

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


@pytest.mark.parametrize("verb", ["nåddes inte på", "missades av"])
def test_without_a_year_the_newest_follow_up_tells_and_no_plan(verb: str) -> None:
    library = library_of(plan(2024), follow_up(2023), follow_up(2022))
    answer = Assistant(library).ask(Question(f"Vilka mål {verb} {UNIT}?"))
    told = [statement for statement in answer.statements if "Uppfylls delvis" in statement.text]
    cited = {answer.citations[n - 1].identity for s in answer.statements for n in s.citations}
    assert len(told) == 1
    assert {(one.year, str(one.report_type)) for one in cited} == {(2023, "VB")}


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


@pytest.mark.parametrize(
    "text",
    [
        "Vilka enhetsmål finns i planen för {} 2023?",
        "Vilka mål har {} 2023?",
        "Lista målen för {} 2023",
    ],
)
def test_goals_are_listed_whatever_the_words_for_the_plan(text: str) -> None:
    told = ask(text.format(UNIT))
    assert told and all(line.startswith("Enhetsmål: ") for line in told if "mål: " in line)
    assert sum("Enhetsmål: " in line for line in told) == 2


def test_whose_goals_are_told_is_said_where_nobody_is_named() -> None:
    library = library_of(follow_up(2023), follow_up(2023, OTHER))
    answer = Assistant(library).ask(Question("Vilka enhetsmål finns 2023?"))
    whose = answer.citations[0].identity.unit
    (note,) = (warning for warning in answer.warnings if "Ingen nämnd eller enhet" in warning)
    assert f"rapporten från {whose} (Verksamhetsberättelse 2023)" in note
    named = Assistant(library).ask(Question(f"Vilka enhetsmål har {UNIT} 2023?"))
    assert not any("Ingen nämnd eller enhet" in warning for warning in named.warnings)
