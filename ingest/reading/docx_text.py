"""The text of Word paragraphs, cut where a page ends.

Reads runs in order through links, content controls and inserted text; leaves out deleted text,
field codes and the drawing of text boxes (asked for with ``boxes``). Keeps the page number and
whether a contents field (TOC) is open, both of which run on from paragraph to paragraph. Word
marks a page it starts twice where the break was explicit; with no text between, that is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docx.oxml.ns import qn

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED = frozenset(
    [
        *(qn(tag) for tag in ("w:del", "w:moveFrom", "w:pPr", "w:rPr", "w:txbxContent")),
        *(qn(tag) for tag in ("w:sdtPr", "w:footnoteReference", "w:commentReference", "w:rt")),
        FALLBACK,
    ]
)
_CHARACTERS = {
    qn("w:tab"): "\t",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """What of a paragraph stands on one page: its text and the runs that hold it."""

    text: str
    page: int
    runs: tuple[Element, ...]


class ParagraphText:
    """Reads paragraphs in document order."""

    def __init__(self) -> None:
        self.page = 1
        self.saw_contents = False
        """Whether the paragraph read last touched a contents field."""
        self._fields: list[str] = []
        self._fresh = False
        self._parts: list[tuple[str, int, Element]] = []

    @property
    def in_contents(self) -> bool:
        """Whether a contents field is open."""
        return any(code.lstrip().upper().startswith("TOC") for code in self._fields)

    def break_page(self) -> None:
        """An explicit page break."""
        self.page += 1
        self._fresh = True

    def pieces(self, paragraph: Element) -> list[Piece]:
        """The paragraph's text, a piece a page, blank pieces left out."""
        self._parts = []
        self.saw_contents = self.in_contents
        for child in paragraph:
            self._read(child, child)
        found = []
        for page in sorted({page for _, page, _ in self._parts}):
            mine = [(text, run) for text, on, run in self._parts if on == page]
            text = re.sub(r"\s+", " ", "".join(text for text, _ in mine)).strip()
            if text:
                found.append(Piece(text, page, tuple(run for part, run in mine if part.strip())))
        return found

    def boxes(self, paragraph: Element) -> Iterator[Element]:
        """The contents of the paragraph's own text boxes, not of those within them."""
        tag = qn("w:txbxContent")
        within = next(paragraph.iterancestors(tag), None)
        for box in paragraph.iter(tag):
            own = next(box.iterancestors(tag), None) is within
            if own and not any(above.tag == FALLBACK for above in box.iterancestors()):
                yield box

    def _read(self, element: Element, run: Element) -> None:
        tag = element.tag
        if tag in _SKIPPED:
            return
        if tag == qn("w:t"):
            self._text(element.text or "", run)
        elif tag in _CHARACTERS:
            self._text(_CHARACTERS[tag], run)
        elif tag == qn("w:br"):
            self._break(element, run)
        elif tag == qn("w:lastRenderedPageBreak"):
            self.page += not self._fresh
            self._fresh = True
        elif tag == qn("w:fldChar"):
            self._field(element)
        elif tag == qn("w:instrText") and self._fields:
            self._fields[-1] += element.text or ""
            self.saw_contents = self.saw_contents or self.in_contents
        else:
            if tag == qn("w:fldSimple") and "TOC" in element.get(qn("w:instr"), ""):
                self.saw_contents = True
            for child in element:
                self._read(child, element if tag == qn("w:r") else run)

    def _text(self, text: str, run: Element) -> None:
        self._parts.append((text.replace("\u00ad", ""), self.page, run))
        if text.strip():
            self._fresh = False

    def _break(self, element: Element, run: Element) -> None:
        if element.get(qn("w:type")) == "page":
            self.break_page()
        else:
            self._text("\n", run)

    def _field(self, element: Element) -> None:
        kind = element.get(qn("w:fldCharType"))
        if kind == "begin":
            self._fields.append("")
        elif kind == "end" and self._fields:
            self._fields.pop()
