"""Work in a forked child, so that it can be killed, and what the child has to say.

A process that has imported everything forks for each piece of work; nothing with threads of its
own (Chroma, tantivy) may have been opened before that in the parent.
"""

from __future__ import annotations

import json
import os
import traceback
from collections.abc import Callable
from typing import Any


def fork(work: Callable[[int], None]) -> tuple[int, int]:
    """Do work in a child that is given a pipe to write to; its id and the pipe's other end."""
    readable, writable = os.pipe()
    child = os.fork()
    if child:
        os.close(writable)
        return child, readable
    os.close(readable)
    try:
        work(writable)
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def ended(child: int) -> bool:
    """Wait for a child: whether it was killed; a child that failed ends the program."""
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise SystemExit("en barnprocess gick inte att köra; felet står ovanför")
    return os.WIFSIGNALED(status)


def told(work: Callable[[], Any]) -> tuple[Any, bool]:
    """What the work returned, as JSON carries it (None where it was killed), and whether it was."""

    def tell(pipe: int) -> None:
        answer = work()
        with os.fdopen(pipe, "w") as answers:
            json.dump(answer, answers)

    child, pipe = fork(tell)
    with os.fdopen(pipe) as answers:
        said = answers.read()
    killed = ended(child)
    return (json.loads(said) if said and not killed else None), killed
