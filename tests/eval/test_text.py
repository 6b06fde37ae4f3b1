"""How eval compares wordings: figures that a quote bears out, also in words."""

from __future__ import annotations

import pytest

from eval.text import figures_held


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("Sex av tolv går på 2 kurser.", {"6", "12", "2"}),
        ("Andelen är 11,7 % av 1.200.", {"11,7", "1.200"}),
        ("Sextio är många, och ettan är ledig.", set()),
        ("En av fem", {"5"}),
    ],
)
def test_figures_are_held_as_digits_or_as_small_words(text: str, held: set[str]) -> None:
    assert figures_held(text) == held
