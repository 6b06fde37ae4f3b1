"""What the HTTP layer needs of the rest, as seams: questions, drafts and intake.

The real ones are ``assistant.answer.Assistant``, ``assistant.draft.drafter.Drafter`` and
``ingest.pipeline.Pipeline.ingest``; tests
pass small fakes. Everything behind a seam is synchronous. Questions come from several threads at
once; ``Intake`` is called by one worker thread, for one file at a time.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from assistant.draft.model import Draft, DraftRequest
from assistant.model import Answer, Found, Question
from assistant.watch import SILENT, Watch
from ingest.identity import Overrides
from ingest.model import Scope
from ingest.outcome import Outcome, Progress, Recognised


class Answering(Protocol):
    """Questions in, verified answers out."""

    def ask(self, question: Question, watch: Watch = SILENT) -> Answer: ...

    def search(self, text: str, scope: Scope, limit: int) -> list[Found]: ...


class Drafting(Protocol):
    """Requests in, verified drafts out; ``DraftError`` where it cannot be made as asked."""

    def draft(self, request: DraftRequest) -> Draft: ...


Intake = Callable[[Path, Overrides, Progress], Outcome]
"""Takes one file into the library and says what became of it; a bad file is a value."""

CheckIdentity = Callable[[Path, Overrides], Recognised | None]
"""Tells what a file is, None where it cannot be read; ``UnknownIdentityError`` where it does not
say whose it is. Called by many threads."""


def unchecked(path: Path, overrides: Overrides) -> Recognised | None:
    """Lets every file through to its turn."""
    return None
