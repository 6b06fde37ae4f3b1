"""Kinds of answer that a sentence itself shows: there or not, the subject being found."""

from __future__ import annotations

import pytest

from assistant.answer import Assistant
from assistant.model import Question
from ingest.model import Identity, ReportType
from tests.assistant import shelf
from tests.assistant.shelf import Draft


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    draft = Draft(Identity(shelf.BOARD, shelf.DAILY, 2022, ReportType.VB))
    draft.text(2, "Larm", "De nya larmen på Kvarnen har minskat oron på natten.")
    draft.text(3, "Larm på Smedjan", "Larmen på Smedjan levereras av företaget Nattljus.")
    draft.text(4, "Lokaler", "Verkstan på Smedjan har funnits sedan 1998 och byggs om.")
    draft.text(5, "Personal", "Pedagogerna på Kvarnen trivs och rekommenderar arbetsplatsen.")
    draft.text(6, "Deltagare", "På Kvarnen finns 23 deltagare.", "Enheten har totalt 61 anställda.")
    return Assistant(shelf.library_of(draft), lambda: shelf.TODAY)


@pytest.mark.parametrize(
    ("question", "answered"),
    [
        ("Vilken leverantör står bakom larmen på Smedjan?", True),
        ("Hur länge har verkstan på Smedjan funnits?", True),
        ("Hur många år har Kvarnen funnits?", False),
        ("Vilken månadslön har pedagogerna på Kvarnen?", False),
        ("Vilken adress har Kvarnen?", False),
        ("Hur många anställda har Ekbackens dagliga verksamhet totalt?", True),
        ("Hur många deltagare har Ekbackens dagliga verksamhet totalt?", False),
        ("Varför lades Smedjan ner?", False),
        ("Vem är enhetschef för Smedjan?", False),
    ],
)
def test_the_kind_must_stand_near_the_subject(
    assistant: Assistant, question: str, answered: bool
) -> None:
    answer = assistant.ask(Question(question))
    assert (answer.status != "not_found") is answered, answer.text


def test_a_company_is_asked_for_by_name() -> None:
    draft = Draft(Identity(shelf.BOARD, shelf.DAILY, 2022, ReportType.VB))
    draft.text(2, "Larm", "De nya larmen på Kvarnen har minskat oron på natten.")
    library = shelf.library_of(draft)
    asked = Question("Vilken leverantör står bakom larmen på Kvarnen?")
    assert Assistant(library, lambda: shelf.TODAY).ask(asked).status == "not_found"
