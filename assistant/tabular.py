"""Rows of budget and other tables in words: each cell with the head of its column.

A row as a page prints it, «456 456 470 428», cannot be read without its head. So it is told as
«Platser – Jan: 456; Feb: 456; Mar: 470; Apr: 428.», the row itself being the quote; where the
question names columns (a month, a word of a head), those alone. Told so only where the table was
read with one cell for each head and every cell that is not empty has one; else the row stands as
printed. Nothing is added up here, and a cell is never told under another head than its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.evidence import Evidence
from assistant.likeness import Likeness
from assistant.model import Source
from assistant.words import MONTHS, words
from ingest.library import Library
from ingest.model import PassageKind, Table, TableRow
from ingest.numbers import parse_number

_MEASURE = re.compile(r"\b(?:mnkr|mkr|tkr|kronor|kr|procent|%|antal|dygn|timmar)\b", re.IGNORECASE)
_BETWEEN, _AND = " – ", "; "


def in_words(evidence: Sequence[Evidence], question: str, library: Library) -> list[Evidence]:
    """The evidence with rows of tables told cell by cell, where that can be done surely."""
    told = []
    for item in evidence:
        found = placed(item.sources[0], library) if item.passage.kind is PassageKind.TABLE else None
        text = told_row(*found, question) if found else None
        told.append(replace(item, text=text) if text else item)
    return told


def placed(source: Source, library: Library) -> tuple[Table, TableRow] | None:
    """The table and row that a source quotes, if it quotes one."""
    report = library.contents(source.document_id)
    quote = "".join(source.quote.split())
    for table in report.tables if report else ():
        for row in table.rows:
            if row.page == source.page and "".join(row.quote.split()) == quote:
                return table, row
    return None


def told_row(table: Table, row: TableRow, question: str = "") -> str | None:
    """A row in words, the columns that the question names or all; None where it is not sure."""
    pairs = cells_of(table, row)
    if not pairs:
        return None
    asked = set(columns_named(table, question))
    kept = [f"{head}: {cell}" for at, head, cell in pairs if not asked or at in asked]
    kept = kept or [f"{head}: {cell}" for _, head, cell in pairs]
    return f"{label_of(table, row)}{_BETWEEN}{_AND.join(kept)}."


def is_told(text: str, table: Table, row: TableRow) -> bool:
    """Whether a text is the row in words, all or some of its cells, each under its own head."""
    start = f"{label_of(table, row)}{_BETWEEN}"
    if not (text.startswith(start) and text.endswith(".")):
        return False
    pairs = {f"{head}: {cell}" for _, head, cell in cells_of(table, row)}
    return all(part in pairs for part in text[len(start) : -1].split(_AND))


def label_of(table: Table, row: TableRow) -> str:
    """What a row is of: its first cell, else what stands above the table; with the measure."""
    first = row.cells[0] if row.cells else None
    if first is None or parse_number(first) is not None:
        return " ".join((*table.info, table.heading)[:1])
    head = table.header[0] if table.header else None
    return f"{first} ({head})" if head and _MEASURE.search(head) else first


def cells_of(table: Table, row: TableRow) -> list[tuple[int, str, str]]:
    """(column, head, cell) of each cell that is not empty; [] where heads and cells do not meet."""
    if len(row.cells) != len(table.header) or not label_of(table, row):
        return []
    start = 0 if row.cells[0] is None or parse_number(row.cells[0]) is not None else 1
    found = []
    for at in range(start, len(row.cells)):
        head, cell = table.header[at], row.cells[at]
        if cell is None:
            continue
        if head is None:
            return []
        found.append((at, " ".join(head.split()), cell))
    return found


def columns_named(table: Table, question: str) -> list[int]:
    """The columns that a question names: by month, else those whose head says most of it."""
    asked = words(question)
    heads = [" ".join((head or "").split()) for head in table.header]
    months = {m[:3] for m in MONTHS if any(w == m or w == m[:3] for w in asked)}
    by_month = [at for at, h in enumerate(heads) if at and h.casefold()[:3] in months]
    if by_month:
        return by_month
    first = 1 if len(heads) > 1 else 0
    shares = {at: Likeness(h).share(question) for at, h in enumerate(heads) if at >= first and h}
    best = max(shares.values(), default=0.0)
    return [at for at, share in shares.items() if share == best] if best >= 0.6 else []
