"""The line before a chat model: order, places told, and every way out of it."""

from __future__ import annotations

import threading
import time

import pytest
from pydantic import BaseModel

from assistant.chat.port import QUIET, Hooks, Shape
from assistant.chat.queue import Queued
from assistant.errors import CallStoppedError, ChatModelError
from prompts import Prompt

PROMPT = Prompt("prov/1", "Svara.", "Vad heter katten?")


class Reply(BaseModel):
    text: str = "Moa"


class SlowModel:
    """Writes until it is told to be done; ``begun`` are the prompts in the order they came."""

    name, room = "långsam", 1000

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.done = threading.Event()

    def ask(self, prompt: Prompt, shape: type[Shape], hooks: Hooks = QUIET) -> Shape:
        self.begun.append(prompt.user)
        assert self.done.wait(10)
        if prompt.user == "trasig":
            raise ChatModelError("svarade i fel form")
        return shape()

    def probe(self) -> None:
        return None


def prompt(text: str) -> Prompt:
    return Prompt("prov/1", "Svara.", text)


def asking(model: Queued, text: str, hooks: Hooks = QUIET) -> threading.Thread:
    """A caller of its own; ``join`` waits for its end, good or bad."""

    def run() -> None:
        try:
            model.ask(prompt(text), Reply, hooks)
        except ChatModelError:
            return

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    return thread


def until(what: object, wanted: int) -> None:
    ends = time.monotonic() + 10
    while (len(what) if isinstance(what, list) else what.waiting) != wanted:  # type: ignore[attr-defined]
        assert time.monotonic() < ends
        time.sleep(0.01)


def in_order(at_once: int, texts: list[str]) -> tuple[SlowModel, Queued, list[threading.Thread]]:
    """Callers in line one after the other; the first ``at_once`` are being written for."""
    slow = SlowModel()
    model = Queued(slow, at_once, 5, 10)
    threads = []
    for number, text in enumerate(texts, 1):
        threads.append(asking(model, text))
        if number <= at_once:
            until(slow.begun, number)
        else:
            until(model, number - at_once)
    return slow, model, threads


def test_as_many_as_are_let_are_written_for_and_the_rest_in_the_order_they_came() -> None:
    slow, _, threads = in_order(2, ["ett", "två", "tre", "fyra"])
    assert slow.begun == ["ett", "två"]
    slow.done.set()
    for thread in threads:
        thread.join(10)
    assert slow.begun == ["ett", "två", "tre", "fyra"]


def test_a_reply_that_fails_gives_its_place_up() -> None:
    slow, model, _ = in_order(1, ["trasig"])
    slow.done.set()
    assert model.ask(PROMPT, Reply) == Reply()
    assert model.waiting == 0


def test_the_place_is_told_when_it_changes() -> None:
    slow, model, threads = in_order(1, ["ett", "två"])
    places: list[int] = []
    last = asking(model, "tre", Hooks(queued=places.append))
    until(places, 1)
    slow.done.set()
    for thread in (*threads, last):
        thread.join(10)
    assert places[0] == 2 and places == sorted(places, reverse=True)


def test_whoever_no_longer_wants_an_answer_leaves_the_line() -> None:
    slow, model, _ = in_order(1, ["ett"])
    with pytest.raises(CallStoppedError):
        model.ask(PROMPT, Reply, Hooks(stopped=lambda: True))
    assert model.waiting == 0
    slow.done.set()


def test_a_full_line_and_a_long_wait_are_trouble_of_the_model_s() -> None:
    slow = SlowModel()
    model = Queued(slow, 1, 1, 0.3)
    first, second = asking(model, "ett"), None
    until(slow.begun, 1)
    second = asking(model, "två")
    until(model, 1)
    with pytest.raises(ChatModelError, match="väntar"):
        model.ask(PROMPT, Reply)
    second.join(10)
    assert slow.begun == ["ett"]
    with pytest.raises(ChatModelError, match="före i kön"):
        model.ask(PROMPT, Reply)
    slow.done.set()
    first.join(10)


def test_it_is_the_model_behind_to_everyone_else() -> None:
    model = Queued(SlowModel(), 1, 1, 1)
    assert (model.name, model.room) == ("långsam", 1000)
    model.probe()
