"""Grids → typed rows: indicators, activities, and tables of money.

What a table is stands in its head: «Indikator …», «Aktivitet …», anything else is a plain table.
A grid that begins with the head of the table before it, or has no head of its own and as many
columns, goes on with that table over the page break. A row that spans the table and opens with
«Analys» belongs to the row above; one without that word at the top of a continued table goes on
with the Analys before the break. Two tables side by side are told by their heads and parted. A
cell is never moved: what stands under no head, or under one of two heads that mean the same, is
kept in ``other``, and a row whose cells cannot be told apart is kept whole and marked uncertain.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from ingest.model import (
    Activity,
    Chain,
    Columns,
    IndicatorValue,
    Sentence,
    Table,
    TableRow,
)  # fmt: skip
from ingest.reading.layout import Grid, GridCell, GridRow
from ingest.text import bare, fold, glue, sentence_spans

_COLUMNS = (
    ("outcome_men", re.compile(r"^(periodens)?utfall(män|pojkar)")),
    ("outcome_women", re.compile(r"^(periodens)?utfall(kvinnor|flickor)")),
    ("previous", re.compile(r"^(periodens)?utfall((vb|t1|t2|tertial[12]|bokslut)\d{4}|\d{4})$")),
    ("outcome", re.compile(r"^(periodens)?utfall(helår|hittills)?$")),
    ("forecast", re.compile(r"^prognos(helår|\d{4})?$")),
    ("target", re.compile(r"^(nämndens)?årsmål(\d{4})?$")),
    ("city_target", re.compile(r"^(kf:?s|kommunfullmäktiges)årsmål(\d{4})?$")),
    ("period", re.compile(r"^period(icitet)?$")),
)
_PREVIOUS = re.compile(r"(VB|T1|T2|Tertial [12]|Bokslut)?\s*(\d{4})$", re.I)
_ANALYSIS = re.compile(r"^(analys|kommentar)\s*:?\s*", re.I)
_OPENERS = ("indikator", "aktivitet")
_VALUE = re.compile(r"^[-+−]?\d[\d\s]*(?:[.,]\d+)?\s*(?:%|st|tkr|mnkr|kr)?$|^\d{4}-\d\d-\d\d$")
_YEAR = re.compile(r"^(?:19|20)\d\d$")


@dataclass
class OpenTable:
    """A table being read, possibly over several pages."""

    chain: Chain
    heading: str
    header: GridRow
    info: list[str] = field(default_factory=list)
    rows: list[ReadRow] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """«indicator», «activity» or «table»."""
        first = next((cell for cell in self.header.cells if not cell.empty), None)
        word = bare(_text(first) or "").casefold() if first else ""
        if word.startswith("indikator"):
            return "indicator"
        return "activity" if word.startswith("aktivitet") else "table"


@dataclass
class ReadRow:
    """One row of cells by column of the header, and what was written about it."""

    cells: list[str | None]
    page: int
    quote: str
    certain: bool = True
    analysis: list[tuple[int, str]] = field(default_factory=list)


def side_by_side(grid: Grid) -> tuple[Grid, ...]:
    """A grid parted where the head opens a second table; rows that span it go to the first."""
    head = next((row for row in grid.rows if _is_head(row)), None)
    starts = [cell.x0 for cell in head.cells if _opener(cell)] if head else []
    if len(starts) < 2:
        return (grid,)
    edges = [float("-inf"), *(x - 0.5 for x in starts[1:]), float("inf")]
    parts = []
    for left, right in pairwise(edges):
        rows = []
        for row in grid.rows:
            cells = tuple(cell for cell in row.cells if left <= cell.x0 < right)
            if any(not cell.empty for cell in cells):
                rows.append(replace(row, cells=cells))
        if rows:  # none where both heads begin at the same place
            parts.append(replace(grid, rows=tuple(rows)))
    return tuple(parts)


def headless(table: OpenTable) -> bool:
    """Whether the first row holds values where its head should stand; bare years may be heads."""
    texts = [_text(cell) for cell in table.header.cells[1:]]
    values = [text for text in texts if text and _VALUE.match(text) and not _YEAR.match(text)]
    return table.kind == "table" and bool(values)


def repeated_heads(table: OpenTable) -> tuple[str, ...]:
    """The printed heads that mean the same column as another head of an indicator table."""
    if table.kind != "indicator":
        return ()
    heads = [_text(cell) for cell in table.header.cells]
    fields = [_field_of(head) for head in heads]
    return tuple(
        head
        for head, name in zip(heads, fields, strict=True)
        if head and name and name != "name" and fields.count(name) > 1
    )


def open_table(grid: Grid, chain: Chain, heading: str) -> OpenTable:
    """Begin a table with the grid of its first page."""
    index = _header_index(grid)
    info = [text for row in grid.rows[:index] if (text := _row_text(row))]
    table = OpenTable(chain, heading, grid.rows[index], info)
    _add_rows(table, grid, grid.rows[index + 1 :], continued=False)
    return table


def continue_table(table: OpenTable, grid: Grid) -> bool:
    """Go on with a table after a page break; False if the grid is another table."""
    first = grid.rows[0]
    if _same_header(first, table.header):
        _add_rows(table, grid, grid.rows[1:], continued=True)
        return True
    widest = max(len(row.cells) for row in grid.rows)
    headed = any(_is_head(row) for row in grid.rows[:2])
    if headed or widest != len(table.header.cells) or not _aligned(grid, table.header):
        return False
    _add_rows(table, grid, grid.rows, continued=True)
    return True


def _header_index(grid: Grid) -> int:
    """The first row of several cells that reads like a head, else the first of several cells."""
    for index, row in enumerate(grid.rows):
        if _is_head(row):
            return index
    return next((i for i, row in enumerate(grid.rows) if len(row.cells) > 1), 0)


def _is_head(row: GridRow) -> bool:
    first = next((cell for cell in row.cells if not cell.empty), None)
    return len(row.cells) > 1 and first is not None and _opener(first)


def _opener(cell: GridCell) -> bool:
    return bare(_text(cell) or "").casefold() in _OPENERS


def _same_header(row: GridRow, header: GridRow) -> bool:
    return len(row.cells) > 1 and bare(_row_text(row)) == bare(_row_text(header))


def _aligned(grid: Grid, header: GridRow) -> bool:
    row = max(grid.rows, key=lambda r: len(r.cells))
    return all(
        abs(one.x0 - two.x0) <= 6.0 for one, two in zip(row.cells, header.cells, strict=False)
    )


def _text(cell: GridCell | None) -> str | None:
    return fold(" ".join(cell.lines)) if cell is not None and not cell.empty else None


def _row_text(row: GridRow) -> str:
    return " ".join(text for cell in row.cells if (text := _text(cell)))


def _add_rows(table: OpenTable, grid: Grid, rows: Sequence[GridRow], *, continued: bool) -> None:
    fresh = continued
    for row in rows:
        if _same_header(row, table.header):
            continue
        if len(row.cells) == 1 and len(table.header.cells) > 1:
            _add_wide(table, row, fresh)
        elif any(not cell.empty for cell in row.cells):
            cells, certain = _by_column(row, table.header)
            table.rows.append(ReadRow(cells, row.page, _row_text(row), certain and grid.certain))
        fresh = False


def _add_wide(table: OpenTable, row: GridRow, fresh: bool) -> None:
    """A row that spans the table: an Analys, the rest of one, or a line of its own."""
    lines = [fold(line) for line in row.cells[0].lines if line.strip()]
    if not lines:
        return
    match = _ANALYSIS.match(lines[0])
    about_row = bool(table.rows) and table.kind != "table"
    if match and about_row:
        opening = lines[0][match.end() :]
        texts = ([opening] if opening else []) + lines[1:]
        table.rows[-1].analysis.extend((row.page, text) for text in texts)
    elif about_row and fresh:
        _go_on(table.rows[-1].analysis, row.page, lines)
    elif about_row:
        table.rows[-1].analysis.extend((row.page, text) for text in lines)
    elif table.rows or table.kind == "table":
        cells: list[str | None] = [" ".join(lines)]
        cells += [None] * (len(table.header.cells) - 1)
        table.rows.append(ReadRow(cells, row.page, _row_text(row)))
    else:
        table.info.extend(lines)


def _go_on(analysis: list[tuple[int, str]], page: int, lines: list[str]) -> None:
    analysis.extend((page, text) for text in lines)


def _by_column(row: GridRow, header: GridRow) -> tuple[list[str | None], bool]:
    """The cells by column of the header, and whether their places are certain."""
    if len(row.cells) == len(header.cells):
        return [_text(cell) for cell in row.cells], row.certain
    placed: list[str | None] = [None] * len(header.cells)
    certain = True
    for cell in row.cells:
        text = _text(cell)
        if text is None:
            continue
        over = [i for i, head in enumerate(header.cells) if _overlap(cell, head) > 0.5]
        if len(over) == 1 and placed[over[0]] is None:
            placed[over[0]] = text
        else:
            certain = False
    return placed, certain


def _overlap(cell: GridCell, head: GridCell) -> float:
    shared = min(cell.x1, head.x1) - max(cell.x0, head.x0)
    return shared / max(min(cell.x1 - cell.x0, head.x1 - head.x0), 1.0)


def indicators_of(table: OpenTable) -> list[IndicatorValue]:
    """The indicator rows of a table."""
    heads = [_text(cell) for cell in table.header.cells]
    fields = [_field_of(head) for head in heads]
    twice = {name for name in fields if name != "name" and fields.count(name) > 1}
    fields = [None if name in twice else name for name in fields]
    named = fields.index("name") if "name" in fields else 0
    previous = next(
        (_previous_period(head) for head, f in zip(heads, fields, strict=True) if f == "previous"),
        None,
    )
    values = []
    for row in table.rows:
        name = row.cells[named]
        if name is None:
            continue
        known = {
            f: cell
            for f, cell in zip(fields, row.cells, strict=True)
            if f not in (None, "name") and cell is not None
        }
        other = tuple(
            (head or "", cell)
            for head, f, cell in zip(heads, fields, row.cells, strict=True)
            if f is None and cell is not None and row.certain
        )
        columns = Columns(**known) if row.certain else Columns()
        values.append(
            IndicatorValue(
                name, row.page, row.quote, columns, previous, _sentences(row.analysis),
                table.chain, row.certain, other,
            )
        )  # fmt: skip
    return values


def _field_of(head: str | None) -> str | None:
    word = bare(head or "").casefold()
    if word.startswith("indikator"):
        return "name"
    return next((name for name, pattern in _COLUMNS if pattern.match(word)), None)


def _previous_period(head: str | None) -> str | None:
    """«VB 2021» of the head «Periodens utfall VB 2021»."""
    word = re.sub(r"(?i)(vb|t1|t2|bokslut)(\d{4})$", r" \1 \2", fold(head or ""))
    match = _PREVIOUS.search(word)
    if not match:
        return None
    kind = (match.group(1) or "").strip()
    return fold(f"{kind} {match.group(2)}")


def activities_of(table: OpenTable) -> list[Activity]:
    """The activity rows of a table."""
    heads = [bare(_text(cell) or "").casefold() for cell in table.header.cells]

    def cell(row: ReadRow, start: str) -> str | None:
        found = [c for head, c in zip(heads, row.cells, strict=True) if head.startswith(start)]
        return found[0] if found and (row.certain or start == "aktivitet") else None

    return [
        Activity(
            name, row.page, row.quote, cell(row, "start"), cell(row, "slut"),
            cell(row, "avvikelse"), _sentences(row.analysis), table.chain,
        )
        for row in table.rows
        if (name := cell(row, "aktivitet"))
    ]  # fmt: skip


def plain_table(table: OpenTable) -> Table:
    """A table of neither kind, its columns without a head and without content left out."""
    header = tuple(_text(cell) for cell in table.header.cells)
    read = list(table.rows)
    if headless(table):
        read.insert(0, ReadRow(list(header), table.header.page, _row_text(table.header)))
        header = (None,) * len(header)
    used = [i for i, text in enumerate(header) if text or any(row.cells[i] for row in read)]
    rows = tuple(
        TableRow(
            tuple(row.cells[i] if row.certain or i == used[0] else None for i in used),
            row.page,
            row.quote,
        )
        for row in read
    )
    header = tuple(header[i] for i in used)
    return Table(table.heading, header, rows, table.header.page, tuple(table.info), table.chain)


def _sentences(paragraphs: Sequence[tuple[int, str]]) -> tuple[Sentence, ...]:
    """The sentences of an Analys; one that goes on over the page break is two that continue."""
    found: list[Sentence] = []
    for page, text in paragraphs:
        starts_low = text[:1].islower()
        last = found[-1] if found else None
        if last and last.page != page and starts_low and not last.text.endswith((".", "!", "?")):
            found[-1] = replace(last, continues=True)
        found.extend(Sentence(text[a:b], page) for a, b in sentence_spans(text))
    return tuple(found)


def analysis_text(sentences: Sequence[Sentence]) -> str:
    """An Analys as one text, a sentence that was parted by a page break made whole."""
    text = ""
    parted = False
    for sentence in sentences:
        text = glue(text, sentence.text) if parted else fold(f"{text} {sentence.text}")
        parted = sentence.continues
    return text
