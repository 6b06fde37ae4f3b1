"""Plain text to lines, the spacing kept.

Encodings, in order: a byte order mark, UTF-16 by its pattern of zero bytes, UTF-8, Windows-1252.
Anything with zero bytes left or a crowd of control characters is binary and refused. A line's
indentation is its ``x0`` (five points a blank) and blank lines are one empty line, so that what
the spacing says survives; runs of blanks inside a line stay as they are.
Where many lines are far longer than a printed line, each line is a whole paragraph. Pages come
from ``text_pages``. Tables are left as lines.
"""

from __future__ import annotations

import re
from pathlib import Path

from ingest.errors import BadFileError
from ingest.reading.layout import Layout, Line, PageLayout
from ingest.reading.text_pages import PagedText, paged

_BLANK_WIDTH = 5.0
_PRINTED_LINE = 160
_BREAK = re.compile(r"\r\n|\r|\n")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


def read_txt(path: Path) -> Layout:
    """Read a text file; ``BadFileError`` where it is not text or holds none."""
    text = _decode(path.read_bytes(), path.name)
    text = text.replace("\u00ad", "").replace("\u2028", "\n").replace("\u2029", "\n")
    found = paged(_BREAK.split(text))
    if not any(line.strip() for _, lines in found.pages for line in lines):
        raise BadFileError(
            path.name, "Filen innehåller ingen text.", "Hämta eller exportera rapporten på nytt."
        )
    whole = _is_unwrapped(found)
    texts = dict(found.pages)
    pages = tuple(
        PageLayout(number, tuple(_lines(number, texts.get(number, ()), whole)))
        for number in range(1, max(texts) + 1)
    )
    return Layout(pages, found.warnings)


def _lines(page: int, raw: tuple[str, ...], whole: bool) -> list[Line]:
    lines: list[Line] = []
    for verbatim in raw:
        expanded = verbatim.expandtabs(4).replace("\xa0", " ").rstrip()
        text = expanded.lstrip()
        if text:
            x0 = (len(expanded) - len(text)) * _BLANK_WIDTH
            x1 = x0 + len(text) * _BLANK_WIDTH
            lines.append(Line(text, page, x0=x0, x1=x1, whole=whole))
        elif lines and lines[-1].text:
            lines.append(Line("", page))
    return lines if not lines or lines[-1].text else lines[:-1]


def _is_unwrapped(found: PagedText) -> bool:
    lengths = [len(line) for _, raw in found.pages for line in raw if line.strip()]
    return sum(length > _PRINTED_LINE for length in lengths) * 10 >= len(lengths) > 0


def _decode(data: bytes, name: str) -> str:
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if len(_CONTROL.findall(text)) * 500 <= len(text):
            return _CONTROL.sub("", text)
        break
    raise BadFileError(
        name,
        "Filen är inte en textfil.",
        "Spara rapporten som PDF, .docx eller .txt (UTF-8).",
    )


def _encodings(data: bytes) -> tuple[str, ...]:
    """The encodings to try, likeliest first."""
    if data.startswith(b"\xef\xbb\xbf"):
        return ("utf-8-sig",)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    sample = data[:4096]
    half = len(sample) // 2
    if sample[1::2].count(0) * 2 > half > sample[0::2].count(0) * 10:
        return ("utf-16-le",)
    if sample[0::2].count(0) * 2 > half > sample[1::2].count(0) * 10:
        return ("utf-16-be",)
    if b"\0" in data:
        return ()
    return ("utf-8", "cp1252")
