"""A strange file read as an upload is: the sandbox with its limits, then what the service does.

What the child reads comes back to the service, which masks numbers in it and cuts it into passages
outside of any limit but its own patience: that is timed here too, and a call that takes longer than
a file may is a hang. A file is taken in, or refused with a reason and a remedy in Swedish; anything
else is a defect of ours.
"""

from __future__ import annotations

import logging
import re
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import FrameType

from ingest.assembly import report_from
from ingest.errors import BadFileError, UnknownIdentityError
from ingest.identity import Overrides
from ingest.model import Report, ReportType
from ingest.passages import passages_of
from ingest.personal_numbers import without_numbers
from ingest.reading import read_layout
from ingest.reading.files import Limits, check_size, kind_of
from ingest.reading.sandbox import Sandbox

_SAID = Overrides("Norrskogen", "Ekens verksamhet", 2022, ReportType.VB)
_TODAY = date(2024, 1, 1)
_DEFECT = "på grund av ett fel i inläsningen"
_INSIDE = re.compile(r"Traceback|Error\b|\.py\b|/tmp|/dev")
_SWEDISH = re.compile(r"[A-ZÅÄÖ].*\.$", re.S)


@dataclass(frozen=True, slots=True)
class Read:
    """What became of a file: «read», «refused», or what was wrong."""

    became: str
    why: str
    seconds: float

    @property
    def wrong(self) -> bool:
        """Whether it should never have happened."""
        return self.became not in ("read", "refused", "too slow", "too large")


class Reader:
    """Reads one file after another; ``defects`` holds what the child said of the last one."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._sandbox = Sandbox(limits)
        self._said = _Said()
        self.most_kb = 0

    def read(self, path: Path, named: bool) -> Read:
        """What becomes of a file; ``named``: whether its identity is said by whoever sends it."""
        began = time.monotonic()
        self._said.text = ""
        try:
            with _patience(self._limits.seconds * 2 + 10):
                became, why = self._taken(path, _SAID if named else Overrides())
        except UnknownIdentityError as error:
            became, why = _refused(error)
        except BadFileError as error:
            became, why = _refused(error)
            if became == "defect":
                why = self._said.text
        except TimeoutError:
            became, why = "hang outside", "the service itself"
        except Exception as error:
            became, why = "crash outside", f"{type(error).__name__}: {error}"
        self._look()
        return Read(became, why, time.monotonic() - began)

    def close(self) -> None:
        self._sandbox.close()
        self._said.close()

    def _taken(self, path: Path, said: Overrides) -> tuple[str, str]:
        check_size(path, self._limits, path.name)
        kind_of(path, path.name)
        report = self._sandbox.read(path, path.name, said)
        return _cut(report)

    def _look(self) -> None:
        """How much memory the child has had at most."""
        child = self._sandbox._child
        if child is None:
            return
        try:
            status = Path(f"/proc/{child.pid}/status").read_text()
        except OSError:
            return
        peak = re.search(r"VmHWM:\s+(\d+)", status)
        self.most_kb = max(self.most_kb, int(peak[1]) if peak else 0)


def read_here(path: Path) -> tuple[str, str]:
    """What becomes of a file read in this process, without the sandbox and its limits."""
    try:
        return _cut(report_from(read_layout(path, path.name), path.name, _SAID))
    except BadFileError as error:
        return _refused(error)


def _cut(report: Report) -> tuple[str, str]:
    """What the service does with a report that was read, before it is embedded."""
    masked = without_numbers(report, _TODAY).report
    pages = {page.number: page.text for page in masked.pages}
    for passage in passages_of(masked, "0" * 64):
        for said in passage.sentences:
            if said.page not in pages:
                return "wrong page", said.text[:80]
    return "read", ""


def _refused(error: BadFileError) -> tuple[str, str]:
    said = f"{error.reason} {error.remedy}"
    if _DEFECT in said:
        return "defect", said
    if "kraschade" in said:
        return "crash inside", said
    if "avbröts efter" in said:
        return "too slow", said
    if "för mycket minne" in said:
        return "too large", said
    if _INSIDE.search(said) or not _SWEDISH.match(said):
        return "refused badly", said
    return "refused", re.sub(r"\d+|«.*?»", "#", error.reason)


class _Said(logging.Handler):
    """Hears what the sandbox logs of a defect."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.text = ""
        self._log = logging.getLogger("ingest.reading.sandbox")
        self._log.addHandler(self)
        self._log.propagate = False

    def emit(self, record: logging.LogRecord) -> None:
        self.text = record.getMessage()

    def close(self) -> None:
        self._log.removeHandler(self)
        self._log.propagate = True
        super().close()


@contextmanager
def _patience(seconds: float) -> Iterator[None]:
    """``TimeoutError`` in the block when it takes longer; in the main thread only."""

    def give_up(number: int, frame: FrameType | None) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, give_up)
    left, _ = signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, left)
        signal.signal(signal.SIGALRM, before)
