"""Which questions the measure of years asks, and what it counts as right."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from eval.questions import Case, Evidence
from eval.years import AS_ASKED, BARE, LAST_YEAR, Judge, Outcome, table, wordings
from ingest.model import Columns, Identity, ReportType, Scope
from tests.assistant import shelf

UNIT = "Almens hemtjänst"
CASE = Case("1", f"matsvinnet på {UNIT}, VB 2022", "faktum", Scope(), ("12 %",),
            (Evidence("vb22", "matsvinnet"),), None)  # fmt: skip


def test_a_question_is_asked_with_its_report_with_the_year_and_as_last_year() -> None:
    asked = list(wordings(CASE))
    assert [a.wording for a in asked] == [AS_ASKED, BARE, LAST_YEAR]
    assert [a.case.question.rsplit(", ", 1)[1] for a in asked] == ["VB 2022", "2022", "i fjol"]
    assert asked[2].case.clock == date(2023, 3, 21)
    assert all(a.document == "vb22" for a in asked)


@pytest.mark.parametrize("changes", [
    {"scope": Scope(years=(2022,))},
    {"question": f"matsvinnet på {UNIT}"},
    {"evidence": (Evidence("vb22", "a"), Evidence("vb23", "b"))},
    {"evidence": ()},
])  # fmt: skip
def test_a_question_of_no_one_year_is_not_asked(changes: dict[str, object]) -> None:
    assert list(wordings(replace(CASE, **changes))) == []  # type: ignore[arg-type]


def judge(year: int, previous: str | None = None) -> Judge:
    """A library with one report of the unit, of this year."""
    draft = shelf.Draft(Identity("Almen", UNIT, year, ReportType.VB))
    draft.row(2, "Matsvinn", Columns("9 %", None, None, previous, None, None, None, str(year)))
    judge = Judge(shelf.library_of(draft))
    judge._owners["vb22"] = Identity("Almen", UNIT, 2022, ReportType.VB)
    return judge


def outcome(judge: Judge) -> Outcome:
    return judge.judged(list(wordings(CASE))[1])


def test_the_year_itself_is_right_and_another_is_not() -> None:
    assert outcome(judge(2022)).passage
    assert not outcome(judge(2021)).passage


def test_the_year_after_is_right_only_where_its_column_for_the_year_before_answers() -> None:
    assert outcome(judge(2023, "12 %")).passage
    assert not outcome(judge(2023, "11 %")).passage
    assert not outcome(judge(2023)).passage


def test_an_answer_without_citation_counts_for_nothing() -> None:
    (asked, *_) = wordings(CASE)
    text = table([Outcome(asked, True, None), Outcome(asked, False, True)])
    assert "| som den står | 2 | 1/2 (0.500) | 1/1 (1.000) |" in text
