"""An assistant whose answers a test can hold back, and a service around it."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from pathlib import Path

from fastapi import FastAPI

from assistant.app import create_app, equip
from assistant.errors import CallStoppedError
from assistant.feedback import FeedbackLog
from assistant.model import Answer, Citation, Grid, GridCell, Interpretation, Question, Statement
from assistant.watch import SILENT, Watch
from ingest.library import Library
from tests.assistant.api.samples import (
    BOARD,
    GREENHOUSE,
    QUOTE,
    ROW,
    ScriptedAssistant,
    build_library,
    fake_intake,
    full_answer,
    missing_answer,
)

HELD, COMPARED, MISSING = "Håll: vad sägs om cyklar?", "Jämför nöjda gäster", "Något om båtar?"


@dataclass
class HoldingAssistant(ScriptedAssistant):
    """Answers at once, but holds a question that begins with «Håll» until ``go``."""

    go: threading.Event = field(default_factory=threading.Event)
    ended: threading.Event = field(default_factory=threading.Event)

    def ask(self, question: Question, watch: Watch = SILENT) -> Answer:
        self.asked.append(question)
        answer = self._answer_to(question.text)
        for number, statement in enumerate(answer.statements):
            watch.told(statement, answer.citations)
            while number == 0 and question.text.startswith("Håll") and not self.go.wait(0.02):
                if watch.stopped():
                    self.ended.set()
                    raise CallStoppedError
        return answer

    def _answer_to(self, text: str) -> Answer:
        if text == COMPARED:
            return compared_answer()
        return missing_answer() if text == MISSING else self.answer

    def again(self) -> None:
        """As new, for the next test."""
        self.go.clear()
        self.ended.clear()
        self.asked.clear()


def compared_answer() -> Answer:
    """A grid of two owners and two reports, one of its cells empty."""
    told = "Nöjda gäster i Kedjan (VB 2022): 81,5 %."
    grid = Grid(
        "Nöjda gäster",
        ("VB 2022", "VP 2023"),
        (
            ("Kedjan <b>", (GridCell("81,5 %", 1), None)),
            ("Sjövik (hela nämnden)", (None, GridCell("årsmål: 85 %", 2))),
        ),
        frozenset({told}),
    )
    citations = (
        Citation(1, GREENHOUSE.document_id, GREENHOUSE, 2, ("Indikator Nöjda gäster",), ROW),
        Citation(2, BOARD.document_id, BOARD, 1, ("Indikator Nöjda gäster",), "Nöjda gäster 85 %"),
    )
    return Answer(
        "answered",
        "| Nöjda gäster | VB 2022 |",
        statements=(Statement(told, (1,)), Statement(QUOTE, (1,))),
        citations=citations,
        interpretation=Interpretation(COMPARED),
        grid=grid,
    )


def holding(folder: Path) -> tuple[HoldingAssistant, Library, FastAPI]:
    """The assistant, its library, and a service of both."""
    library = build_library(folder)
    assistant = HoldingAssistant(library, full_answer())
    app = create_app(assistant, library, fake_intake(library))
    equip(app, None, FeedbackLog(folder / "feedback.jsonl"))
    return assistant, library, app
