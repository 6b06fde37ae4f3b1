"""Every command that prints something can say it as JSON, and nothing else on the same stream."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from assistant import cli, wiring
from ingest.index.memory import WordEmbedder
from tests.assistant.commands.every import every_command
from tests.ingest.making import report_text

RUNNER = CliRunner()
SILENT = {"serve", "mcp"}
"""They serve until they are stopped."""


def test_every_command_has_it() -> None:
    every = every_command()
    without = {n for n, c in every.items() if not any("--json" in p.opts for p in c.params)}
    assert without == SILENT


def said(*command: str) -> Any:
    done = RUNNER.invoke(cli.app, list(command))
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_from_taking_in_to_putting_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wiring, "build_embedder", lambda *_: WordEmbedder())
    monkeypatch.setenv("PLANASSISTENT_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rapport.txt").write_text(report_text(2021))
    taken = said("ingest", "rapport.txt", "saknas.pdf", "--json")
    assert [report["status"] for report in taken["reports"]] == ["new"]
    assert taken["reports"][0]["document_id"] and "saknas.pdf" in taken["problems"][0]
    assert said("index", "--rebuild", "--json")["rapporter"] == 1
    assert said("backup", "kopia", "--json")["rapporter"] == 1
    assert said("backup", "kopia", "--kontrollera", "--json")["textavsnitt"] > 0
    monkeypatch.setenv("PLANASSISTENT_DATA", str(tmp_path / "ny"))
    assert said("restore", "kopia", "--json")["modell"] == "word-buckets"
    assert said("index", "--json") == {"rapporter": 1, "textavsnitt": 1, "ombyggt": False}
    refused = RUNNER.invoke(cli.app, ["restore", "kopia"])
    assert refused.exit_code == 1 and "--ersatt" in refused.stderr
