"""«Hur många …»: what is counted, and sentences that hold a number of it."""

from __future__ import annotations

import pytest

from assistant.answer import Assistant
from assistant.counts import counted_in
from assistant.model import Question
from ingest.model import Identity, ReportType
from tests.assistant import shelf

UNIT = "Lindens förskolor"


@pytest.mark.parametrize(
    ("question", "text", "holds"),
    [
        ("Hur många deltagare har vi?", "Under året har 23 deltagare fått praktik.", True),
        ("Hur många nya deltagare kom?", "Antalet deltagare: 49 vid årets slut.", True),
        ("Hur många lägenheter finns?", "Boendet består av tio lägenheter.", True),
        ("Hur många cyklar lagades?", "De lagade över trehundra cyklar under året.", True),
        ("Hur många cyklar lagades?", "Ett femtontal cyklar lagades.", True),
        ("Hur många deltagare har vi?", "Av deltagarna är 85 procent nöjda.", False),
        ("Hur många deltagare har vi?", "Deltagarna är med och bestämmer.", False),
    ],
)
def test_a_number_of_the_thing(question: str, text: str, holds: bool) -> None:
    counted = counted_in(question)
    assert counted is not None and counted.stands_in(text) is holds


@pytest.mark.parametrize("question", ["Hur gick det?", "Hur många procent är nöjda?"])
def test_nothing_is_counted(question: str) -> None:
    assert counted_in(question) is None


def ask(*sentences: str) -> tuple[str, list[str]]:
    identity = Identity(shelf.BOARD, UNIT, 2022, ReportType.VB)
    library = shelf.library_of(shelf.Draft(identity).text(3, "Deltagare", *sentences))
    question = Question(f"Hur många deltagare har {UNIT} i verkstaden 2022?")
    answer = Assistant(library, lambda: shelf.TODAY).ask(question)
    return answer.status, [statement.text for statement in answer.statements]


def test_the_sentence_with_the_number_comes_first() -> None:
    status, told = ask(
        "Deltagare i verkstaden är med och bestämmer om sin verkstad.",
        "I verkstaden är deltagare stolta över sitt arbete.",
        "Verkstaden har 23 deltagare.",
    )
    assert status == "answered" and told[0] == "Verkstaden har 23 deltagare."


def test_an_answer_without_the_number_says_that_it_is_only_near() -> None:
    status, _ = ask(
        "Deltagare i verkstaden är med och bestämmer om sin verkstad.",
        "I verkstaden är deltagare stolta över sitt arbete.",
    )
    assert status != "answered"
