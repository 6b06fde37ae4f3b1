"""The baseline a user would pick instead, built from LangChain's own parts with their defaults.

PyPDFLoader (a document a page) → RecursiveCharacterTextSplitter(1000, 200) → Chroma with the very
embedder that the program uses → top k by similarity. It knows nothing of boards and years, so the
user's filters do not reach it. Its «answer» is the four best chunks (LangChain's default k), which
is what a language model would be given or the user would read: generous to it, since four chunks
hold far more text than an answer of a few sentences. It never refuses.

A DOCX or TXT file, which the loader does not read, is given to the splitter whole.
"""

from __future__ import annotations

import hashlib
import shutil
import time
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from eval.metrics.rank import Piece
from eval.metrics.verbatim import Quoted
from eval.originals import Original
from eval.questions import Case
from eval.systems import Reply
from ingest.index.ports import Embedder

if TYPE_CHECKING:
    from langchain_core.documents import Document

_ANSWER_CHUNKS = 4
_BATCH = 128


class Baseline:
    """A vector store of fixed-size chunks in ``folder``; built once for the same files."""

    def __init__(self, files: Mapping[str, Original], embedder: Embedder, folder: Path) -> None:
        from langchain_chroma import Chroma

        digest = _digest(files, embedder)
        mark = folder / "files.sha256"
        fresh = not (mark.is_file() and mark.read_text("ascii") == digest)
        if fresh:
            shutil.rmtree(folder, ignore_errors=True)
        self._store = Chroma("baseline", embedder, persist_directory=str(folder))  # type: ignore[arg-type]
        if fresh:
            chunks = chunks_of(files)
            for start in range(0, len(chunks), _BATCH):
                self._store.add_documents(chunks[start : start + _BATCH])
            mark.write_text(digest, "ascii")

    def find(self, case: Case, limit: int) -> list[Piece]:
        """The nearest chunks."""
        found = self._store.similarity_search(case.question, k=limit)
        return [Piece(d.metadata["stem"], d.page_content, d.metadata["page"] + 1) for d in found]

    def reply(self, case: Case) -> Reply:
        """The first chunks as they stand, each cited by its page."""
        start = time.perf_counter()
        pieces = self.find(case, _ANSWER_CHUNKS)
        spent = (time.perf_counter() - start) * 1000
        quotes = tuple(Quoted(p.document, p.page or 1, p.text) for p in pieces)
        return Reply(False, "\n".join(p.text for p in pieces), quotes, spent)


def chunks_of(files: Mapping[str, Original]) -> list[Document]:
    """Chunks of at most 1 000 characters with the file's stem and the page, counted from 0."""
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    pages = [page for stem, original in files.items() for page in _pages(stem, original)]
    return RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200).split_documents(pages)


def _pages(stem: str, original: Original) -> list[Document]:
    from langchain_core.documents import Document

    if not original.paged:
        text = "\n".join(original.pages)
        return [Document(text, metadata={"stem": stem, "page": 0})]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the package announces its own end at import
        from langchain_community.document_loaders import PyPDFLoader
    return [
        Document(page.page_content, metadata={"stem": stem, "page": page.metadata["page"]})
        for page in PyPDFLoader(str(original.path)).load()
    ]


def _digest(files: Mapping[str, Original], embedder: Embedder) -> str:
    whole = hashlib.sha256(embedder.name.encode())
    for stem, original in files.items():
        whole.update(stem.encode())
        whole.update(hashlib.sha256(original.path.read_bytes()).digest())
    return whole.hexdigest()
