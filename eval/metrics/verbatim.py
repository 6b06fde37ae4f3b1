"""Citation verbatim rate: quotes that stand on the page they name, of all quotes.

Judged against the original file (``eval.originals``), not against what the program has stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from eval.originals import Original


@dataclass(frozen=True, slots=True)
class Quoted:
    """A citation: the stem of its file, the page it names and the quote."""

    document: str
    page: int
    quote: str


def not_verbatim(quotes: Iterable[Quoted], files: Mapping[str, Original]) -> list[Quoted]:
    """The quotes that do not stand on their page, or whose file is unknown."""
    return [
        q for q in quotes if q.document not in files or not files[q.document].holds(q.quote, q.page)
    ]
