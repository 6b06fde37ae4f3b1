"""Who is told what the service did: how long each step of a question took, what became of a file.

Observers are told after the fact, in the thread that did the work. They must not fail.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from assistant.api.ports import Answering, Intake
from assistant.model import Answer, Found, Question
from assistant.watch import SILENT, Watch
from ingest.identity import Overrides
from ingest.model import Scope
from ingest.outcome import Outcome, Progress


class Observer(Protocol):
    """Told of answers and of files."""

    def answered(self, answer: Answer, ended_at: float) -> None:
        """An answer is ready; its ``timings_ms`` end at ``ended_at`` (seconds since 1970)."""

    def took_in(self, outcome: Outcome, seconds: float) -> None:
        """A file is in the library, or could not be."""


class Observed:
    """An assistant whose answers are told to observers."""

    def __init__(self, assistant: Answering, observers: Sequence[Observer]) -> None:
        self._assistant = assistant
        self._observers = observers

    def ask(self, question: Question, watch: Watch = SILENT) -> Answer:
        answer = self._assistant.ask(question, watch)
        for observer in self._observers:
            observer.answered(answer, time.time())
        return answer

    def search(self, text: str, scope: Scope, limit: int) -> list[Found]:
        return self._assistant.search(text, scope, limit)


def observed_intake(intake: Intake, observers: Sequence[Observer]) -> Intake:
    """The same intake, its outcomes told to observers."""

    def take_in(path: Path, overrides: Overrides, progress: Progress) -> Outcome:
        begun = time.perf_counter()
        outcome = intake(path, overrides, progress)
        for observer in observers:
            observer.took_in(outcome, time.perf_counter() - begun)
        return outcome

    return take_in
