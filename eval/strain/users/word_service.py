"""``planassistent`` as it is, with an embedder that needs no model: ``… serve --port PORT``.

For short runs, where the model's own time would be most of what is seen.
"""

from __future__ import annotations

from assistant import cli, wiring
from assistant.settings import Settings
from ingest.index.memory import WordEmbedder
from ingest.index.ports import Embedder


def build_embedder(settings: Settings, hurried: bool = False) -> Embedder:
    """Words in buckets."""
    return WordEmbedder()


if __name__ == "__main__":
    wiring.build_embedder = build_embedder
    cli.main()
