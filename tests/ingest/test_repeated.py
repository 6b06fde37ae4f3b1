"""What makes two texts one: dates and slips; never a figure, an «inte», a sentence more."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ingest.repeated import nearly_same, settled, shared_id
from tests.ingest.index.build import make_shared

BEFORE = "Ekdalen stadsdelsnämnd – Parkerna är trygga – Beskrivning\n"
TEXT = (
    "Under 2021 ska nämnden göra parkerna öppna och trygga för alla åldrar. Senast den 3 maj ska "
    "det finnas 25 nya bänkar, och minst 80 % av besökarna ska känna sig trygga på kvällen."
)


@pytest.mark.parametrize(
    ("old", "new"),
    [("2021", "2024"), ("3 maj", "15 september"), ("3 maj", "3:e juni 2022"), ("Under", "under"),
     ("åldrar. Senast", "åldrar, senast")],
)  # fmt: skip
def test_dates_case_and_signs_make_no_other_text(old: str, new: str) -> None:
    assert old in TEXT
    assert shared_id(BEFORE + TEXT) == shared_id(BEFORE + TEXT.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [("25", "35"), ("80 %", "80"), ("80 %", "90 %"), ("Under 2021", "Av 2021 kr"),
     ("ska nämnden", "ska inte nämnden"), ("Parkerna", "Torgen"), ("Ekdalen", "Björkviken")],
)  # fmt: skip
def test_figures_words_and_context_make_another_text(old: str, new: str) -> None:
    text = BEFORE + TEXT
    assert old in text
    assert shared_id(text) != shared_id(text.replace(old, new))
    assert not nearly_same(text, text.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [("besökarna", "besökrna"), ("besökarna", "beskökarna"), ("åldrar", "åldarr"),
     ("trygga på", "tryggapå"), ("parkerna", "park erna")],
)  # fmt: skip
def test_slips_are_nearly_the_same(old: str, new: str) -> None:
    assert old in TEXT
    assert nearly_same(TEXT, TEXT.replace(old, new))


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Det är möjligt att gå ut varje dag.", "Det är omöjligt att gå ut varje dag."),
        ("Målet ska nås av alla enheter.", "Målet ska inte nås av alla enheter."),
        ("Fler barn ska gå ut varje dag.", "Färre barn ska gå ut varje dag."),
        ("Parkerna ska vara trygga.", "Parkerna ska vara trygga. Vi har en egen scen."),
        ("Utfallet är 4 på en skala.", "Utfallet är -4 på en skala."),
        ("Andelen är 7,6 i år.", "Andelen är 76 i år."),
        ("Kostnaden är 2020 kr i år.", "Kostnaden är 2030 kr i år."),
    ],
)
def test_what_says_something_else_is_another_text(one: str, two: str) -> None:
    assert not nearly_same(one, two)
    assert shared_id(one) != shared_id(two)


def test_many_slips_are_no_slip() -> None:
    worse = TEXT
    for word in ("nämnden", "parkerna", "trygga", "besökarna", "kvällen", "bänkar"):
        worse = worse.replace(word, word[:-1])
    assert not nearly_same(TEXT, worse)


def test_a_text_with_a_slip_gets_the_id_of_the_one_without() -> None:
    first, other = make_shared(TEXT, "Nämnden sparar på allt som går att spara.")
    (typo,) = make_shared(TEXT.replace("besökarna", "beskökarna"), edition="b")
    known = {str(first.shared): first.dense_text, str(other.shared): other.dense_text}
    (found,) = settled([typo], known)
    assert found == replace(typo, shared=first.shared)
    assert settled([first, typo], {}) == (first, replace(typo, shared=first.shared))
    own = replace(typo, shared=None)
    assert settled([own], known) == (own,)
    moved = replace(typo, dense_text="Annan nämnd\n" + typo.text)
    assert settled([moved], known) == (moved,)
