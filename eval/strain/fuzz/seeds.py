"""Small whole files to bend: some pages of reports of the example corpus, in each format.

PDFs are cut to a few pages with their streams unpacked; Word documents to some blocks; text is what
a converter makes of a PDF with the columns of its tables kept apart by blanks.
"""

from __future__ import annotations

import io
import re
from enum import StrEnum
from itertools import islice
from pathlib import Path

from docx import Document
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, StreamObject

from eval.strain.shelf import OAK

_PAGES = 3
_FILES = 3
_BLOCKS = 45


class Format(StrEnum):
    """What is bent."""

    PDF = "pdf"
    DOCX = "docx"
    TXT = "txt"


def seeds(corpus: Path) -> dict[Format, list[bytes]]:
    """The smallest files of the corpus, made small."""
    pdfs = _smallest(corpus, "*.pdf")
    return {
        Format.PDF: [pdf_of(path, start) for path in pdfs for start in (0, 3)],
        Format.DOCX: [_word_of(path) for path in _smallest(corpus, "*.docx")],
        Format.TXT: [OAK.text.encode(), *(_text_of(path) for path in pdfs)],
    }


def _smallest(corpus: Path, pattern: str) -> list[Path]:
    return sorted(corpus.glob(pattern), key=lambda path: path.stat().st_size)[:_FILES]


def pdf_of(path: Path, start: int = 0) -> bytes:
    """The cover and a few pages of a PDF, nothing in it compressed."""
    reader, writer = PdfReader(path), PdfWriter()
    numbers = sorted({0, *range(start, start + _PAGES)})
    for page in islice((reader.pages[n] for n in numbers if n < len(reader.pages)), _PAGES + 1):
        writer.add_page(page)
    for number, held in enumerate(writer._objects):
        if isinstance(held, StreamObject) and "/FontFile2" not in held:
            plain = DecodedStreamObject()
            plain.update({k: v for k, v in held.items() if k not in ("/Filter", "/DecodeParms")})
            plain.set_data(held.get_data())
            writer._objects[number] = plain
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _word_of(path: Path) -> bytes:
    document = Document(str(path))
    blocks = list(document.element.body)
    for block in blocks[_BLOCKS:-1]:
        document.element.body.remove(block)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _text_of(path: Path) -> bytes:
    pages = PdfReader(path).pages[: _PAGES + 3]
    text = "\f".join(page.extract_text(extraction_mode="layout") for page in pages)
    return re.sub(r" {30,}", " " * 12, text).encode()
