"""Answers in Word: headings, footnotes, the grid, what is gone, and what a model wrote."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date

import docx

from assistant.export.answers import Told, docx_of_answers
from assistant.model import Answer, Interpretation
from tests.assistant.api.samples import QUOTE, full_answer, missing_answer
from tests.assistant.web.talking import compared_answer

TODAY = date(2026, 11, 22)


def made(*told: Told) -> tuple[docx.document.Document, str]:  # type: ignore[name-defined]
    file = docx_of_answers(told, TODAY)
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        notes = archive.read("word/footnotes.xml").decode()
    return docx.Document(io.BytesIO(file)), notes


def test_each_statement_has_its_footnotes() -> None:
    document, notes = made(Told("Hur många cyklar?", full_answer()))
    texts = [p.text for p in document.paragraphs]
    assert texts[0].startswith("Svar sammanställda ur rapporter, utan AI-modell.")
    assert "2026-11-22" in texts[0]
    assert QUOTE in texts and notes.count("sammanställda") == 0
    assert notes.count(f"s. 2: ”{QUOTE}”") == 2, "the first statement and the second"
    assert "Tolkad som: Hur många cyklar lagades 2022?" in texts
    assert "Ett värde är osäkert." in texts


def test_a_comparison_is_a_table_with_a_footnote_in_each_cell() -> None:
    document, notes = made(Told("Jämför", compared_answer()))
    cells = [[c.text for c in row.cells] for row in document.tables[0].rows]
    assert cells == [
        ["Enhet eller nämnd", "VB 2022", "VP 2023"],
        ["Kedjan <b>", "81,5 %", "–"],
        ["Sjövik (hela nämnden)", "–", "årsmål: 85 %"],
    ]
    assert notes.count("Nöjda gäster 85 %") == 1
    texts = [p.text for p in document.paragraphs]
    assert not any("81,5 %" in text for text in texts), "the grid stands for its statement"


def test_several_answers_are_chapters_and_a_missing_one_is_told() -> None:
    document, _ = made(Told("Cyklar?", full_answer()), Told("Båtar?", missing_answer()))
    heads = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert heads == ["Cyklar?", "Båtar?"]
    texts = [p.text for p in document.paragraphs]
    assert "Inget svar i rapporterna" in texts and "2 frågor och svar" in texts
    assert any("Närmast är cyklar." in text for text in texts)


def test_what_is_gone_and_what_a_model_wrote_is_said() -> None:
    answer = replace(full_answer(), mode="generative")
    document, notes = made(Told("Cyklar?", answer, frozenset({1})))
    assert "med AI-stöd" in document.paragraphs[0].text
    assert notes.count("(Källan finns inte längre i biblioteket.)") == 2


def test_nothing_breaks_on_odd_characters_and_empty_answers() -> None:
    odd = Answer("partial", "\x00\x0b", interpretation=Interpretation("\ufffe"), warnings=("\x01",))
    document, _ = made(Told("\ud800 <w:p> & ]]>", odd))
    assert document.paragraphs[1].text.endswith("<w:p> & ]]>")
