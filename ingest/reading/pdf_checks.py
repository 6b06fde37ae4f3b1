"""What makes a PDF unreadable.

In order: truncated (no end mark), damaged (neither library opens it), locked with a password,
without pages, and, once it has been read, without a text layer (scanned). A PDF that opens with an
empty password is not locked. Pages that are a picture only, in a PDF that otherwise has text, are a
warning; a page of countless strokes is not searched for a picture to its end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import pypdfium2
import pypdfium2.raw
from pypdf import PdfReader
from pypdf.errors import DependencyError

from ingest.errors import BadFileError
from ingest.reading.layout import Grid, Layout, Line, PageLayout

_TAIL = 2048
_LOOKED_AT = 500
"""Objects of a page; what a scanner makes has its picture among the first few."""
_AGAIN = "Hämta eller exportera rapporten på nytt."


def check_pdf(path: Path, name: str | None = None) -> None:
    """Raise ``BadFileError`` for a PDF that cannot be opened."""
    named = name or path.name
    _check_end(path, named)
    _check_lock_and_pages(path, named)


@contextmanager
def told_if_damaged(name: str) -> Iterator[None]:
    """``BadFileError`` where pdfium cannot read a file."""
    try:
        yield
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).casefold()
        raise (_locked(name) if locked else _damaged(name)) from error


def check_text(path: Path, name: str, layout: Layout) -> tuple[str, ...]:
    """Raise ``BadFileError`` where what was read holds no text; Swedish warnings otherwise.

    Only pages on which nothing was read are looked at again.
    """
    silent = _pages_without_text(path, [p.number for p in layout.pages if not _has_letters(p)])
    if len(silent) == len(layout.pages):
        raise BadFileError(
            name,
            "PDF-filen är skannad eller består av bilder: den saknar text.",
            "Kör texttolkning (OCR) på den först, eller exportera rapporten som PDF på nytt.",
        )
    pictures = [number for number, is_picture in silent if is_picture]
    if not pictures:
        return ()
    *most, last = map(str, pictures)
    what = f"Sidorna {', '.join(most)} och {last} är bilder" if most else f"Sidan {last} är en bild"
    return (f"{what} utan text och kan inte sökas. Kör texttolkning (OCR) vid behov.",)


def _has_letters(page: PageLayout) -> bool:
    return any(char.isalnum() for item in page.items for text in _texts(item) for char in text)


def _texts(item: Line | Grid) -> Iterator[str]:
    if isinstance(item, Line):
        yield item.text
    else:
        yield from (line for row in item.rows for cell in row.cells for line in cell.lines)


def _check_end(path: Path, name: str) -> None:
    with path.open("rb") as file:
        file.seek(0, 2)
        file.seek(max(0, file.tell() - _TAIL))
        tail = file.read()
    if b"%%EOF" not in tail and b"startxref" not in tail:
        raise BadFileError(name, "PDF-filen är avhuggen: slutet saknas.", _AGAIN)


def _check_lock_and_pages(path: Path, name: str) -> None:
    try:
        with PdfReader(path) as reader:
            locked = reader.is_encrypted and not reader.decrypt("")
            pages = 0 if locked else len(reader.pages)
    except DependencyError:
        return  # a cipher that pypdf lacks; the other library will tell
    except Exception as error:  # a damaged file fails in a dozen ways inside the library
        raise _damaged(name) from error
    if locked:
        raise _locked(name)
    if pages == 0:
        raise BadFileError(name, "PDF-filen har inga sidor.", _AGAIN)


def _damaged(name: str) -> BadFileError:
    return BadFileError(name, "PDF-filen är skadad och går inte att öppna.", _AGAIN)


def _locked(name: str) -> BadFileError:
    return BadFileError(
        name,
        "PDF-filen är skyddad med lösenord.",
        "Ta bort lösenordet (öppna filen och spara en kopia utan skydd) och försök igen.",
    )


def _pages_without_text(path: Path, numbers: Sequence[int]) -> list[tuple[int, bool]]:
    """Those of the pages that have no letter, each with whether a picture fills it."""
    if not numbers:
        return []
    silent = []
    with pypdfium2.PdfDocument(path) as document:
        for number in numbers:
            page = document[number - 1]
            text = page.get_textpage()
            if not any(char.isalnum() for char in text.get_text_range()):
                silent.append((number, _is_picture(page)))
            text.close()
            page.close()
    return silent


def _is_picture(page: pypdfium2.PdfPage) -> bool:
    width, height = page.get_size()
    for drawn in islice(page.get_objects(), _LOOKED_AT):
        if drawn.type != pypdfium2.raw.FPDF_PAGEOBJ_IMAGE:
            continue
        left, bottom, right, top = drawn.get_bounds()
        if (right - left) * (top - bottom) >= 0.5 * width * height:
            return True
    return False
