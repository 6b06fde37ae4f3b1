"""What the pipelines of the bench have in common; run by each one's own Python, imports nothing.

A pipeline is a script. It is given a job as JSON: ``step`` is «ingest» or «ask», then ``files``,
``model`` (a folder), ``dtype`` (a torch type, or "" for the library's own choice), ``data`` (a
folder), ``questions`` and ``limit``. It prints one JSON line, with «BENCH » before it. Ingest
tells the seconds from the first file to the last record, model loaded and warm; and the texts as
they were given to the model. Ask tells the seconds to the first answer, the memory in MB when all
is answered, and each question's milliseconds and hits; the first question's are not counted, since
libraries load what they need when they are first asked.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")
Search = Callable[[str, int], Sequence[tuple[str, str]]]


def job() -> dict[str, Any]:
    """What is to be done."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
    os.environ.setdefault("HAYSTACK_TELEMETRY_ENABLED", "False")
    given: dict[str, Any] = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    return given


def tell(result: dict[str, Any]) -> None:
    """The result, to whoever started this."""
    print("BENCH " + json.dumps(result), flush=True)


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """What came of it, and the seconds it took."""
    start = time.perf_counter()
    found = work()
    return found, time.perf_counter() - start


def asked(given: dict[str, Any], search: Search) -> None:
    """The first question asked until there is an answer, then all of them."""
    search(given["questions"][0], given["limit"])
    answers(given, search, time.time() - given["started"])


def answers(given: dict[str, Any], search: Search, first_s: float) -> None:
    """Every question asked of ``search(question, limit)``, which gives (stem, text) pairs."""
    told = []
    for question in given["questions"]:

        def one(text: str = question) -> Sequence[tuple[str, str]]:
            return search(text, given["limit"])

        hits, seconds = timed(one)
        told.append({"ms": seconds * 1000, "hits": hits})
    tell({"first_s": first_s, "answers": told, "rest_mb": rest()})


def rest() -> float:
    """The memory of this process now, in MB (proportional set size; 0 where it is not told)."""
    try:
        with open("/proc/self/smaps_rollup", encoding="ascii") as file:
            return next(int(line.split()[1]) for line in file if line.startswith("Pss:")) / 1000
    except (OSError, StopIteration):
        return 0.0


def kwargs(given: dict[str, Any]) -> dict[str, str]:
    """How sentence-transformers is told of the number type."""
    return {"dtype": given["dtype"]} if given["dtype"] else {}
