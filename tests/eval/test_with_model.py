"""What a model does to answers, judged beside the answers without one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from typer.testing import CliRunner

from assistant.chat.scripted import ScriptedModel
from eval.__main__ import app
from eval.answer_judge import judge
from eval.questions import Case, Evidence
from eval.scoring import Record
from eval.systems import Program, Reply, loose_figures
from eval.with_model import Pair, broken, in_turn, lines_of, summary
from ingest.model import Scope
from tests.assistant import shelf
from tests.assistant.test_generative import TRUE, WASTE, number, said

CASE = Case("F1", "Hur många?", "faktum", Scope(), ("41",), (Evidence("vb-2022-a", "41 st"),), None)
PLAIN = Reply(False, "Enheten har 41.", (), 90.0, "answered", ("Enheten har 41.",))


def pair(phrased: Reply, case: Case = CASE) -> Pair:
    plain, after = (
        judge(Record(case, None, (), r, values=float("41" in r.text))) for r in (PLAIN, phrased)
    )
    return Pair(plain, after)


def test_a_phrased_answer_with_the_same_figures_is_no_worse() -> None:
    phrased = replace(PLAIN, text="Där finns 41.", statements=("Där finns 41.",), mode="generative")
    same = pair(phrased)
    assert same.worse == "" and not broken([same])
    assert "1 egna meningar" in lines_of(same)[0]
    assert "frågor: 1, med modellens egna meningar: 1" in summary([same])


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (
            {"text": "Enheten har många."},
            "ett värde eller nyckelord gick förlorat",
        ),
        ({"status": "not_found"}, "annat besked om svaret finns"),
    ],
)
def test_what_got_worse_is_told(change: dict[str, str], reason: str) -> None:
    lost = pair(replace(PLAIN, **change))  # type: ignore[arg-type]
    assert lost.worse == reason and broken([lost])
    assert f"  SÄMRE: {reason}" in lines_of(lost)


def test_a_figure_without_source_breaks_the_demand() -> None:
    loose = pair(replace(PLAIN, loose=("Enheten har 42.",)))
    assert broken([loose]) and "siffror utan källa: 1" in summary([loose])


def test_kinds_take_turns() -> None:
    cases = [replace(CASE, id=i, kind=kind) for i, kind in (("1", "a"), ("2", "a"), ("3", "b"))]
    assert [case.id for case in in_turn(cases)] == ["1", "3", "2"]


def test_the_program_is_asked_with_the_model_and_its_figures_are_looked_at() -> None:
    library = shelf.library()
    reply = Program(library, ScriptedModel(said((TRUE, [number()])))).reply(
        replace(CASE, question=WASTE)
    )
    assert reply.mode == "generative" and TRUE in reply.statements
    assert reply.loose == ()


def test_figures_that_no_quote_holds_are_loose() -> None:
    answer = Program(shelf.library()).answer(replace(CASE, question=WASTE))
    assert loose_figures(answer) == []
    first = replace(answer.statements[0], text="Det var 87 procent.", kind="sourced")
    assert loose_figures(replace(answer, statements=(first,))) == ["Det var 87 procent."]
    assert loose_figures(replace(answer, statements=(replace(first, kind="computed"),))) == []


def test_without_a_model_the_command_says_what_to_give(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PLANASSISTENT_TEST_LLM", raising=False)
    result = CliRunner().invoke(app, ["model"])
    assert result.exit_code == 1 and "PLANASSISTENT_TEST_LLM" in result.output
