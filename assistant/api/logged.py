"""Questions, searches and drafts told to the log as they are answered, whichever route asked."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.api.ports import Answering, Drafting
from assistant.audit.events import Event, Result
from assistant.audit.trail import Trail
from assistant.draft.model import Draft, DraftRequest
from assistant.errors import AssistantError
from assistant.model import Answer, Found, Question
from assistant.watch import SILENT, Watch
from ingest.model import Scope


@dataclass(frozen=True, slots=True)
class LoggedAssistant:
    """An assistant whose questions are logged."""

    inner: Answering
    trail: Trail

    def ask(self, question: Question, watch: Watch = SILENT) -> Answer:
        try:
            answer = self.inner.ask(question, watch)
        except BaseException as error:
            result = Result.REFUSED if isinstance(error, AssistantError) else Result.FAILED
            self.trail.asked(Event.QUESTION, question.text, result)
            raise
        self.trail.asked(
            Event.QUESTION,
            question.text,
            Result.DONE,
            status=answer.status,
            lage=answer.mode,
            kallor=len(answer.citations),
        )
        return answer

    def search(self, text: str, scope: Scope, limit: int) -> list[Found]:
        found = self.inner.search(text, scope, limit)
        self.trail.asked(Event.SEARCH, text, Result.DONE, traffar=len(found))
        return found


@dataclass(frozen=True, slots=True)
class LoggedDrafter:
    """A drafter whose drafts are logged."""

    inner: Drafting
    trail: Trail

    def draft(self, request: DraftRequest) -> Draft:
        made = self.inner.draft(request)
        self.trail.note(Event.DRAFT, enhet=made.unit, ar=made.year, mal=len(made.goals))
        return made
