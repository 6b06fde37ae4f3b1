"""What is wrong is found and named, and what can be mended is."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from typer.testing import CliRunner

from assistant import cli, wiring
from assistant.doctor import disk, neighbours
from assistant.doctor.finding import Finding, State, looked
from assistant.settings import Settings
from ingest.archive import Archive
from ingest.index.chroma import ChromaStore
from ingest.index.lexical import TantivyIndex
from ingest.index.memory import WordEmbedder
from ingest.library import Library
from ingest.lock import WriterLock
from ingest.pipeline import Pipeline
from tests.ingest.killing import make_editions, read

RUNNER = CliRunner()


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with three reports."""
    home = tmp_path_factory.mktemp("fylld")
    data = home / "data"
    store = ChromaStore(data / "chroma", "word-buckets")
    archive = Archive(data / "editions")
    library = Library(store, TantivyIndex(data / "lexical"), WordEmbedder(), archive)
    for outcome in Pipeline(library, read=read).ingest_all(make_editions(home)[0]):
        assert outcome.ok
    return data


@pytest.fixture
def data(filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    data = tmp_path / "data"
    shutil.copytree(filled, data)
    monkeypatch.setenv("PLANASSISTENT_DATA", str(data))
    monkeypatch.setattr(wiring, "build_embedder", lambda *_: WordEmbedder())
    monkeypatch.chdir(tmp_path)
    return data


def examined(*more: str) -> tuple[int, dict[str, list[dict[str, Any]]]]:
    """The exit code, and findings by what was looked at."""
    done = RUNNER.invoke(cli.app, ["doctor", "--json", *more])
    told: dict[str, list[dict[str, Any]]] = {}
    for finding in json.loads(done.stdout)["kontroller"]:
        told.setdefault(finding["vad"], []).append(finding)
    return done.exit_code, told


def states(told: dict[str, list[dict[str, Any]]], what: str) -> set[str]:
    return {finding["status"] for finding in told[what]}


def test_a_sound_library_is_sound(data: Path) -> None:
    code, told = examined()
    assert code == 0
    for what in ("sökmodell", "chroma", "bibliotek", "rapporter", "rester", "ordindex"):
        assert states(told, what) == {"ok"}, told[what]
    assert "3 rapporter" in told["bibliotek"][0]["sagt"]


def test_it_is_told_in_words_too(data: Path) -> None:
    done = RUNNER.invoke(cli.app, ["doctor"])
    assert "Ordindexet stämmer med förteckningen." in done.stdout and done.exit_code == 0


def an_original(data: Path) -> Path:
    return sorted(data.glob("editions/*/*/original.*"))[0]


def gone(data: Path) -> None:
    an_original(data).unlink()


def altered(data: Path) -> None:
    with an_original(data).open("ab") as file:
        file.write(b"x")


def half_read(data: Path) -> None:
    path = an_original(data).with_name("report.json")
    path.write_text(path.read_text()[:100])


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (gone, "originalfilen saknas"),
        (altered, "inte den som lästes in"),
        (half_read, "report.json"),
    ],
)
def test_a_damaged_report_is_named(data: Path, harm: Callable[[Path], None], said: str) -> None:
    document = an_original(data).parent.parent.name
    harm(data)
    code, told = examined()
    assert code == 1 and states(told, "rapporter") == {"fel"}
    finding = told["rapporter"][0]
    assert document in finding["sagt"] and said in finding["sagt"]
    assert "säkerhetskopia" in finding["gor"]


def test_leftovers_are_told_and_mended(data: Path) -> None:
    shutil.copytree(an_original(data).parent, data / "editions" / "borta-vb-2001" / ("0" * 16))
    (data / "editions" / ".draft-x").mkdir()
    shutil.rmtree(data / "lexical")
    code, told = examined()
    assert code == 0
    assert "2 mappar" in told["rester"][0]["sagt"] and states(told, "rester") == {"varning"}
    assert states(told, "ordindex") == {"varning"}
    code, told = examined("--laga")
    assert code == 0 and states(told, "rester") == states(told, "ordindex") == {"ok"}
    assert not (data / "editions" / "borta-vb-2001").exists()


def test_mending_waits_for_the_service_to_stop(data: Path) -> None:
    with WriterLock(data):
        done = RUNNER.invoke(cli.app, ["doctor", "--laga"])
    assert done.exit_code == 1 and "används redan" in done.stderr


