"""What stands on a page of an original file, read without any help from the program under test.

PDF pages are read by pypdf; a DOCX or TXT file has no fixed pages and counts as one page that
every page number points to. Texts are read once and kept, bare (see ``eval.text``).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Any

from pypdf import PdfReader

from eval.text import bare, share_of_words

SUFFIXES = (".pdf", ".docx", ".txt")


class Original:
    """One file; ``path`` is read when first asked for."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def paged(self) -> bool:
        """Whether page numbers mean anything in this format."""
        return self.path.suffix.lower() == ".pdf"

    @cached_property
    def pages(self) -> tuple[str, ...]:
        """The text of each page."""
        suffix = self.path.suffix.lower()
        if suffix == ".pdf":
            return tuple(page.extract_text() for page in PdfReader(self.path).pages)
        if suffix == ".docx":
            return (_docx_text(self.path),)
        return (self.path.read_text("utf-8", errors="replace"),)

    @cached_property
    def _bare(self) -> tuple[str, ...]:
        return tuple(map(bare, self.pages))

    def holds(self, quote: str, page: int) -> bool:
        """Whether a quote stands verbatim on a page, white space and hyphens aside."""
        if not self.paged:
            page = 1
        there = 1 <= page <= len(self._bare)
        return there and bool(bare(quote)) and bare(quote) in self._bare[page - 1]

    def pages_with(self, quote: str) -> frozenset[int]:
        """The pages where a quote stands; where none holds it whole, the one with most of it.

        «Most» is at least 80 % of its words: a quote may run over a page's end.
        """
        whole = frozenset(n for n in range(1, len(self._bare) + 1) if self.holds(quote, n))
        if whole:
            return whole
        shares = {n: share_of_words(quote, text) for n, text in enumerate(self.pages, 1)}
        best = max(shares.values(), default=0.0)
        return frozenset(n for n, share in shares.items() if share == best and best >= 0.8)


def originals(folder: Path) -> dict[str, Original]:
    """Every report file below a folder, by stem, in the order of their names.

    A folder named ``txt`` holds the plain text of PDF files, no reports of its own.
    """
    found = (p for p in folder.rglob("*") if p.suffix.lower() in SUFFIXES)
    paths = sorted(path for path in found if path.parent.name != "txt")
    return {path.stem: Original(path) for path in paths}


def _docx_text(path: Path) -> str:
    from docx import Document
    from docx.table import Table

    parts: list[str] = []
    for block in Document(str(path)).iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                parts.append(" ".join(cell.text for cell in _distinct(row.cells)))
        else:
            parts.append(block.text)
    return "\n".join(parts)


def _distinct(cells: Iterable[Any]) -> list[Any]:
    """A merged cell is listed once for every column that it spans."""
    return list({id(cell._tc): cell for cell in cells}.values())
