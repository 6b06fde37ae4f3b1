"""The short version of ``python -m eval fuzz``, and what its parts do."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eval.command import DEMO
from eval.strain.fuzz import guided
from eval.strain.fuzz.chance import ODD_TEXT
from eval.strain.fuzz.command import Tally, made, over, report
from eval.strain.fuzz.reading import Read, Reader
from eval.strain.fuzz.seeds import Format, seeds
from ingest.assembly import report_from
from ingest.errors import BadFileError
from ingest.identity import Overrides
from ingest.passages import passages_of
from ingest.reading import read_layout
from ingest.reading.files import Limits

INPUTS = {Format.TXT: 14, Format.DOCX: 14, Format.PDF: 10}


@pytest.fixture(scope="module")
def whole() -> dict[Format, list[bytes]]:
    return seeds(DEMO.korpus)


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    one = Reader(Limits(seconds=30, memory_bytes=1_500_000_000))
    yield one
    one.close()


@pytest.mark.parametrize("form", list(Format))
def test_broken_files_are_read_or_refused(
    whole: dict[Format, list[bytes]], reader: Reader, tmp_path: Path, form: Format
) -> None:
    path, read = tmp_path / f"fil.{form}", 0
    for number in range(INPUTS[form]):
        path.write_bytes(made(whole[form], form, number))
        became = reader.read(path, named=True)
        assert became.became in ("read", "refused"), (number, became.why)
        read += became.became == "read"
    assert read > 4, "the files are too broken to try anything"


@pytest.mark.parametrize("form", list(Format))
def test_a_number_makes_the_same_file_again(whole: dict[Format, list[bytes]], form: Format) -> None:
    if form is Format.DOCX:  # the package tells when it was packed
        one, other = (zipfile.ZipFile(io.BytesIO(made(whole[form], form, 0))) for _ in range(2))
        assert [m.CRC for m in one.infolist()] == [m.CRC for m in other.infolist()]
    else:
        assert made(whole[form], form, 5) == made(whole[form], form, 5)
    assert made(whole[form], form, 1) != made(whole[form], form, 2)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.one_of(st.text(), st.sampled_from(ODD_TEXT)), max_size=30))
def test_any_text_is_read_or_refused(tmp_path: Path, lines: list[str]) -> None:
    path = tmp_path / "text.txt"
    path.write_bytes("\n".join(lines).encode("utf-8", "replace"))
    said = Overrides("Norrskogen", "Eken", 2022)
    try:
        report = report_from(read_layout(path), path.name, said)
    except BadFileError as error:
        assert error.reason and error.remedy
        return
    numbers = {page.number for page in report.pages}
    assert {s.page for p in passages_of(report, "e") for s in p.sentences} <= numbers


def test_the_report_names_offenders_by_number() -> None:
    tally = Tally()
    tally.add(1, Read("read", "", 0.1))
    tally.add(2, Read("refused", "Filen är tom.", 0.1))
    tally.add(3, Read("defect", "Traceback\nline\nKeyError: 3", 9.0))
    tally.add(4, Read("too slow", "Läsningen avbröts efter 30 sekunder.", 8.0))
    told = report({Format.TXT: tally}, Limits(), 120)
    assert "| txt | 4 | 1 | 1 | 1 | 1 | 9,0 s (nr 3) |" in told
    assert "- FEL, 1 filer (nr 3): defect: Traceback / line / KeyError: 3" in told
    assert "- 1 avvisade: Filen är tom." in told
    assert "- Stoppade vid gränsen: nr 4" in told


def test_memory_over_the_limit_is_told() -> None:
    tally = Tally(most_kb=2_000_000)
    tally.add(1, Read("read", "", 0.1))
    told = report({Format.TXT: tally}, Limits(memory_bytes=1_500_000_000), 60)
    assert over(tally, Limits(memory_bytes=1_500_000_000)) and "- FEL: 1953 MB minne" in told
    assert not over(Tally(most_kb=1_000_000), Limits(memory_bytes=1_500_000_000))


@pytest.mark.skipif(not guided.installed(), reason="atheris has no wheel for this Python")
def test_led_inputs_are_read_or_refused(tmp_path: Path) -> None:
    led = guided.led(Format.TXT, tmp_path, 40, (30.0, 2000))
    assert led.wrong == "" and led.inputs >= 40 and led.reached > 100
    assert "| txt | " in guided.report([led], (30.0, 2000))


def test_what_is_too_broken_to_bend_is_left_to_the_fuzzer() -> None:
    class Atheris:
        @staticmethod
        def Mutate(data: bytes, most: int) -> bytes:
            return b"changed"

    changed = guided.mutator(Format.DOCX, Atheris)
    assert {changed(b"no package", 100, seed) for seed in range(20)} >= {b"changed"}


def test_a_led_run_that_failed_is_told() -> None:
    told = guided.report([guided.Led(Format.PDF, 9, 120, "KeyError: 3")], (30.0, 1500))
    assert "| pdf | 9 | 120 | 1 |" in told and "KeyError: 3" in told
