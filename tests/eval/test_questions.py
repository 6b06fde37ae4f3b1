"""Cases as they stand in a file: the clock that a question of «i fjol» was asked by."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from eval.configurations import Bench
from eval.questions import Case, Evidence, load_cases
from ingest.model import Scope
from tests.assistant import shelf


def test_a_case_may_have_a_clock_of_its_own(tmp_path: Path) -> None:
    rows = [
        {"id": "1", "fraga": "Vad hände i fjol?", "typ": "faktum", "klocka": "2023-04-01"},
        {"id": "2", "fraga": "Vad?", "typ": "faktum"},
    ]
    path = tmp_path / "c.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    assert [case.clock for case in load_cases(path)] == [date(2023, 4, 1), None]


def test_the_clock_decides_which_year_is_last_year() -> None:
    def meant(clock: date | None) -> tuple[int, ...]:
        case = Case("1", "sjukfrånvaron i fjol", "faktum", Scope(), (), (Evidence("x", "q"),),
                    None, clock)  # fmt: skip
        return Bench(shelf.library(), [case])._meant[0][1].wished.years

    assert meant(date(2020, 5, 1)) == (2019,)
    assert meant(None) == (2023,)
