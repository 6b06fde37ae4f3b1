"""What is asked as an account, and what is one thing."""

from __future__ import annotations

import pytest

from assistant.model import Asks, Interpretation
from assistant.outline import is_wide


@pytest.mark.parametrize(
    ("text", "asks", "wide"),
    [
        ("Vad skrev enheten om matsvinnet?", Asks.TEXT, True),
        ("Hur jobbade enheten med klimatet?", Asks.TEXT, True),
        ("Sammanfatta ekonomin.", Asks.SUMMARY, True),
        ("Hur fick enheten ordning på schemat?", Asks.TEXT, True),
        ("Vilka musik- och danssatsningar gjordes?", Asks.TEXT, True),
        ("Hur länge har porten varit stängd?", Asks.TEXT, False),
        ("Vem står för maten?", Asks.TEXT, False),
        ("När hände det?", Asks.DATE, False),
    ],
)
def test_what_is_an_account(text: str, asks: Asks, wide: bool) -> None:
    assert is_wide(Interpretation(text, asks=asks)) is wide
