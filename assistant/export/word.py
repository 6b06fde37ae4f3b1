"""A draft as a Word document: real heading styles, tables, footnotes with report, page and quote.

The first line says what the draft is, and that a model was used only where one was. Proposals
begin with «Förslag:» and blanks with «Att fylla i:», blanks also highlighted: kinds are never told
by colour alone. Language (sv-SE), title and the repeated head row of tables are set, so that a
screen reader reads it right. Nothing of the machine or the person at it is written to the file.
"""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from assistant.draft.model import PLACEHOLDER, Draft, DraftGoal, DraftIndicator
from assistant.export.footnotes import Footnotes
from assistant.export.wording import (
    clean,
    first_line,
    general_remarks,
    history_rows,
    is_edited,
    note_of,
    own_notes,
    prefix_of,
    remarks_of,
    title_of,
)
from assistant.model import Citation, Statement

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_LANGUAGE = "sv-SE"
_TEXT_WIDTH, _FIRST = 160, 26
ORIGIN = "Utkastets ursprung"
_UNLESS = ", om den inte säger att texten är chefens"


def docx_of(draft: Draft) -> bytes:
    """The draft as the bytes of a .docx file."""
    return _Writer(draft).written()


class _Writer:
    """Writes one draft, from the first line to the last goal."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._document = docx.Document()
        owner = clean(f"{draft.unit}, {draft.board}")
        set_up(self._document, title_of(draft), owner, first_line(draft))
        self._notes = Footnotes(self._document)

    def written(self) -> bytes:
        document, draft = self._document, self._draft
        document.add_paragraph(first_line(draft), style=ORIGIN)
        document.add_paragraph(title_of(draft), style="Title")
        owner = clean(f"{draft.unit}, {draft.board}" if draft.unit != draft.board else draft.board)
        document.add_paragraph(owner, style="Subtitle")
        document.add_paragraph(
            "Meningar med fotnot bygger på den rapport och sida som fotnoten anger"
            f"{_UNLESS if is_edited(draft) else ''}. «Förslag:» är förslag att ta ställning till. "
            "«Att fylla i:» är det som bara du vet."
        )
        self._remarks(general_remarks(draft))
        for at, goal in enumerate(draft.goals):
            self._goal(goal, remarks_of(draft, at))
        self._notes.done()
        file = BytesIO()
        document.save(file)
        return file.getvalue()

    def _goal(self, goal: DraftGoal, remarks: list[str]) -> None:
        head = self._document.add_heading(f"Nämndmål: {clean(goal.namndmal.text)}", 1)
        self._cite(head, (goal.namndmal.citation,))
        if goal.kf_mal:
            self._document.add_paragraph(f"KF:s mål för verksamhetsområdet: {clean(goal.kf_mal)}")
        self._remarks(tuple(remarks))
        own = self._document.add_heading("Enhetsmål: ", 2)
        self._say(own, goal.enhetsmal)
        for section in goal.sections:
            self._document.add_heading(clean(section.heading), 3)
            for statement in section.statements:
                self._say(self._document.add_paragraph(), statement)
        if goal.indicators:
            self._document.add_heading("Indikatorer", 3)
        for indicator in goal.indicators:
            self._indicator(indicator)
        if goal.activities:
            self._document.add_heading("Aktiviteter", 3)
        for statement in goal.activities:
            self._say(self._document.add_paragraph(style="List Bullet"), statement)

    def _remarks(self, remarks: tuple[str, ...]) -> None:
        if remarks:
            lead = self._document.add_paragraph()
            lead.add_run("Att tänka på").bold = True
            lead.paragraph_format.keep_with_next = True
        for remark in remarks:
            self._document.add_paragraph(clean(remark), style="List Bullet")

    def _say(self, paragraph: Paragraph, statement: Statement) -> None:
        """A statement with its kind in words and its footnotes."""
        prefix = prefix_of(statement)
        if prefix:
            paragraph.add_run(f"{prefix} ").bold = True
        run = paragraph.add_run(clean(statement.text))
        if statement.kind == PLACEHOLDER:
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW
        own = own_notes(self._draft, statement)
        if own:
            self._note(paragraph, own)
        else:
            self._cite(paragraph, self._draft.cited(statement))

    def _cite(self, paragraph: Paragraph, citations: tuple[Citation, ...]) -> None:
        self._note(paragraph, tuple(note_of(citation) for citation in citations))

    def _note(self, paragraph: Paragraph, notes: tuple[str, ...]) -> None:
        for at, note in enumerate(notes):
            if at:
                paragraph.add_run(", ", style="footnote reference")
            self._notes.add(paragraph, note)

    def _indicator(self, indicator: DraftIndicator) -> None:
        caption = self._document.add_paragraph(clean(indicator.name), style="Caption")
        caption.paragraph_format.keep_with_next = True
        heads, rows = history_rows(indicator.history)
        if rows:
            table = self._document.add_table(rows=1, cols=len(heads), style="Table Grid")
            for cell, head in zip(table.rows[0].cells, heads, strict=True):
                cell.paragraphs[0].add_run(head).bold = True
            repeat(table.rows[0])
            by_id = {citation.id: citation for citation in self._draft.citations}
            numbers = (*indicator.citations, *[0] * len(rows))
            for row, number in zip(rows, numbers, strict=False):
                cells = table.add_row().cells
                for cell, text in zip(cells, row, strict=True):
                    cell.paragraphs[0].add_run(text)
                if number in by_id:
                    self._cite(cells[0].paragraphs[0], (by_id[number],))
            set_columns(table)
            self._document.add_paragraph().paragraph_format.space_after = Pt(0)
        self._say(self._document.add_paragraph(), indicator.target)


def set_up(document: Document, title: str, subject: str, origin_line: str) -> None:
    """Page, styles, language and properties."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin = section.bottom_margin = Mm(25)
    styles = document.styles
    origin = styles.add_style(ORIGIN, WD_STYLE_TYPE.PARAGRAPH)
    origin.base_style = styles["Normal"]
    origin.font.bold = True
    origin.paragraph_format.space_after = Pt(12)
    for name in ("Title", "Subtitle", "Heading 1", "Heading 2", "Heading 3", "Caption"):
        styles[name].font.color.rgb = RGBColor(0, 0, 0)
    for element in (styles["Normal"].element, styles.element):
        _speak_swedish(element)
    properties = document.core_properties
    properties.title, properties.language = title[:250], _LANGUAGE
    properties.subject = subject[:250]
    properties.author = properties.last_modified_by = "Planassistent"
    properties.comments = origin_line[:250]
    properties.keywords = properties.category = ""
    properties.created = properties.modified = datetime.now(UTC).replace(tzinfo=None)


def _speak_swedish(element: Any) -> None:
    """Set the language wherever the element has one, and on the style itself."""
    for language in element.iter(qn("w:lang")):
        language.set(qn("w:val"), _LANGUAGE)
        language.set(qn("w:eastAsia"), _LANGUAGE)
    if element.tag == qn("w:style"):
        properties = element.get_or_add_rPr()
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), _LANGUAGE)
        properties.append(language)


def set_columns(table: Any, first: int = _FIRST) -> None:
    """The first column, which names whose row it is, and those that hold a value alike."""
    others = (_TEXT_WIDTH - first) // max(len(table.columns) - 1, 1)
    table.autofit = False
    for at, column in enumerate(table.columns):  # Word reads the cells, LibreOffice the columns
        column.width = Mm(others if at else first)
        for cell in column.cells:
            cell.width = column.width
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def repeat(row: Any) -> None:
    """The row is the table's head and is printed again on every page."""
    head = OxmlElement("w:tblHeader")
    row._tr.get_or_add_trPr().append(head)
