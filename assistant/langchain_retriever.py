"""The retriever and the embedder as LangChain's own, for those who build chains of their own.

The retriever finds what the assistant itself would answer from: the question is interpreted, the
scope is a fence, and each passage comes as a ``Document`` whose text is verbatim (a row of a table
with the heads of its columns) and whose metadata say which report and page it stands in. ``None``
(unit) is the report of a whole board. The embedder behind both is any ``Embedder``; LangChain is
loaded here alone, so that who asks one question does not wait for it.
"""

from __future__ import annotations

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, Field

from assistant.answer import Assistant
from assistant.model import Asker, Found, Question
from ingest.index.ports import Embedder
from ingest.model import Scope
from ingest.passages import told


class PlanRetriever(BaseRetriever):
    """Finds the ``k`` best passages of the assistant's library within ``scope``.

    ``asker`` says who «vi» are. An empty or far too long question raises ``QuestionError``.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    assistant: Assistant = Field(exclude=True)
    k: int = Field(default=10, ge=1)
    scope: Scope = Scope()
    asker: Asker = Asker()

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        found = self.assistant.retrieve(Question(query, self.scope, self.asker), self.k)
        return [document_of(item) for item in found]


class PlanEmbeddings(Embeddings):
    """The assistant's embedder where LangChain wants its ``Embeddings``, a vector store say."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return self._embedder.embed_documents(texts)

    def embed_query(self, text: str) -> list[float]:
        return self._embedder.embed_query(text)


def document_of(found: Found) -> Document:
    """A passage as a document: its text, and where it stands."""
    passage, identity = found.passage, found.passage.identity
    metadata: dict[str, Any] = {
        "document_id": passage.document_id,
        "title": identity.title,
        "board": identity.board,
        "unit": identity.unit,
        "year": identity.year,
        "report_type": str(identity.report_type),
        "page": passage.page,
        "section": list(passage.path),
        "score": found.score,
        "repeated_in": found.repeated_in,
    }
    return Document(id=passage.id, page_content=told(passage), metadata=metadata)
