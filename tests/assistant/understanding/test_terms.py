"""What words mean: synonyms, an installation's own beside the built-in ones, kinds of answer."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.model import Asks
from assistant.understanding.terms import (
    asks_of,
    default_terms,
    indicators_in,
    other_words,
    terms_of,
)


@pytest.fixture(autouse=True)
def read_anew() -> Iterator[None]:
    default_terms.cache_clear()
    yield
    default_terms.cache_clear()


def test_own_words_are_added_to_the_built_in_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "egna.yaml"
    path.write_text(
        "indicators:\n  Nöjda gäster: [gästnöjdhet]\n  Sjukfrånvaro: [krassel]\n", "utf-8"
    )
    monkeypatch.setenv("PLANASSISTENT_SYNONYMER", str(path))
    terms = default_terms()
    assert indicators_in("Hur var gästnöjdheten?", terms) == ("Nöjda gäster",)
    assert indicators_in("Hur mycket krassel?", terms) == ("Sjukfrånvaro",)
    assert indicators_in("Hur var sjuktalet?", terms) == ("Sjukfrånvaro",)


@pytest.mark.parametrize("text", ["indicators: [1", "- bara\n- en lista\n", None])
def test_a_file_that_cannot_be_used_is_named_and_left_out(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    text: str | None,
) -> None:
    path = tmp_path / "egna.yaml"
    if text is not None:
        path.write_text(text, "utf-8")
    monkeypatch.setenv("PLANASSISTENT_SYNONYMER", str(path))
    with caplog.at_level(logging.WARNING):
        assert indicators_in("Hur var sjuktalet?", default_terms()) == ("Sjukfrånvaro",)
    assert "egna.yaml" in caplog.text and "PLANASSISTENT_SYNONYMER" in caplog.text


def test_nar_det_galler_asks_for_no_date() -> None:
    assert asks_of("När öppnade köket?") is Asks.DATE
    assert asks_of("Vad sades när det gäller köket?") is not Asks.DATE


def test_a_compound_is_also_called_what_its_first_part_is() -> None:
    terms = terms_of({"words": [["inflytande", "påverka"]]})
    assert other_words("inflytandesiffran", terms) == {"inflytandesiffran": ("påverka",)}
    assert other_words("inflytandegruppen", terms_of({"words": [["grupp", "lag"]]})) == {}
