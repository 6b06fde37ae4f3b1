"""Names among very many: the same mentions, and few names looked at closely."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from assistant.understanding import names
from assistant.understanding.names import Mention, Names

FIRST = ("Alm", "Björk", "Ceder", "Gran", "Hassel", "Lind", "Rönn", "Tall", "Vide", "Ask")
LAST = ("backens", "dalens", "lundens", "sjöns", "ängens")
KINDS = ("förskolor", "hemtjänst", "vård- och omsorgsboende", "stöd- och träffpunktsenhet")
UNITS = [f"{first}{last} {kind}" for first in FIRST for last in LAST for kind in KINDS]


@pytest.fixture
def matched(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names that are compared with a text word by word."""
    looked_at: list[str] = []
    match = Names._match

    def watched(
        self: Names, key: names._Key, tokens: Sequence[str], starts: Sequence[int]
    ) -> list[Mention]:
        looked_at.append(key.name)
        return match(self, key, tokens, starts)

    monkeypatch.setattr(Names, "_match", watched)
    return looked_at


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Hur gick det för förskolor och hemtjänst i år?", []),
        ("Vad sa Grandalens förskolor om maten?", ["Grandalens förskolor"]),
        ("Sjukfrånvaron på Almlundens vårdboende", ["Almlundens vård- och omsorgsboende"]),
        ("Hur stor är Videsjöns hemtjänst och förskolor?",
         ["Videsjöns förskolor", "Videsjöns hemtjänst"]),
    ],
)  # fmt: skip
def test_units_that_share_a_word_are_not_all_compared(
    matched: list[str], text: str, said: list[str]
) -> None:
    assert sorted(m.name for m in Names([], UNITS).mentions(text)) == said
    assert len(matched) <= 12 < len(UNITS) // 5


def test_capitals_of_the_trade_are_nobody_s_initials() -> None:
    known = Names([], ["Kvarnens förskolor", "Vinkelns boende"])
    assert known.mentions("KF:s årsmål och VB 2022") == []
    assert [m.name for m in Names([], ["Solens dagverksamhet"]).mentions("Vad sa SD?")] == [
        "Solens dagverksamhet"
    ]


def test_a_word_of_very_many_units_stands_for_none_of_them() -> None:
    asked = "Hur går det för träffpunktsenheten?"
    assert Names([], UNITS).mentions(asked) == []
    [mention] = Names([], ["Almdalens stöd- och träffpunktsenhet"]).mentions(asked)
    assert mention.name == "Almdalens stöd- och träffpunktsenhet" and not mention.certain
