"""Measuring and breaking text, and the marks that a page is made of.

Words are hyphenated only between small letters, by a plain rule (a consonant before a vowel
begins a syllable), so that undoing it gives the very word back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.pdfbase.pdfmetrics import stringWidth

from eval.corpus.design import Face

_SYLLABLE = re.compile(r"(?<=[a-zåäö]{3})(?=[bcdfghjklmnprstv][aeiouyåäö][a-zåäö]{1,})")
_PLAIN_WORD = re.compile(r"[A-ZÅÄÖ]?[a-zåäö]{6,}[.,]?")


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text with its base line at ``y`` from the top."""

    x: float
    y: float
    text: str
    face: Face
    spread: float = 0.0


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, filled or outlined; with no height a rule."""

    x: float
    y: float
    width: float
    height: float
    fill: str | None = None
    stroke: str | None = None


Mark = Text | Box


@cache
def _unit_width(text: str, font: str) -> float:
    return float(stringWidth(text, font, 1000)) / 1000


def width(text: str, face: Face) -> float:
    """The printed width in points."""
    return _unit_width(text, face.font) * face.size


@dataclass(frozen=True, slots=True)
class Measure:
    """What a paragraph is broken to."""

    face: Face
    width: float
    hyphenate: bool = False
    cut: bool = False
    """Cut words that are too long (narrow table columns), without a hyphen."""


def break_lines(text: str, measure: Measure) -> list[str]:
    """The paragraph as lines that fit."""
    face, space = measure.face, width(" ", measure.face)
    lines: list[str] = []
    line, used = "", 0.0
    for word in text.split():
        long = width(word, face)
        room = measure.width - used - (space if line else 0)
        if long <= room:
            line, used = (f"{line} {word}", used + space + long) if line else (word, long)
            continue
        head, tail = _hyphenated(word, room, measure) if measure.hyphenate else ("", word)
        if head:
            line = f"{line} {head}".strip()
        if line:
            lines.append(line)
        pieces = _cut(tail, measure) if measure.cut else [tail]
        lines += pieces[:-1]
        line, used = pieces[-1], width(pieces[-1], face)
    return [*lines, line] if line else lines


def _hyphenated(word: str, room: float, measure: Measure) -> tuple[str, str]:
    if not _PLAIN_WORD.fullmatch(word):
        return "", word
    for match in reversed(list(_SYLLABLE.finditer(word))):
        head = word[: match.start()] + "-"
        if width(head, measure.face) <= room and len(word) - match.start() >= 3:
            return head, word[match.start() :]
    return "", word


def _cut(word: str, measure: Measure) -> list[str]:
    pieces, piece = [], ""
    for letter in word:
        if piece and width(piece + letter, measure.face) > measure.width:
            pieces.append(piece)
            piece = ""
        piece += letter
    return [*pieces, piece]


class Pen:
    """Puts marks on a reportlab canvas; remembers its state to keep files small."""

    def __init__(self, canvas: Any, height: float) -> None:
        self._canvas = canvas
        self._height = height
        self._color = ""

    def put(self, mark: Mark) -> None:
        """Draw one mark."""
        if isinstance(mark, Text):
            self._use(mark.face.color)
            self._canvas.setFont(mark.face.font, mark.face.size)
            y = self._height - mark.y
            self._canvas.drawString(mark.x, y, mark.text, wordSpace=mark.spread or None)
            return
        bottom = self._height - mark.y - mark.height
        if mark.fill:
            self._use(mark.fill)
        if mark.stroke:
            self._canvas.setStrokeColor(HexColor(mark.stroke))
            self._canvas.setLineWidth(0.5)
        if mark.height:
            self._canvas.rect(
                mark.x,
                bottom,
                mark.width,
                mark.height,
                int(bool(mark.stroke)),
                int(bool(mark.fill)),
            )
        else:
            self._canvas.line(mark.x, bottom, mark.x + mark.width, bottom)

    def _use(self, color: str) -> None:
        if color != self._color:
            self._canvas.setFillColor(HexColor(color))
            self._color = color

    def new_page(self) -> None:
        """End the page; state starts anew."""
        self._canvas.showPage()
        self._color = ""
