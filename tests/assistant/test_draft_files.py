"""The command's files: formats by ending, refusals in Swedish, nothing left half-way."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.draft_files import OutputError, check_output, write_draft
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
