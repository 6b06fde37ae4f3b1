"""Three questions, counted by hand, from cases file to Markdown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.metrics.rank import Piece
from eval.metrics.verbatim import Quoted
from eval.questions import Case, load_cases
from eval.report import markdown, misses, save
from eval.scoring import Parts, Record, by_question, paired, run_case, summary
from eval.systems import Reply
from ingest.model import ReportType
from tests.eval.fakes import Given, Pages

FILES = {"plan": Pages("Vi odlar 12 gurkor.", "Vi skördar i maj.")}
LINES = [
    {
        "id": "1",
        "fraga": "Hur många gurkor?",
        "typ": "faktum",
        "filter": {"ar": 2031, "dokumenttyp": "VP", "stadsdelsnamnd": "Norrviken"},
        "varden": ["12"],
        "belagg": [{"dokument": "000", "citat": "Vi odlar 12 gurkor."}],
    },
    {
        "id": "2",
        "fraga": "När skördas det?",
        "typ": "faktum",
        "filter": {},
        "varden": ["maj", "juni"],
        "belagg": [{"dokument": "000", "citat": "Vi skördar i maj."}],
    },
    {
        "id": "3",
        "fraga": "Vad kostar det?",
        "typ": "obesvarbar",
        "filter": {},
        "varden": [],
        "belagg": [],
        "anteckning": "slag=saknad_uppgift. Inget pris.",
    },
]
FOUND = {
    "1": [Piece("plan", "annat", 1), Piece("plan", "Vi odlar 12 gurkor.", 1)],
    "2": [Piece("plan", "annat", 1)],
}
REPLIES = {
    "1": Reply(False, "Det är 12 gurkor [1].", (Quoted("plan", 1, "Vi odlar 12 gurkor."),), 10.0),
    "2": Reply(False, "I maj [1].", (Quoted("plan", 1, "Vi skördar i maj."),), 30.0),
    "3": Reply(True, "Det framgår inte.", (), 20.0),
}


@pytest.fixture
def cases(tmp_path: Path) -> list[Case]:
    path = tmp_path / "prov.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in LINES), "utf-8")
    return load_cases(path, {"000": "plan"})


@pytest.fixture
def records(cases: list[Case]) -> list[Record]:
    system = Given(FOUND, REPLIES)
    return [run_case(system, case, FILES, Parts()) for case in cases]


def test_cases_are_read_with_filters_and_document_names(cases: list[Case]) -> None:
    first, _, last = cases
    assert first.scope.years == (2031,)
    assert first.scope.report_types == (ReportType.VP,)
    assert first.scope.boards == ("Norrviken",)
    assert first.evidence[0].document == "plan"
    assert (last.answerable, last.reason) == (False, "saknad_uppgift")


def test_figures_of_three_questions(records: list[Record]) -> None:
    figures = summary(records)
    assert figures["retrieval"]["alla"] == {
        "questions": 2,
        "recall@5": 0.5,
        "recall@10": 0.5,
        "mrr": 0.25,  # (1/2 + 0) / 2
        "ndcg@10": 0.3155,  # (1/log2(3) + 0) / 2
    }
    assert figures["answers"]["faktum"] == {
        "questions": 2,
        "citations": 2,
        "verbatim": 0.5,  # the second stands on page 2, not 1
        "page_match": 0.5,
        "value_exactness": 0.75,  # (1 + 1/2) / 2
        "all_values": 0.5,
    }
    assert figures["not_found"]["by_reason"] == {"saknad_uppgift": "1/1"}
    assert (figures["not_found"]["precision"], figures["not_found"]["wrongly_refused"]) == (1, 0)
    assert figures["latency_ms"] == {"p50": 20.0, "p95": 30.0}


def test_only_retrieval_asks_no_question(cases: list[Case]) -> None:
    system = Given(FOUND, {})
    records = [run_case(system, case, FILES, Parts(answers=False)) for case in cases]
    assert set(summary(records)) == {"retrieval"}


def test_a_refused_answer_holds_no_values(cases: list[Case]) -> None:
    reply = Reply(True, "Närmast: 12 gurkor.", (), 1.0)
    record = run_case(Given({}, {"1": reply}), cases[0], FILES, Parts())
    assert record.values == 0.0


def test_paired_counts_questions_won_and_lost(cases: list[Case], records: list[Record]) -> None:
    better = {"1": FOUND["1"], "2": [Piece("plan", "Vi skördar i maj.", 2)]}
    others = [run_case(Given(better, REPLIES), case, FILES, Parts()) for case in cases]
    assert paired(others, records) == {"win": 1, "tie": 1, "loss": 0}
    assert paired(records, others) == {"win": 0, "tie": 1, "loss": 1}


def test_misses_tell_what_went_wrong(records: list[Record]) -> None:
    text = "\n".join(misses(records, FILES))
    assert "2 (faktum)" in text and "ej hittat: [plan] Vi skördar i maj." in text
    assert "ej ordagrant: [plan s. 1, finns s. [2]]" in text
    assert "1 (faktum)" not in text and "3 (obesvarbar)" not in text


def test_results_are_kept_as_json_and_markdown(records: list[Record], tmp_path: Path) -> None:
    result = {
        "suite": "prov",
        "cases": 3,
        "reports": 1,
        "model": "m",
        "systems": {"planassistent": summary(records)},
        "paired": paired(records, records),
        "questions": by_question(records),
    }
    path = save(result, tmp_path)
    assert path.read_text("utf-8") == markdown(result)
    assert "| planassistent | faktum | 2 | 2 | 0.500 | 0.500 | 0.750 | 0.500 |" in markdown(result)
    kept = json.loads((tmp_path / "prov.json").read_text("utf-8"))
    assert kept["questions"]["1"] == {"ranks": [2], "refused": False, "values": 1.0, "pages": 1.0}
