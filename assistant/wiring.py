"""The one place where engines are chosen and put together; everything else takes them as given.

Engines are imported when they are needed: a command that only asks for help must not wait for
a deep-learning library to load.
"""

from __future__ import annotations

from assistant.settings import Settings
from ingest.archive import Archive
from ingest.index.ports import Embedder
from ingest.library import Library


def build_embedder(settings: Settings) -> Embedder:
    """The embedder that the settings name; the default model is unpacked at first use."""
    from ingest.index.embedding import SentenceTransformerEmbedder, default_model_folder

    if settings.model == "default":
        return SentenceTransformerEmbedder(default_model_folder(settings.models))
    return SentenceTransformerEmbedder(settings.model)


def build_library(settings: Settings) -> Library:
    """The stored library, its lexical index caught up."""
    from ingest.index.chroma import ChromaStore
    from ingest.index.lexical import TantivyIndex

    embedder = build_embedder(settings)
    store = ChromaStore(settings.chroma_path, model=embedder.name)
    lexical = TantivyIndex(settings.lexical_path)
    lexical.sync(store)
    return Library(store, lexical, embedder, Archive(settings.archive_path))
