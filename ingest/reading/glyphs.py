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
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

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


def _plain(function: object, answer: object, *given: Any) -> Any:
    """A function of pdfium that takes and gives plain numbers: a third less for each call."""
    address = ctypes.cast(function, ctypes.c_void_p).value  # type: ignore[arg-type]
    return ctypes.CFUNCTYPE(answer, ctypes.c_void_p, ctypes.c_int, *given)(address)  # type: ignore[arg-type]


# Called for every character of a report: (text page, index) and where the answer goes.
_code_of = _plain(raw.FPDFText_GetUnicode, ctypes.c_uint)
_owner_of = _plain(raw.FPDFText_GetTextObject, ctypes.c_void_p)
_box_of = _plain(raw.FPDFText_GetLooseCharBox, ctypes.c_int, ctypes.c_void_p)
_origin_of = _plain(raw.FPDFText_GetCharOrigin, ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)


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
    size: float = 1.0
    """The type size, by which gaps are judged; at least 1."""


_Box = tuple[float, float, float, float]
_Glyph = tuple[str, float, float, float, float, float, _Setting]
"""A character: left, right, top, bottom, base line; plain, since there are a million of them."""
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

    def box(self, left: float, top: float, right: float, bottom: float) -> _Box:
        """A box of user space as (left, right, top, bottom) of the seen page."""
        x0, y0 = self.seen(left, top)
        x1, y1 = self.seen(right, bottom)
        if x0 > x1:
            x0, x1 = x1, x0
        return (x0, x1, y1, y0) if y0 > y1 else (x0, x1, y0, y1)


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
            if run and (glyph is None or not _joins(run[-1], glyph)):
                words.append(_word(run))
                run = []
            if glyph is None:
                continue
            if glyph[-1].upright:
                run.append(glyph)
            else:
                askew += 1
        if run:
            words.append(_word(run))
    finally:
        text_page.close()
    return words, askew


def _glyphs(text_page: pdfium.PdfTextpage, frame: Frame) -> Iterator[_Glyph | None]:
    """Each printed character; None where a blank stands."""
    handle = _handle(text_page)
    box, origin = (ctypes.c_float * 4)(), (ctypes.c_double * 2)()
    box_at, x_at = ctypes.addressof(box), ctypes.addressof(origin)
    settings: dict[int | None, _Setting] = {}
    base, last = 0.0, None
    for index, char in enumerate(_characters(text_page)):
        if char.isspace():
            yield None
            continue
        if _HALF <= char <= _LAST_HALF:
            char = _joined(handle, index, ord(char))
        owner = _owner_of(handle, index)
        if not char or (owner is None and _is_made_up(text_page, index, char)):
            continue
        if owner not in settings:
            settings[owner] = _setting(raw.FPDFText_GetTextObject(text_page.raw, index), frame)
        _box_of(handle, index, box_at)
        left, right, top, bottom = frame.box(*box)
        if (owner, top, bottom) != last:  # what one text object sets at one height has one base
            _origin_of(handle, index, x_at, x_at + 8)
            base = frame.seen(*origin)[1]
            last = owner, top, bottom
        setting = settings[owner] if math.isfinite(left + right + top + bottom + base) else _NOWHERE
        yield _LIGATURES.get(char, char), left, right, top, bottom, base, setting


def _characters(text_page: pdfium.PdfTextpage) -> Sequence[str]:
    """Each character of a page, or half of one (UTF-16); a blank where there is none.

    pdfium hands out its text in one call. Where that has as many characters as there are, it has
    them all in their places, and else they are asked for one by one.
    """
    count = text_page.count_chars()
    whole = (ctypes.c_ushort * (count + 1))()
    got = raw.FPDFText_GetText(text_page.raw, 0, count, whole) - 1
    text = bytes(whole)[: 2 * count].decode("utf-16-le", "surrogatepass")
    if got == count == len(text):
        return text.replace("\0", " ")
    handle = _handle(text_page)
    return [chr(_code_of(handle, index) or 32) for index in range(count)]


def _handle(text_page: pdfium.PdfTextpage) -> int | None:
    return ctypes.cast(text_page.raw, ctypes.c_void_p).value


def _is_made_up(text_page: pdfium.PdfTextpage, index: int, char: str) -> bool:
    """Whether a character of no text object is one that pdfium puts in itself."""
    return raw.FPDFText_IsGenerated(text_page.raw, index) == 1 and char not in _LIGATURES


def _joined(handle: int | None, index: int, code: int) -> str:
    """One character of two halves (UTF-16), where the first stands; «» where the second does.

    A half alone is no character and cannot be stored; it is shown as one that is missing.
    """
    second = code >= 0xDC00
    other = _code_of(handle, index + (-1 if second else 1))
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
    style = _style(round(size.value * scale, 1), heavy, slanted, _family(name), _color(owner))
    return _Setting(style, (angle - frame.rotation) % 360 == 0, max(style.size, 1.0))


@lru_cache(maxsize=1000)
def _style(size: float, bold: bool, italic: bool, font: str, color: str) -> Style:
    """One and the same object for all text that is set alike."""
    return Style(size, bold, italic, font, color)


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
    one, other = last[-1].size, glyph[-1].size
    size = one if one > other else other
    level = abs(last[5] - glyph[5]) < 0.3 * size
    return level and -0.5 * size < glyph[1] - last[2] < _GAP * size


def _word(run: Sequence[_Glyph]) -> Word:
    """The word of a run of characters."""
    chars, lefts, rights, tops, bottoms, bases, settings = zip(*run, strict=True)
    return Word(
        "".join(chars), lefts[0], rights[-1], min(tops), max(bottoms), bases[0], settings[0].style
    )
