"""Haystack: PyPDFToDocument, DocumentSplitter (200 words), SentenceTransformers, in memory.

Its default store lives in memory; it is saved to disk at the end of the ingest, as a user would
have to, and loaded again to ask.
"""

from __future__ import annotations

from pathlib import Path

from bench_pipe import asked, job, kwargs, tell, timed


def main():
    given = job()
    from haystack.components.retrievers.in_memory import InMemoryEmbeddingRetriever
    from haystack.document_stores.in_memory import InMemoryDocumentStore
    from haystack.utils import ComponentDevice
    from haystack_integrations.components.embedders.sentence_transformers import (
        SentenceTransformersDocumentEmbedder,
        SentenceTransformersTextEmbedder,
    )

    same = {"device": ComponentDevice.from_str("cpu"), "progress_bar": False}
    same |= {"model": given["model"], "model_kwargs": kwargs(given)}
    saved = str(Path(given["data"]) / "store.json")
    if given["step"] == "ask":
        store = InMemoryDocumentStore.load_from_disk(saved)
        asking = SentenceTransformersTextEmbedder(prefix="query: ", **same)
        asking.warm_up()
        retriever = InMemoryEmbeddingRetriever(store)

        def search(question, limit):
            vector = asking.run(question)["embedding"]
            found = retriever.run(vector, top_k=limit)["documents"]
            return [(Path(d.meta["file_path"]).stem, d.content) for d in found]

        return asked(given, search)
    embedder = SentenceTransformersDocumentEmbedder(prefix="passage: ", **same)
    embedder.warm_up()
    store = InMemoryDocumentStore()
    texts, seconds = timed(lambda: ingest(store, embedder, given["files"], saved))
    return tell({"seconds": seconds, "texts": texts})


def ingest(store, embedder, files, saved):
    from haystack.components.converters import PyPDFToDocument
    from haystack.components.preprocessors import DocumentCleaner, DocumentSplitter
    from haystack.components.writers import DocumentWriter

    read = PyPDFToDocument(store_full_path=True).run(sources=files)["documents"]
    clean = DocumentCleaner().run(documents=read)["documents"]
    splitter = DocumentSplitter()
    splitter.warm_up()
    pieces = splitter.run(documents=clean)["documents"]
    DocumentWriter(store).run(documents=embedder.run(documents=pieces)["documents"])
    Path(saved).parent.mkdir(parents=True, exist_ok=True)
    store.save_to_disk(saved)
    return [piece.content for piece in pieces]


if __name__ == "__main__":
    main()
