"""``planassistent`` as it is, with an embedder that needs no model; run by tests as a program.

``python -m tests.drift.service serve --port …``. Embedding a report takes as many seconds as the
file ``PROV_SLOW`` says, where it is there, so that a test can end the process in the middle.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

from assistant import cli, wiring
from assistant.settings import Settings
from ingest.index.memory import WordEmbedder
from ingest.index.ports import Embedder


class SlowEmbedder(WordEmbedder):
    """Takes its time over every report."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        slow = Path(os.environ["PROV_SLOW"])
        time.sleep(float(slow.read_text()) if slow.exists() else 0.0)
        return super().embed_documents(texts)


def build_embedder(settings: Settings, hurried: bool = False) -> Embedder:
    return SlowEmbedder()


if __name__ == "__main__":
    wiring.build_embedder = build_embedder
    cli.main()
