"""The program's own pipeline in the bench: ``python -m eval.bench.own JOB``.

Does what ``peers/bench_pipe.py`` tells of, with the program as it is called in use. Questions are
asked without filters, since the peers have none. The first answer is a whole one, cited.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from eval.bench.peers.bench_pipe import answers, job, tell, timed


def main() -> None:
    """Do the job."""
    given = job()
    if given["step"] == "ask":
        _ask(given)
    else:
        tell(_ingest(given))


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
        outcomes, seconds = timed(lambda: list(pipeline.ingest_all(files)))
    passages = {p.key: p for r in library.reports() for p in library.store.passages(r.document_id)}
    return {
        "seconds": seconds,
        "texts": [passage.dense_text for passage in passages.values()],
        "failed": [outcome.file for outcome in outcomes if not outcome.ok],
    }


def _ask(given: dict[str, Any]) -> None:
    from assistant.model import Question
    from assistant.wiring import build_assistant
    from ingest.passages import told

    settings, library = _library(given)
    assistant = build_assistant(settings, library)
    assistant.ask(Question(given["questions"][0]))
    first = time.time() - given["started"]
    stems = {report.document_id: Path(report.file_name).stem for report in library.reports()}

    def search(question: str, limit: int) -> list[tuple[str, str]]:
        found = assistant.retrieve(Question(question), limit)
        return [(stems[one.passage.document_id], told(one.passage)) for one in found]

    answers(given, search, first)


if __name__ == "__main__":
    main()
