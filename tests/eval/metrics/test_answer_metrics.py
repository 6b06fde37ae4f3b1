"""The arithmetic of the answer measures."""

from __future__ import annotations

import pytest

from eval.metrics import not_found
from eval.metrics.not_found import Refusal
from eval.metrics.page_match import page_match
from eval.metrics.values import stands_in, value_share
from eval.metrics.verbatim import Quoted, not_verbatim
from eval.originals import Original
from eval.questions import Evidence
from tests.eval.fakes import Pages

FILES: dict[str, Original] = {
    "plan": Pages("Vi odlar gurk-\nor i väx thus.", "Ramsa från A\ntill Ö.", "Vi odlar gurkor."),
    "ord": Pages("Hela texten.", name="ord.docx"),
}


@pytest.mark.parametrize(
    ("value", "answer", "there"),
    [
        ("70%", "Det blev 70 procent [1].", True),
        ("70 procent", "Det blev 70\u00a0%.", True),
        ("83", "Indexet var 83 [2].", True),
        ("83", "Indexet var 183.", False),
        ("83", "Indexet var 83,5.", False),
        ("83", "Se källa [83].", False),
        ("3", "Summan är 1 083.", False),
        ("9000 st", "Målet är 9 000 st.", True),
        ("-0", "Summa netto \u22120", True),
        ("januari", "Redan i Januari.", True),
        ("1 juli", "Den 1 juli 2020", True),
        ("1 juli", "Den 31 juli 2020", False),
        ("55+", "För dem som är 55+.", True),
    ],
)
def test_values_alike_and_unlike(value: str, answer: str, there: bool) -> None:
    assert stands_in(value, answer) is there


def test_value_share_is_values_found_of_values_expected() -> None:
    assert value_share(["12", "13"], "Bara 12.") == 0.5
    assert value_share([], "Bara 12.") is None


def test_a_quote_must_stand_on_the_page_it_names() -> None:
    right = Quoted("plan", 1, "odlar gurkor i växthus")
    wrong_page = Quoted("plan", 2, "odlar gurkor i växthus")
    changed = Quoted("plan", 2, "Ramsa från A till Z")
    nowhere = Quoted("okänd", 1, "odlar")
    assert not_verbatim([right, wrong_page, changed, nowhere], FILES) == [
        wrong_page,
        changed,
        nowhere,
    ]


def test_a_format_without_pages_is_one_page() -> None:
    assert not not_verbatim([Quoted("ord", 7, "Hela texten")], FILES)


def test_an_empty_quote_is_never_verbatim() -> None:
    assert not_verbatim([Quoted("plan", 1, " ")], FILES)


def test_page_match_counts_evidence_whose_page_is_cited() -> None:
    evidence = [
        Evidence("plan", "Vi odlar gurkor"),  # stands on pages 1 and 3
        Evidence("plan", "Ramsa från A"),  # page 2
        Evidence("plan", "finns ingenstans alls"),  # left out
    ]
    assert page_match(evidence, [Quoted("plan", 3, "x")], FILES) == 1 / 2
    assert page_match(evidence[2:], [Quoted("plan", 3, "x")], FILES) is None


def test_refusals() -> None:
    rows = [
        Refusal(True, False, "saknad_enhet"),
        Refusal(False, False, "saknad_enhet"),
        Refusal(False, False, "saknad_uppgift"),
        Refusal(True, True),
        Refusal(False, True),
        Refusal(False, True),
    ]
    assert not_found.precision(rows) == 1 / 2  # two refused, one rightly
    assert not_found.recall(rows) == pytest.approx(1 / 3)
    assert not_found.recall_by_reason(rows) == {"saknad_enhet": (1, 2), "saknad_uppgift": (0, 1)}
    assert not_found.wrongly_refused(rows) == pytest.approx(1 / 3)
    assert not_found.precision(rows[1:3]) is None
