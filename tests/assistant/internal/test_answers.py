"""Answers over what is left of a library are the answers of one that never held the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import pytest

from assistant.answer import Assistant
from assistant.model import Question
from ingest.library import Library
from ingest.model import Columns, Identity, ReportType
from tests.assistant import shelf

QUESTIONS = (
    "Vad var sjukfrånvaron i Ekbackens dagliga verksamhet 2022?",
    "Hur hög var sjukfrånvaron?",
    "Hur mycket minskade matsvinnet?",
    "Vilken enhet hade högst sjukfrånvaro 2022?",
    "Jämför sjukfrånvaron mellan enheterna 2022",
    "Vad handlade samarbetet med biblioteket om?",
    "Får varje invånare stöd i rätt tid?",
    "Vad skrev Stöd- och boendeenheten i sin VB 2022?",
    "sjukfrånvaro i norrviken 2019",
)


def drafts() -> list[shelf.Draft]:
    """The invented reports, the board's text in each."""
    made = shelf._drafts()
    for draft in made:
        draft.text(2, "Beskrivning", shelf.REPEATED)
    extra = Identity("Sjövik", "Pilens dagverksamhet", 2022, ReportType.VB)
    made.append(
        shelf.Draft(extra)
        .text(2, "Analys", "Matsvinnet minskade med hälften när köket bytte tallrikar.")
        .row(3, "Sjukfrånvaro", Columns("22,2 %", previous="21,1 %"))
    )
    return made


def bodies(library: Library) -> list[dict[str, Any]]:
    assistant = Assistant(library, clock=lambda: shelf.TODAY)
    told = []
    for text in QUESTIONS:
        answer = asdict(assistant.ask(Question(text)))
        del answer["timings_ms"]
        told.append(answer)
        told.append({"hits": assistant.search(text, Question(text).scope, 5)})
    return told


@pytest.mark.parametrize("hidden", [(0,), (6,), (2, 5)], ids=str)
def test_an_answer_is_as_if_hidden_reports_had_never_been(hidden: Sequence[int]) -> None:
    all_of = drafts()
    whole = shelf.library_of(*all_of)
    for number in hidden:
        whole.mark(all_of[number].identity.document_id, True)
    never = shelf.library_of(*(d for n, d in enumerate(all_of) if n not in hidden))
    assert bodies(whole.seen_by(frozenset())) == bodies(never)
    everything = frozenset(draft.identity.board for draft in all_of)
    assert whole.seen_by(everything).reports() == whole.reports()
