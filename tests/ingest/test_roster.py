"""A roster says of all reports together what ``Scope.admits`` says of each."""

from __future__ import annotations

import itertools

import pytest

from ingest.model import Identity, ReportType, Scope
from ingest.names import BOARD_ITSELF
from ingest.roster import Roster

VB, VP, T1 = ReportType.VB, ReportType.VP, ReportType.T1
WHO = (
    Identity("Farsta", None, 2022, VB),
    Identity("Farsta", "Liljans verksamhet", 2022, VB),
    Identity("Farsta", "Liljans verksamhet", 2023, VP),
    Identity("Hägersten-Älvsjö", "Ekens förskolor", 2023, T1),
    Identity("Hägersten–Älvsjö", "Enheten Ekens förskolor", 2022, VB),
    Identity("Kista", None, 2021, VP),
)
BOARDS = ((), ("farsta stadsdelsnämnd",), ("Hägersten-Älvsjö", "Kista"), ("Kistas stadsdelsnämnd",))
UNITS = ((), (BOARD_ITSELF,), ("enheten liljans verksamhet",), ("ekens förskolor", BOARD_ITSELF))
YEARS = ((), (2022,), (2021, 2023), (1999,))
KINDS = ((), (VB,), (VP, T1))


@pytest.mark.parametrize("without", [frozenset(), frozenset(WHO[1:3]), frozenset({WHO[0]})])
def test_a_roster_admits_what_a_scope_admits(without: frozenset[Identity]) -> None:
    roster = Roster(WHO)
    for parts in itertools.product(BOARDS, UNITS, YEARS, KINDS):
        scope = Scope(*parts, without=without)
        expected = [who for who in WHO if scope.admits(who)]
        assert roster.admitted(scope) == expected
        assert roster.any(scope) == bool(expected)
        assert roster.mask(scope).tolist() == [scope.admits(who) for who in WHO]


def test_a_stranger_among_those_left_out_changes_nothing() -> None:
    roster = Roster(WHO)
    scope = Scope(without=frozenset({Identity("Spånga", None, 2020, VB)}))
    assert roster.admitted(scope) == list(WHO)


def test_names_are_told_once_and_in_order() -> None:
    roster = Roster(WHO)
    assert roster.boards == ("Farsta", "Hägersten-Älvsjö", "Hägersten–Älvsjö", "Kista")
    assert roster.units == ("Liljans verksamhet", "Ekens förskolor", "Enheten Ekens förskolor")
    assert Roster.of(roster) is roster
    assert len(Roster.of(WHO)) == len(WHO)


def test_an_empty_library_holds_nothing() -> None:
    assert Roster(()).admitted(Scope(boards=("Farsta",))) == []
    assert not Roster(()).any(Scope())
