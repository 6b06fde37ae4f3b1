"""Passages: bounded by sections, verbatim, with their context lines."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ingest.model import (
    Activity,
    Chain,
    Columns,
    Goal,
    GoalLevel,
    Identity,
    IndicatorValue,
    Page,
    Passage,
    PassageKind,
    Report,
    ReportType,
    Section,
    Sentence,
    Table,
    TableRow,
)  # fmt: skip
from ingest.passages import AIM, LONGEST, passages_of, told

WHO = Identity("Ekdalen", "Solgläntan", 2023, ReportType.VB)
CHAIN = Chain("1. En grön stad", None, "Parkerna är trygga", "Gästerna trivs")
EDITION = "ab" * 32


def _report(*sections: Section, **rest: object) -> Report:
    return Report(WHO, (Page(1, ""),), (), sections, **rest)  # type: ignore[arg-type]


def _section(*paragraphs: str, chain: Chain = CHAIN, heading: str = "Analys") -> Section:
    made = tuple((Sentence(text, 1),) for text in paragraphs)
    return Section(chain, (heading,), made, 1)


def _texts(passages: tuple[Passage, ...]) -> list[str]:
    return [passage.text for passage in passages]


def test_a_passage_never_crosses_a_section() -> None:
    one, two = _section("Kort."), replace(_section("Också kort."), headings=("Arbetssätt",))
    assert _texts(passages_of(_report(one, two), EDITION)) == ["Kort.", "Också kort."]


def test_long_sections_are_cut_between_paragraphs() -> None:
    paragraph = "Gästerna går ut i parken varje dag. " * 12
    passages = passages_of(_report(_section(*[paragraph] * 5)), EDITION)
    assert len(passages) == 3
    assert all(len(p.text) <= LONGEST for p in passages)
    assert "".join(_texts(passages)).replace(" ", "") == (paragraph * 5).replace(" ", "")


def test_a_sentence_longer_than_a_passage_is_cut_between_words() -> None:
    passages = passages_of(_report(_section("ordet " * 500)), EDITION)
    assert all(len(p.text) <= AIM for p in passages)
    assert " ".join(_texts(passages)).split() == ["ordet"] * 500


def test_context_lines_differ_by_channel() -> None:
    (passage,) = passages_of(_report(_section("Vi har färre gäster.")), EDITION)
    assert passage.dense_text == (
        "Solgläntan, Verksamhetsberättelse 2023 – Gästerna trivs – Analys\nVi har färre gäster."
    )
    for word in ("Solgläntan", "Ekdalen", "VB", "En grön stad", "Parkerna är trygga", "Analys"):
        assert word in passage.lexical_text
    assert passage.path[-2:] == ("Enhetsmål: Gästerna trivs", "Analys")


def test_a_passage_that_continues_a_section_carries_its_first_sentence_for_words_only() -> None:
    first = "Webbshoppen har stått stilla."
    passages = passages_of(_report(_section(first, *["Frågan har varit uppe. " * 30] * 2)), EDITION)
    assert first in passages[-1].lexical_text
    assert first not in passages[-1].dense_text and first not in passages[-1].text


ABOVE = replace(CHAIN, enhetsmal=None)


def test_the_board_s_text_in_a_unit_s_report_is_the_board_s() -> None:
    section = _section("Nämnden bryr sig.", chain=ABOVE, heading="Beskrivning")
    (passage,) = passages_of(_report(section), EDITION)
    assert passage.dense_text.startswith("Ekdalen stadsdelsnämnd – Parkerna är trygga – ")
    assert "Solgläntan" not in passage.lexical_text and "2023" not in passage.lexical_text
    other = Identity("Ekdalen", None, 2024, ReportType.VP)
    (again,) = passages_of(replace(_report(section), identity=other), "cd" * 32)
    assert passage.key == passage.shared == again.shared != passage.id
    elsewhere = replace(other, board="Björkviken")
    (apart,) = passages_of(replace(_report(section), identity=elsewhere), EDITION)
    assert apart.shared != passage.shared


@pytest.mark.parametrize(
    "section",
    [
        _section("Vi bryr oss.", heading="Förväntat resultat"),
        _section("Vi bryr oss.", chain=ABOVE, heading="Analys"),
        _section("Vi bryr oss.", chain=Chain(), heading="Beskrivning"),
    ],
)
def test_a_unit_s_own_text_is_never_shared(section: Section) -> None:
    (passage,) = passages_of(_report(section), EDITION)
    assert passage.shared is None and passage.key == passage.id


def test_a_goal_that_was_judged_is_the_report_s_own() -> None:
    goal = Goal(GoalLevel.NAMNDMAL, "Parkerna är trygga", 3)
    judged = replace(goal, fulfilment="helt", status="Uppfylls helt")
    plain, own = (passages_of(replace(_report(), goals=(g,)), EDITION)[0] for g in (goal, judged))
    assert plain.shared and own.shared is None


def test_a_goal_is_a_card_with_its_status_and_expected_results() -> None:
    goal = Goal(GoalLevel.NAMNDMAL, "Parkerna är trygga", 3, None, "delvis", "Uppfylls delvis")
    chain = Chain(namndmal="Parkerna är trygga")
    expected = _section("Fler går ut.", chain=chain, heading="Förväntat resultat")
    report = replace(_report(expected), goals=(goal,))
    card = next(p for p in passages_of(report, EDITION) if p.kind is PassageKind.GOAL)
    assert [s.text for s in card.sentences] == [
        "Parkerna är trygga", "Uppfylls delvis", "Fler går ut.",
    ]  # fmt: skip
    assert card.dense_text.endswith("– Parkerna är trygga\nNämndmål Uppfylls delvis Fler går ut.")
    assert "Nämndmål: Parkerna är trygga Uppfylls delvis" in card.lexical_text


def test_a_row_and_its_analysis_are_one_passage_with_named_cells() -> None:
    value = IndicatorValue(
        "Matsvinn", 4, "Matsvinn 9 % 12 % 2023", Columns(outcome="9 %", previous="12 %"),
        "VB 2022", (Sentence("Vi väger maten.", 4),), CHAIN,
    )  # fmt: skip
    (passage,) = passages_of(_report(indicators=(value,)), EDITION)
    assert passage.text == "Matsvinn 9 % 12 % 2023 Vi väger maten."
    assert "Periodens utfall VB 2022: 12 %" in passage.dense_text
    assert (passage.kind, passage.row, passage.page) == (PassageKind.INDICATOR, 0, 4)


def test_activities_and_tables_become_passages_too() -> None:
    activity = Activity("Ny meny", 5, "Ny meny 2023-01-01", "2023-01-01", None, "Avvikelse")
    row = TableRow(("Hyra", "-4"), 6, "Hyra -4")
    report = _report(
        activities=(activity,), tables=(Table("Budget 2023", ("Tkr", "Budget"), (row,), 6),)
    )
    one, two = passages_of(report, EDITION)
    assert "Startdatum: 2023-01-01 · Avvikelse: Avvikelse" in one.lexical_text
    assert one.dense_text.endswith("\nNy meny. Avvikelse")
    assert two.text == "Hyra -4" and "Tkr | Budget" in two.lexical_text


def test_a_row_is_embedded_once_with_its_heads_and_not_as_it_stands_too() -> None:
    analysis = (Sentence("Fler svarade i år.", 2),)
    row = IndicatorValue(
        "Nöjda?", 2, "Nöjda? 81 % 90 %", Columns(outcome="81 %", target="90 %"), analysis=analysis
    )
    activity = Activity("Plantera.", 3, "Plantera. 2023-05-01", "2023-05-01")
    one, two = passages_of(_report(indicators=(row,), activities=(activity,)), EDITION)
    cells = "Nöjda? Periodens utfall (VB 2023): 81 % · Årsmål: 90 %"
    assert one.dense_text.endswith(f"\n{cells} Fler svarade i år.")
    assert one.lexical_text.endswith(f"\n{cells} Fler svarade i år. {row.quote}")
    assert one.text == "Nöjda? 81 % 90 % Fler svarade i år."
    assert told(one) == f"Indikator {cells} {one.text}"
    assert two.dense_text.endswith("\nPlantera."), "a date says nothing in a vector"
    assert told(two) == "Aktivitet Plantera. Startdatum: 2023-05-01 Plantera. 2023-05-01"


def test_ids_are_the_same_each_time() -> None:
    report = _report(_section("Ett."), _section("Två."))
    first, again = passages_of(report, EDITION), passages_of(report, EDITION)
    assert first == again
    assert len({p.id for p in first}) == 2
    assert first[0].id.startswith(WHO.document_id)


def test_rows_are_told_with_the_heads_of_their_columns_and_text_as_it_stands() -> None:
    row = IndicatorValue("Nöjda", 2, "Nöjda 81 % 90 %", Columns(outcome="81 %", target="90 %"))
    activity = Activity("Plantera", 3, "Plantera 2023-05-01", "2023-05-01")
    report = _report(_section("Alla gick ut."), indicators=(row,), activities=(activity,))
    said = [told(passage) for passage in passages_of(report, EDITION)]
    assert said == [
        "Alla gick ut.",
        "Indikator Nöjda. Periodens utfall (VB 2023): 81 % · Årsmål: 90 % Nöjda 81 % 90 %",
        "Aktivitet Plantera. Startdatum: 2023-05-01 Plantera 2023-05-01",
    ]
    long = replace(row, other=(("Kommentar", "ord " * 300),))
    (passage,) = passages_of(_report(indicators=(long,)), EDITION)[:1]
    assert told(passage) == passage.text
