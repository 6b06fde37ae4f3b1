"""A Word document to lines and grids in document order.

A paragraph is one line, whole (the rest of one that goes on over a page is a line that is not);
a table is one grid a page. Heading levels come from the style's
name («Heading 1», «Rubrik 1», or a style based on one), else from an outline level; the title
style is level 0. Pages are counted from page breaks: those that Word left behind when it last
drew the document, and explicit ones; a file without any is one page. Contents tables (by field
or by style), deleted text, footnotes, headers and footers are left out; content controls, text
boxes and inserted text are read. Numbers that Word generates for lists and headings are not
text and are not made up.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docx import Document
from docx.oxml.ns import qn

from ingest.errors import BadFileError
from ingest.reading.docx_styles import Styles, whole_number
from ingest.reading.docx_text import FALLBACK, ParagraphText, Piece
from ingest.reading.layout import Grid, GridCell, GridRow, Layout, Line, PageLayout

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MOST_UNPACKED = 512 * 1024 * 1024
_MOST_COLUMNS = 256
_CONTENTS = ("innehållsförteckning", "innehåll")
_CONTAINERS = frozenset(
    qn(tag) for tag in ("w:customXml", "w:ins", "w:moveTo", "w:sdtContent", "w:smartTag")
)


def read_docx(path: Path) -> Layout:
    """Read a Word document; ``BadFileError`` where it is damaged, a bomb or without text."""
    _check_package(path)
    try:
        document = Document(str(path))
        content, body = document.element.body, _Body(Styles(document))
    except Exception as error:  # a damaged package fails in a dozen ways, zlib's and lxml's too
        raise _damaged(path) from error
    if content is None:
        raise _damaged(path)
    body.read(content)
    pages = body.pages()
    if not pages:
        raise BadFileError(
            path.name,
            "Word-filen innehåller ingen text.",
            "Är sidorna bilder, kör texttolkning (OCR) eller exportera rapporten på nytt.",
        )
    return Layout(pages, body.warnings(), _title(document))


def _title(document: Any) -> str:
    """The title among the document's properties; a report without one can be read."""
    try:
        return document.core_properties.title or ""
    except Exception:  # whatever stands where the properties should
        return ""


def _damaged(path: Path) -> BadFileError:
    return BadFileError(
        path.name, "Word-filen är skadad.", "Öppna och spara den i Word, och försök igen."
    )


