"""Outline of pasted plans: goals, headings, sentences, and offsets that point into the text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.plan_check.lines import Kind, lines_of
from assistant.plan_check.outline import outline_of
from ingest.model import GoalLevel

WRAPPED = """Verksamhetsplan 2026

Nämndmål:
Invånarna i Granvik äter klimatsmart mat och
slänger så lite som möjligt

Beskrivning
Nämnden vill att maten som lagas i köken räcker till alla och att resterna tas om
hand.

Enhetsmål: Bageriet slänger ingen mat
Förväntat resultat

Svinnet är högst 12 procent. Gästerna bakar
bröd av rester.

Uppföljning: Svinnet vägs varje fredag.
"""


def test_goals_headings_and_sentences() -> None:
    plan = outline_of(WRAPPED)
    namndmal, enhetsmal = plan.goals
    assert namndmal.text.endswith("äter klimatsmart mat och slänger så lite som möjligt")
    assert (enhetsmal.level, enhetsmal.text) == (GoalLevel.ENHETSMAL, "Bageriet slänger ingen mat")
    assert enhetsmal.namndmal == namndmal.text
    assert [(p.heading, len(p.sentences)) for p in plan.parts_of(enhetsmal)] == [
        ("Förväntat resultat", 2),
        ("Uppföljning", 1),
    ]
    assert plan.parts_of(enhetsmal)[0].sentences[1].text == "Gästerna bakar bröd av rester."
    assert plan.parts_of(namndmal)[0].sentences[0].text.endswith("resterna tas om hand.")
    assert plan.own_parts == plan.parts_of(enhetsmal)


def test_offsets_point_into_the_text_as_sent() -> None:
    text = "<b>Enhetsmål:</b> Bageriet\n\n**Förväntat resultat**\n• Brödet räcker.\n• Alla äter."
    plan = outline_of(text)
    for said in plan.sentences:
        assert text[said.start : said.end] == said.text
    assert [s.text for s in plan.sentences] == ["Brödet räcker.", "Alla äter."]
    assert plan.sentences[1].line == 5


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("## Arbetssätt", Kind.HEADING),
        ("**Uppföljning:**", Kind.HEADING),
        ("Enhetsmål 3: Alla får plats", Kind.GOAL),
        ("Uppfylls helt", Kind.STATUS),
        ("\uf0b7 baka bullar", Kind.ITEM),
        ("Indikator Årsmål KF:s årsmål", Kind.ROW),
        ("Brödlunch 2026-01-01 2026-12-31", Kind.ROW),
        ("Verksamhetsplan 2026", Kind.CHAPTER),
        ("Vi bakar bröd.", Kind.TEXT),
    ],
)
def test_a_line_is_told_for_what_it_is(line: str, kind: Kind) -> None:
    assert lines_of(line)[0].kind is kind


def test_the_boards_own_headings_are_headings() -> None:
    assert lines_of("Metoder\nVi bakar.", ["Metoder"])[0].kind is Kind.HEADING
    assert outline_of("Metoder: Vi bakar.", ["Metoder"]).parts[0].heading == "Metoder"


def test_rows_of_a_pasted_table_are_no_sentences() -> None:
    text = "Enhetsmål: Bröd\nAktivitet Startdatum\nBrödlunch för grannar\nUppföljning\nJa."
    plan = outline_of(text)
    assert [r.text for r in plan.parts[0].rows][1:] == ["Brödlunch för grannar"]
    assert [s.text for s in plan.sentences] == ["Ja."]


def test_a_chapter_ends_a_goal() -> None:
    plan = outline_of("Enhetsmål: Bröd\nUppföljning\nVi väger.\n\nRedovisning av ekonomi\nPengar.")
    assert plan.parts[-1].goal is None


@given(st.text(alphabet="aÅ.:<>#*•\n\t -–1290E[]nhetsmål", max_size=300))
def test_no_text_breaks_it_and_places_are_inside(text: str) -> None:
    for said in outline_of(text).sentences:
        assert 0 <= said.start < said.end <= len(text)


@pytest.mark.parametrize("piece", ["<", "a", "1 ", "1.", ".", "\n", "- ", "Enhetsmål:\n", "å. "])
def test_the_longest_text_takes_no_long_time(piece: str) -> None:
    text = (piece * 50_000)[:50_000]
    start = time.process_time()
    outline_of(text)
    assert time.process_time() - start < 5
