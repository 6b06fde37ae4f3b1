"""What the HTTP layer needs of the rest, as seams: questions, indicator values, and intake.

The real ones come from ``assistant.answer``, ``assistant.figures`` and ``ingest.pipeline``; tests
pass small fakes. Everything behind a seam is synchronous and safe to call from several threads,
but for ``Intake``, which one worker thread calls for one file at a time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from assistant.model import Answer, Found, Question
from ingest.model import ReportType, Scope


class Answering(Protocol):
    """Questions in, verified answers out."""

    def ask(self, question: Question) -> Answer: ...

    def search(self, text: str, scope: Scope, limit: int) -> list[Found]: ...


@dataclass(frozen=True, slots=True)
class Stated:
    """What the uploader says about a report, overriding what the report itself says."""

    board: str | None = None
    unit: str | None = None
    year: int | None = None
    report_type: ReportType | None = None


@dataclass(frozen=True, slots=True)
class TakenIn:
    """A file that is in the library now: its report's id and what the reading warned about."""

    document_id: str
    warnings: tuple[str, ...] = ()


Progress = Callable[[str, float], None]
"""Called with «reading» or «embedding» and how much of the whole is done, 0–1."""

Intake = Callable[[Path, Stated, Progress], TakenIn]
"""Takes one file into the library; raises ``IngestError`` where that cannot be done."""
