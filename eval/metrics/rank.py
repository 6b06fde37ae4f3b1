"""At which rank an evidence quote is found.

A passage holds a quote when it is of the right report, is at most 1 200 characters long and
holds at least 80 % of the quote's words: the multiset of casefolded word tokens.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eval.questions import Evidence
from eval.text import share_of_words

LONGEST = 1200
ENOUGH = 0.8


@dataclass(frozen=True, slots=True)
class Piece:
    """A passage or chunk as found: the stem of its file, its text and, where known, its page."""

    document: str
    text: str
    page: int | None = None


def holds(piece: Piece, evidence: Evidence) -> bool:
    """Whether the piece counts as having found the quote."""
    return (
        piece.document == evidence.document
        and len(piece.text) <= LONGEST
        and share_of_words(evidence.quote, piece.text) >= ENOUGH
    )


def rank(pieces: Sequence[Piece], evidence: Evidence) -> int | None:
    """The rank of the first piece that holds the quote, from 1; None when none does."""
    return next((n for n, piece in enumerate(pieces, 1) if holds(piece, evidence)), None)
