"""How sure an identity is, from how many places of the report agree."""

from __future__ import annotations

from dataclasses import replace

from ingest.identity import Overrides, Traces, identify
from ingest.organisation import Board, Organisation
from ingest.trust import WEAK, trust_in

BOARDS = Organisation(
    (Board("Ekdalen", ("Ekdalens stadsdelsnämnd",)), Board("Norrbro", ("Norrbro stadsdelsnämnd",)))
)
FULL = Traces(
    (
        ("Verksamhetsplan 2024", 24.0),
        ("Enheten Solgläntan", 16.0),
        ("Ekdalens stadsdelsnämnd", 13.0),
    ),
    ("Solgläntan, Verksamhetsplan 2024 3(9)",),
    "Verksamhetsplan 2024",
    "Solgläntan är en enhet.\nEkdalens stadsdelsnämnd beslutar.",
)
BARE = Traces((), (), "", "Budget 2024\nPeriodicitet\nEnhet: Solgläntan\n" + FULL.body * 2)


def _trust(traces: Traces, overrides: Overrides | None = None) -> tuple[float, tuple[str, ...]]:
    who, _ = identify(traces, "x.pdf", overrides or Overrides(), BOARDS)
    trust = trust_in(who, traces, overrides or Overrides(), BOARDS)
    return trust.least, trust.warnings(who)


def test_places_that_agree_leave_little_doubt() -> None:
    least, warnings = _trust(FULL)
    assert least > 0.95
    assert not warnings


def test_fewer_places_are_less_sure() -> None:
    no_heads = replace(FULL, heads=(), title="", body="")
    assert _trust(BARE)[0] < _trust(no_heads)[0] < _trust(FULL)[0]


def test_what_the_text_alone_says_is_for_a_person_to_look_at() -> None:
    least, warnings = _trust(BARE)
    assert least < WEAK
    assert any("Nämnden (Ekdalen) är osäkert avläst" in w and "--namnd" in w for w in warnings)
    assert any("Året (2024)" in warning for warning in warnings)


def test_heads_that_name_another_year_than_the_cover_cost_trust() -> None:
    heads = ("Solgläntan, Verksamhetsplan 2023 3(9)",)
    torn = replace(FULL, cover=FULL.cover[1:], heads=heads)
    assert _trust(torn)[0] <= _trust(replace(torn, title=""))[0]


def test_what_a_person_states_is_certain() -> None:
    stated = Overrides("Norrbro", "Lönnen", 2020, None)
    assert _trust(replace(FULL, heads=(), title="", body=""), stated)[0] >= 0.95
