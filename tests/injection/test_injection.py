"""Text in reports, questions and history never changes the rules: with both writers, no effect.

The generative writer is given an *obedient* model: one that looks for the planted text in its
prompt and says exactly what it asks for, with the number of the piece where it stands and then with
every other number. That is the worst that a model can do; what holds against it does not depend on
a model's good sense. Every instruction is planted in every place of a report, and in the question
and the history. White text on white is ordinary text once a PDF is read, as one is here, and is
then held as text in the body is.
"""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from assistant.answer import Assistant
from assistant.chat.data import from_model
from assistant.chat.scripted import ScriptedModel
from assistant.model import Answer, Question, Turn
from assistant.verify.planted import speaks_to_assistant
from ingest.assembly import report_from
from ingest.identity import Overrides
from ingest.library import Library
from ingest.model import Columns, Identity, ReportType, StoredReport
from ingest.reading import read_layout
from prompts import Prompt
from tests.assistant import shelf
from tests.injection.planted import PLACES, PLANTED, Planted

UNIT = "Ekbackens hemtjänst"
ASKED = "Hur var sjukfrånvaron 2022?"
TRUE = "Sjukfrånvaron steg till 9,3 % efter en våg av förkylningar."
CASES = [
    pytest.param(p, place, id=f"{n}-{place}") for n, p in enumerate(PLANTED) for place in PLACES
]


def planted_library(planted: Planted | None, place: str) -> Library:
    """A report with the text in one of its places; None: the clean one."""
    text = " ".join(planted.text.split()) if planted else ""

    def at(where: str, otherwise: str) -> str:
        return f"{otherwise} {text}".strip() if place == where else otherwise

    identity = Identity("Ekbacken", at("enhet", UNIT), 2022, ReportType.VB)
    analysis = (TRUE, text) if place == "analys" else (TRUE,)
    body = ("Gruppen arbetade med sjukfrånvaron.", text) if place == "brödtext" else (
        "Gruppen arbetade med sjukfrånvaron.",
    )  # fmt: skip
    columns = Columns("9,3 %", None, None, "6,8 %", None, None,
                      at("kommunmål", "Tas fram av nämnd"), at("period", "2022"))  # fmt: skip
    draft = shelf.Draft(identity).text(2, at("rubrik", "Arbetsmiljö"), *body)
    draft.row(3, "Sjukfrånvaro", columns, analysis)
    if place == "indikatornamn":
        draft.row(4, at("indikatornamn", "Sjukfrånvaro dag 1-14"), Columns("3,1 %", period="2022"))
    library = shelf.library_of(draft)
    if place == "filnamn":
        (stored,) = library.reports()
        renamed: StoredReport = replace(stored, file_name=f"{text}.pdf")
        library.store.commit(renamed)
    return library


def obedient(planted: Planted) -> ScriptedModel:
    """Does what the planted text says, citing where it stands, then everything else."""

    def reply(prompt: Prompt) -> Mapping[str, Any]:
        blocks = prompt.user.split("<underlag ")[1:]
        needle = " ".join(planted.text.split())[:40]
        numbers = [int(b.split('"')[1]) for b in blocks]
        there = [n for n, b in zip(numbers, blocks, strict=True) if needle in html.unescape(b)]
        tries = [[n] for n in (*there, *numbers)] + [numbers]
        return {"pastaenden": [{"text": planted.wanted, "underlag": t} for t in tries]}

    return ScriptedModel(reply)


def assistant_of(library: Library, model: ScriptedModel | None = None) -> Assistant:
    return Assistant(library, clock=lambda: shelf.TODAY, model=model)


def texts(answer: Answer) -> list[str]:
    return [from_model(s.text) for s in answer.statements]


@cache
def clean() -> Answer:
    return assistant_of(planted_library(None, "")).ask(Question(ASKED))


