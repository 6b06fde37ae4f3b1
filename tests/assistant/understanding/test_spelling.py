"""What is mended before a question is read, and what is left alone."""

from __future__ import annotations

import pytest

from assistant.understanding.spelling import known_words, mended

KNOWN = known_words(
    ["Gransäters hemtjänst", "Havsviks boendestöd"], [("sjukfrånvaro",), ("ami",), ("total", "x")]
)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("sjuk frånvaron 2024", "sjukfrånvaron 2024"),
        ("Gransäters hem tjänst", "Gransäters hemtjänst"),
        ("Verksamhets berättelsen", "Verksamhetsberättelsen"),
        ("tjugohundratjugofyra", "2024"),
        ("tjugohundra tre", "2003"),
        ("tjugo tjugofem, trygghet", "2025, trygghet"),
        ("tjugo arton", "2018"),
        ("vb24 städning", "vb 2024 städning"),
        ("T2-24?", "T2 2024?"),
        ("vp 25", "vp 2025"),
        ("skogsby fsk", "skogsby förskola"),
        ("tertailrapport 2", "tertialrapport 2"),
    ],
)
def test_what_is_surely_meant_is_put_in_place(said: str, meant: str) -> None:
    assert mended(said, KNOWN) == meant


@pytest.mark.parametrize(
    "text",
    [
        "tjugo tre personer",
        "tjugo personer",
        "vb 24 % av alla",
        "T1 24,5",
        "sjuk och frånvarande",
        "stöd boende",
        "verksamhetsplanerna, tertialrapporten och delårsrapporten",
        "tertialrapport",
        "",
        "<b>?",
    ],
)
def test_the_rest_is_left_alone(text: str) -> None:
    assert mended(text, KNOWN) == text
