"""Pages of PDF originals as PNG images, a quote marked where it stands.

pdfium is not safe to use from several threads: one lock goes around every call. What was drawn
is kept for a while, so that reading on does not draw again. The place of a quote is found in the
page's characters (``quotes.find_quote``) and marked line by line, cell by cell.
"""

from __future__ import annotations

import io
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import pypdfium2 as pdfium
from PIL import Image, ImageDraw

from assistant.api.quotes import find_quote

Box = tuple[float, float, float, float]
"""Left, bottom, right and top in PDF points."""

_SCALE = 2.0
_LONGEST_SIDE = 2400
_KEPT = 128
_MARK = (255, 214, 0, 96)
_EDGE = (176, 96, 0, 255)
_PADDING = 1.5
_PDFIUM = Lock()


@dataclass(frozen=True, slots=True)
class PageImage:
    """A drawn page; ``marks`` are the boxes (left, top, right, bottom) in its own pixels."""

    png: bytes
    width: int
    height: int
    marks: tuple[tuple[int, int, int, int], ...]


class PageImages:
    """Draws pages on demand; safe to share between threads."""

    def __init__(self, kept: int = _KEPT) -> None:
        self._kept = kept
        self._drawn: OrderedDict[tuple[str, int, str], PageImage] = OrderedDict()
        self._lock = Lock()

    def image(self, path: Path, edition: str, number: int, quote: str) -> PageImage | None:
        """Page ``number`` (from 1) with the quote marked; None where there is no such page.

        ``edition`` names the file's content: equal editions are the same pages.
        """
        key = (edition, number, quote)
        with self._lock:
            if key in self._drawn:
                self._drawn.move_to_end(key)
                return self._drawn[key]
        drawn = draw_page(path, number, quote)
        if drawn is not None:
            with self._lock:
                self._drawn[key] = drawn
                while len(self._drawn) > self._kept:
                    self._drawn.popitem(last=False)
        return drawn


def draw_page(path: Path, number: int, quote: str) -> PageImage | None:
    """Draw one page, without remembering it."""
    with _PDFIUM:
        document = pdfium.PdfDocument(path)
        try:
            if not 1 <= number <= len(document):
                return None
            picture, marks = _draw(document[number - 1], quote)
        finally:
            document.close()
    if marks:
        picture = _with_marks(picture, marks)
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", compress_level=6)
    return PageImage(buffer.getvalue(), picture.width, picture.height, tuple(marks))


def _draw(page: pdfium.PdfPage, quote: str) -> tuple[Image.Image, list[tuple[int, int, int, int]]]:
    scale = min(_SCALE, _LONGEST_SIDE / max(*page.get_size(), 1.0))
    bitmap = page.render(scale=scale)
    position = bitmap.get_posconv(page)
    marks = []
    for left, bottom, right, top in quote_boxes(page.get_textpage(), quote):
        xs, ys = zip(position.to_bitmap(left, bottom), position.to_bitmap(right, top), strict=True)
        marks.append((min(xs), min(ys), max(xs), max(ys)))
    return bitmap.to_pil().convert("RGB"), marks


def _with_marks(picture: Image.Image, marks: Iterable[tuple[int, int, int, int]]) -> Image.Image:
    layer = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(layer)
    for left, top, right, bottom in marks:
        pen.rectangle((left, top, right, bottom), fill=_MARK)
        pen.line((left, bottom, right, bottom), fill=_EDGE, width=3)
    return Image.alpha_composite(picture.convert("RGBA"), layer).convert("RGB")


def quote_boxes(textpage: pdfium.PdfTextPage, quote: str) -> list[Box]:
    """One box for each line, or cell of a line, that the quote covers."""
    if not quote.strip():
        return []
    text = "".join(_character(textpage, index) for index in range(textpage.count_chars()))
    boxes: list[Box] = []
    for start, end in find_quote(text, quote):
        visible = (index for index in range(start, end) if not text[index].isspace())
        boxes += _lines(textpage.get_charbox(index, loose=True) for index in visible)
    return [_padded(box) for box in boxes]


def _character(textpage: pdfium.PdfTextPage, index: int) -> str:
    code = int(pdfium.raw.FPDFText_GetUnicode(textpage, index))
    usable = 0 < code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF
    return chr(code) if usable else "\ufffe"


def _lines(boxes: Iterable[Box]) -> list[Box]:
    """Boxes of characters in reading order joined where one goes on beside the other."""
    joined: list[Box] = []
    for box in boxes:
        if box[2] <= box[0] or box[3] <= box[1]:
            continue
        if joined and _goes_on(joined[-1], box):
            last = joined[-1]
            joined[-1] = (
                min(last[0], box[0]),
                min(last[1], box[1]),
                max(last[2], box[2]),
                max(last[3], box[3]),
            )
        else:
            joined.append(box)
    return joined


def _goes_on(line: Box, box: Box) -> bool:
    height = min(line[3] - line[1], box[3] - box[1])
    overlap = min(line[3], box[3]) - max(line[1], box[1])
    gap = max(box[0] - line[2], line[0] - box[2])
    return overlap > height / 2 and gap < 1.5 * height


def _padded(box: Box) -> Box:
    left, bottom, right, top = box
    return left - _PADDING, bottom - _PADDING, right + _PADDING, top + _PADDING
