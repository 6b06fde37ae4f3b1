"""Warming up takes the words of the reports apart and leaves the answers as they are."""

from __future__ import annotations

import gc
from typing import NoReturn

import pytest

from assistant.answer import Assistant
from assistant.meaning import Meaning
from assistant.model import Question
from assistant.warm import warm, warm_words
from ingest.errors import StoreUnavailableError
from ingest.index import tokens
from ingest.model import Scope
from tests.assistant import shelf
from tests.ingest.index.build import CountingEmbedder


def test_the_words_of_the_reports_are_known_afterwards() -> None:
    library = shelf.library()
    asked = Question("Hur mycket minskade matsvinnet på Kvarnen?")
    before = Assistant(library, lambda: shelf.TODAY).ask(asked).text
    warm(library)
    met = tokens._lemmas_of.cache_info().misses
    tokens.lemmas("höstmarknaden besiktning förkylningar sagostunder")
    assert tokens._lemmas_of.cache_info().misses == met
    assert Assistant(library, lambda: shelf.TODAY).ask(asked).text == before


def test_what_is_loaded_is_not_looked_through_again() -> None:
    library = shelf.library()
    gc.unfreeze()
    usual = gc.get_threshold()
    gc.set_threshold(700, 10, 10)
    warm(library)
    try:
        assert gc.get_threshold()[0] > 10_000
        assert gc.get_freeze_count() > 10_000
        assert len(gc.get_objects()) < gc.get_freeze_count() / 10
    finally:
        gc.unfreeze()
        gc.set_threshold(*usual)


def test_the_words_of_a_part_are_indexed_before_it_is_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    part = shelf.library().seen_by(frozenset())
    warm_words(part)
    monkeypatch.setattr(part.lexical._own, "sync", lambda store: pytest.fail("indexed again"))  # type: ignore[attr-defined]
    assert part.lexical.search("matsvinnet", Scope(), 3)
    monkeypatch.setattr(part.lexical, "sync", lambda store: down())
    warm_words(part)


def down() -> NoReturn:
    raise StoreUnavailableError


def test_names_of_rows_and_goals_are_embedded_once_each() -> None:
    library, embedder = shelf.library(), CountingEmbedder()
    meaning = Meaning(embedder)
    warm(library, meaning)
    reports = [library.contents_of(stored) for stored in library.reports()]
    names = {value.name for report in reports if report for value in report.indicators}
    goals = {goal.text for report in reports if report for goal in report.goals}
    assert names | goals <= set(embedder.given) and names and goals
    assert len(embedder.given) == len(set(embedder.given))
    embedder.given.clear()
    warm(library, meaning)
    assert embedder.given == []
