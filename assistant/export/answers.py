"""Answers as a Word document: each question a heading, each statement with its real footnotes.

The sources stand as footnotes with report, page and quote, so that a sentence can be moved into a
paper and keep what it stands on. A comparison is a table with a footnote in every cell. What was
worked out, and text that reports share, is told in words. A citation that can no longer be found
in the library keeps its words and says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO

import docx
from docx.text.paragraph import Paragraph

from assistant.export.footnotes import Footnotes
from assistant.export.word import MEDIA_TYPE, ORIGIN, repeat, set_columns, set_up
from assistant.export.wording import clean, note_of, report_name
from assistant.model import Answer, Grid, Statement

__all__ = ["MEDIA_TYPE", "Told", "docx_of_answers"]

_KINDS = {"computed": "Uträknat:", "shared": "Står lika i flera rapporter:"}
_STATES = {
    "partial": "Svar på en del av frågan",
    "not_found": "Inget svar i rapporterna",
}
_OWNER = 56
_GONE = " (Källan finns inte längre i biblioteket.)"


@dataclass(frozen=True, slots=True)
class Told:
    """A question as asked, its answer, and the ids of citations that are no longer there."""

    question: str
    answer: Answer
    gone: frozenset[int] = frozenset()


def docx_of_answers(told: Sequence[Told], today: date) -> bytes:
    """The answers as the bytes of a .docx file, in the order asked."""
    return _Writer(told, today).written()


class _Writer:
    """Writes answers one after the other."""

    def __init__(self, told: Sequence[Told], today: date) -> None:
        self._told = told
        self._document = docx.Document()
        one = told[0].question if len(told) == 1 else f"{len(told)} frågor och svar"
        self._title = clean(one)
        self._origin = _origin(told, today)
        set_up(self._document, self._title, "Frågor och svar ur rapporter", self._origin)
        self._notes = Footnotes(self._document)

    def written(self) -> bytes:
        self._document.add_paragraph(self._origin, style=ORIGIN)
        if len(self._told) > 1:
            self._document.add_paragraph(self._title, style="Title")
        for one in self._told:
            self._answer(one)
        self._notes.done()
        file = BytesIO()
        self._document.save(file)
        return file.getvalue()

    def _answer(self, told: Told) -> None:
        answer = told.answer
        self._document.add_heading(clean(told.question), 1)
        meant = clean(answer.interpretation.text)
        if meant and meant.casefold() != clean(told.question).casefold():
            self._document.add_paragraph(f"Tolkad som: {meant}")
        if answer.status in _STATES:
            self._document.add_paragraph().add_run(_STATES[answer.status]).bold = True
        for warning in answer.warnings:
            self._document.add_paragraph(clean(warning), style="List Bullet")
        if answer.grid is not None:
            self._grid(answer.grid, told)
        if not answer.statements:
            for line in filter(None, map(clean, answer.text.splitlines())):
                self._document.add_paragraph(line)
        self._statements(told)

    def _statements(self, told: Told) -> None:
        """Statements under the report that they come from, but those that the grid tells."""
        within = told.answer.grid.stands_for if told.answer.grid else frozenset[str]()
        by_id = {c.id: c for c in told.answer.citations}
        last = ""
        for statement in told.answer.statements:
            if statement.text in within:
                continue
            first = next((by_id[i] for i in statement.citations if i in by_id), None)
            heading = report_name(first.identity) if first else ""
            if heading and heading != last:
                self._document.add_heading(heading, 2)
            last = heading
            self._say(statement, told)

    def _say(self, statement: Statement, told: Told) -> None:
        paragraph = self._document.add_paragraph()
        if statement.kind in _KINDS:
            paragraph.add_run(f"{_KINDS[statement.kind]} ").bold = True
        paragraph.add_run(clean(statement.text))
        self._cite(paragraph, statement.citations, told)

    def _cite(self, paragraph: Paragraph, ids: Sequence[int], told: Told) -> None:
        by_id = {c.id: c for c in told.answer.citations}
        for at, number in enumerate(i for i in ids if i in by_id):
            if at:
                paragraph.add_run(", ", style="footnote reference")
            gone = _GONE if number in told.gone else ""
            self._notes.add(paragraph, note_of(by_id[number]) + gone)

    def _grid(self, grid: Grid, told: Told) -> None:
        caption = self._document.add_paragraph(clean(grid.name), style="Caption")
        caption.paragraph_format.keep_with_next = True
        heads = ("Enhet eller nämnd", *map(clean, grid.heads))
        table = self._document.add_table(rows=1, cols=len(heads), style="Table Grid")
        for cell, head in zip(table.rows[0].cells, heads, strict=True):
            cell.paragraphs[0].add_run(head).bold = True
        repeat(table.rows[0])
        for who, values in grid.rows:
            cells = table.add_row().cells
            cells[0].paragraphs[0].add_run(clean(who))
            for cell, value in zip(cells[1:], values, strict=True):
                cell.paragraphs[0].add_run(clean(value.text) if value else "–")
                if value:
                    self._cite(cell.paragraphs[0], (value.citation,), told)
        set_columns(table, _OWNER)
        self._document.add_paragraph()


def _origin(told: Sequence[Told], today: date) -> str:
    written = any(one.answer.mode == "generative" for one in told)
    how = (
        "Svar framtagna med AI-stöd: en språkmodell har formulerat text ur de rapporter som "
        "fotnoterna anger"
        if written
        else "Svar sammanställda ur rapporter, utan AI-modell. Fotnoterna anger rapport och sida"
    )
    return f"{how}. Hämtat {today.isoformat()} ur Planassistent. Läs källan innan du använder det."
