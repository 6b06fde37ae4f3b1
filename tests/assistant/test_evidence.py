"""Likeness, evidence, what is enough, figures and goals on the invented library."""

from __future__ import annotations

import pytest

from assistant.answer import Assistant
from assistant.evidence import Gatherer, names_among, says_why, topic_of
from assistant.figures import Figures, cell, fits
from assistant.likeness import Likeness
from assistant.model import FoundIndicator, Question
from assistant.retrieve import Retriever
from assistant.words import content_words
from assistant.writers.extractive import analysis_claims
from ingest.model import Columns, Identity, ReportType, Scope
from tests.assistant import shelf


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    return Assistant(shelf.library(), clock=lambda: shelf.TODAY)


LIKE = [
    ("matsvinnet", "Allt matsvinn vägs."),
    ("brukarna", "Varje brukare får en plan."),
    ("parkinvesteringspengarna", "Parkinvesteringar under året"),
    ("webshoppen", "Arbetet med webbshopen pågår."),
    ("sjukfrånvarn", "Sjukfrånvaron steg."),
    ("förskolärare", "Andel legitimerade förskollärare"),
]


@pytest.mark.parametrize(("word", "text"), LIKE)
def test_forms_compounds_and_slips_are_alike(word: str, text: str) -> None:
    assert Likeness(word).share(text) >= 0.45


@pytest.mark.parametrize(("word", "text"), [("raket", "Allt matsvinn vägs."), ("park", "spark")])
def test_other_words_are_not_alike(word: str, text: str) -> None:
    assert Likeness(word).share(text) == 0.0


def test_another_word_for_a_thing_counts() -> None:
    also = {"jobbar": ("medarbetare",)}
    assert Likeness("jobbar", also=also).share("Enheten har 41 medarbetare.") == 1.0


@pytest.mark.parametrize("asked", ["Hur många besökare kom till träffpunkten?", "svinnet i köket"])
def test_texts_together_say_what_they_say_joined(asked: str) -> None:
    texts = ("Träffpunkten i Ekdalen", "Svinnet minskade.", "Besökarna blev 41 fler i kökets sal.")
    likeness = Likeness(asked, weights={"svinnet": 0.3, "besökare": 2.0})
    assert likeness.share(*texts) == likeness.share(" ".join(texts)) > likeness.share(texts[0])


def test_names_are_words_always_written_with_a_capital() -> None:
    texts = ["I år har Kvarnen bakat.", "Vid Kvarnen finns ett kök.", "Det finns kök i huset."]
    assert names_among(["kvarnen", "kök", "saknas"], texts) == ["kvarnen"]


def test_reasons_are_told_by_their_words() -> None:
    assert says_why("Flytten sköts upp eftersom hissen var trasig.")
    assert not says_why("Flytten blev klar.")


def test_a_sentence_over_a_break_is_one_piece_with_two_places(assistant: Assistant) -> None:
    meant = assistant.interpret(Question("samarbete med biblioteket om sagostunder"))
    found = Retriever(shelf.library()).retrieve(meant, 5)
    best = Gatherer(meant, found).evidence()[0]
    assert [s.page for s in best.sources] == [5, 6]


ENOUGH = [
    ("Varför sköts flytten upp i ekbackens dv?", True),
    ("Varför brann flytten i ekbackens dv?", False),
    ("När går nämnden samman med Ekbacken?", True),
    ("När såldes limpor på höstmarknaden, vilket datum?", False),
    ("Vad kostade limporna i kronor?", False),
    ("Varför höjdes bidraget till 3000 kr i ekbackens dv?", False),
    ("Vad var sjukfrånvaron på Kvarnen i procent 2022?", False),
]


@pytest.mark.parametrize(("text", "there"), ENOUGH)
def test_enough_is_decided_by_the_kind_of_answer(
    assistant: Assistant, text: str, there: bool
) -> None:
    assert (assistant.ask(Question(text)).status != "not_found") is there


def test_figures_by_synonym_in_a_scope() -> None:
    figures = Figures(shelf.library())
    rows = figures.named("sjuktal", Scope(units=(shelf.DAILY,), years=(2022,)))
    assert [r.value.columns.outcome for r in rows] == ["9,3 %"]
    assert figures.names(Scope(units=(shelf.DAILY,)))["Sjukfrånvaro"] == 2


def test_cells_by_column() -> None:
    row = Figures(shelf.library()).named("AMI", Scope(units=(shelf.DAILY,)))[0].value
    assert (cell(row, "outcome"), cell(row, "previous"), cell(row, "target")) == ("81", "84", None)


def test_names_with_other_digits_are_other_indicators() -> None:
    assert fits("Sjukfrånvaro dag 1 - 14", "Sjukfrånvaro dag 1-14")
    assert not fits("Sjukfrånvaro dag 15-90", "Sjukfrånvaro dag 1-14")


def test_goals_are_told_with_fulfilment_and_the_goal_above(assistant: Assistant) -> None:
    answer = assistant.ask(Question("Vilket enhetsmål om arbetsmiljö har ekbackens dv VB 2022?"))
    assert answer.status == "answered"
    assert any(shelf.UNIT_GOAL in s.text and shelf.GOAL in s.text for s in answer.statements)


def test_the_newest_report_is_said_to_be_a_default(assistant: Assistant) -> None:
    answer = assistant.ask(Question("sjukfrånvaro ekbackens dv"))
    assert "VB 2022" in answer.statements[0].text
    assert "Inget år angavs: VB 2022 visas först." in answer.warnings


def test_a_goals_own_section_is_told_when_asked_for() -> None:
    chain = shelf.Chain(namndmal=shelf.GOAL, enhetsmal=shelf.UNIT_GOAL)
    draft = shelf.Draft(
        shelf.Identity(shelf.BOARD, shelf.DAILY, 2022, shelf.ReportType.VB), chain=chain
    ).text(2, "Uppföljning", "Målet stäms av på varje arbetsplatsträff.")
    assistant = Assistant(shelf.library_of(draft), clock=lambda: shelf.TODAY)
    answer = assistant.ask(
        Question("Vad heter enhetsmålet om arbetsmiljö och hur ska det följas upp?")
    )
    said = [s.text for s in answer.statements]
    assert "Målet stäms av på varje arbetsplatsträff." in said
    assert any(shelf.UNIT_GOAL in text for text in said)


def test_all_goals_of_a_level_are_listed(assistant: Assistant) -> None:
    answer = assistant.ask(Question("Vilka enhetsmål har ekbackens dv i VB 2022?"))
    assert answer.statements[0].text.startswith(f"Enhetsmål: {shelf.UNIT_GOAL}")


def test_words_that_only_ask_are_no_topic() -> None:
    assert content_words(topic_of("Hur jobbade enheten med hönsen, bra och dåligt?")) == ["hönsen"]
    assert content_words(topic_of("Vad är bättre?")) == ["bättre"]


def test_words_that_only_name_what_follows_are_no_statement() -> None:
    analysis = ("Enheten Lindens samlade förskolor", "Frånvaron steg efter en våg av influensa.")
    identity = Identity(shelf.BOARD, "Lindens förskolor", 2022, ReportType.VB)
    draft = shelf.Draft(identity).row(2, "Sjukfrånvaro", Columns("9,3 %"), analysis)
    (value,) = draft.report().indicators
    row = FoundIndicator(value, "d", identity)
    assert [claim.text for claim in analysis_claims(row)] == [analysis[1]]
