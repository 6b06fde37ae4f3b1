"""A board reaches its predecessors' years, openly, and never the other way; a filter stands."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.answer import Assistant
from assistant.interpret import Interpreter
from assistant.model import Asker, Interpretation, Question
from assistant.retrieve import Retriever
from ingest.model import Identity, ReportType, Scope
from ingest.organisation import Board, Organisation
from tests.assistant import shelf

NEW, WEST, EAST = "Ekbacken-Norrviken", "Norrviken", "Ekbacken"
VB, T1 = ReportType.VB, ReportType.T1
CITY = Organisation((
    Board(NEW, predecessors=(WEST, EAST), since=date(2020, 7, 1)),
    Board(WEST, until=date(2020, 6, 30)),
    Board(EAST, until=date(2020, 6, 30)),
    Board("Sjövik", predecessors=("Strandvik",)),
    Board("Strandvik"),
))  # fmt: skip
REPORTS = (
    (WEST, 2019, VB), (EAST, 2019, VB), (WEST, 2020, T1), (NEW, 2020, VB), (NEW, 2022, VB),
    ("Strandvik", 2020, VB), ("Sjövik", 2021, VB),
)  # fmt: skip
LIBRARY = shelf.library_of(
    *(
        shelf.Draft(Identity(board, None, year, kind)).text(
            2, "Trygghet", f"Trygghetsvandringar ordnades i {board} under {year}."
        )
        for board, year, kind in REPORTS
    )
)


def read(text: str, scope: Scope | None = None, asker: Asker | None = None) -> Interpretation:
    interpreter = Interpreter(LIBRARY, lambda: date(2023, 5, 2), CITY)
    return interpreter.interpret(Question(text, scope or Scope(), asker or Asker()))


def first(meant: Interpretation) -> Identity:
    return Retriever(LIBRARY).retrieve(meant, 1)[0].passage.identity


REACHED = [
    (f"trygghetsvandringar i {NEW} 2019", {NEW, WEST, EAST}),
    (f"trygghetsvandringar {NEW} T1 2020", {NEW, WEST}),
    (f"trygghetsvandringar i {NEW} 2022", {NEW}),
    (f"trygghetsvandringar i {NEW}", {NEW}),
    (f"trygghetsvandringar i {NEW} före sammanslagningen", {WEST, EAST}),
    (f"trygghetsvandringar i {NEW} före 2020", {NEW, WEST, EAST}),
    (f"trygghetsvandringar {WEST}s stadsdelsnämnd 2019", {WEST}),
    (f"trygghetsvandringar {WEST}s stadsdelsnämnd 2022", {WEST}),
    ("trygghetsvandringar i Sjövik 2020", {"Sjövik", "Strandvik"}),
    ("trygghetsvandringar i Sjövik 2021", {"Sjövik"}),
]


@pytest.mark.parametrize(("text", "boards"), REACHED)
def test_the_years_before_a_merger_are_the_predecessors(text: str, boards: set[str]) -> None:
    meant = read(text)
    assert set(meant.wished.boards) == boards
    assert meant.hard.boards == ()
    told = any("föregångare" in note for note in meant.notes)
    assert told == bool(boards - {NEW, WEST, "Sjövik"}) or WEST in boards


def test_it_is_said_when_the_board_was_formed_and_who_answers() -> None:
    (note,) = read(f"trygghet i {NEW} 2019").notes
    assert "bildades den 1 juli 2020" in note and f"{EAST} och {WEST}" in note


def test_the_answer_tells_of_it_and_comes_from_the_predecessor() -> None:
    assistant = Assistant(LIBRARY, lambda: date(2023, 5, 2), CITY)
    answer = assistant.ask(Question(f"Vad ordnades för trygghet i {NEW} 2019?"))
    assert {c.identity.board for c in answer.citations} <= {WEST, EAST} and answer.citations
    assert any("föregångaren" in warning for warning in answer.warnings)


def test_a_predecessor_is_never_answered_by_its_successor() -> None:
    meant = read(f"trygghet i {WEST}s stadsdelsnämnd VB 2022")
    assert any("2022" in missing for missing in meant.missing)
    assert any(f"gick upp i {NEW}" in note for note in meant.notes)
    assert all(NEW not in scope.boards for scope in (meant.hard, meant.wished))


def test_the_askers_board_reaches_back_too() -> None:
    asker = Asker(board=NEW)
    assert set(read("vad gjorde vi för tryggheten 2019", asker=asker).wished.boards) == {
        NEW, WEST, EAST,
    }  # fmt: skip
    assert read("vad gjorde vi för tryggheten 2022", asker=asker).wished.boards == (NEW,)
    assert first(read("trygghetsvandringar 2019", asker=asker)).year == 2019
    assert first(read("trygghetsvandringar 2022", asker=asker)).board == NEW


def test_a_filter_is_never_overruled_but_what_it_leaves_out_is_said() -> None:
    fence = Scope(boards=(NEW,), years=(2019,))
    meant = read("trygghetsvandringar", fence)
    assert meant.hard == fence and Retriever(LIBRARY).retrieve(meant, 5) == []
    assert any("byt filter" in note and WEST in note for note in meant.notes)
    meant = read("trygghetsvandringar 2019", Scope(boards=(NEW,)))
    assert {f.passage.identity.board for f in Retriever(LIBRARY).retrieve(meant, 9)} == {NEW}
    assert any("byt filter" in note for note in meant.notes)
    both = Scope(boards=(NEW, WEST, EAST), years=(2019,))
    assert not any("byt filter" in note for note in read("trygghet", both).notes)


def test_another_boards_follow_up_does_not_carry_the_years_figures() -> None:
    drafts = [shelf.Draft(Identity(board, None, year, VB)).text(2, "Analys", "Allt gick.")
              for board, year in ((NEW, 2022), ("Sjövik", 2020))]  # fmt: skip
    interpreter = Interpreter(shelf.library_of(*drafts), lambda: date(2023, 5, 2), CITY)
    assert interpreter.interpret(Question(f"trygghet i {NEW} 2019")).column == "outcome"
    assert interpreter.interpret(Question(f"sjukfrånvaro i {NEW} 2021")).column == "previous"


def test_text_of_a_year_without_a_report_is_told_to_be_of_other_years() -> None:
    for year, doubtful in ((2021, ()), (2023, (2023,))):
        meant = read(f"vad gjordes i {NEW} {year}")
        assert meant.doubtful == doubtful and meant.missing == ()
        told = f"Biblioteket har ingen rapport för {year} för {NEW}, bara för andra år."
        assert told in meant.notes
    assert read(f"vad gjordes i {NEW} 2022").notes == ()


def test_years_that_nobody_reported_are_said() -> None:
    meant = read(f"sjukfrånvaro i {NEW} 2015")
    assert any("ingen rapport för 2015" in note for note in meant.notes)
    assert meant.missing
