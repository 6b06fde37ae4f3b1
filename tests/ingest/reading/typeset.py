"""A small typesetter for tests: reports in the layout of the real ones, drawn with reportlab.

``Sheet`` keeps a pen on a page. It sets headings, wrapped paragraphs, ruled tables with rows that
span them, running heads and page breaks; invented text only.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = A4
LEFT, RIGHT = 70.0, WIDTH - 70.0

Cell = str | None


class Sheet:
    """Pages being drawn; lengths in points, ``y`` from the top."""

    def __init__(self, path: Path, head: str = "", sans: str = "Helvetica") -> None:
        self.path, self._head, self._sans = path, head, sans
        self._canvas = Canvas(str(path), pagesize=A4, invariant=1)
        self._page = 1
        self.y = 80.0
        self._running()

    def _running(self) -> None:
        if self._head:
            self._canvas.setFont(self._sans, 8)
            self._canvas.drawRightString(RIGHT, HEIGHT - 42, f"{self._head} {self._page}(9)")

    def page(self) -> None:
        """Begin a new page."""
        self._canvas.showPage()
        self._page += 1
        self.y = 80.0
        self._running()

    def line(self, text: str, font: str = "Times-Roman", size: float = 12, x: float = LEFT) -> None:
        """One line as it is."""
        self._canvas.setFont(font, size)
        self._canvas.drawString(x, HEIGHT - self.y - size, text)
        self.y += 1.25 * size

    def heading(self, text: str, size: float = 14, bold: bool = True) -> None:
        """A heading in sans, wrapped where it is too long."""
        self.y += 8
        font = f"{self._sans}-Bold" if bold else self._sans
        for line in _wrap(text, font, size, RIGHT - LEFT):
            self._canvas.setFont(font, size)
            self._canvas.drawString(LEFT, HEIGHT - self.y - size, line)
            self.y += 1.15 * size

    def subheading(self, text: str) -> None:
        """A bold line in the body's own type."""
        self.y += 4
        self.line(text, "Times-Bold")

    def status(self, text: str = "Uppfylls helt") -> None:
        """The line under a goal, a drawn square before it."""
        self._canvas.rect(LEFT, HEIGHT - self.y - 9, 7, 7, fill=1)
        self.line(text, self._sans, 9, LEFT + 13)
        self.y += 6

    def text(self, text: str, size: float = 12) -> None:
        """A paragraph."""
        for line in _wrap(text, "Times-Roman", size, RIGHT - LEFT):
            self.line(line, "Times-Roman", size)
        self.y += 5

    def table(
        self, widths: Sequence[float], rows: Sequence[Sequence[Cell]], heads: int = 1
    ) -> None:
        """A table with a full grid; a row of one cell spans it. Cells break words to fit."""
        edges = [LEFT]
        for width in widths:
            edges.append(edges[-1] + width)
        for number, row in enumerate(rows):
            spans = list(pairwise(edges)) if len(row) > 1 else [
                (edges[0], edges[-1])
            ]  # fmt: skip
            font = f"{self._sans}-Bold" if number < heads else self._sans
            cells = [
                _cell_lines(cell, font, b - a - 8) for cell, (a, b) in zip(row, spans, strict=True)
            ]
            height = 10.0 * max(1, *(len(lines) for lines in cells)) + 6
            self._canvas.setFont(font, 8)
            for (a, b), lines in zip(spans, cells, strict=True):
                self._canvas.rect(a, HEIGHT - self.y - height, b - a, height)
                for index, line in enumerate(lines):
                    self._canvas.drawString(a + 4, HEIGHT - self.y - 11 - 10 * index, line)
            self.y += height
        self.y += 10

    def askew(self, text: str) -> None:
        """Text set upright along the margin."""
        self._canvas.saveState()
        self._canvas.rotate(90)
        self._canvas.drawString(200, -30, text)
        self._canvas.restoreState()

    def save(self) -> Path:
        """Write the file."""
        self._canvas.save()
        return self.path


def _wrap(text: str, font: str, size: float, width: float) -> list[str]:
    lines = [""]
    for word in text.split():
        trial = f"{lines[-1]} {word}".strip()
        if stringWidth(trial, font, size) <= width:
            lines[-1] = trial
        else:
            lines.append(word)
    return [line for line in lines if line]


def _cell_lines(cell: Cell, font: str, width: float) -> list[str]:
    """The lines of a cell: wrapped at blanks, words too long for it cut in two."""
    lines: list[str] = []
    for paragraph in (cell or "").split("\n"):
        for line in _wrap(paragraph, font, 8, width):
            rest = line
            while stringWidth(rest, font, 8) > width:
                at = next(
                    n for n in range(len(rest), 0, -1) if stringWidth(rest[:n], font, 8) <= width
                )
                lines.append(rest[:at])
                rest = rest[at:]
            lines.append(rest)
    return lines
