"""drift.md followed word for word, as far as a machine can: the two-replica set-up as processes.

Code blocks marked «steg» are run in order by a shell, those marked «bakgrund» are started and left
running. The only changes: the folder that everything lies in, the ports, and an embedder that needs
no model. Every command and every option that the text names is looked up in the program.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import typer

from assistant import cli
from assistant.settings import Settings
from tests.assistant.commands.every import every_command
from tests.drift.processes import ROOT, free_port, until
from tests.ingest.making import report_text

GUIDE = (ROOT / "drift.md").read_text("utf-8")
BASE = "/srv/planassistent"
PORTS = ("8001", "8002", "8100")
_BLOCK = re.compile(r"^( *)```sh(?: (steg|bakgrund))?\n(.*?)^\1```$", re.M | re.S)


@dataclass(frozen=True)
class Block:
    kind: str
    text: str


def blocks() -> list[Block]:
    found = (Block(m[2] or "", textwrap.dedent(m[3])) for m in _BLOCK.finditer(GUIDE))
    return [block for block in found if block.kind]


class Shell:
    """A machine of its own for the guide: another base folder, other ports."""

    def __init__(self, home: Path) -> None:
        self.base = home / "srv"
        self.ports = {port: str(free_port()) for port in PORTS}
        self._running: list[subprocess.Popen[bytes]] = []
        self._log = home / "logg"
        programs = self.base / "program" / ".venv" / "bin"
        programs.mkdir(parents=True)
        chroma = Path(sys.executable).with_name("chroma")
        ours = f'{sys.executable} -m tests.drift.service "$@"'
        for name, line in (("planassistent", ours), ("chroma", f'{chroma} "$@"')):
            (programs / name).write_text(f"#!/bin/sh\nexec {line}\n")
            (programs / name).chmod(0o755)

    def _here(self, text: str) -> list[str]:
        for port, ours in self.ports.items():
            text = re.sub(rf"\b{port}\b", ours, text)
        return ["bash", "-euc", text.replace(BASE, str(self.base))]

    def _variables(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith("PLANASSISTENT_")}
        said = {"PYTHONPATH": str(ROOT), "ANONYMIZED_TELEMETRY": "False"}
        return {**kept, **said, "PROV_SLOW": str(self.base / "slow")}

    def run(self, text: str) -> str:
        """What a step says; it has to end well."""
        done = subprocess.run(
            self._here(text), env=self._variables(), cwd=self.base, timeout=300,
            capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 0, f"{text}\n{done.stdout}\n{done.stderr}\n{self.told()}"
        return done.stdout

    def start(self, text: str) -> None:
        """Leave a program running, in a process group of its own."""
        with self._log.open("ab") as log:
            self._running.append(
                subprocess.Popen(
                    self._here(text),
                    env=self._variables(),
                    cwd=self.base,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )
            )

    def told(self) -> str:
        return self._log.read_text("utf-8", "replace") if self._log.exists() else ""

    def stop(self) -> None:
        for process in reversed(self._running):
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
        for process in self._running:
            process.wait(60)


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Shell]:
    shell = Shell(tmp_path)
    yield shell
    shell.stop()


@pytest.mark.skipif(
    not all(map(shutil.which, ("bash", "curl", "openssl"))),
    reason="bash, curl eller openssl saknas",
)
def test_the_steps_give_two_replicas_and_a_backup(shell: Shell) -> None:
    steps = blocks()
    assert [block.kind for block in steps].count("bakgrund") == 3
    shell.run(steps[0].text)
    (shell.base / "rapporter" / "rapport.txt").write_text(report_text(2021))
    for block in steps[1:]:
        if block.kind == "bakgrund":
            shell.start(block.text)
        else:
            shell.run(block.text)
    for port in ("8001", "8002"):
        address = f"http://127.0.0.1:{shell.ports[port]}/api/documents"
        held = lambda a=address: json.loads(shell.run(f"curl -fsS {a}"))["documents"]  # noqa: E731
        assert len(until(held, 5)) == 1
    (kept,) = (shell.base / "kopior").iterdir()
    assert (kept / "manifest.json").is_file()
    assert (shell.base / "gemensamt.env").stat().st_mode & 0o077 == 0


def test_every_command_and_option_that_is_named_exists() -> None:
    main = typer.main.get_command(cli.app)
    known = every_command()
    named = re.findall(r"(?:^|[ /`«])planassistent (?!planassistent)([a-z][^\n`»;)]*)", GUIDE)
    assert len(named) > 10
    for said in named:
        words = said.split()
        name = next((n for n in (" ".join(words[:2]), words[0]) if n in known), None)
        assert name is not None, said
        options = {option for p in known[name].params for option in p.opts}
        assert {w for w in words if w.startswith("--")} <= options | {"--help"}, said
    general = {option for p in main.params for option in p.opts}
    assert {"--install-completion", "--show-completion"} <= general


def test_every_setting_that_is_named_exists() -> None:
    fields = {f"PLANASSISTENT_{field.upper()}" for field in Settings.model_fields}
    elsewhere = {"PLANASSISTENT_LISTEN", "PLANASSISTENT_ORDLISTA", "PLANASSISTENT_SYNONYMER"}
    named = set(re.findall(r"\bPLANASSISTENT_[A-Z_]*[A-Z]", GUIDE))
    assert named and not named - fields - elsewhere


def test_defaults_are_those_of_the_program() -> None:
    names = r"CHROMA_\w+|LOCAL|SHUTDOWN_S"
    rows = re.findall(rf"^\| `PLANASSISTENT_({names})` \| `([^`]+)` \|", GUIDE, re.M)
    assert len(rows) >= 6
    for name, said in rows:
        default = Settings.model_fields[name.lower()].default
        shown = f"{default:g}" if isinstance(default, float) else str(default)
        assert said.lower() == shown.lower()


def test_every_file_that_is_named_is_there() -> None:
    for name in re.findall(r"deploy/[\w./@-]*\w", GUIDE):
        assert (ROOT / name).exists(), name
    for name in re.findall(r"\]\((\w+\.md)\)", GUIDE):
        assert (ROOT / name).is_file(), name
    anchors = {re.sub(r"[^\w -]", "", h).lower().replace(" ", "-") for h in HEADINGS}
    assert not [a for a in re.findall(r"\]\(#([^)]+)\)", GUIDE) if a not in anchors]


HEADINGS = re.findall(r"^#+ (.+)$", GUIDE, re.M)


@pytest.mark.parametrize("name", ["planassistent-chroma.service", "planassistent@.service"])
def test_the_units_run_what_the_steps_run(name: str) -> None:
    unit = (ROOT / "deploy" / "systemd" / name).read_text("utf-8")
    (command,) = re.findall(r"^ExecStart=(.+)$", unit, re.M)
    assert command.replace("${PORT}", "$PORT") in GUIDE
    for file in re.findall(r"^EnvironmentFile=(.+)$", unit, re.M):
        assert file.replace("%i", "ett") in GUIDE
    assert "User=planassistent" in unit and "ProtectSystem=strict" in unit
    if "@" in name:
        stop = re.search(r"^TimeoutStopSec=(\d+)", unit, re.M)
        assert stop and int(stop[1]) > Settings.model_fields["shutdown_s"].default
