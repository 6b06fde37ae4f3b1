"""``planassistent`` as it is, with an embedder that needs no model: ``… serve --port PORT``.

For short runs, where the model's own time would be most of what is seen.
"""

from __future__ import annotations

from assistant import cli, wiring
from assistant.settings import Settings
from ingest.index.memory import WordEmbedder


def build_embedder(settings: Settings) -> WordEmbedder:
    """Words in buckets."""
    return WordEmbedder()


if __name__ == "__main__":
    wiring.build_embedder = build_embedder
    cli.main()
