"""What the reading child and its parent say to one another: a task, and an answer.

A message is eight bytes of length and that many bytes of JSON. JSON and not pickle: what comes
back was made from an untrusted file and must not be able to run code in the parent.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import IO

from pydantic import TypeAdapter

from ingest.identity import Overrides
from ingest.model import Report

HEAD = 8


@dataclass(frozen=True, slots=True)
class Task:
    """A file to read, under the name that the user knows it by."""

    path: Path
    name: str
    overrides: Overrides
    seconds: float
    organisation: Path | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A report, or why there is none: ``reason`` and ``remedy`` (bad file) or ``defect``."""

    report: Report | None = None
    reason: str = ""
    remedy: str = ""
    fields: tuple[str, ...] = ()
    defect: str = ""


TASK = TypeAdapter(Task)
ANSWER = TypeAdapter(Answer)


def send(pipe: IO[bytes], message: bytes) -> None:
    """Write one message."""
    pipe.write(len(message).to_bytes(HEAD, "big") + message)
    pipe.flush()
