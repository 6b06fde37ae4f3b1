"""Who reports about which year, from whatever the report says of itself."""

from __future__ import annotations

import pytest

from ingest.errors import UnknownIdentityError
from ingest.identity import Overrides, Traces, identify
from ingest.model import Identity, ReportType
from ingest.organisation import Board, Organisation, load_organisation

ORGANISATION = Organisation(
    (Board("Ekdalen", ("Ekdalens stadsdelsnämnd",), ("ED",), ("Gamla Ekdalen",)),)
)


def _identify(
    *cover: str, heads: tuple[str, ...] = (), body: str = "", overrides: Overrides | None = None
) -> tuple[Identity, tuple[str, ...]]:
    sizes = [24.0, 16.0, 13.0] + [9.0] * len(cover)
    lines = tuple(zip(cover, sizes, strict=False))
    traces = Traces(lines, heads, "", body)
    return identify(traces, "rapport.pdf", overrides or Overrides(), ORGANISATION)


@pytest.mark.parametrize(
    ("cover", "expected"),
    [
        (
            ("Verksamhetsplan 2024", "Enheten Solgläntan", "Ekdalens stadsdelsnämnd"),
            ("Ekdalen", "Solgläntan", 2024, ReportType.VP),
        ),
        (
            (
                "Verksamhetsberättelse 2023",
                "Enheten för daglig verksamhet",
                "Ekdalens stadsdelsnämnd",
            ),
            ("Ekdalen", "Enheten för daglig verksamhet", 2023, ReportType.VB),
        ),
        (
            ("Tertialrapport 2 2025", "Ekdalens stadsdelsnämnd", "Dnr 1.2.1/44-2025"),
            ("Ekdalen", None, 2025, ReportType.T2),
        ),
        (
            ("Ekdalens stadsdelsförvaltning", "Tertialrapport 1 2022 för Lövets förskolor"),
            ("Ekdalen", "Lövets förskolor", 2022, ReportType.T1),
        ),
    ],
)
def test_the_title_block_says_it_all(
    cover: tuple[str, ...], expected: tuple[str, str | None, int, ReportType]
) -> None:
    who, warnings = _identify(*cover)
    assert (who.board, who.unit, who.year, who.report_type) == expected
    assert not warnings


def test_without_a_cover_heads_and_tables_tell() -> None:
    body = "Periodens utfall VB 2022 …\nNämndmål: Ekdalen är fossilfri\n… VB 2023"
    who, _ = _identify(heads=("Enheten Solgläntan, Verksamhetsberättelse 3(9)",), body=body)
    assert who == Identity("Ekdalen", "Solgläntan", 2023, ReportType.VB)


def test_what_the_person_says_goes_before_what_the_report_says() -> None:
    overrides = Overrides("Norrbro", "Lönnen", 2020, ReportType.T1)
    who, _ = _identify(
        "Verksamhetsplan 2024", "Solgläntan", "Ekdalens stadsdelsnämnd", overrides=overrides
    )
    assert who == Identity("Norrbro", "Lönnen", 2020, ReportType.T1)


def test_two_years_on_the_cover_give_a_warning() -> None:
    who, warnings = _identify("Verksamhetsplan 2024–2025", "Solgläntan", "Ekdalens stadsdelsnämnd")
    assert who.year == 2024
    assert "flera år (2024, 2025)" in warnings[0]


def test_what_cannot_be_told_is_asked_for_by_name() -> None:
    with pytest.raises(UnknownIdentityError) as caught:
        _identify("Kvalitetsredovisning", "Solgläntan")
    assert caught.value.fields == ("board", "year", "report_type")
    assert "vilken stadsdelsnämnd, vilket år och vilken rapporttyp rapporten" in str(caught.value)
    assert "--namnd" in str(caught.value)


def test_an_unknown_board_loses_its_genitive_only_if_the_text_does() -> None:
    cover = ("Verksamhetsplan 2024", "Solgläntan", "Björkvikens stadsdelsnämnd")
    assert _identify(*cover, body="Parkerna i Björkviken är gröna.")[0].board == "Björkviken"
    assert _identify(*cover, body="Parkerna är gröna.")[0].board == "Björkvikens"


def test_the_city_s_boards_are_known_with_their_predecessors() -> None:
    city = load_organisation()
    assert city.canonical("Skarpnäcks stadsdelsnämnd") == "Skarpnäck"
    merged = city.with_predecessors("Hägersten-Älvsjö")
    assert merged == ("Hägersten-Älvsjö", "Hägersten-Liljeholmen", "Älvsjö")


@pytest.mark.parametrize(
    ("body", "board"),
    [
        ("Ekdalens stadsdelsnämnd beslutar. Ekdalens stadsdelsnämnd är vald.", "Ekdalen"),
        ("Samverkan med Norrbro stadsdelsförvaltning.\nNämndmål: Ekdalen är grönt", "Ekdalen"),
        ("Samverkan sker med Norrbro stadsdelsförvaltning.", None),
        ("Ekdalens stadsdelsnämnd och Norrbro stadsdelsnämnd samverkar.", None),
    ],
)
def test_a_board_that_the_text_mentions_is_taken_only_if_plain(
    body: str, board: str | None
) -> None:
    """A unit's text names the boards it works with; the wrong one would hide the report."""
    if board:
        assert _identify("Verksamhetsplan 2024", body=body)[0].board == board
    else:
        with pytest.raises(UnknownIdentityError) as caught:
            _identify("Verksamhetsplan 2024", body=body)
        assert caught.value.fields == ("board",)
