"""What makes a PDF unreadable, and the pages of it that are pictures only."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pypdfium2
import pytest
from PIL import Image
from pypdfium2 import raw
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from ingest.reading import pdf_checks, read_layout


class Drawn:
    """A page of so many strokes, and a picture that fills it after them."""

    def __init__(self, strokes: Iterator[Any]) -> None:
        self._strokes = strokes

    def get_size(self) -> tuple[float, float]:
        return 100.0, 100.0

    def get_objects(self) -> Iterator[Any]:
        yield from self._strokes
        yield SimpleNamespace(type=raw.FPDF_PAGEOBJ_IMAGE, get_bounds=lambda: (0, 0, 100, 100))


def test_a_page_of_countless_strokes_is_left_in_time() -> None:
    stroke = SimpleNamespace(type=raw.FPDF_PAGEOBJ_PATH)
    few: Any = Drawn(itertools.repeat(stroke, 9))
    countless: Any = Drawn(itertools.repeat(stroke))
    assert pdf_checks._is_picture(few)
    assert not pdf_checks._is_picture(countless)


def test_a_page_that_a_picture_fills_is_told(tmp_path: Path) -> None:
    picture = tmp_path / "p.png"
    Image.new("RGB", (6, 8), "#dddddd").save(picture)
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    for size in (A4, (50, 50)):
        canvas.rect(10, 10, 30, 30)
        canvas.drawImage(str(picture), 0, 0, *size)
        canvas.showPage()
    canvas.drawString(100, 700, "Text")
    canvas.save()
    warning, *_ = read_layout(tmp_path / "a.pdf").warnings
    assert warning.startswith("Sidan 1 är en bild utan text och kan inte sökas.")


def test_only_pages_on_which_nothing_was_read_are_opened_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[int] = []

    class Watched(pypdfium2.PdfDocument):
        def __getitem__(self, index: int) -> pypdfium2.PdfPage:
            opened.append(index + 1)
            return super().__getitem__(index)

    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    for text in ("Text", "", "1"):
        canvas.drawString(100, 700, text)
        canvas.showPage()
    canvas.save()
    layout = read_layout(tmp_path / "a.pdf")
    monkeypatch.setattr(pdf_checks, "pypdfium2", SimpleNamespace(PdfDocument=Watched))
    pdf_checks.check_text(tmp_path / "a.pdf", "a.pdf", layout)
    assert opened == [2]
