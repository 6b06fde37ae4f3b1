"""A document as DOCX, with headings the way people make them.

Three ways are drawn: real heading styles («Heading 1»), Swedish style names («Rubrik 1»), and
bold paragraphs with no style at all. Tables are Word tables; an Analys is a merged row. The file
is packed anew with fixed dates, so that the same document gives the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from random import Random
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.shared import Pt

from eval.corpus.blocks import (
    Block,
    Document,
    Goal,
    GoalHeading,
    Heading,
    Paragraph,
    Placement,
    PlainTable,
    RowTable,
)
from eval.corpus.design import LEVELS
from ingest.model import GoalLevel

STYLES = ("heading", "rubrik", "bold")
_SIZES = (16, 14, 13, 12, 11, 11)
_DATE = (2024, 1, 1, 0, 0, 0)


def write_docx(document: Document, rng: Random, path: Path) -> Placement:
    """Write the document; the placement says page 1 of everything."""
    writer = _Writer(rng)
    writer.title(document)
    for block in document.blocks:
        writer.block(block)
    buffer = io.BytesIO()
    writer.word.save(buffer)
    _repack(buffer, path)
    return Placement()


class _Writer:
    """Builds the Word document block by block."""

    def __init__(self, rng: Random) -> None:
        self.word: Any = docx.Document()
        self._style = rng.choice(STYLES)
        self._above = rng.random() < 0.5
        if self._style == "rubrik":
            for level in range(1, 7):
                style = self.word.styles.add_style(f"Rubrik {level}", WD_STYLE_TYPE.PARAGRAPH)
                style.font.bold, style.font.size = True, Pt(_SIZES[level - 1])

    def title(self, document: Document) -> None:
        """Title, unit and board."""
        top = self.word.add_paragraph()
        run = top.add_run(document.title)
        run.bold, run.font.size = True, Pt(22)
        for line in (document.unit, document.board):
            if line:
                self.word.add_paragraph(line)

    def block(self, block: Block) -> None:
        """Write one block."""
        if isinstance(block, Heading):
            self._heading(block.text, {1: 1, 2: 2, 3: 6}[block.level])
        elif isinstance(block, Goal):
            self._goal(block)
        elif isinstance(block, GoalHeading):
            self._heading(block.text, 5)
        elif isinstance(block, Paragraph):
            self.word.add_paragraph(block.text, style="List Bullet" if block.item else None)
        elif isinstance(block, RowTable):
            self._rows(block)
        else:
            self._plain(block)

    def _goal(self, goal: Goal) -> None:
        level = LEVELS.index(goal.level) + 1
        label = GoalLevel(goal.level).label + ":"
        text = f"{label}\n{goal.printed}" if self._above else f"{label} {goal.printed}"
        self._heading(text, level)
        if goal.status:
            self.word.add_paragraph(goal.status)

    def _heading(self, text: str, level: int) -> None:
        if self._style == "bold":
            run = self.word.add_paragraph().add_run(text)
            run.bold, run.font.size = True, Pt(_SIZES[level - 1])
            return
        name = "Heading" if self._style == "heading" else "Rubrik"
        self.word.add_paragraph(text, style=f"{name} {level}")

    def _rows(self, table: RowTable) -> None:
        heads = table.rows[0].heads
        grid = self._grid(heads)
        for row in table.rows:
            for cell, value in zip(grid.add_row().cells, row.values, strict=True):
                cell.text = value or ""
            if row.analysis:
                cells = grid.add_row().cells
                merged = cells[0].merge(cells[-1])
                merged.text = ""
                merged.paragraphs[0].add_run("Analys").bold = True
                for part in row.analysis:
                    merged.add_paragraph(part)
        self.word.add_paragraph()

    def _plain(self, table: PlainTable) -> None:
        grid = self.word.add_table(rows=0, cols=len(table.header), style="Table Grid")
        for line in table.info:
            cells = grid.add_row().cells
            cells[0].merge(cells[-1]).text = line
        self._head(grid, table.header)
        for row in table.rows:
            for cell, value in zip(grid.add_row().cells, row, strict=True):
                cell.text = value or ""
        self.word.add_paragraph()

    def _grid(self, heads: tuple[str, ...]) -> Any:
        grid = self.word.add_table(rows=0, cols=len(heads), style="Table Grid")
        self._head(grid, heads)
        return grid

    def _head(self, grid: Any, heads: tuple[str, ...]) -> None:
        for cell, head in zip(grid.add_row().cells, heads, strict=True):
            cell.paragraphs[0].add_run(head).bold = True


def _repack(buffer: io.BytesIO, path: Path) -> None:
    """Write the archive with fixed dates."""
    with (
        zipfile.ZipFile(buffer) as source,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
