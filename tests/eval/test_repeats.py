"""Repeats among passages: word for word, nearly, and what is a report's own."""

from __future__ import annotations

from eval.repeats import count, markdown
from ingest.model import (
    Chain,
    Identity,
    Page,
    Passage,
    Report,
    ReportType,
    Section,
    Sentence,
)
from ingest.passages import passages_of


def _passages(board: str, unit: str, text: str) -> tuple[Passage, ...]:
    section = Section(Chain(), ("Inledning",), ((Sentence(text, 1),),), 1)
    identity = Identity(board, unit, 2023, ReportType.VB)
    return passages_of(Report(identity, (Page(1, text),), (), (section,)), "0" * 64)


def test_only_other_reports_of_the_same_board_repeat() -> None:
    text = "Parkerna i stadsdelen ska vara trygga och öppna för alla från den 3 maj."
    near = text.replace("3 maj", "14 maj").replace("trygga", "tryga")
    own = "Vi i Tornet byggde en ny scen tillsammans med barnen på gården."
    passages = [
        *_passages("Björkviken", "Parken", text),
        *_passages("Björkviken", "Torget", text),
        *_passages("Björkviken", "Bron", near),
        *_passages("Björkviken", "Tornet", own),
        *_passages("Ekdalen", "Parken", text),
    ]
    found = count(passages)
    assert (found.passages, found.exact, found.near) == (5, 1, 2)
    assert "| ord för ord eller nästan | 2 | 40,0 % |" in markdown("prov", 5, found)