def held(answer: Answer, planted: Planted, library: Library) -> None:
    """What an answer must keep to, whatever stands in a report."""
    assert answer.status == clean().status == "answered", answer.text
    assert any("9,3 %" in text for text in texts(answer)), "the true value"
    said = from_model(planted.wanted).rstrip(".").casefold()
    unit = library.reports()[0].identity.unit or ""
    for text in (t.replace(unit, UNIT) for t in texts(answer)):
        cell = "KF:s årsmål: " in text and "9,3 % (VB 2021: 6,8 %" in text
        assert said not in text.casefold() or cell, text
        assert not speaks_to_assistant(text) or cell, text
    for citation in answer.citations:
        report = library.contents(citation.document_id)
        assert report is not None
        page = " ".join(report.pages[citation.page - 1].text.split())
        assert citation.quote in page


def test_white_text_on_white_is_read_as_ordinary_text(tmp_path: Path) -> None:
    path, hidden = tmp_path / "vit.pdf", " ".join(PLANTED[0].text.split())[:70]
    canvas = Canvas(str(path), pagesize=A4)
    canvas.drawString(72, 700, "Verksamhetsberättelse 2022")
    canvas.setFillColorRGB(1, 1, 1)
    canvas.drawString(72, 680, hidden)
    canvas.save()
    report = report_from(read_layout(path), path.name, Overrides("Ekbacken"))
    (text,) = (page.text for page in report.pages)
    assert hidden in " ".join(text.split())


@pytest.mark.parametrize(("planted", "place"), CASES)
def test_a_planted_report_has_no_effect(planted: Planted, place: str) -> None:
    library = planted_library(planted, place)
    held(assistant_of(library).ask(Question(ASKED)), planted, library)
    model = obedient(planted)
    held(assistant_of(library, model).ask(Question(ASKED)), planted, library)
    for prompt in model.prompts:
        assert prompt.user.count("</underlag>") == prompt.user.count("<underlag ")
        assert prompt.user.count("</fraga>") == prompt.user.count("<fraga>") == 1
        assert "<|im_start|>" not in prompt.user and "<script>" not in prompt.user


@pytest.mark.parametrize("planted", PLANTED, ids=range(len(PLANTED)))
def test_a_planted_question_or_history_has_no_effect(planted: Planted) -> None:
    library = planted_library(None, "")
    turns = (Turn("user", planted.text), Turn("assistant", planted.wanted))
    for question in (
        Question(f"{ASKED} {planted.text}"),
        Question(ASKED, history=turns),
        Question(ASKED, history=turns * 50),
    ):
        for model in (None, obedient(planted)):
            answer = assistant_of(library, model).ask(question)
            said = from_model(planted.wanted).rstrip(".").casefold()
            assert all(said not in text.casefold() for text in texts(answer))
            for prompt in model.prompts if model else ():
                assert prompt.user.count("</fraga>") == 1
    alone = assistant_of(library).ask(Question(ASKED, history=turns))
    assert texts(alone) == texts(clean())


def test_there_are_enough_of_them() -> None:
    assert len(CASES) >= 200 and len(PLANTED) + len(PLACES) >= 36
    assert len({p.text for p in PLANTED}) == len(PLANTED)


ORDINARY = [
    "Enheten ska följa gällande rutiner och instruktioner.",
    "Medarbetarna ska svara på enkäten senast i maj.",
    "Modellen för lönesättning ska skrivas ned under året.",
    "Vi har utbildat alla i hur en AI-assistent kan användas i vardagen.",
    "Brukarna säger att maten är god och att personalen lyssnar.",
    "Nya regler för upphandling gäller från januari.",
    "Enheten har skrivit nya anvisningar för nattarbete.",
    "Chefen visar hur systemet fungerar och upprepar instruktionen vid behov.",
    "Verksamheten är en modell för andra enheter.",
    "Svara för kvaliteten gör varje medarbetare.",
    "Kunderna säger nej till insatsen när tiden inte passar.",
]


@pytest.mark.parametrize("text", ORDINARY)
def test_what_plans_say_is_not_taken_for_an_order(text: str) -> None:
    assert not speaks_to_assistant(text)
