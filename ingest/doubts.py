"""What has to be said about tables that could not be read outright: Swedish warnings by page.

A row whose cells cannot be placed, a table without a head, two columns under one head, and a cell
with two numbers in it. Nothing is mended here: the rows keep what is certain and the printed text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.tables import OpenTable, headless, repeated_heads

_TWO_NUMBERS = re.compile(r"^[-+−]?\d[\d\s.,]*\s*%?\s*[(/]\s*[-+−]?\d[\d\s.,]*\s*%?\s*\)?$")
_FRACTION = re.compile(r"^\d+\s*/\s*\d+$")


def warnings_about(tables: Sequence[OpenTable]) -> tuple[str, ...]:
    """The warnings of all tables of a report, each once, by page."""
    found = {pair: None for table in tables for pair in _doubts(table)}
    return tuple(f"Sidan {page}: {text}" for page, text in sorted(found, key=lambda pair: pair[0]))


def _doubts(table: OpenTable) -> Iterator[tuple[int, str]]:
    if headless(table):
        yield (
            table.header.page,
            "en tabell saknar huvud; dess rader är inlästa utan att kolumnerna har namn.",
        )
    for head in repeated_heads(table):
        yield (
            table.header.page,
            f"flera kolumner i en tabell läses som «{head}»; deras värden visas med kolumnens "
            "tryckta namn.",
        )
    for row in table.rows:
        if not row.certain:
            yield row.page, "tabellrader där cellernas kolumner är osäkra."
        if table.kind == "indicator" and row.certain:
            yield from ((row.page, _told(cell)) for cell in row.cells if cell and _double(cell))


def _double(cell: str) -> bool:
    return bool(_TWO_NUMBERS.match(cell)) and not _FRACTION.match(cell)


def _told(cell: str) -> str:
    return f"cellen «{cell}» innehåller mer än ett tal; den visas som den står."
