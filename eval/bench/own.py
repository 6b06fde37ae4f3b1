"""The program's own pipeline in the bench: ``python -m eval.bench.own JOB``.

Does what ``peers/bench_pipe.py`` tells of, with the program as it is called in use. Questions are
asked without filters, since the peers have none. The first answer is a whole one, cited.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")


def main() -> None:
    """Do the job."""
    given = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    result = _ask(given) if given["step"] == "ask" else _ingest(given)
    print("BENCH " + json.dumps(result), flush=True)


def _library(given: dict[str, Any]) -> Any:
    from assistant.settings import Settings
    from assistant.wiring import build_library

    settings = Settings(data=Path(given["data"]), model=given["model"])
    return settings, build_library(settings)


def _ingest(given: dict[str, Any]) -> dict[str, Any]:
    from assistant.wiring import build_pipeline

    settings, library = _library(given)
    library.embedder.embed_query("värm upp")
    files = [Path(file) for file in given["files"]]
    with build_pipeline(settings, library) as pipeline:
        outcomes, seconds = _timed(lambda: list(pipeline.ingest_all(files)))
    passages = {p.key: p for r in library.reports() for p in library.store.passages(r.document_id)}
    return {
        "seconds": seconds,
        "texts": [passage.dense_text for passage in passages.values()],
        "failed": [outcome.file for outcome in outcomes if not outcome.ok],
    }


def _ask(given: dict[str, Any]) -> dict[str, Any]:
    from assistant.model import Question
    from assistant.wiring import build_assistant
    from ingest.passages import told

    settings, library = _library(given)
    assistant = build_assistant(settings, library)
    questions: Sequence[str] = given["questions"]
    assistant.ask(Question(questions[0]))
    first = time.time() - given["started"]
    stems = {report.document_id: Path(report.file_name).stem for report in library.reports()}
    answers = []
    for text in questions:
        found, seconds = _timed(
            lambda text=text: assistant.retrieve(Question(text), given["limit"])
        )
        hits = [(stems[one.passage.document_id], told(one.passage)) for one in found]
        answers.append({"ms": seconds * 1000, "hits": hits})
    return {"first_s": first, "answers": answers, "rest_mb": _rest()}


def _timed(work: Callable[..., T]) -> tuple[T, float]:
    start = time.perf_counter()
    found = work()
    return found, time.perf_counter() - start


def _rest() -> float:
    lines = Path("/proc/self/smaps_rollup").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1000


if __name__ == "__main__":
    main()
