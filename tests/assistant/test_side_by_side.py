"""Units side by side: every cell from its own report, silence told as silence."""

from __future__ import annotations

from assistant.side_by_side import side_by_side
from ingest.model import Identity, ReportType, Scope
from tests.assistant.shelf import (
    DAILY,
    GOAL,
    HOME,
    REPEATED,
    UNIT_GOAL,
    Draft,
    library,
    library_of,
)


def test_a_figure_and_a_sentence_from_each_report_that_has_them() -> None:
    overview = side_by_side("sjukfrånvaro", Scope(report_types=(ReportType.VB,)), library())
    told = {c.report.identity.unit: c for c in overview.cells}
    assert [t.text for t in told[DAILY].figures] == ["Sjukfrånvaro, utfall: 9,3 %"]
    assert [t.text for t in told[HOME].figures] == ["Sjukfrånvaro, utfall: 12,4 %"]
    assert told[HOME].figures[0].source.identity.unit == HOME


def test_the_sentence_is_the_report_s_own_and_others_are_silent() -> None:
    overview = side_by_side("matsvinn", Scope(), library())
    speaking = {c.report.document_id: c for c in overview.cells if not c.silent}
    assert len(speaking) < len(overview.cells)
    for cell in speaking.values():
        if cell.sentence:
            assert cell.sentence.source.document_id == cell.report.document_id
            page = library().contents(cell.report.document_id)
            assert page and any(cell.sentence.text in p.text for p in page.pages)
    assert any(c.sentence and "Matsvinnet minskade" in c.sentence.text for c in speaking.values())


def test_a_plan_s_target_is_never_an_outcome() -> None:
    plan = Scope(units=(DAILY,), report_types=(ReportType.VP,))
    (cell,) = side_by_side("sjukfrånvaro", plan, library()).cells
    assert [t.text for t in cell.figures] == ["Sjukfrånvaro, årsmål: 7,5 %"]


def test_a_goal_is_told_with_its_fulfilment_only_where_it_has_one() -> None:
    (cell,) = side_by_side(UNIT_GOAL, Scope(units=(HOME,)), library()).cells
    assert [t.text for t in cell.goals] == [f"Enhetsmål: {UNIT_GOAL} – Uppfylls helt"]
    (cell,) = side_by_side(GOAL, Scope(units=(HOME,)), library()).cells
    assert all("Nämndmål" not in told.text for told in cell.goals)


def test_words_without_content_find_nothing() -> None:
    assert side_by_side("och det", Scope(), library()).cells == ()


def test_a_report_s_own_sentence_goes_before_one_that_others_repeat() -> None:
    cells = side_by_side("invånare får stöd i rätt tid", Scope(), library()).cells
    told = [c for c in cells if c.sentence and c.sentence.text == REPEATED]
    assert len(told) > 1 and all(c.repeated_in == len(told) - 1 for c in told)
    own = Draft(Identity("Ekbacken", "Linden", 2022, ReportType.VB)).text(
        2, "Inledning", REPEATED, "Linden ger stöd i rätt tid till varje invånare på orten."
    )
    other = Draft(Identity("Ekbacken", "Almen", 2022, ReportType.VB)).text(2, "Text", REPEATED)
    cells = side_by_side("invånare får stöd i rätt tid", Scope(), library_of(own, other)).cells
    chosen = {c.report.identity.unit: c.sentence.text for c in cells if c.sentence}
    assert chosen["Linden"].startswith("Linden ger") and chosen["Almen"] == REPEATED
