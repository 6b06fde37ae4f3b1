"""Page images: the mark lies where the quote stands, line by line and cell by cell."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from assistant.api.page_images import PageImage, PageImages, draw_page

_HEIGHT = A4[1]


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "papper.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setFont("Helvetica", 12)
    canvas.drawString(72, _HEIGHT - 100, "Verkstaden lagade cyklar under")
    canvas.drawString(72, _HEIGHT - 116, "hela sommaren. Sedan kom hösten.")
    canvas.drawString(72, _HEIGHT - 300, "Trivsel bland")
    canvas.drawString(72, _HEIGHT - 316, "cyklisterna")
    canvas.drawString(300, _HEIGHT - 300, "81 %")
    canvas.drawString(400, _HEIGHT - 300, "77 %")
    canvas.showPage()
    canvas.setFont("Helvetica", 12)
    canvas.drawString(72, _HEIGHT - 100, "Andra sidan.")
    canvas.showPage()
    canvas.save()
    return path


def drawn(path: Path, number: int, quote: str) -> PageImage:
    image = draw_page(path, number, quote)
    assert image is not None
    return image


def yellow_box(image: PageImage) -> tuple[int, int, int, int] | None:
    """Where the picture has the mark's colour; None if nowhere."""
    picture = Image.open(io.BytesIO(image.png)).convert("RGB")
    red, _, blue = picture.split()
    strength = Image.eval(blue, lambda b: 255 if b < 200 else 0)
    warm = Image.eval(red, lambda r: 255 if r > 240 else 0)
    return Image.composite(strength, Image.new("L", picture.size), warm).getbbox()


def test_one_line_is_marked_where_it_stands(paper: Path) -> None:
    image = drawn(paper, 1, "Sedan kom hösten.")
    box = yellow_box(image)
    assert len(image.marks) == 1
    assert box is not None
    left, top, right, bottom = (edge / 2 for edge in box)
    assert 140 < left < 175 and right < 270
    assert 100 < top < 110 and 114 < bottom < 124


def test_a_quote_over_two_lines_has_two_boxes(paper: Path) -> None:
    image = drawn(paper, 1, "lagade cyklar under hela sommaren.")
    assert len(image.marks) == 2
    first, second = image.marks
    assert first[1] < second[1]
    assert first[0] > second[0], "the second line begins at the margin"


def test_cells_of_a_row_are_marked_each(paper: Path) -> None:
    image = drawn(paper, 1, "Trivsel bland cyklisterna 81 % 77 %")
    lefts = sorted(round(mark[0] / 2) for mark in image.marks)
    assert len(image.marks) == 4
    assert lefts[0] == pytest.approx(71, abs=3)
    assert lefts[2] == pytest.approx(299, abs=3)
    assert lefts[3] == pytest.approx(399, abs=3)


def test_without_a_quote_nothing_is_marked(paper: Path) -> None:
    image = drawn(paper, 2, "")
    assert image.marks == ()
    assert yellow_box(image) is None
    assert (image.width, image.height) == (1191, 1684)


def test_a_quote_of_another_page_is_not_marked(paper: Path) -> None:
    assert drawn(paper, 2, "lagade cyklar under hela sommaren").marks == ()


def test_no_such_page(paper: Path) -> None:
    assert draw_page(paper, 0, "") is None
    assert draw_page(paper, 3, "") is None


def test_drawn_pages_are_kept_and_the_oldest_let_go(paper: Path) -> None:
    images = PageImages(kept=1)
    first = images.image(paper, "a", 1, "")
    assert images.image(paper, "a", 1, "") is first
    images.image(paper, "a", 2, "")
    assert images.image(paper, "a", 1, "") is not first


def test_turned_and_cropped_pages_are_marked_right(tmp_path: Path, paper: Path) -> None:
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import RectangleObject

    writer = PdfWriter()
    page = writer.add_page(PdfReader(paper).pages[0])
    page.cropbox = RectangleObject((50, 400, 550, 800))
    page.rotate(90)
    turned = tmp_path / "vriden.pdf"
    writer.write(turned)
    image = drawn(turned, 1, "Sedan kom hösten.")
    (left, top, right, bottom) = image.marks[0]
    assert (image.width, image.height) == (800, 1000)
    assert bottom - top > right - left, "turned a quarter: the line runs downwards"
    assert 0 <= left < right <= image.width and 0 <= top < bottom <= image.height
