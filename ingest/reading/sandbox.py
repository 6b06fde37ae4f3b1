"""Reading in a child process, so that no file can hang, crash or bloat the program.

One child serves a whole batch, so that libraries are imported once; it is started at the first
file, and anew after a crash or after it was killed for being too slow. Every way to fail is a
``BadFileError`` in Swedish; a defect in the reading code is one too, with its traceback logged,
since the other files of a batch must go on. Safe to share between threads: one file at a time.
"""

from __future__ import annotations

import logging
import os
import select
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import Self

import ingest
from ingest.errors import BadFileError, UnknownIdentityError
from ingest.identity import Overrides
from ingest.model import Report
from ingest.reading.files import Limits
from ingest.reading.messages import ANSWER, HEAD, TASK, Answer, Task, send

_log = logging.getLogger(__name__)
_CHUNK = 1 << 20
_LARGEST_ANSWER = 1 << 30
_START_SECONDS = 60.0
_COMPLAINT = 4000
_SPLIT = "Dela upp filen, eller exportera rapporten på nytt."

Read = Callable[[Path, str, Overrides], Report]


def read_report(path: Path, name: str, overrides: Overrides, limits: Limits) -> Report:
    """Read one file in a child of its own; ``BadFileError`` whatever goes wrong."""
    with Sandbox(limits) as sandbox:
        return sandbox.read(path, name, overrides)


class Sandbox:
    """A child process that reads files for as long as the sandbox is open.

    ``organisation`` is the administrator's list of boards, where there is one; ``module`` what
    the child runs.
    """

    def __init__(
        self,
        limits: Limits,
        organisation: Path | None = None,
        module: str = "ingest.reading.worker",
    ) -> None:
        self._limits = limits
        self._organisation = organisation.absolute() if organisation else None
        self._module = module
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115 (closed in close)
        self._child: subprocess.Popen[bytes] | None = None
        self._lock = Lock()

    def read(self, path: Path, name: str, overrides: Overrides) -> Report:
        """Read one file; ``BadFileError`` whatever goes wrong."""
        task = Task(path.absolute(), name, overrides, self._limits.seconds, self._organisation)
        with self._lock:
            answer = self._ask(task)
        if answer.report is not None:
            return answer.report
        if answer.defect:
            _log.error("reading %s failed\n%s", name, answer.defect)
            raise BadFileError(
                name,
                "Filen gick inte att tolka, på grund av ett fel i inläsningen.",
                "Exportera rapporten på nytt eller i ett annat format, och anmäl gärna felet.",
            )
        if answer.fields:
            raise UnknownIdentityError(name, answer.fields, answer.reason, answer.remedy)
        raise BadFileError(name, answer.reason, answer.remedy)

    def close(self) -> None:
        """End the child."""
        with self._lock:
            self._stop()
            self._complaints.close()

    def abort(self) -> None:
        """Kill the child in the middle of whatever it reads; the next file starts a new one."""
        child = self._child
        if child is not None:
            child.kill()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def _ask(self, task: Task) -> Answer:
        child = self._child
        if child is None or child.poll() is not None:
            child = self._start()
        assert child.stdin is not None
        try:
            send(child.stdin, TASK.dump_json(task))
            return ANSWER.validate_json(_receive(child, self._limits.seconds))
        except TimeoutError:
            self._stop()
            limit = f"{self._limits.seconds:.0f}"
            return Answer(reason=f"Läsningen avbröts efter {limit} sekunder.", remedy=_SPLIT)
        except (EOFError, BrokenPipeError):
            self._stop()
            _log.error("reading %s crashed the child\n%s", task.name, self._complaint())
            return Answer(reason="Läsningen kraschade; filen kan vara skadad.", remedy=_SPLIT)
        except BaseException:
            self._stop()
            raise

    def _start(self) -> subprocess.Popen[bytes]:
        self._stop()
        self._complaints.seek(0)
        self._complaints.truncate()
        root = str(Path(ingest.__file__).parents[1])
        paths = [root, os.environ.get("PYTHONPATH", "")]
        child = self._child = subprocess.Popen(
            [sys.executable, "-P", "-m", self._module, str(self._limits.memory_bytes)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._complaints,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))},
        )
        try:
            _receive(child, _START_SECONDS)
        except (EOFError, TimeoutError) as error:
            self._stop()
            raise RuntimeError(f"the reading child did not start: {self._complaint()}") from error
        return child

    def _complaint(self) -> str:
        """The end of what the child wrote to standard error."""
        size = self._complaints.seek(0, os.SEEK_END)
        self._complaints.seek(max(0, size - _COMPLAINT))
        return self._complaints.read().decode(errors="replace")

    def _stop(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:
                    _log.debug("pipe of the reading child was broken")


def _receive(child: subprocess.Popen[bytes], seconds: float) -> bytes:
    """One message, or ``TimeoutError``, or ``EOFError`` when the child is gone."""
    assert child.stdout is not None
    deadline = time.monotonic() + seconds
    pipe = child.stdout.fileno()
    data = bytearray()
    wanted = HEAD
    while len(data) < wanted:
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([pipe], [], [], left)[0]:
            raise TimeoutError
        part = os.read(pipe, _CHUNK)
        if not part:
            raise EOFError
        data += part
        if wanted == HEAD and len(data) >= HEAD:
            wanted = HEAD + int.from_bytes(data[:HEAD], "big")
            if wanted > _LARGEST_ANSWER:
                raise EOFError
    return bytes(data[HEAD:])
