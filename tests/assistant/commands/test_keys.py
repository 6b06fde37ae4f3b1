"""``planassistent nycklar`` and the refusal to listen to others, as a user meets them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant.cli import app, main

run = CliRunner()


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_key_is_made_listed_and_revoked(tmp_path: Path) -> None:
    made = run.invoke(app, ["nycklar", "skapa", "Diariet", "--roll", "redaktör", "--dagar", "30"])
    assert made.exit_code == 0
    key = made.stdout.strip()
    assert key.startswith("plan_") and "visas inte igen" in " ".join(made.stderr.split())
    listed = run.invoke(app, ["nycklar", "lista"])
    assert "Diariet · redaktör · giltig" in listed.stdout and key not in listed.stdout
    key_id = key.split("_")[1]
    assert run.invoke(app, ["nycklar", "dra-in", key_id]).exit_code == 0
    (row,) = json.loads(run.invoke(app, ["nycklar", "lista", "--json"]).stdout)
    assert (row["id"], row["lage"], row["namnder"]) == (key_id, "indragen", [])


def test_a_key_as_json_for_a_program() -> None:
    made = run.invoke(app, ["nycklar", "skapa", "P", "--alla-namnder", "--json"])
    told = json.loads(made.stdout)
    assert told["nyckel"].startswith("plan_") and told["namnder"] is None
    assert told["roll"] == "läsare"


@pytest.mark.parametrize(
    ("name", "value"), [("SESSION_HOURS", "99"), ("OIDC_ROLES", "{"), ("OIDC_ROLES", '{"a": "b"}')]
)
def test_a_setting_that_cannot_be_read_is_named(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(f"PLANASSISTENT_{name}", value)
    monkeypatch.setattr("sys.argv", ["planassistent", "nycklar", "lista"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    assert f"PLANASSISTENT_{name} går inte" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nycklar", "dra-in", "saknas"], "nycklar lista"),
        (["nycklar", "skapa", " "], "namnet ska ha"),
        (["nycklar", "skapa", "P", "--roll", "kung"], "läsare"),
        (["serve", "--host", "0.0.0.0", "--port", "0"], "PLANASSISTENT_OIDC_ISSUER"),
        (["serve", "--host", "0", "--port", "0"], "0.0.0.0"),
        (["serve", "--host", "::", "--port", "0"], "--host 127.0.0.1"),
    ],
)
def test_what_cannot_be_is_told_in_swedish(arguments: list[str], said: str) -> None:
    result = run.invoke(app, arguments)
    assert result.exit_code != 0 and said in result.stderr and "Traceback" not in result.output
