"""Lines glued together and sentences told apart, the Swedish way."""

from __future__ import annotations

import pytest

from ingest.text import fold, glue, hyphenates, sentence_spans


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("vi arbetar med kvalitets-", "frågor", "vi arbetar med kvalitetsfrågor"),
        ("både barn-", "och ungdomar", "både barn- och ungdomar"),
        ("i Björk-", "Viken", "i Björk-Viken"),
        ("ett 10-", "tal besök", "ett 10-tal besök"),
        ("en e-", "tjänst", "en e-tjänst"),
        ("under våren –", "och sommaren", "under våren – och sommaren"),
        ("utan", "streck", "utan streck"),
    ],
)
def test_lines_are_glued_as_they_were_written(left: str, right: str, expected: str) -> None:
    assert glue(left, right, {"e-tjänst"}) == expected


def test_a_document_that_breaks_no_words_keeps_every_hyphen() -> None:
    assert glue("drop-", "in", (), hyphenates=False) == "drop-in"


def _sentences(text: str) -> list[str]:
    return [text[a:b] for a, b in sentence_spans(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Vi väger t.ex. bröd. | Det ger resultat!",
        "Svinnet var ca. 11,7 % i maj. | Målet är 9 %.",
        "Den 1. januari öppnade vi. | 22 personer kom.",
        "Ansvarig är A. Berg på enheten.",
        "Flytten sker p.g.a. Lokalerna.",
        "Är det klart? | «Ja.» | Bra.",
        "Utan punkt på slutet",
    ],
)
def test_sentences_end_where_a_reader_would_say(text: str) -> None:
    assert _sentences(text.replace(" | ", " ")) == text.split(" | ")


def test_white_space_of_every_kind_is_folded() -> None:
    assert fold(" 1\u00a0200\n\tkronor ") == "1 200 kronor"


def test_hyphenation_is_told_from_the_whole_document() -> None:
    long = "en rad som är så lång att den räknas med i under-"
    assert hyphenates([long] * 3 + [long[:-1]] * 40)
    assert not hyphenates([long] + [long[:-1]] * 80)


def test_a_line_without_end_costs_no_more_than_its_length() -> None:
    """Each of these took minutes when every letter or stop was where a search began anew."""
    assert not hyphenates(["å" * 400_000 + "!"])
    assert len(sentence_spans("." * 400_000 + "x")) == 1
    assert len(sentence_spans("Det gick bra. " * 40_000)) == 40_000
