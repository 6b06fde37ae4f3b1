"""Swedish tokens: what is one word to the index."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.index import compounds, word_list
from ingest.index.tokens import grams, lemmas, searched, words


def test_words_and_numbers() -> None:
    assert words("T1 2022: 11,7 % (3.2), 10:30, Hägersten-Älvsjö!") == (
        ["t1", "2022", "11,7", "3.2", "10:30", "hägersten", "älvsjö"]
    )


def test_composed_and_decomposed_letters_are_the_same() -> None:
    assert words("fo\u0308rskola") == words("förskola")


def test_grams_stay_inside_words() -> None:
    assert grams("Mat och köket 11,7") == ["mat", "och", "köke", "öket", "11,7"]


@pytest.mark.parametrize(
    ("form", "lemma"),
    [
        ("sjukfrånvaron", "sjukfrånvaro"),
        ("sjukfrånvarons", "sjukfrånvaro"),
        ("enheternas", "enhet"),
        ("medarbetarna", "medarbetare"),
        ("förskolornas", "förskola"),
        ("nämndmålen", "nämndmål"),
        ("trygghetsvandringar", "trygghetsvandring"),
        ("inköp", "inköp"),
        ("Aspviks", "aspvik"),
        ("2022", "2022"),
    ],
)
def test_dictionary_forms(form: str, lemma: str) -> None:
    assert lemma in lemmas(form)


@pytest.mark.parametrize(
    ("compound", "parts"),
    [
        ("sjukfrånvaron", ("sjuk", "frånvaro")),
        ("verksamhetsberättelsen", ("verksamhet", "berättelse")),
        ("arbetssättet", ("arbete", "sätt")),
        ("skolgårdens", ("skola", "gård")),
        ("veckoscheman", ("vecka", "schema")),
        ("föräldrastödsprogram", ("stöd", "program")),
        ("elförbrukningen", ("el", "förbrukning")),
        ("måluppfyllelsen", ("mål", "uppfyllelse")),
        ("biståndshandläggarnas", ("bistånd", "handläggare")),
    ],
)
def test_compounds_and_their_parts(compound: str, parts: tuple[str, ...]) -> None:
    found = lemmas(compound)
    assert set(parts) <= set(found)
    assert found[0] not in parts


@pytest.mark.parametrize("word", ["uppföljningen", "enheten", "förskolan", "rapporten", "ansvar"])
def test_chance_and_prepositions_make_no_parts(word: str) -> None:
    assert len(lemmas(word)) == 1


def test_small_words_are_not_asked_for() -> None:
    assert searched("Hur gick det med sjukfrånvaron under 2022?") == "sjukfrånvaron 2022"
    assert searched("Vad är det?") == "vad är det"


@pytest.mark.usefixtures("fresh")
def test_without_a_word_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("PLANASSISTENT_ORDLISTA", str(tmp_path / "none.dic"))
    with caplog.at_level(logging.WARNING):
        assert compounds.forms("sjukfrånvaron") == ("sjukfrånvaro",)
        assert compounds.forms("nämndmålens")[0] == "nämndmålens"
    assert len(caplog.records) == 1
    assert "hunspell-sv" in caplog.text
    assert not compounds.knows_parts()


@pytest.mark.usefixtures("fresh")
def test_a_word_list_of_ones_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words_file = tmp_path / "sv.dic"
    words_file.write_bytes("3\nblåbär/A\nblå/A\nbär/Y\n".encode("latin-1"))
    monkeypatch.setenv("PLANASSISTENT_ORDLISTA", str(words_file))
    assert set(compounds.parts("blåbärbär")) == {"blåbär", "bär"}


def test_fast_enough() -> None:
    text = "Enhetens sjukfrånvaro minskade under året genom förebyggande hälsoarbete. " * 500
    lemmas(text)
    start = time.perf_counter()
    lemmas(text)
    grams(text)
    assert len(words(text)) / (time.perf_counter() - start) > 20_000


@pytest.fixture
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The word list is read again, before and after, and kept in a folder of its own."""
    monkeypatch.setattr(word_list, "folder", lambda: tmp_path / "cache")
    _forget()
    yield
    _forget()


def _forget() -> None:
    for cached in (compounds.parts, compounds._lemma, compounds._tail, word_list.load):
        cached.cache_clear()
