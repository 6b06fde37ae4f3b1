"""How much of a report can be found again: its sentences, looked for in the passages.

The yardstick is pypdf's text, a reading of its own. Title and contents pages and running heads
are left out. A sentence is found when it stands in the passages with white space and hyphens
gone. Sentence ends are unsure around headings and tables, so a sentence that is not found whole
is looked for line by line in what stands on that page, with the context lines of its passages.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pypdf import PdfReader

from eval.text import bare, folded, sentences
from ingest.model import Passage

_LEADER = re.compile(r"\.{8,}")
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Coverage:
    """Sentences found and looked for, and the lines that are missing with their page."""

    found: int
    total: int
    missing: tuple[tuple[int, str], ...]


def pages_of(path: Path) -> list[str]:
    """The text of every page as pypdf reads it."""
    return [page.extract_text() for page in PdfReader(path).pages]


def body_pages(pages: Sequence[str], front: Iterable[int] = ()) -> dict[int, list[str]]:
    """Lines by page number, without front pages and running heads.

    Without known front pages, a title page is one of fewer than 80 words at the start and a
    contents page one with rows of dots. A running head is one of the first or last three lines
    that, digits aside, stands on more than half of the pages.
    """
    lines = {n: [ln for ln in text.splitlines() if ln.strip()] for n, text in enumerate(pages, 1)}
    skipped = set(front) or {
        n
        for n, text in enumerate(pages, 1)
        if len(_LEADER.findall(text)) >= 3 or (n == 1 and len(text.split()) < 80)
    }
    edges = Counter(key for page in lines.values() for key in {*map(_edge, page[:3] + page[-3:])})
    running = {key for key, times in edges.items() if len(pages) > 2 and times > len(pages) / 2}
    return {
        n: [
            line
            for place, line in enumerate(page)
            if not (_edge(line) in running and (place < 3 or place >= len(page) - 3))
        ]
        for n, page in lines.items()
        if n not in skipped
    }


def _edge(line: str) -> str:
    return _DIGITS.sub("#", folded(line))


def coverage(body: dict[int, list[str]], passages: Sequence[Passage]) -> Coverage:
    """Look for every sentence of the body in the passages."""
    everything = bare(" ".join(p.text for p in passages))
    by_page = _by_page(passages)
    found = total = 0
    missing: list[tuple[int, str]] = []
    for number, lines in body.items():
        for sentence in sentences("\n".join(lines)):
            total += 1
            if bare(sentence) in everything:
                found += 1
                continue
            near = by_page.get(number, "")
            gone = [ln for ln in sentence.splitlines() if bare(ln) not in near]
            found += not gone
            missing += [(number, folded(line)) for line in gone]
    return Coverage(found, total, tuple(missing))


def _by_page(passages: Sequence[Passage]) -> dict[int, str]:
    """What stands on each page, bare: the sentences there, and context of their passages."""
    texts: dict[int, list[str]] = {}
    for passage in passages:
        context = " ".join([*passage.path, *passage.chain.goals, passage.dense_text])
        for page in {s.page for s in passage.sentences}:
            there = " ".join(s.text for s in passage.sentences if s.page == page)
            texts.setdefault(page, []).extend([there, context])
    return {page: "\u241e".join(bare(text) for text in parts) for page, parts in texts.items()}
