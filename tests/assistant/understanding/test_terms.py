"""An installation's own synonyms beside the built-in ones."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.understanding.terms import default_terms, indicators_in


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
