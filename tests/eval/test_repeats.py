"""Repeats among passages: word for word, nearly, and what is a report's own."""

from __future__ import annotations

from pathlib import Path

from eval.repeats import Saved, count, markdown, saved
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
    page = markdown("prov", 5, found, Saved(5, 4, 1, 0, 2_000_000, 1_500_000))
    assert "| ord för ord eller nästan | 2 | 40,0 % |" in page
    assert "| vektorer | 5 | 2 | 60,0 % |" in page
    assert "| index på disk, MB | 2,0 | 1,5 | 25,0 % |" in page


def test_what_is_kept_once_is_the_board_s(tmp_path: Path) -> None:
    text = "Parkerna i stadsdelen ska vara trygga och öppna för alla hela året om."
    chain = Chain(namndmal="Parkerna är trygga")
    reports = []
    for unit, said in (("A", text), ("B", text), ("C", text.replace("trygga", "tryga"))):
        board = Section(chain, ("Beskrivning",), ((Sentence(said, 1),),), 1)
        own = Section(chain, ("Analys",), ((Sentence("Vi gick ut varje dag.", 1),),), 1)
        who = Identity("Björkviken", unit, 2023, ReportType.VB)
        read = Report(who, (Page(1, said),), (), (board, own))
        reports.append(passages_of(read, "0" * 64))
    kept = saved(reports, tmp_path)
    assert (kept.passages, kept.places, kept.texts, kept.slips) == (6, 3, 1, 1)
    assert 0 < kept.bytes_once < kept.bytes_apart + 100_000
