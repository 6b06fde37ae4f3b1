"""Words with their places and styles from a page of a PDF, through pdfium.

pdfium was chosen over pdfminer (pdfplumber) for its speed: on the same 144 pages it hands out
every character with its box in a tenth of the time. A word is a run of characters on one base
line without a blank or a gap wider than a fifth of the type size. Characters that pdfium makes
up itself (blanks, line ends) are passed over; gaps speak for themselves. Text set at an angle
(after the page's own rotation) is left out and counted.

Lengths are points from the upper left corner of the page as a person sees it.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.reading.layout import Style

_HALF, _LAST_HALF = "\ud800", "\udfff"
_LIGATURES = {
    "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "\u00ad": "-", "\u0002": "-",
    "\ufffe": "-", "\u2010": "-", "\u2011": "-",
}  # fmt: skip
_HEAVY = ("bold", "black", "heavy", "semibold", "demi")
_GAP = 0.2
_owner_of = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)(
    ctypes.cast(raw.FPDFText_GetTextObject, ctypes.c_void_p).value or 0
)
"""The text object of a character as a plain number, which is looked up for each of them."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word on a page; ``base`` is its base line, ``space`` whether a blank went before it."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    base: float
    style: Style


@dataclass(frozen=True, slots=True)
class _Setting:
    """What all characters of one text object share."""

    style: Style
    upright: bool


_NOWHERE = _Setting(Style(), False)
"""Of characters that a broken file puts where nothing is: counted with those that stand askew."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The page as seen: its size and how user space is turned to get there (0, 90, 180, 270)."""

    left: float
    bottom: float
    width: float
    height: float
    rotation: int

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as seen."""
        turned = self.rotation in (90, 270)
        return (self.height, self.width) if turned else (self.width, self.height)

    def seen(self, x: float, y: float) -> tuple[float, float]:
        """A point of user space as (from the left, from the top) of the seen page."""
        x, y = x - self.left, y - self.bottom
        if not self.rotation:
            return x, self.height - y
        if self.rotation == 90:
            return y, x
        if self.rotation == 180:
            return self.width - x, y
        return self.height - y, self.width - x


def frame_of(page: pdfium.PdfPage) -> Frame:
    """The frame of a page, from its crop box."""
    left, bottom, right, top = page.get_cropbox()
    return Frame(left, bottom, right - left, top - bottom, page.get_rotation() % 360)


def words_of(page: pdfium.PdfPage, frame: Frame) -> tuple[list[Word], int]:
    """The words of a page in the order of its content, and how many characters stood askew."""
    text_page = page.get_textpage()
    words: list[Word] = []
    run: list[_Glyph] = []
    askew = 0
    try:
        for glyph in _glyphs(text_page, frame):
            if glyph is None or (run and not _joins(run[-1], glyph)):
                words.extend(_word(run))
                run = []
            if glyph is None:
                continue
            if glyph.setting.upright:
                run.append(glyph)
            else:
                askew += 1
        words.extend(_word(run))
    finally:
        text_page.close()
    return words, askew


class _Glyph(NamedTuple):
    char: str
    x0: float
    x1: float
    top: float
    bottom: float
    base: float
    setting: _Setting


def _glyphs(text_page: pdfium.PdfTextpage, frame: Frame) -> Iterator[_Glyph | None]:
    """Each printed character; None where a blank stands."""
    box = raw.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    settings: dict[int | None, _Setting] = {}
    handle, seen, isfinite = text_page.raw, frame.seen, math.isfinite
    for index in range(text_page.count_chars()):
        code = raw.FPDFText_GetUnicode(handle, index)
        char = chr(code) if code else " "
        if _HALF <= char <= _LAST_HALF:
            char = _joined(handle, index, code)
        if char.isspace():
            yield None
            continue
        if not char or (raw.FPDFText_IsGenerated(handle, index) == 1 and char not in _LIGATURES):
            continue
        owner = _owner_of(handle, index)
        if owner not in settings:
            settings[owner] = _setting(raw.FPDFText_GetTextObject(handle, index), frame)
        raw.FPDFText_GetLooseCharBox(handle, index, box)
        raw.FPDFText_GetCharOrigin(handle, index, x, y)
        left, top = seen(box.left, box.top)
        right, bottom = seen(box.right, box.bottom)
        base = seen(x.value, y.value)[1]
        if left > right:
            left, right = right, left
        if top > bottom:
            top, bottom = bottom, top
        setting = settings[owner] if isfinite(left + right + top + bottom + base) else _NOWHERE
        yield _Glyph(_LIGATURES.get(char, char), left, right, top, bottom, base, setting)


def _joined(handle: object, index: int, code: int) -> str:
    """One character of two halves (UTF-16), where the first stands; «» where the second does.

    A half alone is no character and cannot be stored; it is shown as one that is missing.
    """
    second = code >= 0xDC00
    other = raw.FPDFText_GetUnicode(handle, index + (-1 if second else 1))
    if not (0xD800 <= other < 0xE000 and (other >= 0xDC00) != second):
        return "\ufffd"
    return "" if second else chr(0x10000 + ((code - 0xD800) << 10) + other - 0xDC00)


def _setting(owner: object, frame: Frame) -> _Setting:
    """Style and direction of a text object."""
    if not owner:
        return _Setting(Style(), True)
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(owner, matrix)
    size = ctypes.c_float()
    raw.FPDFTextObj_GetFontSize(owner, size)
    scale = math.hypot(matrix.a, matrix.b) or 1.0
    if not math.isfinite(scale * size.value):
        return _NOWHERE
    angle = round(math.degrees(math.atan2(matrix.b, matrix.a)))
    font = raw.FPDFTextObj_GetFont(owner)
    name = _font_name(font)
    lowered = name.casefold()
    heavy = any(word in lowered for word in _HEAVY) or raw.FPDFFont_GetWeight(font) >= 600
    slanted = "italic" in lowered or "oblique" in lowered
    style = Style(round(size.value * scale, 1), heavy, slanted, _family(name), _color(owner))
    return _Setting(style, (angle - frame.rotation) % 360 == 0)


def _font_name(font: object) -> str:
    buffer = ctypes.create_string_buffer(128)
    raw.FPDFFont_GetBaseFontName(font, buffer, 128)
    return buffer.value.decode("utf-8", "replace")


def _family(name: str) -> str:
    """The font's family without a subset tag and a style: «LiberationSans»."""
    bare = name.split("+")[-1]
    for mark in ("-", ","):
        bare = bare.split(mark)[0]
    return bare.removesuffix("MT").removesuffix("PS")


def _color(owner: object) -> str:
    parts = [ctypes.c_uint() for _ in range(4)]
    if not raw.FPDFPageObj_GetFillColor(owner, *parts):
        return "#000000"
    return "#" + "".join(f"{part.value:02x}" for part in parts[:3])


def _joins(last: _Glyph, glyph: _Glyph) -> bool:
    """Whether a character goes on with the word of the one before."""
    size = max(last.setting.style.size, glyph.setting.style.size, 1.0)
    level = abs(last.base - glyph.base) < 0.3 * size
    return level and -0.5 * size < glyph.x0 - last.x1 < _GAP * size


def _word(run: list[_Glyph]) -> list[Word]:
    """The word of a run of characters, as a list of none or one."""
    text = "".join(glyph.char for glyph in run)
    if not text:
        return []
    return [
        Word(
            text, run[0].x0, run[-1].x1, min(g.top for g in run), max(g.bottom for g in run),
            run[0].base, run[0].setting.style,
        )
    ]  # fmt: skip
