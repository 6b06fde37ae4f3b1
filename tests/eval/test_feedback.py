"""The feedback log made into cases that the measurement can read."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from assistant.feedback import Cited, Feedback, FeedbackLog
from eval.__main__ import app
from eval.questions import Evidence, load_cases
from ingest.model import Scope

QUOTE = "Sjukfrånvaro 11,7 % 7,1 % 2022"


def log_at(path: Path) -> Path:
    log = FeedbackLog(path)
    scope = Scope(units=("Kvarnen",), years=(2022,))
    cited = (Cited("d1", 4, QUOTE, "vb-2022-kvarnen"), Cited("d9", 1, "Borttagen rapport."))
    log.add(Feedback(True, "Hur hög var sjukfrånvaron?", "11,7 %", "", scope, citations=cited))
    log.add(Feedback(True, "hur hög var SJUKFRÅNVARON?", "11,7 %", "Bra", scope, citations=cited))
    log.add(Feedback(False, "Hur många bodde där?", "Tolv.", "Det var elva.", citations=cited))
    log.add(Feedback(True, "Vad kostade raketen?", "Inget svar hittades."))
    with path.open("a", encoding="utf-8") as more:
        more.write('inte json\n{"omdome": "ratt"}\n{"omdome": "annat", "fraga": "x"}\n\n')
    return path


def test_judgements_become_cases(tmp_path: Path) -> None:
    out = tmp_path / "fall.jsonl"
    result = CliRunner().invoke(
        app, ["feedback", str(log_at(tmp_path / "f.jsonl")), "--ut", str(out)]
    )
    assert result.exit_code == 0, result.output
    assert "3 rader i loggen" in result.output
    figure, refusal = load_cases(out)
    assert figure.id == "R001" and figure.scope.units == ("Kvarnen",)
    assert figure.values == ("11,7 %",)
    assert figure.evidence == (Evidence("vb-2022-kvarnen", QUOTE),)
    assert figure.answerable and not refusal.answerable
    (wrong,) = load_cases(tmp_path / "fall.granska.jsonl")
    assert wrong.id == "F001" and not wrong.values and not wrong.evidence
    raw = json.loads((tmp_path / "fall.granska.jsonl").read_text("utf-8"))
    assert "Det var elva." in raw["anteckning"]


def test_a_log_that_is_not_there_is_told(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["feedback", str(tmp_path / "ingen.jsonl")])
    assert result.exit_code == 1 and "finns inte" in result.output
