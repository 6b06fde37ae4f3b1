"""What can go wrong with a question.

    AssistantError
    ├── QuestionError    the question itself cannot be used (empty, too long); the user can mend it
    │   └── DraftError   a draft that cannot be made as asked
    ├── ChatModelError   the chat model did not answer as asked; the answer is made without it
    ├── ChatModelSettingError   the chat model cannot be built of the settings
    ├── OperationSettingError   what is to be watched needs a package that is missing
    └── CallStoppedError        whoever asked has gone

The text of every error is Swedish and says what to do. That nothing was found is no error but an
answer with status «not_found».
"""

from __future__ import annotations


class AssistantError(Exception):
    """Base of all expected trouble; ``str(error)`` is Swedish and fit for a user to read."""


class QuestionError(AssistantError):
    """A question that cannot be used; becomes HTTP 422.

    ``title`` says what is wrong, ``detail`` what to do.
    """

    def __init__(self, title: str, detail: str) -> None:
        super().__init__(f"{title} {detail}")
        self.title = title
        self.detail = detail


class DraftError(QuestionError):
    """A draft that cannot be made as asked: unknown unit, year far off, no such goal."""


class ChatModelError(AssistantError):
    """A chat model did not give what was asked; the answer is made without it.

    ``reason`` continues the sentence «Språkmodellen …»; ``detail`` is for the log only, since it
    may hold addresses of the server.
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"Språkmodellen {reason}.")
        self.reason = reason
        self.detail = detail


class ChatModelSettingError(AssistantError):
    """The settings name a chat model that cannot be built; the service does not start with it."""


class OperationSettingError(AssistantError):
    """Something is to be watched with a package that is missing; the service does not start."""


class CallStoppedError(AssistantError):
    """Whoever asked has gone: the work was ended, and nobody waits for a result."""
