"""Blocks → the goal tree, sections under it, and the rows of its tables.

Signals in order of precedence: a goal's label («Nämndmål:») decides its level whatever its type;
then the type of a heading tells how deep it stands. A chapter heading – by its wording, or set
larger than every goal – closes the goal chain. Under a goal, headings in the type of «Beskrivning»
and «Analys» stand first, all others (bold lines in the body's own type) under them. Goals are
never made from running text, and no heading is dropped: what has no text under it still opens
a section for what follows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ingest.blocks import ITEM_MARK, Block, Heading, Paragraph, Status
from ingest.doubts import warnings_about
from ingest.model import (
    Activity,
    Chain,
    Goal,
    GoalLevel,
    IndicatorValue,
    Page,
    Section,
    Sentence,
    Table,
)  # fmt: skip
from ingest.reading.layout import Grid, Style
from ingest.tables import (
    OpenTable,
    activities_of,
    continue_table,
    headless,
    indicators_of,
    open_table,
    plain_table,
    side_by_side,
)  # fmt: skip
from ingest.text import sentence_spans
from ingest.wording import (
    fulfilment_of,
    goal_number,
    goal_of,
    is_chapter,
    is_template_heading,
    is_title,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Structure:
    """What a report holds apart from who wrote it."""

    goals: tuple[Goal, ...]
    sections: tuple[Section, ...]
    indicators: tuple[IndicatorValue, ...]
    activities: tuple[Activity, ...]
    tables: tuple[Table, ...]
    pages: tuple[Page, ...]
    warnings: tuple[str, ...]


@dataclass
class _Node:
    """A goal while its tree is being built."""

    level: GoalLevel
    text: str
    page: int
    status: str | None = None
    children: list[_Node] = field(default_factory=list)

    def goal(self) -> Goal:
        return Goal(
            self.level, self.text, self.page, goal_number(self.text),
            fulfilment_of(self.status) if self.status else None, self.status,
            tuple(child.goal() for child in self.children),
        )  # fmt: skip


def structure_of(blocks: Sequence[Block], page_count: int) -> Structure:
    """The structure of a document of ``page_count`` pages."""
    builder = _Builder(_chapter_styles(blocks), _template_styles(blocks), _ranks(blocks))
    for block in _goals_made_whole(blocks):
        builder.add(block)
    return builder.done(page_count)


def _goals_made_whole(blocks: Sequence[Block]) -> list[Block]:
    """Labels that stand alone joined with the heading or paragraph that names the goal."""
    whole: list[Block] = []
    for block in blocks:
        last = whole[-1] if whole else None
        goal = goal_of(last.text) if isinstance(last, Heading) else None
        if isinstance(last, Heading) and goal is not None and not goal[1]:
            text = _naming(block)
            if text:
                whole[-1] = replace(last, text=f"{last.text} {text}")
                continue
        whole.append(block)
    return whole


def _naming(block: Block) -> str | None:
    if isinstance(block, Heading):
        text = block.text
        return None if goal_of(text) or is_template_heading(text) or is_chapter(text) else text
    if isinstance(block, Paragraph) and len(block.pieces) == 1 and len(block.pieces[0][1]) < 250:
        return block.pieces[0][1]
    return None


def _chapter_styles(blocks: Sequence[Block]) -> set[Style]:
    """The types that chapters are set in."""
    headings = [b for b in blocks if isinstance(b, Heading)]
    goals = [h for h in headings if goal_of(h.text)]
    others = [h for h in headings if not (goal_of(h.text) or _is_template_or_title(h.text))]
    largest = max((h.style.size for h in goals), default=0.0)
    above = {h.style for h in others if goals and h.style.size > largest}
    if above:
        return above
    used = {h.style for h in goals}
    return {h.style for h in others if is_chapter(h.text) and h.style not in used}


def _is_template_or_title(text: str) -> bool:
    return is_template_heading(text) or is_title(text)


def _template_styles(blocks: Sequence[Block]) -> set[Style]:
    return {b.style for b in blocks if isinstance(b, Heading) and is_template_heading(b.text)}


def _ranks(blocks: Sequence[Block]) -> dict[Style, int]:
    """Heading types from the most to the least prominent."""
    styles = {b.style for b in blocks if isinstance(b, Heading) and not goal_of(b.text)}
    order = sorted(styles, key=lambda s: (-s.size, not s.bold, s.color, s.font))
    return {style: rank for rank, style in enumerate(order)}


class _Builder:
    """Walks the blocks once, keeping where in the chain and under which headings it is."""

    def __init__(self, chapters: set[Style], template: set[Style], ranks: dict[Style, int]) -> None:
        self._chapters, self._template, self._ranks = chapters, template, ranks
        self._roots: list[_Node] = []
        self._open: list[_Node] = []
        self._city_level: int | None = None
        self._chapter_rank = len(ranks)
        self._headings: list[tuple[int, str]] = []
        self._sections: list[Section] = []
        self._paragraphs: list[tuple[Sentence, ...]] = []
        self._page = 1
        self._empty = False
        self._table: OpenTable | None = None
        self._tables: list[OpenTable] = []
        self._printed: dict[int, list[str]] = {}

    def add(self, block: Block) -> None:
        """Take in the next block."""
        if isinstance(block, Grid):
            self._add_grid(block)
            return
        self._table = None
        if isinstance(block, Heading):
            self._add_heading(block)
        elif isinstance(block, Status):
            self._print(block.page, block.text)
            if self._open:
                self._open[-1].status = block.text
        else:
            self._add_paragraph(block)

    def done(self, page_count: int) -> Structure:
        """Close what is open and hand everything over."""
        self._close_section()
        by_kind: dict[str, list[OpenTable]] = {"indicator": [], "activity": [], "table": []}
        for table in self._tables:
            by_kind[table.kind].append(table)
        pages = tuple(
            Page(number, "\n".join(self._printed.get(number, ())))
            for number in range(1, page_count + 1)
        )
        return Structure(
            tuple(node.goal() for node in self._roots),
            tuple(self._sections),
            tuple(row for table in by_kind["indicator"] for row in indicators_of(table)),
            tuple(row for table in by_kind["activity"] for row in activities_of(table)),
            tuple(plain_table(t) for t in by_kind["table"] if t.rows or headless(t)),
            pages,
            warnings_about(self._tables),
        )

    def _print(self, page: int, text: str) -> None:
        self._printed.setdefault(page, []).append(text)

    def _chain(self) -> Chain:
        return Chain(**{node.level.value: node.text for node in self._open})

    def _add_heading(self, block: Heading) -> None:
        self._close_section()
        self._print(block.page, block.text)
        self._page = block.page
        goal = goal_of(block.text)
        if goal and goal[1]:
            if goal[0] is GoalLevel.INRIKTNINGSMAL:
                self._city_level = block.level
            self._add_goal(goal[0], goal[1], block.page)
            return
        depth = self._depth(block)
        if depth == 0:
            self._open.clear()
            self._chapter_rank = self._ranks.get(block.style, 0)
        while self._headings and self._headings[-1][0] >= depth:
            self._headings.pop()
        self._headings.append((depth, block.text))
        self._empty = True

    def _add_goal(self, level: GoalLevel, text: str, page: int) -> None:
        node = _Node(level, text, page)
        while self._open and self._open[-1].level.depth >= level.depth:
            self._open.pop()
        (self._open[-1].children if self._open else self._roots).append(node)
        self._open.append(node)
        self._headings.clear()
        self._empty = False

    def _depth(self, block: Heading) -> int:
        """0 for a chapter, 1 for what stands first under a goal, more for what lies below."""
        if block.level is not None and not self._open:
            return block.level
        template = is_template_heading(block.text)
        if self._open:
            if not template and self._is_chapter(block):
                return 0
            return 1 if template or block.style in self._template else 2
        return 0 if self._is_chapter(block) else 1 + self._ranks.get(block.style, 0)

    def _is_chapter(self, block: Heading) -> bool:
        if block.level is not None and self._city_level is not None:
            return block.level <= self._city_level
        if self._chapters:
            return block.style in self._chapters
        rank = self._ranks.get(block.style, 0)
        below = bool(self._headings) and not self._open and rank > self._chapter_rank
        return is_chapter(block.text) and not below

    def _add_paragraph(self, block: Paragraph) -> None:
        for page, text in block.pieces:
            self._print(page, text)
        if not self._paragraphs and not self._empty:
            self._page = block.pieces[0][0]
        self._paragraphs.append(sentences_of(block))

    def _close_section(self) -> None:
        """Every heading opens a section, also one with nothing but a table or nothing under it."""
        if self._paragraphs or self._empty:
            headings = tuple(text for _, text in self._headings)
            self._sections.append(
                Section(self._chain(), headings, tuple(self._paragraphs), self._page)
            )
            self._paragraphs = []
            self._empty = False

    def _add_grid(self, grid: Grid) -> None:
        for row in grid.rows:
            for piece in _printed_row(row.cells):
                self._print(grid.page, piece)
        for table in side_by_side(grid):
            self._take_table(table)

    def _take_table(self, grid: Grid) -> None:
        if not self._paragraphs and self._table is not None and continue_table(self._table, grid):
            return
        self._close_section()
        heading = self._headings[-1][1] if self._headings else ""
        self._table = open_table(grid, self._chain(), heading)
        self._tables.append(self._table)


def _printed_row(cells: Sequence[object]) -> list[str]:
    """A row as it stands in the text of the page: one line, or the paragraphs of a wide cell."""
    texts = [" ".join(cell.lines) for cell in cells if cell.lines]  # type: ignore[attr-defined]
    if len(cells) == 1:
        return list(cells[0].lines)  # type: ignore[attr-defined]
    return [" ".join(texts)] if texts else []


def sentences_of(paragraph: Paragraph) -> tuple[Sentence, ...]:
    """The sentences of a paragraph, each on its page; one over a page break is parted there.

    The mark of a list item is left out: fonts of symbols say different letters to every reader.
    """
    whole, edges = "", []
    for page, text in paragraph.pieces:
        if whole:
            whole += " "
        start = len(whole)
        whole += text
        edges.append((start, len(whole), page))
    found: list[Sentence] = []
    for start, end in sentence_spans(whole):
        mark = ITEM_MARK.match(whole[start:end])
        start += mark.end() if mark else 0
        parts = [
            (max(start, a), min(end, b), page) for a, b, page in edges if a < end and b > start
        ]
        for index, (a, b, page) in enumerate(parts):
            text = whole[a:b].strip()
            if text:
                found.append(Sentence(text, page, continues=index < len(parts) - 1))
    return tuple(found)
