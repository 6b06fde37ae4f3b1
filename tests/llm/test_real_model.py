"""With a real chat model, however weak: structure and invariants, never its words.

Runs where ``PLANASSISTENT_TEST_LLM`` is the address of an OpenAI-compatible server
(«http://127.0.0.1:8080/v1»; ``make test-llm``), else is skipped and says so.
"""

from __future__ import annotations

import pytest

from assistant.answer import Assistant
from assistant.chat.port import ChatModel
from assistant.errors import ChatModelError
from assistant.model import Answer, Question
from assistant.settings import Settings
from assistant.verify import told_figures, unsupported
from assistant.wiring import build_chat_model
from tests.assistant import shelf

pytestmark = pytest.mark.timeout(600)
QUESTIONS = [
    "Vad var sjukfrånvaron i Ekbackens dagliga verksamhet 2022?",
    "Hur gick det med matsvinnet på Ekbackens dagliga verksamhet?",
    "Varför sköts flytten upp?",
    "Hur många limpor sålde Kvarnen?",
    "Jämför sjukfrånvaron i Ekbackens dagliga verksamhet och Norrvikens hemtjänst 2022.",
]


def ask(model: ChatModel | None, text: str) -> Answer:
    assistant = Assistant(shelf.library(), clock=lambda: shelf.TODAY, model=model)
    return assistant.ask(Question(text))


def test_it_answers_where_a_port_that_nobody_holds_does_not(model: ChatModel) -> None:
    def trouble(asked: ChatModel) -> str:
        try:
            asked.probe()
        except ChatModelError as error:
            return error.reason
        return ""

    nobody = Settings(chat_model="openai:prov", chat_base_url="http://127.0.0.1:9/v1")
    silent = build_chat_model(nobody)
    assert silent is not None
    assert (trouble(model), bool(trouble(silent))) == ("", True)


@pytest.mark.parametrize("text", QUESTIONS)
def test_an_answer_holds_whatever_the_model_writes(model: ChatModel, text: str) -> None:
    plain, answer = ask(None, text), ask(model, text)
    assert answer.status == plain.status
    cited = {c.id: c for c in answer.citations}
    for citation in answer.citations:
        report = shelf.library().contents(citation.document_id)
        assert report is not None
        assert citation.quote in " ".join(report.pages[citation.page - 1].text.split())
    for statement in answer.statements:
        quotes = [cited[n] for n in statement.citations]
        years = [y for c in quotes for y in (c.identity.year, c.identity.year - 1)]
        if statement.kind != "computed":
            assert unsupported(statement.text, [c.quote for c in quotes], years) == []
    told = {f for s in answer.statements for f in told_figures(s.text)}
    assert {f for s in plain.statements for f in told_figures(s.text)} <= told
    if answer.mode == "extractive":
        assert any("pråkmodellen" in w for w in answer.warnings)


@pytest.mark.parametrize("text", ["Vad var sjukfrånvaron 2018?", "Hur många rymdraketer köptes?"])
def test_what_has_no_answer_gets_none(model: ChatModel, text: str) -> None:
    assert ask(model, text).status == "not_found"
