"""Cells that a spreadsheet takes for what they say, never for a formula; all CSV goes through here.

A text that begins with =, +, -, @, a tab or a line break is run as a formula by spreadsheets, also
behind blanks or quotation marks, and in their wide forms. It is led by an apostrophe. A signed
number with at most a unit («-3,5 %», «+12», «−4 tkr») can run nothing and is left as it is, so
that it can still be counted with.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

CSV = "text/csv; charset=utf-8"
Cell = str | float | int | None
_FORMULA = re.compile(r"[\s\"'\u00a0\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20\t\r\n]|[\t\r\n]")
_SIGNED = re.compile(
    r"[-+−]\s?\d[\d  \u00a0\u202f]*(?:[.,]\d+)?\s?"
    r"(?:%|procentenheter|procent|tkr|mnkr|mkr|kr|kronor|st|p)?"
)


def safe(cell: Cell) -> Cell:
    """A cell that no spreadsheet runs; numbers as they are."""
    if not isinstance(cell, str) or not _FORMULA.match(cell) or _SIGNED.fullmatch(cell):
        return cell
    return f"'{cell}"


def csv_of(lines: Iterable[Sequence[Cell]]) -> bytes:
    """Lines as a Swedish Excel opens them: semicolons, a byte order mark, decimal commas."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    for line in lines:
        writer.writerow([_swedish(safe(cell)) for cell in line])
    return buffer.getvalue().encode("utf-8-sig")


def _swedish(cell: Cell) -> Cell:
    return f"{cell:g}".replace(".", ",") if isinstance(cell, float) else cell
