"""A file becomes a layout: its lines and grids, page by page, whatever the format.

``read_layout`` looks at the content and hands the file to the reader of that format. Readers are
imported when they are needed, so that looking at a text file loads no PDF library. Reading runs
in a child process with limits (``ingest.reading.sandbox``); nothing here protects itself.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ingest.reading.files import Kind, kind_of
from ingest.reading.layout import Layout


def read_layout(path: Path, name: str | None = None) -> Layout:
    """Read a PDF, DOCX or TXT file; ``name`` is the file's name as the user knows it."""
    kind = kind_of(path, name)
    if kind is Kind.PDF:
        return _read_checked_pdf(path, name)
    if kind is Kind.DOCX:
        from ingest.reading.docx import read_docx

        return read_docx(path)
    from ingest.reading.txt import read_txt

    return read_txt(path)


def _read_checked_pdf(path: Path, name: str | None) -> Layout:
    from ingest.reading.pdf import read_pdf
    from ingest.reading.pdf_checks import check_pdf, check_text, told_if_damaged

    named = name or path.name
    check_pdf(path, named)
    with told_if_damaged(named):
        layout = read_pdf(path)
        warnings = check_text(path, named, layout)
    return replace(layout, warnings=(*warnings, *layout.warnings)) if warnings else layout
