"""The terminal: what is asked for, what is shown, how it ends."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from ingest.archive import Archive
from ingest.console import run
from ingest.identity import Overrides
from ingest.index.memory import MemoryLexical, MemoryStore, WordEmbedder
from ingest.library import Library
from ingest.model import ReportType
from ingest.pipeline import Pipeline
from tests.ingest.test_pipeline import file, read


class Asking(Console):
    """A terminal whose user gives the answers at hand."""

    def __init__(self, *answers: str) -> None:
        super().__init__(
            file=StringIO(),
            width=200,
            force_terminal=True,
            force_interactive=True,
            color_system=None,
        )
        self._answers: Iterator[str] = iter(answers)

    def input(self, prompt: object = "", **_: object) -> str:  # type: ignore[override]
        self.print(prompt)
        return next(self._answers)


def shown(console: Console) -> str:
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


def plain() -> Console:
    return Console(file=StringIO(), width=200, force_terminal=False)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    archive = Archive(tmp_path / "editions")
    return Library(MemoryStore(), MemoryLexical(), WordEmbedder(), archive)


@pytest.fixture
def pipeline(library: Library) -> Pipeline:
    return Pipeline(library, read=read)


def test_a_terminal_asks_for_what_is_missing_and_goes_on(
    tmp_path: Path, library: Library, pipeline: Pipeline
) -> None:
    paths = [file(tmp_path, "o.txt", "okänd\nText."), file(tmp_path, "a.txt", "2020\nText.")]
    console = Asking("i fjol", "2019")
    assert run(paths, Overrides(), pipeline, console) == 0
    assert [stored.identity.year for stored in library.reports()] == [2019, 2020]
    assert "«i fjol» går inte att tolka" in shown(console)
    assert "2 filer: 2 inlästa." in shown(console)


def test_an_empty_answer_skips_the_file(
    tmp_path: Path, library: Library, pipeline: Pipeline
) -> None:
    path = file(tmp_path, "o.txt", "okänd\nText.")
    assert run([path], Overrides(), pipeline, Asking("")) == 1
    assert library.reports() == ()


def test_without_a_terminal_the_options_are_named(tmp_path: Path, pipeline: Pipeline) -> None:
    console = plain()
    assert run([file(tmp_path, "o.txt", "okänd\nText.")], Overrides(), pipeline, console) == 1
    assert "o.txt: Året framgår inte. Ange --ar." in shown(console)


def test_what_was_taken_in_is_summed_up(tmp_path: Path, pipeline: Pipeline) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    file(folder, "a[b].txt", "2020\nText.")
    file(folder, "c.txt", "dålig")
    console = plain()
    assert run([folder], Overrides(report_type=ReportType.VB), pipeline, console) == 0
    told = shown(console)
    assert (
        "inläst a[b].txt: Verksamhetsberättelse 2020, Ekens verksamhet, Norrskogen – 1 sida" in told
    )
    assert "Obs: Läs noga." in told
    assert "misslyckades c.txt: Filen är dålig. Gör om den." in told
    assert "2 filer: 1 inläst, 1 misslyckades." in told
    console = plain()
    assert run([folder], Overrides(), pipeline, console) == 0
    assert "1 oförändrad" in shown(console) and "Obs" not in shown(console)
