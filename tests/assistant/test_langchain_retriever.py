"""The retriever in a LangChain chain."""

from __future__ import annotations

import pytest
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.runnables import RunnableLambda
from pydantic import ValidationError

from assistant.answer import Assistant
from assistant.errors import QuestionError
from assistant.langchain_retriever import PlanEmbeddings, PlanRetriever
from assistant.model import Asker
from ingest.model import Scope
from tests.assistant import shelf


@pytest.fixture
def assistant() -> Assistant:
    return Assistant(shelf.library(), lambda: shelf.TODAY)


def test_documents_say_where_they_stand(assistant: Assistant) -> None:
    found = PlanRetriever(assistant=assistant, k=3).invoke("Vad hände med matsvinnet på Kvarnen?")
    assert 0 < len(found) <= 3
    assert set(found[0].metadata) >= {
        "document_id", "page", "section", "unit", "board", "year", "report_type"}  # fmt: skip
    best = found[0]
    assert "Matsvinnet minskade" in best.page_content
    assert best.metadata["unit"] == shelf.DAILY and best.metadata["year"] == 2022
    assert best.metadata["report_type"] == "VB" and best.metadata["page"] == 3
    assert best.id


def test_the_scope_is_a_fence(assistant: Assistant) -> None:
    retriever = PlanRetriever(assistant=assistant, scope=Scope(units=(shelf.HOME,)))
    assert {d.metadata["unit"] for d in retriever.invoke("sjukfrånvaro")} == {shelf.HOME}


def test_the_asker_is_preferred(assistant: Assistant) -> None:
    retriever = PlanRetriever(assistant=assistant, asker=Asker(shelf.BOARD, shelf.HOME))
    assert retriever.invoke("vad blev vår sjukfrånvaro")[0].metadata["unit"] == shelf.HOME


def test_it_takes_its_place_in_a_chain(assistant: Assistant) -> None:
    def first(documents: list[Document]) -> str:
        return documents[0].page_content

    chain = PlanRetriever(assistant=assistant, k=1) | RunnableLambda(first)
    assert "limpor" in chain.invoke("limpor på höstmarknaden")


def test_bad_questions_and_settings_are_refused(assistant: Assistant) -> None:
    with pytest.raises(QuestionError):
        PlanRetriever(assistant=assistant).invoke("  ")
    with pytest.raises(ValidationError):
        PlanRetriever(assistant=assistant, k=0)


def test_the_embedder_serves_where_langchain_wants_its_own() -> None:
    embedder = shelf.library().embedder
    theirs: Embeddings = PlanEmbeddings(embedder)
    assert theirs.embed_query("matsvinn") == embedder.embed_query("matsvinn")
    assert theirs.embed_documents(["limpor"]) == embedder.embed_documents(["limpor"])
