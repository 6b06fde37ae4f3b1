"""What counts as right for each kind of question, and the sums over them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from eval.answer_judge import by_reason, demands, judge
from eval.answer_report import answer_markdown, answer_misses
from eval.questions import Case, Evidence
from eval.scoring import Record
from eval.systems import Reply
from ingest.model import Scope

CASE = Case("F1", "Hur många?", "faktum", Scope(), ("41",), (Evidence("vb-2022-a", "41 st"),), None)
REPLY = Reply(False, "Enheten har 41 medarbetare.", (), 90.0, "answered", ("Enheten har 41.",))


def right(case: Case, reply: Reply = REPLY) -> float | None:
    return judge(Record(case, None, (), reply)).right


def test_every_value_of_a_figure_must_be_there() -> None:
    assert right(CASE) == 1
    assert right(replace(CASE, kind="jamforelse", values=("41", "42"))) == 0


def test_without_values_points_decide_by_kind() -> None:
    points = replace(CASE, values=(), points=("41 medarbetare", "nio bilar"))
    assert right(points) == 1
    assert right(replace(points, kind="sammanfattning")) == 0.5
    assert right(replace(points, kind="aktivitet_mal")) == 0


@pytest.mark.parametrize(
    ("reason", "status", "warning", "expected"),
    [
        ("saknad_uppgift", "not_found", "", 1),
        ("saknad_uppgift", "answered", "", 0),
        ("saknad_uppgift", "partial", "Det här är det närmaste.", 0),
        ("saknad_uppgift", "partial", "Uppgift för Kvarnen saknas i biblioteket.", 1),
        ("falsk_premiss", "partial", "Frågans förutsättning stämmer inte.", 1),
        ("falsk_premiss", "partial", "Det här är det närmaste.", 0),
    ],
)
def test_an_unanswerable_question_must_be_declined(
    reason: str, status: str, warning: str, expected: float
) -> None:
    case = replace(CASE, kind="obesvarbar", values=(), evidence=(), reason=reason)
    reply = replace(REPLY, refused=status == "not_found", status=status, warnings=(warning,))
    judged = judge(Record(case, None, (), reply))
    assert judged.right == expected
    assert by_reason([judged]) == {reason: (int(expected), 1)}


def test_the_report_lists_each_demand_and_each_miss() -> None:
    lost = replace(REPLY, refused=True, status="not_found", text="Inget svar.")
    judged = [judge(Record(CASE, None, (), reply)) for reply in (REPLY, lost)]
    reached = {d.name: (d.reached, d.met) for d in demands(judged)}
    assert reached["faktum: värde eller huvudpunkt"] == (0.5, False)
    assert reached["avböjt i onödan"] == (0.5, False)
    text = answer_markdown("prov", judged, "2 frågor.")
    assert "| faktum: värde eller huvudpunkt | 0,500 | ≥ 0,850 | **nej** |" in text
    assert "| F1 | faktum | avböjt i onödan; rätt svar saknas |" not in text
    assert "avböjt i onödan" in next(line for line in text.splitlines() if "| F1 |" in line)
    assert any("väntat: ['41']" in line for line in answer_misses(judged, {}))
