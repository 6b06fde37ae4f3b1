"""How much of a report can be found again: its sentences, looked for in the passages.

The yardstick is pypdf's text, a reading of its own. Title and contents pages and running heads
are left out. A sentence is found when it stands in the passages with white space, hyphens and
list marks gone. Sentence ends are unsure around headings and tables, so a sentence that is not
found whole is looked for line by line in what stands on that page, with the context lines of its
passages (a heading at the foot of a page has its text on the next). What is no sentence is not
missed: words of table heads and labels, and headings known from the contents page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pypdf import PdfReader

from eval.text import bare, folded, sentences, words
from ingest.model import Passage

_LEADER = re.compile(r"\.{8,}")
_DIGITS = re.compile(r"\d+")
_MARK = re.compile(r"(?m)^\s*[•●▪◦·–-]\s*")
_HEADS = (
    "Indikator Aktivitet Periodens utfall VB VP Utfall män/pojkar Utfall kvinnor/flickor"
    " Prognos helår KF:s årsmål Periodicitet Startdatum Slutdatum Avvikelse Analys"
)
_HEAD_WORDS = words(_HEADS)


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


def coverage(
    body: dict[int, list[str]], passages: Sequence[Passage], contents: str = ""
) -> Coverage:
    """Look for every sentence of the body in the passages; ``contents`` holds known headings."""
    everything = bare(" ".join(p.text for p in passages))
    by_page, headings = _by_page(passages), _context(passages)
    known = bare(contents)
    found = total = 0
    missing: list[tuple[int, str]] = []
    for number, lines in body.items():
        near = by_page.get(number, "") + headings.get(number, "") + headings.get(number + 1, "")
        for sentence in sentences(_MARK.sub("", "\n".join(lines))):
            pieces = [ln for ln in sentence.splitlines() if not _is_furniture(ln)]
            if not pieces:
                continue
            total += 1
            if bare(" ".join(pieces)) in everything:
                found += 1
                continue
            gone = [ln for ln in pieces if bare(ln) not in near and bare(ln) not in known]
            found += not gone
            missing += [(number, folded(line)) for line in gone]
    return Coverage(found, total, tuple(missing))


def _is_furniture(line: str) -> bool:
    """Whether a line holds nothing but words of table heads, whole or cut, labels and years."""
    cut = bare(line).casefold() in bare(_HEADS).casefold()
    return cut or all(w in _HEAD_WORDS or re.fullmatch(r"20\d\d", w) for w in words(line))


def _by_page(passages: Sequence[Passage]) -> dict[int, str]:
    """What stands on each page, bare."""
    texts: dict[int, list[str]] = {}
    for sentence in (s for passage in passages for s in passage.sentences):
        texts.setdefault(sentence.page, []).append(sentence.text)
    return {page: bare(" ".join(parts)) for page, parts in texts.items()}


def _context(passages: Sequence[Passage]) -> dict[int, str]:
    """Headings, goals and context lines of the passages with a sentence on each page, bare."""
    texts: dict[int, list[str]] = {}
    for passage in passages:
        lines = (*passage.path, *passage.chain.goals, passage.dense_text)
        for page in {s.page for s in passage.sentences}:
            texts.setdefault(page, []).extend(map(bare, lines))
    return {page: "\u241e".join(["", *parts]) for page, parts in texts.items()}
