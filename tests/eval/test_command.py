"""What is kept between runs: the library goes when the reading code changes, not otherwise."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval import command
from eval.command import DEMO, Suite, library_folder


def test_the_library_is_kept_until_the_reading_code_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = tmp_path / "repo" / "ingest" / "reader.py"
    code.parent.mkdir(parents=True)
    code.write_text("first = 1\n", "utf-8")
    monkeypatch.setattr(command, "HERE", tmp_path / "repo" / "eval")
    folder = library_folder(tmp_path / "data")
    (folder / "kept").touch()
    assert (library_folder(tmp_path / "data") / "kept").exists()
    code.write_text("second = 2\n", "utf-8")
    assert not (library_folder(tmp_path / "data") / "kept").exists()


def test_document_names_are_mapped_by_the_file_beside_the_cases(tmp_path: Path) -> None:
    case = {
        "id": "1",
        "fraga": "Vad?",
        "typ": "faktum",
        "belagg": [{"dokument": "007", "citat": "x"}],
    }
    path = tmp_path / "prov.jsonl"
    path.write_text(json.dumps(case), "utf-8")
    assert Suite(path, tmp_path).load()[0].evidence[0].document == "007"
    (tmp_path / "prov.dokument.json").write_text(json.dumps({"007": "plan"}), "utf-8")
    assert Suite(path, tmp_path).load()[0].evidence[0].document == "plan"


def test_every_quote_of_the_example_cases_stands_in_its_report() -> None:
    from eval.originals import originals

    files, cases = originals(DEMO.korpus), DEMO.load()
    lost = [
        (case.id, evidence.quote)
        for case in cases
        for evidence in case.evidence
        if evidence.document not in files or not files[evidence.document].pages_with(evidence.quote)
    ]
    assert len(cases) > 100
    assert not lost
