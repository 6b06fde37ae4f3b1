"""Printed lines made into what the writer wrote: paragraphs, and words that a cell cut in two.

The rule of every line breaker is used backwards. If the first word of a line would have fitted
on the line before, the break was the writer's own and a new paragraph begins; if not even its
first letter would have fitted beside a lone word, a word longer than the cell was cut.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from ingest.reading.glyphs import Word
from ingest.reading.layout import Style
from ingest.text import glue

_BLANK = 0.28
HEADS = frozenset(
    """indikator aktivitet periodens utfall män pojkar kvinnor flickor prognos helår årsmål kf:s
    period periodicitet startdatum slutdatum avvikelse budget analys tertial begärda justeringar
    budgetjusteringar netto överföringar efter före resultat tas fram av nämnd styrelse""".split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Printed:
    """One printed line of words from left to right."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """The words with blanks between."""
        return " ".join(word.text for word in self.words)

    @property
    def x0(self) -> float:
        """Where the line begins."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """Where the line ends."""
        return max(word.x1 for word in self.words)

    @property
    def top(self) -> float:
        """The upper edge."""
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return max(word.bottom for word in self.words)

    @property
    def base(self) -> float:
        """The base line."""
        return self.words[0].base

    @property
    def style(self) -> Style:
        """The style of most of the letters; bold only if every word is."""
        first = self.words[0].style
        if all(word.style is first for word in self.words):
            return first
        by_style: dict[Style, int] = {}
        for word in self.words:
            by_style[word.style] = by_style.get(word.style, 0) + len(word.text)
        most = max(by_style, key=lambda style: by_style[style])
        bold = all(word.style.bold for word in self.words)
        return Style(most.size, bold, most.italic, most.font, most.color)


def printed_lines(words: Sequence[Word]) -> list[Printed]:
    """Words grouped into lines by their base line, from top to bottom and left to right."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (w.base, w.x0)):
        near = lines[-1][0] if lines else None
        if near is not None and abs(word.base - near.base) < 0.35 * max(near.style.size, 4.0):
            lines[-1].append(word)
        else:
            lines.append([word])
    return [Printed(tuple(sorted(line, key=lambda w: w.x0))) for line in lines]


def paragraphs(lines: Sequence[Printed], right: float, known: Collection[str]) -> list[str]:
    """The paragraphs of a wide cell whose text may run to ``right``."""
    texts: list[str] = []
    for above, line in zip([None, *lines], lines, strict=False):
        if above is None or _would_fit(above, line, right):
            texts.append(line.text)
        else:
            texts[-1] = glue(texts[-1], line.text, known, hyphenates=False)
    return texts


def cell_text(lines: Sequence[Printed], right: float, known: Collection[str]) -> str:
    """The text of a narrow cell, words that were cut for want of room put together again."""
    text = ""
    for above, line in zip([None, *lines], lines, strict=False):
        if above is None:
            text = line.text
        elif _was_cut(above, line, right, known):
            text += line.text
        else:
            text = glue(text, line.text, known, hyphenates=False)
    return text


def _would_fit(above: Printed, line: Printed, right: float) -> bool:
    first = line.words[0]
    blank = _BLANK * above.style.size
    return above.x1 + blank + (first.x1 - first.x0) < right - 0.5


def _was_cut(above: Printed, line: Printed, right: float, known: Collection[str]) -> bool:
    head, tail = above.words[-1].text, line.words[0].text
    if len(above.words) > 1 or not tail[0].islower() or not head[-1].isalpha():
        return len(above.words) == 1 and head.endswith("/") and _full(above, line, right)
    if not _full(above, line, right):
        return False
    one, two = head.casefold(), tail.casefold().strip(".,;:()")
    both = known if one + two in known else (*HEADS, *known)
    return one + two in known or not (_is_word(one, both) and _is_word(two, both))


def _is_word(text: str, known: Collection[str]) -> bool:
    return len(text) > 1 and text.strip("()/") in known


def _full(above: Printed, line: Printed, right: float) -> bool:
    """Whether not even one more letter had room beside the line above."""
    first = line.words[0]
    letter = (first.x1 - first.x0) / max(len(first.text), 1)
    return above.x1 + letter > right
