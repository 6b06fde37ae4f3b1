"""Warming up takes the words of the reports apart and leaves the answers as they are."""

from __future__ import annotations

from assistant.answer import Assistant
from assistant.model import Question
from assistant.warm import warm
from ingest.index import tokens
from tests.assistant import shelf


def test_the_words_of_the_reports_are_known_afterwards() -> None:
    library = shelf.library()
    asked = Question("Hur mycket minskade matsvinnet på Kvarnen?")
    before = Assistant(library, lambda: shelf.TODAY).ask(asked).text
    warm(library)
    met = tokens._lemmas_of.cache_info().misses
    tokens.lemmas("höstmarknaden besiktning förkylningar sagostunder")
    assert tokens._lemmas_of.cache_info().misses == met
    assert Assistant(library, lambda: shelf.TODAY).ask(asked).text == before
