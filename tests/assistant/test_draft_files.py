"""The command's files: formats, refusals in Swedish, nothing lost half-way; the command itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant import wiring
from assistant.cli import app
from assistant.draft_files import OutputError, check_output, write_draft
from tests.assistant.draft.shelf import UNIT, WORK, follow_up, library_of, plan
from tests.assistant.export.made import draft


@pytest.mark.parametrize("ending", [".docx", ".md", ".json", ".DOCX"])
def test_each_format_by_its_ending(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"utkast{ending}"
    write_draft(draft(), path)
    start = path.read_bytes()[:2]
    assert start == {".md": b"*U", ".json": b"{\n"}.get(ending, b"PK")
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_what_cannot_be_written_says_what_to_do(tmp_path: Path) -> None:
    there = tmp_path / "finns.md"
    there.write_text("x", "utf-8")
    (tmp_path / "mapp.md").mkdir()
    for path, words in (
        (tmp_path / "utkast.pdf", "slutar inte på .docx, .md eller .json"),
        (tmp_path / "saknas" / "utkast.md", "Skapa den"),
        (tmp_path / "mapp.md", "är en mapp"),
        (there, "--skriv-over"),
    ):
        with pytest.raises(OutputError, match=words):
            check_output(path, overwrite=False)
    check_output(there, overwrite=True)


@pytest.fixture
def runner(monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    library = library_of(plan(2023), follow_up(2023))
    monkeypatch.setattr(wiring, "build_library", lambda _: library)
    return CliRunner()


ARGUMENTS = ["draft", "--enhet", UNIT, "--ar", "2024"]


def test_the_command_writes_a_draft(runner: CliRunner, tmp_path: Path) -> None:
    path = tmp_path / "utkast.json"
    done = runner.invoke(app, [*ARGUMENTS, "--namndmal", WORK[:20], "-o", str(path),
                               "--rubriker", "Arbetssätt, Uppföljning"])  # fmt: skip
    assert done.exit_code == 0, done.output
    assert "Utkastet är skrivet" in done.output and "ett mål" in done.output
    body = json.loads(path.read_text("utf-8"))
    assert body["headings"] == ["Arbetssätt", "Uppföljning"]
    assert [goal["namndmal"]["text"] for goal in body["goals"]] == [WORK]


def test_without_a_file_it_is_shown(runner: CliRunner) -> None:
    done = runner.invoke(app, ARGUMENTS)
    assert done.exit_code == 0 and done.stdout.startswith("*Utkast sammanställt ur rapporter")


def test_a_file_that_is_there_is_left_alone(runner: CliRunner, tmp_path: Path) -> None:
    path = tmp_path / "utkast.md"
    path.write_text("mitt", "utf-8")
    done = runner.invoke(app, [*ARGUMENTS, "-o", str(path)])
    assert done.exit_code == 1 and "finns redan" in done.output
    assert path.read_text("utf-8") == "mitt"
    assert runner.invoke(app, [*ARGUMENTS, "-o", str(path), "--skriv-over"]).exit_code == 0
    assert path.read_text("utf-8").startswith("*Utkast")


def test_an_unknown_unit_ends_in_one_swedish_line(runner: CliRunner) -> None:
    done = runner.invoke(app, ["draft", "--enhet", "Månens förskola", "--ar", "2024"])
    assert done.exit_code == 1 and "Fel:" in done.output and "Traceback" not in done.output
