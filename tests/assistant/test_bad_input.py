"""Questions that are none, or that no filter lets through: said why, and nothing falls over."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.answer import Assistant
from assistant.errors import QuestionError
from assistant.interpret import Interpreter
from assistant.model import Interpretation, Question
from assistant.retrieve import Retriever
from ingest.model import Identity, ReportType, Scope
from tests.assistant import shelf

VB = ReportType.VB


def understood(text: str, scope: Scope | None = None) -> Interpretation:
    interpreter = Interpreter(shelf.library(), lambda: shelf.TODAY)
    return interpreter.interpret(Question(text, scope or Scope()))


STRANGE = [
    "",
    "   \n\t ",
    "och att i på som",
    "?!.,;:-–—",
    "🙂🙂🙂",
    "🙂 sjukfrånvaro 🙂",
    "\x00\u200b\u202e",
    "'; DROP TABLE reports; --",
    "SELECT * FROM passages WHERE year=2022 OR 1=1",
    "<script>alert('x')</script> <b>matsvinn</b>",
    "{{7*7}} ${7*7} %s %d",
    "How high was the sick leave last year?",
    "Wie hoch war der Krankenstand?",
    "مرحبا",
    "lemmas:(a OR b) AND grams:[* TO *]",
    "sjukfrånvaro " * 800,
    "x" * 10_000,
    "(" * 3_000,
    "2022 " * 2_000,
]


@pytest.mark.parametrize("text", STRANGE, ids=range(len(STRANGE)))
def test_nothing_falls_over(text: str) -> None:
    meant = understood(text)
    found = Retriever(shelf.library()).retrieve(meant, 10)
    assert len(found) <= 10
    assert meant.hard == Scope()


def test_only_words_without_content_find_nothing() -> None:
    for text in ("", "och att i på som", "?!", "🙂🙂🙂"):
        assert Retriever(shelf.library()).retrieve(understood(text), 10) == []


def test_the_content_between_signs_is_found() -> None:
    for text in ("🙂 limpor 🙂", "<b>limpor</b>", "'; limpor; --"):
        found = Retriever(shelf.library()).retrieve(understood(text), 1)
        assert "limpor" in found[0].passage.text


def test_an_empty_or_endless_question_is_refused_in_words() -> None:
    assistant = Assistant(shelf.library(), lambda: shelf.TODAY)
    for text in (" ", "a" * 10_000):
        with pytest.raises(QuestionError):
            assistant.ask(Question(text))


def test_a_year_to_come_is_missing_and_said() -> None:
    meant = understood("sjukfrånvaro i Ekbackens dagliga verksamhet, VB 2031")
    assert any("2031" in missing for missing in meant.missing)


UNMET = [
    (Scope(years=(2031,)), "Filtret år «2031»"),
    (Scope(units=("Okända enheten",)), "Filtret enhet «Okända enheten»"),
    (Scope(boards=("Atlantis",)), "Filtret nämnd «Atlantis»"),
    (Scope(report_types=(ReportType.T2,)), "Filtret rapporttyp «Tertialrapport 2»"),
    (Scope(units=(shelf.HOME,), years=(2023,)), "alla filter samtidigt"),
]


@pytest.mark.parametrize(("scope", "phrase"), UNMET)
def test_filters_that_match_nothing_are_named(scope: Scope, phrase: str) -> None:
    meant = understood("matsvinn", scope)
    assert any(phrase in note for note in meant.notes), meant.notes
    assert Retriever(shelf.library()).retrieve(meant, 10) == []


def test_filters_that_match_are_not_complained_of() -> None:
    assert understood("matsvinn", Scope(units=(shelf.DAILY,))).notes == ()


def test_two_units_of_the_same_name_are_told_apart_by_board() -> None:
    name = "Lyktans förskola"
    library = shelf.library_of(
        *(
            shelf.Draft(Identity(board, name, 2022, VB)).text(2, "Analys", f"Barnen i {board} går.")
            for board in ("Ekbacken", "Norrviken")
        )
    )
    interpreter = Interpreter(library, lambda: shelf.TODAY)
    both = interpreter.interpret(Question("vart går barnen på Lyktans förskola"))
    found = Retriever(library).retrieve(both, 10)
    assert {f.passage.identity.board for f in found} == {"Ekbacken", "Norrviken"}
    one = interpreter.interpret(Question("vart går barnen på Lyktans förskola i Norrviken"))
    assert Retriever(library).retrieve(one, 10)[0].passage.identity.board == "Norrviken"
    fenced = replace(both, hard=Scope(boards=("Ekbacken",), units=(name,)))
    found = Retriever(library).retrieve(fenced, 9)
    assert {f.passage.identity.board for f in found} == {"Ekbacken"}


NO_ANSWER = [
    "och att i på som",
    "?!.,;:-–—",
    "🙂🙂🙂",
    "'; DROP TABLE reports; --",
    "SELECT * FROM passages WHERE 1=1",
    "<script>alert('x')</script>",
    "{{7*7}} ${7*7} %s %d",
    "Wie hoch war der Krankenstand?",
    "مرحبا",
    "sjukfrånvaro i Ekbackens dagliga verksamhet, VB 2031",
    "matsvinn i Atlantis stadsdelsnämnd",
]


@pytest.mark.parametrize("text", NO_ANSWER, ids=range(len(NO_ANSWER)))
def test_what_has_no_answer_is_refused_in_swedish(text: str) -> None:
    answer = Assistant(shelf.library(), lambda: shelf.TODAY).ask(Question(text))
    assert (answer.status, answer.statements, answer.citations) == ("not_found", (), ())
    assert any(word in answer.text for word in ("finns inte", "hittade", "Inget", "saknas"))


@pytest.mark.parametrize(
    "text", ["🙂 matsvinnet på Ekbackens DV 2022 🙂", "<b>matsvinnet</b> 2022"]
)
def test_signs_around_a_question_do_not_hide_its_answer(text: str) -> None:
    answer = Assistant(shelf.library(), lambda: shelf.TODAY).ask(Question(text))
    assert answer.status != "not_found" and "18 procent" in answer.text
    assert "<b>" not in answer.text


def test_filters_that_let_nothing_through_are_named_in_the_answer() -> None:
    assistant = Assistant(shelf.library(), lambda: shelf.TODAY)
    for scope, phrase in UNMET:
        answer = assistant.ask(Question("matsvinnet", scope))
        assert answer.status == "not_found"
        assert any(phrase in warning for warning in answer.warnings), answer.warnings
