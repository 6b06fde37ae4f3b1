"""The child that reads files: one task after another from standard input, answers on output.

An empty message first of all says that the child is up. The child limits its own memory, and an
alarm ends it should the parent be gone in the middle of a task. Whatever a library prints goes
to standard error. Run as ``python -m ingest.reading.worker BYTES``.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
import traceback
from collections.abc import Callable
from importlib import import_module

from ingest.errors import BadFileError, UnknownIdentityError
from ingest.reading.messages import ANSWER, HEAD, TASK, Answer, Task, send

_ALARM_AFTER = 10


def serve(memory_bytes: int, answer: Callable[[Task], Answer]) -> None:
    """Say that the child is up, then answer tasks until the input ends."""
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    send(answers, b"")
    while head := sys.stdin.buffer.read(HEAD):
        task = TASK.validate_json(sys.stdin.buffer.read(int.from_bytes(head, "big")))
        signal.setitimer(signal.ITIMER_REAL, task.seconds + _ALARM_AFTER)
        message = _message(_guarded(answer, task))
        signal.setitimer(signal.ITIMER_REAL, 0)
        send(answers, message)


def _message(told: Answer) -> bytes:
    try:
        return ANSWER.dump_json(told)
    except Exception:  # a text that cannot be written
        return ANSWER.dump_json(Answer(defect=traceback.format_exc()))


def _guarded(answer: Callable[[Task], Answer], task: Task) -> Answer:
    try:
        return answer(task)
    except UnknownIdentityError as error:
        return Answer(reason=error.reason, remedy=error.remedy, fields=error.fields)
    except BadFileError as error:
        return Answer(reason=error.reason, remedy=error.remedy)
    except MemoryError:
        return Answer(
            reason="Filen kräver för mycket minne att läsa.",
            remedy="Dela upp den i mindre filer eller spara den med mindre bilder.",
        )
    except Exception:
        return Answer(defect=traceback.format_exc())


def main() -> None:
    """Import the readers, then serve."""
    from ingest.assembly import report_from
    from ingest.reading import read_layout

    for reader in ("docx", "pdf", "pdf_checks", "txt"):
        import_module(f"ingest.reading.{reader}")

    def read(task: Task) -> Answer:
        layout = read_layout(task.path, task.name)
        return Answer(report_from(layout, task.name, task.overrides, task.organisation))

    serve(int(sys.argv[1]), read)


if __name__ == "__main__":
    main()