def _check_package(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as package:
            unpacked = sum(member.file_size for member in package.infolist())
            locked = any(member.flag_bits & 1 for member in package.infolist())
    except (zipfile.BadZipFile, OSError) as error:
        raise _damaged(path) from error
    if unpacked > MOST_UNPACKED:
        raise BadFileError(
            path.name,
            "Word-filen är orimligt stor när den packas upp.",
            "Spara den med mindre bilder och försök igen.",
        )
    if locked:
        raise BadFileError(
            path.name, "Word-filen är skyddad med lösenord.", "Spara en kopia utan lösenord."
        )


class _Body:
    """Walks the body, keeping the page."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._text = ParagraphText()
        self._items: dict[int, list[Line | Grid]] = {}

    def pages(self) -> tuple[PageLayout, ...]:
        """All pages up to the last that holds something."""
        last = max(self._items, default=0)
        return tuple(PageLayout(n, tuple(self._items.get(n, ()))) for n in range(1, last + 1))

    def warnings(self) -> tuple[str, ...]:
        """Says it when the file tells nothing of its pages."""
        if self._text.page > 1:
            return ()
        return (
            "Word-filen saknar sidbrytningar: alla källhänvisningar går till sidan 1. "
            "Läs in rapporten som PDF om sidnumren behövs.",
        )

    def read(self, parent: Element) -> None:
        """Read the block elements below an element."""
        for child in parent:
            if child.tag == qn("w:p"):
                self._paragraph(child)
            elif child.tag == qn("w:tbl"):
                self._table(child)
            elif child.tag == qn("w:sdt"):
                self._control(child)
            elif child.tag in _CONTAINERS:
                self.read(child)

    def _control(self, control: Element) -> None:
        gallery = control.find(f".//{qn('w:docPartGallery')}")
        contents = gallery is not None and "Contents" in (gallery.get(qn("w:val")) or "")
        for content in control.findall(qn("w:sdtContent")):
            if contents:
                for paragraph in content.iter(qn("w:p")):
                    self._text.pieces(paragraph)  # only counts its page breaks
            else:
                self.read(content)

    def _paragraph(self, paragraph: Element) -> None:
        if self._styles.breaks_before(paragraph):
            self._text.break_page()
        was_contents = self._text.in_contents
        pieces = self._text.pieces(paragraph)
        if was_contents or self._text.saw_contents or self._styles.is_contents(paragraph):
            self._drop_contents_heading()
        else:
            for position, piece in enumerate(pieces):
                self._add(self._line(paragraph, piece, whole=position == 0))
        for box in self._text.boxes(paragraph):
            self.read(box)
        if self._styles.ends_page(paragraph):
            self._text.break_page()

    def _line(self, paragraph: Element, piece: Piece, whole: bool) -> Line:
        """A paragraph, or with ``whole`` False the rest of one that began on a page before."""
        level = self._styles.level(paragraph)
        return Line(
            piece.text,
            piece.page,
            style=self._styles.look(paragraph, piece.runs),
            level=level,
            item=level is None and self._styles.is_item(paragraph),
            whole=whole,
        )

    def _add(self, item: Line | Grid) -> None:
        self._items.setdefault(item.page, []).append(item)

    def _drop_contents_heading(self) -> None:
        if not self._items:
            return
        page = max(self._items)
        last = self._items[page][-1]
        if isinstance(last, Line) and last.text.casefold() in _CONTENTS:
            self._items[page].pop()
            if not self._items[page]:
                del self._items[page]

    def _table(self, table: Element) -> None:
        rows: dict[int, list[GridRow]] = {}
        for row in _below(table, "w:tr"):
            read = self._row(row)
            if read is not None:
                rows.setdefault(read.page, []).append(read)
        for page, on_page in rows.items():
            self._add(Grid(tuple(on_page), page))

    def _row(self, row: Element) -> GridRow | None:
        """A row on the page of its first text; each cell counts page breaks from its top."""
        top = self._text.page
        cells: list[GridCell] = []
        first: list[int] = []
        deepest = top
        skipped = row.find(f"{qn('w:trPr')}/{qn('w:gridBefore')}")
        cells.extend([GridCell()] * _number(skipped, 0))
        found = list(_below(row, "w:tc"))
        for cell in found:
            self._text.page = top
            pieces = [] if _continues(cell) else self._cell_pieces(cell)
            first.extend(piece.page for _, piece in pieces[:1])
            deepest = max(deepest, self._text.page)
            cells.append(self._cell(pieces))
            if len(found) > 1:
                span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
                cells.extend([GridCell()] * (_number(span, 1) - 1))
        self._text.page = deepest
        return GridRow(tuple(cells), min(first)) if first else None

    def _cell_pieces(self, cell: Element) -> list[tuple[Element, Piece]]:
        return [
            (paragraph, piece)
            for paragraph in cell.iter(qn("w:p"))
            if not any(above.tag == FALLBACK for above in paragraph.iterancestors())
            for piece in self._text.pieces(paragraph)
        ]

    def _cell(self, pieces: list[tuple[Element, Piece]]) -> GridCell:
        looks = [self._styles.look(paragraph, piece.runs) for paragraph, piece in pieces]
        return GridCell(
            tuple(piece.text for _, piece in pieces),
            bold=bool(looks) and all(look.bold for look in looks),
        )


def _below(parent: Element, tag: str) -> Iterator[Element]:
    """Children of a kind, also those inside content controls, but not in a nested table."""
    for child in parent:
        if child.tag == qn(tag):
            yield child
        elif child.tag == qn("w:sdt") or child.tag in _CONTAINERS:
            yield from _below(child, tag)


def _number(element: Element | None, default: int) -> int:
    value = whole_number(element.get(qn("w:val"))) if element is not None else None
    return default if value is None else min(value, _MOST_COLUMNS)


def _continues(cell: Element) -> bool:
    """Whether the cell only goes on the one above (vertical merge)."""
    merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
    return merge is not None and merge.get(qn("w:val"), "continue") == "continue"
