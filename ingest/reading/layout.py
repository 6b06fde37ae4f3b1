"""What every reader hands on: a document as lines and grids in reading order.

Lengths are PDF points (1/72 inch) from the page's upper left corner; formats without geometry
(DOCX, TXT) leave them at 0. Running headers and footers are still in here, marked by the reader
only as lines; ``ingest.structure`` takes them away.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Style:
    """How a line is set. ``color`` is «#rrggbb»; ``size`` in points, 0 where unknown."""

    size: float = 0.0
    bold: bool = False
    italic: bool = False
    font: str = ""
    color: str = "#000000"


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line, or one paragraph in formats that do not break lines.

    ``level`` is the heading level that the file itself declares (DOCX heading styles: 1…9, the
    title 0), else None. ``item`` marks a list item. ``whole`` is True where the line is a whole
    paragraph already, so that lines are not to be joined.
    """

    text: str
    page: int
    style: Style = Style()
    x0: float = 0.0
    x1: float = 0.0
    top: float = 0.0
    bottom: float = 0.0
    level: int | None = None
    item: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell: its printed lines; empty when nothing stands in it. ``bold`` if all of it is."""

    lines: tuple[str, ...] = ()
    x0: float = 0.0
    x1: float = 0.0
    bold: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing is printed in the cell."""
        return not self.lines


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row of cells. A row that spans the table has exactly one cell.

    ``certain`` is False where it could not be told which column some of the text stands in.
    """

    cells: tuple[GridCell, ...]
    page: int
    top: float = 0.0
    bottom: float = 0.0
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as drawn on one page. ``certain`` is False where the columns had to be guessed."""

    rows: tuple[GridRow, ...]
    page: int
    top: float = 0.0
    bottom: float = 0.0
    certain: bool = True


@dataclass(frozen=True, slots=True)
class PageLayout:
    """One page: its lines and grids from top to bottom; text inside a grid is only in the grid."""

    number: int
    items: tuple[Line | Grid, ...]
    width: float = 0.0
    height: float = 0.0


@dataclass(frozen=True, slots=True)
class Layout:
    """A whole document, with what the reader has to say about it (Swedish warnings)."""

    pages: tuple[PageLayout, ...]
    warnings: tuple[str, ...] = ()
    title: str = ""
