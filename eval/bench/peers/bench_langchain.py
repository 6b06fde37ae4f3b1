"""LangChain: PyPDFLoader, RecursiveCharacterTextSplitter(1000, 200), HuggingFace, Chroma."""

from __future__ import annotations

import warnings
from pathlib import Path

from bench_pipe import asked, job, kwargs, tell, timed

warnings.simplefilter("ignore")
BATCH = 5000


def main():
    given = job()
    from langchain_chroma import Chroma
    from langchain_huggingface import HuggingFaceEmbeddings

    model = HuggingFaceEmbeddings(
        model_name=given["model"], model_kwargs={"device": "cpu", "model_kwargs": kwargs(given)}
    )
    store = Chroma("bench", model, persist_directory=given["data"])
    if given["step"] == "ask":

        def search(question, limit):
            found = store.similarity_search(question, k=limit)
            return [(Path(d.metadata["source"]).stem, d.page_content) for d in found]

        return asked(given, search)
    model.embed_query("värm upp")
    texts, seconds = timed(lambda: ingest(store, given["files"]))
    return tell({"seconds": seconds, "texts": texts})


def ingest(store, files):
    from langchain_community.document_loaders import PyPDFLoader
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    pages = [page for file in files for page in PyPDFLoader(file).load()]
    splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
    chunks = splitter.split_documents(pages)
    for start in range(0, len(chunks), BATCH):
        store.add_documents(chunks[start : start + BATCH])
    return [chunk.page_content for chunk in chunks]


if __name__ == "__main__":
    main()
