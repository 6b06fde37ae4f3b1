"""txtai: Textractor by paragraphs, Embeddings with its own store.

Textractor takes the first that is there of Tika (Java, a server to fetch), docling (layout models
from a hub) and LiteParse, which needs neither and is what is installed here. Without any of them it
would read the bytes of a PDF as text, so that ends the pipeline. LiteParse is told not to look for
text in pictures, for which it fetches a model. A paragraph is short: three are asked for where
others are asked for one piece, so that as many characters can be shown.
"""

from __future__ import annotations

from pathlib import Path

from bench_pipe import asked, job, kwargs, tell, timed

_PIECES = 3


def main():
    given = job()
    from txtai import Embeddings

    saved = str(Path(given["data"]) / "index")
    if given["step"] == "ask":
        index = Embeddings()
        index.load(saved)

        def search(question, limit):
            return [(found["tags"], found["text"]) for found in index.search(
                "select text, tags, score from txtai where similar(:q)", _PIECES * limit,
                parameters={"q": question},
            )]  # fmt: skip

        return asked(given, search)
    index = Embeddings(
        path=given["model"], content=True, gpu=False, method="sentence-transformers",
        instructions={"query": "query: ", "data": "passage: "}, vectors=kwargs(given),
    )  # fmt: skip
    index.transform("värm upp")
    texts, seconds = timed(lambda: ingest(index, given["files"], saved))
    return tell({"seconds": seconds, "texts": texts})


def ingest(index, files, saved):
    from txtai.pipeline import Textractor

    read = Textractor(paragraphs=True)
    if read.html is None or read.html.backend is None:
        raise SystemExit("txtai har inget som läser PDF; installera liteparse")
    if hasattr(read.html.backend, "liteparse"):
        from liteparse import LiteParse

        read.html.backend.liteparse = LiteParse(output_format="markdown", ocr_enabled=False)
    rows = [(Path(file).stem, text) for file in files for text in read(file)]
    index.index((number, text, stem) for number, (stem, text) in enumerate(rows))
    index.save(saved)
    return [text for _, text in rows]


if __name__ == "__main__":
    main()
