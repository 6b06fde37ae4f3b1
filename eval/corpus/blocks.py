"""What a report consists of before it is set: blocks in reading order, frozen.

Pages are no part of a block: setting a document gives a ``Placement`` that tells on which pages
each block, and each row and Analys of a table, came to stand. The goal chain's words are those
of ``ingest.model`` (`inriktningsmal`, `kf_mal`, `namndmal`, `enhetsmal`).
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading outside the goals: 1 chapter, 2 section. Level 3 is a bold sub-heading."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal with its level, number («1.1» or None), wording and status line (or None)."""

    level: str
    number: str | None
    text: str
    status: str | None = None

    @property
    def printed(self) -> str:
        """The wording as printed, number first."""
        return f"{self.number}. {self.text}" if self.number else self.text


@dataclass(frozen=True, slots=True)
class GoalHeading:
    """A heading under a goal: Beskrivning, Förväntat resultat, Arbetssätt, Analys …"""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; ``item`` makes it an item of a bulleted list."""

    text: str
    item: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of an indicator or activity table: cells by head, and the Analys under it."""

    cells: tuple[tuple[str, str | None], ...]
    analysis: tuple[str, ...] = ()

    @property
    def heads(self) -> tuple[str, ...]:
        """The table's heads."""
        return tuple(head for head, _ in self.cells)

    @property
    def values(self) -> tuple[str | None, ...]:
        """The cells from left to right."""
        return tuple(value for _, value in self.cells)

    @property
    def name(self) -> str:
        """The first cell."""
        return self.cells[0][1] or ""


@dataclass(frozen=True, slots=True)
class RowTable:
    """A table of indicators or activities."""

    kind: str
    """«indikator» or «aktivitet»"""
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class PlainTable:
    """A budget or economy table; ``info`` are full-width rows above the head."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]
    info: tuple[str, ...] = ()


Block = Heading | Goal | GoalHeading | Paragraph | RowTable | PlainTable


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that can be asked for: question templates are filled from ``slots``."""

    kind: str
    """«faktum» or «sammanfattning»"""
    template: str
    quotes: tuple[str, ...]
    slots: dict[str, str]
    area: str


@dataclass(frozen=True, slots=True)
class Document:
    """A composed report. ``stem`` is the file name without its ending."""

    stem: str
    title: str
    board: str
    unit: str | None
    year: int
    report_type: str
    address: str
    blocks: tuple[Block, ...]
    facts: tuple[Fact, ...] = ()


@dataclass(slots=True)
class Placement:
    """Where things stand: pages by block number, row and part («» or «analys»)."""

    pages: dict[tuple[int, int, str], tuple[int, ...]] = field(default_factory=dict)
    total: int = 1
    contents: tuple[int, ...] = ()

    def mark(self, block: int, page: int, row: int = -1, part: str = "") -> None:
        """Note that something of the block stands on the page."""
        key = (block, row, part)
        known = self.pages.get(key, ())
        if page not in known:
            self.pages[key] = (*known, page)

    def of(self, block: int, row: int = -1, part: str = "") -> tuple[int, ...]:
        """The pages of a block, or of a row (or its Analys)."""
        return self.pages.get((block, row, part), ())

    def first(self, block: int, row: int = -1) -> int:
        """The page where it begins (1 where the format knows no pages)."""
        return (self.of(block, row) or (1,))[0]

    def shift(self, by: int) -> None:
        """Move everything down by some pages (title and contents pages in front)."""
        self.pages = {key: tuple(p + by for p in pages) for key, pages in self.pages.items()}
