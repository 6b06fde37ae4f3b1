"""Units beside boards, renamed units, names that several share."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.interpret import Interpreter
from assistant.model import Asker, Interpretation, Question
from assistant.understanding.names import Names
from ingest.model import Identity, ReportType, Scope
from ingest.names import BOARD_ITSELF
from ingest.organisation import Organisation, Unit
from tests.assistant import shelf

VB, VP, T2 = ReportType.VB, ReportType.VP, ReportType.T2
A, B = "Ekbacken", "Norrviken"
REPORTS = (
    (A, None, 2022, T2), (B, None, 2022, VB),
    (A, "Lyktans förskola", 2022, VB), (B, "Lyktans förskola", 2022, VB),
    (A, "Granens dagliga verksamhet", 2020, VB), (A, "Tallens dagliga verksamhet", 2022, VB),
    (A, "Solgårdens äldreboende", 2022, VB), (B, "Solgårdens hemtjänst", 2022, VB),
    (A, "Lindgårdens äldreboende", 2022, VB), (B, "Lundgårdens äldreboende", 2022, VB),
    (A, "Stöd- och aktivitetsenheten", 2022, VB),
)  # fmt: skip
CITY = Organisation(
    (),
    (
        Unit("Tallens dagliga verksamhet", ("Barret",), ("Granens dagliga verksamhet",)),
        Unit("Lindgårdens äldreboende", (), ("Kvistens äldreboende",)),
    ),
)


def read(text: str, asker: Asker | None = None, scope: Scope | None = None) -> Interpretation:
    drafts = [
        shelf.Draft(Identity(board, unit, year, kind)).text(2, "Analys", f"{unit} växer.")
        for board, unit, year, kind in REPORTS
    ]
    interpreter = Interpreter(shelf.library_of(*drafts), lambda: date(2023, 5, 2), CITY)
    return interpreter.interpret(Question(text, scope or Scope(), asker or Asker()))


RENAMED = {"Tallens dagliga verksamhet", "Granens dagliga verksamhet"}
NAMED = [
    ("Tallens dagliga verksamhet 2020", RENAMED),
    ("vad gjorde Barret", RENAMED),
    ("Granens DV 2022", RENAMED),
    ("Kvistens äldreboende 2022", {"Lindgårdens äldreboende"}),
    ("Solgårdens äldreboende och hemtjänst", {"Solgårdens äldreboende", "Solgårdens hemtjänst"}),
    ("Solgårdens hemtjänst eller äldreboende", {"Solgårdens äldreboende", "Solgårdens hemtjänst"}),
    ("Lindgårdens äldreboende", {"Lindgårdens äldreboende"}),
    ("Lundgårdens äldreboende", {"Lundgårdens äldreboende"}),
    ("aktivitetsenhetens lokaler", {"Stöd- och aktivitetsenheten"}),
    ("hur går det på Lundgården", {"Lundgårdens äldreboende"}),
    ("aktiviteter på gården", set()),
]


@pytest.mark.parametrize(("text", "units"), NAMED)
def test_units_named(text: str, units: set[str]) -> None:
    meant = read(text)
    assert set(meant.scope.units) == units
    assert not meant.missing


def test_a_slip_that_fits_two_is_a_wish_for_both_and_asked_back() -> None:
    meant = read("Lyndgårdens äldreboende fallolyckor")
    assert set(meant.wished.units) == {"Lindgårdens äldreboende", "Lundgårdens äldreboende"}
    assert meant.hard == Scope()
    assert any(note.startswith("Menade du Lindgårdens") for note in meant.notes)


def test_a_name_of_two_boards_is_said_unless_the_board_is() -> None:
    def asks(meant: Interpretation) -> bool:
        return any("finns i flera nämnder" in note for note in meant.notes)

    assert asks(read("hur många barn på Lyktans förskola"))
    assert not asks(read("hur många barn på Lyktans förskola i Norrviken"))
    assert not asks(read("hur många barn på Lyktans förskola", scope=Scope(boards=(B,))))
    mine = read("hur många barn på Lyktans förskola", Asker(board=B))
    assert mine.wished.boards == (B,) and not asks(mine)


def test_the_whole_board_beside_a_unit_is_the_units_own_board() -> None:
    meant = read("sjukfrånvaro på Lundgårdens äldreboende jämfört med hela nämnden 2022")
    assert [(p.boards, p.units) for p in meant.parts] == [
        ((), ("Lundgårdens äldreboende",)), ((B,), (BOARD_ITSELF,))]  # fmt: skip


def test_what_a_board_tells_of_a_unit_is_looked_for_in_its_own_report() -> None:
    meant = read("vad skrev nämnden om Lindgårdens äldreboende i T2 2022")
    assert meant.wished.units == (BOARD_ITSELF,) and meant.wished.boards == (A,)
    assert meant.missing == () and "indgårdens" in meant.topic


def test_the_goals_of_the_board_are_no_report_of_its_own() -> None:
    meant = read("vilka av nämndens mål nådde Lindgårdens äldreboende")
    assert meant.hard.units == ("Lindgårdens äldreboende",)


def test_a_unit_told_of_in_the_boards_third_is_not_missing() -> None:
    meant = read("när flyttar Lindgårdens äldreboende (Ekbacken, T2 2022)")
    assert meant.missing == ()
    assert read("när flyttar Lindgårdens äldreboende T2 2022").missing


def test_spelled_right_goes_before_a_slip() -> None:
    names = Names([], ["Lindgårdens äldreboende", "Lundgårdens äldreboende"])
    (found,) = names.mentions("Lundgårdens äldreboende")
    assert found.name.startswith("Lund") and found.certain and not found.slips
