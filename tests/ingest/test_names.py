"""Names of boards and units, compared."""

from __future__ import annotations

import pytest

from ingest.names import BOARD_ITSELF, same_name, same_unit


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Farsta stadsdelsnämnd", "Farsta"),
        ("Farsta stadsdelsförvaltning", "FARSTA"),
        ("Enheten Liljans verksamhet", "liljans verksamhet"),
        ("Enhet Liljans verksamhet", "Liljans  verksamhet "),
        ("Hägersten–Älvsjö", "Hägersten-Älvsjö"),
        ("Skärholmens stadsdelsnämnd", "Skärholmen"),
        ("Enheten för ekonomi", "enheten för ekonomi"),
    ],
)
def test_one_name_written_in_two_ways(left: str, right: str) -> None:
    assert same_name(left, right) and same_name(right, left)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Farsta", "Skärholmen"),
        ("Farsta", "Farsta strand"),
        ("Liljan", "Liljans verksamhet"),
        ("Enheten för ekonomi", "för ekonomi"),
        ("Stadsdelsnämnden Farsta", "Farsta"),
        ("Alm", "Alms äldreboende"),
    ],
)
def test_names_that_are_only_alike_are_two(left: str, right: str) -> None:
    assert not same_name(left, right) and not same_name(right, left)


def test_a_unit_or_the_board_itself() -> None:
    assert same_unit("Enheten Liljan", "liljan")
    assert not same_unit("Liljan", "Almen") and not same_unit("Liljan", None)
    assert same_unit(BOARD_ITSELF, None) and not same_unit(BOARD_ITSELF, "Liljan")
