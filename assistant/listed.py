"""Highest and lowest among named figures of one report: the lines of a list, the rows of a table.

«Vilken verksamhet hade nöjdast brukare?» is answered by the list under an indicator («Kvarnen 94 %,
Näset 70 %»), «vilken enhet hade flest tomma dygn i mars?» by the rows of a table. The list or table
is the one whose name says most of the question. A list is told whole, highest first, a long table
by its ends, each figure with its place; which is highest and lowest is worked out, and a note says
so. Ties are told as ties. Sums are left out, and all where the figures are not of one measure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.evidence import scope_words, topic_of
from assistant.figures import Figures
from assistant.likeness import Likeness
from assistant.model import Claim, Interpretation, Source
from assistant.reports import names_one, reports_meant
from assistant.tabular import cells_of, columns_named, label_of, told_row
from assistant.understanding.terms import default_terms, other_words
from assistant.writers.extractive import owner_of, row_source
from ingest.library import Library
from ingest.model import StoredReport, Table
from ingest.numbers import Number, parse_number

_EXTREME = re.compile(
    r"\b(?:vilke[nt]|vilka|vem|var)\b.*\b(?:högst|lägst|bäst|sämst|flest|minst|störst|nöjdast|mest)\w*",
    re.IGNORECASE | re.DOTALL,
)
_LINE = re.compile(r"^(?P<name>[^\d%]{2,60}?)\s*[:;–-]?\s*(?P<value>\d[\d\s]*(?:,\d+)?\s*%?)\.?$")
_TOTAL = re.compile(r"^(?:totalt|summa|samtliga|varav|genomsnitt|medel|snitt)\b", re.IGNORECASE)
_FEWEST, _MOST, _AT_ENDS = 3, 30, 3
_SAYS, _LEADS = 0.5, 1.5


@dataclass(frozen=True, slots=True)
class _Named:
    """One named figure, where it stands, and how it is told alone where it is (a table's row)."""

    name: str
    shown: str
    number: Number
    source: Source
    told: str = ""


_List = tuple[str, Sequence[Source], list[_Named]]


def highest_and_lowest(
    meant: Interpretation, figures: Figures, library: Library
) -> tuple[list[Claim], tuple[str, ...]]:
    """The figures in order as claims, and a note of which is highest and lowest.

    Both are empty where no such thing is asked, or nothing such is held.
    """
    if not _EXTREME.search(meant.text) or not names_one(meant):
        return [], ()
    for about, more, named in (*_lines(meant, figures), *_tables(meant, library)):
        one_measure = len({item.number.measure for item in named}) == 1
        if _FEWEST <= len(named) <= _MOST and one_measure:
            ranked = sorted(named, key=lambda item: -item.number.value)
            return _claims(about, more, ranked), (_ends(ranked),)
    return [], ()


def _claims(about: str, more: Sequence[Source], named: Sequence[_Named]) -> list[Claim]:
    """One claim of a list; of a table one a row, those at both ends."""
    if named[0].told:
        kept = named if len(named) <= 2 * _AT_ENDS else (*named[:_AT_ENDS], *named[-_AT_ENDS:])
        return [Claim(item.told, (item.source,)) for item in kept]
    told = "; ".join(f"{item.name} {item.shown}" for item in named)
    return [Claim(f"{about}: {told}.", (*(item.source for item in named), *more))]


def _ends(named: Sequence[_Named]) -> str:
    """Which of the figures is highest and lowest: worked out, so a note and no quote's claim."""
    told = []
    for word, best in (("högst", named[0]), ("lägst", named[-1])):
        tied = [item.name for item in named if item.number.value == best.number.value]
        told.append(f"{word} är {' och '.join(tied)} ({best.shown})")
    return f"Uträknat bland de {len(named)} som redovisas: {'; '.join(told)}."


def _lines(meant: Interpretation, figures: Figures) -> Iterator[_List]:
    """The lists of named figures in the Analys of the row that is nearest in meaning."""
    for row, lead in figures.by_meaning(meant, empty=True)[:1]:
        if lead < _LEADS:
            continue
        place = row_source(row)
        named = []
        for sentence in row.value.analysis:
            match = _LINE.match(sentence.text.strip())
            number = parse_number(match["value"]) if match else None
            if match and number is not None:
                source = Source(row.document_id, row.identity, sentence.page, place.section,
                                sentence.text)  # fmt: skip
                shown = match["value"].strip()
                named.append(_Named(match["name"].strip(" :;–-"), shown, number, source))
        about = f"{row.value.name} i {owner_of(row.identity)}, uppdelat i {row.identity.title}"
        yield about, (place,), named


def _tables(meant: Interpretation, library: Library) -> Iterator[_List]:
    """The rows of the table that says most of the question, by the column that is asked for."""
    topic = topic_of(meant.text)
    likeness = Likeness(topic, scope_words(meant), also=other_words(topic, default_terms()))
    ranked: list[tuple[float, StoredReport, Table]] = []
    for stored in reports_meant(meant, library)[:3]:
        report = library.contents_of(stored)
        for table in report.tables if report else ():
            heads = " ".join(head for head in (*table.info, table.heading, *table.header) if head)
            ranked.append((likeness.share(heads), stored, table))
    ranked.sort(key=lambda one: -one[0])
    for share, stored, table in ranked[:1]:
        columns = columns_named(table, meant.text) or _only_figures(table)
        if share >= _SAYS and len(columns) == 1:
            yield table.heading, (), list(_of_column(table, columns[0], stored))


def _of_column(table: Table, column: int, stored: StoredReport) -> Iterator[_Named]:
    for row in table.rows:
        label = label_of(table, row)
        cells = {at: cell for at, _, cell in cells_of(table, row)}
        number = parse_number(cells.get(column))
        if number is not None and not _TOTAL.match(label):
            source = Source(stored.document_id, stored.identity, row.page, (table.heading,),
                            row.quote)  # fmt: skip
            head = " ".join((table.header[column] or "").split())
            told = told_row(table, row, head) or ""
            yield _Named(row.cells[0] or label, cells[column], number, source, told)


def _only_figures(table: Table) -> list[int]:
    """The one column of figures of a table that has no more."""
    held = {at for row in table.rows for at, _, cell in cells_of(table, row) if parse_number(cell)}
    return sorted(held) if len(held) == 1 else []
