"""Who watches a question being answered: told each statement, asked whether to go on.

``told`` is called from the thread that answers, in the order of the answer, with a statement that
has been verified and its citations. ``stopped`` is asked where work may take long: True ends it
with ``CallStoppedError``. ``queued`` is told the place in line while the chat model is taken.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from assistant.model import Citation, Statement


def _unheard(_: Statement, __: tuple[Citation, ...]) -> None:
    return None


def _never() -> bool:
    return False


def _unqueued(_: int) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Watch:
    """What a watcher may want."""

    told: Callable[[Statement, tuple[Citation, ...]], None] = _unheard
    stopped: Callable[[], bool] = _never
    queued: Callable[[int], None] = _unqueued


SILENT = Watch()
