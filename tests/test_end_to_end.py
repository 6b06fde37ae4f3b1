"""The command as a person runs it, with the real engines: ingest, ask, serve, stop.

The processes are real and stopped by their process id; the data folder is the test's own.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.ingest.making import report_pdf

QUESTION = "Vad rapporterade vi om kaféet i entrén?"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two reports, one of them no report at all, ingested by the command."""
    folder = tmp_path_factory.mktemp("home")
    reports = folder / "rapporter"
    reports.mkdir()
    report_pdf(reports / "vb.pdf", year=2023)
    (reports / "trasig.pdf").write_bytes(b"%PDF-1.7 trunkerad")
    done = _run(folder, "ingest", str(reports))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "trasig.pdf" in done.stdout
    return folder


def _environment(folder: Path) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if key != "PLANASSISTENT_DATA"}
    return {**kept, "PLANASSISTENT_DATA": str(folder / "data"), "COLUMNS": "200"}


def _run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "assistant.cli", *arguments]
    return subprocess.run(
        command, cwd=Path(__file__).parents[1], env=_environment(folder), text=True,
        capture_output=True, timeout=180, check=False,
    )  # fmt: skip


def test_asking_in_the_terminal_shows_report_page_and_quote(home: Path) -> None:
    done = _run(home, "ask", QUESTION)
    assert done.returncode == 0, done.stderr
    assert "Källor" in done.stdout
    assert re.search(r"\[1\] Verksamhetsberättelse 2023, .+, s\. \d", done.stdout)


def test_asking_for_json_gives_the_body_of_the_interface(home: Path) -> None:
    body = json.loads(_run(home, "ask", QUESTION, "--ar", "2023", "--json").stdout)
    assert body["status"] == "answered"
    assert body["citations"][0]["year"] == 2023


def test_a_missing_year_is_not_found(home: Path) -> None:
    body = json.loads(_run(home, "ask", QUESTION, "--ar", "2019", "--json").stdout)
    assert body["status"] == "not_found"
    assert body["statements"] == [] and body["citations"] == []
    assert "2019" in body["answer"]


def test_ingesting_again_changes_nothing(home: Path) -> None:
    done = _run(home, "ingest", str(home / "rapporter"))
    assert done.returncode == 0
    assert "oförändrad" in done.stdout


def test_nothing_to_ingest_is_exit_code_1(home: Path) -> None:
    done = _run(home, "ingest", str(home / "rapporter" / "trasig.pdf"))
    assert done.returncode == 1
    assert "trasig.pdf" in done.stdout + done.stderr


def test_an_unknown_report_type_names_the_known_ones(home: Path) -> None:
    done = _run(home, "ask", QUESTION, "--typ", "årsbok")
    assert done.returncode == 1
    assert "VP" in done.stderr and "verksamhetsberättelse" in done.stderr


@pytest.fixture
def service(home: Path) -> Iterator[tuple[str, str]]:
    """The service on a free port, until the test is done with it; its address, what it said.

    It takes in first what is taken in already, and a file that cannot be: that stops nothing.
    """
    command = [sys.executable, "-m", "assistant.cli", "serve", "--port", "0"]
    command += ["--las-in", str(home / "rapporter")]
    with subprocess.Popen(
        command, cwd=Path(__file__).parents[1], env=_environment(home), text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        said, found = "", None
        while found is None and (line := process.stdout.readline()):
            said += line
            found = re.search(r"http://\S+\d", line)
        assert found, said
        yield found.group(), said
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def test_the_service_answers_on_what_is_stored_and_holds_the_library(
    home: Path, service: tuple[str, str]
) -> None:
    address, said = service
    assert "oförändrad" in said and "trasig.pdf" in said
    _wait_until_ready(address)
    body = httpx.post(f"{address}/api/ask", json={"question": QUESTION}, timeout=60).json()
    assert body["status"] == "answered"
    quote = body["citations"][0]
    page = httpx.get(address + quote["url"], timeout=60)
    assert page.status_code == 200 and "<mark" in page.text
    assert "Planassistent" in httpx.get(address, timeout=60).text
    second = _run(home, "ingest", str(home / "rapporter"))
    assert second.returncode == 1
    assert "används redan av tjänsten" in second.stdout + second.stderr


def _wait_until_ready(address: str) -> None:
    until = time.monotonic() + 90
    while time.monotonic() < until:
        try:
            if httpx.get(f"{address}/readyz", timeout=60).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.2)
    pytest.fail("the service was not ready in 90 s")