def test_secrets_that_others_may_read_are_closed(data: Path) -> None:
    for name in ("secret.txt", "keys.json"):
        (data / name).write_text("{}")
        (data / name).chmod(0o644)
    code, told = examined()
    assert code == 1 and len(told["hemligheter"]) == 2
    assert "chmod 600" in told["hemligheter"][0]["gor"]
    code, told = examined("--laga")
    assert code == 0 and (data / "keys.json").stat().st_mode & 0o777 == 0o600


def test_another_model_is_told(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wiring, "build_embedder", lambda *_: WordEmbedder("annan"))
    code, told = examined()
    assert code == 1
    assert "word-buckets" in told["chroma"][0]["sagt"] and states(told, "chroma") == {"fel"}


def test_a_chroma_server_that_is_down_is_told(
    data: Path, monkeypatch: pytest.MonkeyPatch, unused_tcp: int
) -> None:
    monkeypatch.setenv("PLANASSISTENT_CHROMA_HOST", "127.0.0.1")
    monkeypatch.setenv("PLANASSISTENT_CHROMA_PORT", str(unused_tcp))
    code, told = examined()
    assert code == 1 and "Chroma är igång" in told["chroma"][0]["sagt"]


@pytest.fixture
def unused_tcp() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Neighbour(HTTPServer):
    """A server on this machine that answers with what it is told to."""

    body: Any = None
    date = ""


class _Answers(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, Neighbour)
        body = json.dumps(self.server.body).encode()
        self.send_response_only(200)
        self.send_header("Content-Length", str(len(body)))
        if self.server.date:
            self.send_header("Date", self.server.date)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Silent."""


@pytest.fixture
def neighbour() -> Iterator[Neighbour]:
    with Neighbour(("127.0.0.1", 0), _Answers) as server:
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def signing_in(address: str) -> list[Finding]:
    settings = Settings(oidc_issuer=address)
    return list(looked("inloggning", lambda: neighbours.sign_in(settings)))


def test_a_sign_in_service_is_asked(neighbour: Neighbour, unused_tcp: int) -> None:
    here = f"http://127.0.0.1:{neighbour.server_port}"
    neighbour.body = {"issuer": here}
    neighbour.date = format_datetime(datetime.now(UTC), usegmt=True)
    assert [finding.state for finding in signing_in(here)] == [State.OK, State.OK]
    neighbour.body = {"issuer": "https://annan.example"}
    assert "annan.example" in signing_in(here)[0].said
    assert signing_in(here)[0].state is State.WRONG
    assert signing_in(f"http://127.0.0.1:{unused_tcp}")[0].state is State.WRONG


@pytest.mark.parametrize(
    ("off", "state"),
    [(0, State.OK), (-90, State.WARNING), (86_400, State.WRONG), (-86_400, State.WRONG)],
)
def test_a_clock_that_is_wrong_is_told(neighbour: Neighbour, off: int, state: State) -> None:
    neighbour.body = {}
    neighbour.date = format_datetime(datetime.now(UTC) + timedelta(seconds=off), usegmt=True)
    settings = Settings(chroma_host="127.0.0.1", chroma_port=neighbour.server_port)
    (found,) = neighbours.clock(settings)
    assert found.state is state


def test_a_chat_model_that_is_down_is_a_warning(data: Path, unused_tcp: int) -> None:
    settings = Settings(chat_model="openai:prov", chat_base_url=f"http://127.0.0.1:{unused_tcp}/v1")
    (found,) = neighbours.chat_model(settings)
    assert found.state is State.WARNING and "Svar ges ändå" in found.remedy


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "fil").write_text("")
    found = list(disk.folders(Settings(data=tmp_path / "fil" / "data")))
    assert found[0].state is State.WRONG and "skrivrätt" in found[0].remedy


def test_little_room_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(tmp_path)
    for free, state in ((100, State.WRONG), (disk.LEAST + 1, State.WARNING), (10**12, State.OK)):
        monkeypatch.setattr(shutil, "disk_usage", lambda _, free=free: usage._replace(free=free))
        assert list(disk.folders(Settings(data=tmp_path)))[1].state is state


def test_a_look_that_fails_is_a_finding_itself() -> None:
    def fails() -> Iterator[Finding]:
        yield disk.ok("x", "bra")
        raise RuntimeError("oj")

    found = list(looked("x", fails))
    assert [finding.state for finding in found] == [State.OK, State.WRONG]
