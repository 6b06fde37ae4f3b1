"""No file can hang, crash or bloat the program."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.errors import BadFileError, UnknownIdentityError
from ingest.identity import Overrides
from ingest.model import ReportType
from ingest.reading.files import Limits
from ingest.reading.sandbox import Sandbox, read_report
from tests.ingest.making import report_pdf

LIMITS = Limits(seconds=1, memory_bytes=2 << 30)


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(LIMITS, Path("egen.yaml"), "tests.ingest.reading.unruly") as opened:
        yield opened


def read(sandbox: Sandbox, name: str) -> str:
    """The name of the board, which is the child's process id."""
    return sandbox.read(Path("x"), name, Overrides()).identity.board


def test_one_child_serves_many_files(sandbox: Sandbox) -> None:
    assert read(sandbox, "a.pdf") == read(sandbox, "skriver.pdf") == read(sandbox, "b.pdf")


def test_the_child_is_told_of_the_organisation(sandbox: Sandbox) -> None:
    report = sandbox.read(Path("x"), "a.pdf", Overrides())
    assert report.pages[0].text == str(Path("egen.yaml").absolute())


def test_a_hang_ends_in_time_and_the_next_file_is_read(sandbox: Sandbox) -> None:
    first = read(sandbox, "a.pdf")
    began = time.monotonic()
    with pytest.raises(BadFileError, match=r"hänger\.pdf: Läsningen avbröts efter 1 sekunder"):
        read(sandbox, "hänger.pdf")
    assert time.monotonic() - began < 10
    assert read(sandbox, "b.pdf") != first


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("kraschar.pdf", "Läsningen kraschade"),
        ("sväller.pdf", "för mycket minne"),
        ("felar.pdf", "ett fel i inläsningen"),
    ],
)
def test_every_failure_is_a_message(sandbox: Sandbox, name: str, said: str) -> None:
    with pytest.raises(BadFileError, match=said) as caught:
        read(sandbox, name)
    assert caught.value.name == name
    assert read(sandbox, "a.pdf")


def test_what_is_missing_comes_through(sandbox: Sandbox) -> None:
    with pytest.raises(UnknownIdentityError) as caught:
        read(sandbox, "okänd.pdf")
    assert caught.value.fields == ("year",)


def test_a_child_that_does_not_start_is_a_defect() -> None:
    with (
        Sandbox(LIMITS, module="tests.finns_inte") as sandbox,
        pytest.raises(RuntimeError, match="finns_inte"),
    ):
        read(sandbox, "a.pdf")


def test_the_real_child_reads_a_real_report(tmp_path: Path) -> None:
    path = report_pdf(tmp_path / "a.pdf")
    report = read_report(path, "a.pdf", Overrides(year=2021), Limits())
    assert report.identity.report_type is ReportType.VB
    assert report.identity.year == 2021
    assert report.identity.unit == "Ekens verksamhet"
    assert "kaféet" in report.pages[1].text
