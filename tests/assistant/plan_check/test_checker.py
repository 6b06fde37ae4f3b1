"""The whole path of a check: whose plan, which year, bad input, order, and sources that hold."""

from __future__ import annotations

import time

import pytest

from assistant.errors import QuestionError
from assistant.plan_check.checker import PlanChecker
from assistant.plan_check.model import PlanText
from tests.assistant.plan_check.made import BOARD, NAMNDMAL, UNIT, library
from tests.assistant.plan_check.test_checks import GOOD

BAD = (
    GOOD.replace("högst 12 procent vid årets slut", "lågt")
    .replace("Gästerna väger svinnet.", "Under 2024 ska butiken öppna.")
    .replace(NAMNDMAL[0], f"{NAMNDMAL[0]} och grönt")
)


@pytest.fixture(scope="module")
def checker() -> PlanChecker:
    return PlanChecker(library())


def test_findings_come_in_the_order_of_the_text(checker: PlanChecker) -> None:
    checked = checker.check(PlanText(BAD, unit=UNIT, year=2026))
    starts = [f.place.start if f.place else -1 for f in checked.findings]
    assert starts == sorted(starts) and len(starts) >= 3
    assert (checked.unit, checked.board, checked.year) == (UNIT, BOARD, 2026)
    assert {f.check for f in checked.findings} >= {"answers", "years"}
    assert all(f.suggestion.endswith((".", "?")) for f in checked.findings)


def test_every_source_stands_on_its_page(checker: PlanChecker) -> None:
    checked = checker.check(PlanText(BAD, unit=UNIT, year=2026))
    sources = [source for finding in checked.findings for source in finding.sources]
    assert sources
    for source in sources:
        report = library().contents(source.document_id)
        assert report is not None
        assert source.quote in " ".join(report.pages[source.page - 1].text.split())


def test_an_unknown_unit_gets_the_nearest_names(checker: PlanChecker) -> None:
    with pytest.raises(QuestionError) as caught:
        checker.check(PlanText(GOOD, unit="Bageriet Knapret"))
    assert UNIT in caught.value.detail and "ange bara nämnden" in caught.value.detail
    with pytest.raises(QuestionError, match="Nämnden «Månen»"):
        checker.check(PlanText(GOOD, board="Månen"))


def test_without_unit_and_board_it_says_what_was_not_checked(checker: PlanChecker) -> None:
    checked = checker.check(PlanText(GOOD))
    assert "Varken enhet eller nämnd är angiven" in checked.warnings[0]
    assert checked.year is None


def test_the_year_is_taken_from_the_title_else_assumed_and_said(checker: PlanChecker) -> None:
    titled = checker.check(PlanText(f"Verksamhetsplan för 2026\n{GOOD}", unit=UNIT))
    assert titled.year == 2026 and titled.warnings == ()
    assumed = checker.check(PlanText(GOOD, unit=UNIT))
    assert assumed.year == 2026 and "utgår från 2026" in assumed.warnings[0]


def test_the_plan_itself_is_never_its_own_ground(checker: PlanChecker) -> None:
    checked = checker.check(PlanText(GOOD, unit=UNIT, year=2025))
    assert checked.copied == ()


def test_a_named_namndmal_stands_in_for_one_in_the_text(checker: PlanChecker) -> None:
    text = "Enhetsmål: Medarbetare trivs och är friska\n"
    asked = PlanText(text, unit=UNIT, year=2026, namndmal="föreningslivet i granvik")
    assert any(f.check == "answers" for f in checker.check(asked).findings)
    asked = PlanText(text, unit=UNIT, year=2026, namndmal=NAMNDMAL[1])
    assert not any(f.check == "answers" for f in checker.check(asked).findings)


@pytest.mark.parametrize("text", ["", " \n\t "])
def test_an_empty_text_is_an_error(checker: PlanChecker, text: str) -> None:
    with pytest.raises(QuestionError, match="Texten är tom"):
        checker.check(PlanText(text))


def test_too_long_a_text_is_an_error(checker: PlanChecker) -> None:
    with pytest.raises(QuestionError, match="för lång"):
        checker.check(PlanText("a" * 50_001))


@pytest.mark.parametrize(
    "piece",
    ["Vi är 73 procent. ", "<script>alert(1)</script> ", "[a]", "2024 ska ", "a", "9", "9 ", "«",
     "Enhetsmål: A\nUppföljning\n", "har a ", "i möjligaste ", "x: "],
)  # fmt: skip
def test_hostile_text_of_full_length_is_checked_in_time(checker: PlanChecker, piece: str) -> None:
    start = time.process_time()
    checked = checker.check(PlanText((piece * 50_000)[:50_000], unit=UNIT, year=2026))
    assert time.process_time() - start < 10
    assert len(checked.findings) <= 200
