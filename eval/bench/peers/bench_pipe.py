"""What the pipelines of the bench have in common; run by each one's own Python, imports nothing.

A pipeline is a script. It is given a job as JSON: ``step`` is «ingest» or «ask», then ``files``,
``model`` (a folder), ``dtype`` (a torch type, or "" for the library's own choice), ``data`` (a
folder), ``questions`` and ``limit``. It prints one JSON line, with «BENCH » before it. Ingest
tells the seconds from the first file to the last record, model loaded and warm; and the texts as
they were given to the model. Ask tells the seconds to the first answer, and each question's
milliseconds and hits.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

STARTED = time.time()


def job():
    """What is to be done."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
    os.environ.setdefault("HAYSTACK_TELEMETRY_ENABLED", "False")
    return json.loads(Path(sys.argv[1]).read_text("utf-8"))


def tell(result):
    """The result, to whoever started this."""
    print("BENCH " + json.dumps(result), flush=True)


def timed(work):
    """What came of it, and the seconds it took."""
    start = time.perf_counter()
    found = work()
    return found, time.perf_counter() - start


def asked(given, search):
    """Every question asked of ``search(question, limit)``, which gives (stem, text) pairs."""
    first = None
    answers = []
    for question in given["questions"]:
        hits, seconds = timed(lambda text=question: search(text, given["limit"]))
        first = first or time.time() - given["started"]
        answers.append({"ms": seconds * 1000, "hits": hits})
    tell({"first_s": first, "answers": answers, "rest_mb": rest()})


def rest():
    """The memory of this process now, in MB (proportional set size)."""
    with open("/proc/self/smaps_rollup", encoding="ascii") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("Pss:")) / 1000


def kwargs(given):
    """How sentence-transformers is told of the number type."""
    return {"dtype": given["dtype"]} if given["dtype"] else {}
