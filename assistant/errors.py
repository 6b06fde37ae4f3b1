"""What can go wrong with a question.

    AssistantError
    └── QuestionError    the question itself cannot be used (empty, too long); the user can mend it
        └── DraftError   a draft that cannot be made as asked

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
