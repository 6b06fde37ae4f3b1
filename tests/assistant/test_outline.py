"""An account reads on where the best sentence stands; a question about one thing does not."""

from __future__ import annotations

import pytest

from assistant.answer import Assistant
from assistant.model import Asks, Interpretation, Question
from assistant.outline import is_wide
from ingest.model import Identity, ReportType
from tests.assistant import shelf
from tests.assistant.shelf import Draft

SAID = (
    "Biblioteket på Kvarnen öppnade i mars.",
    "Det har tagit mer tid än väntat att köpa in hyllor.",
    "Däremot är besökarna nöjda.",
    "Frågan om öppettider avgörs i höst.",
)


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    draft = Draft(Identity(shelf.BOARD, shelf.DAILY, 2022, ReportType.VB))
    draft.text(2, "Inledning", "Verksamheten riktar sig till vuxna.")
    draft.text(3, "Analys", *SAID)
    return Assistant(shelf.library_of(draft), lambda: shelf.TODAY)


def test_sentences_that_do_not_name_the_topic_are_read_too(assistant: Assistant) -> None:
    answer = assistant.ask(Question("Hur har det gått med biblioteket på Kvarnen?"))
    assert [s.text for s in answer.statements][:4] == list(SAID)


@pytest.mark.parametrize(
    ("text", "asks", "wide"),
    [
        ("Vad skrev enheten om matsvinnet?", Asks.TEXT, True),
        ("Hur jobbade enheten med klimatet?", Asks.TEXT, True),
        ("Sammanfatta ekonomin.", Asks.SUMMARY, True),
        ("Vem står för maten?", Asks.TEXT, False),
        ("När hände det?", Asks.DATE, False),
    ],
)
def test_what_is_an_account(text: str, asks: Asks, wide: bool) -> None:
    assert is_wide(Interpretation(text, asks=asks)) is wide
