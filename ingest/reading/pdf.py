"""PDF → layout, through pdfium: words and rules of each page, tables taken out of the text.

Order of a page: its words; its rules and boxes; ruled tables from these; what words are left
become lines. Items are put in reading order from top to bottom. Nothing is dropped: a word is in
a grid or in a line. Pages that hold only a picture, and text set askew, give warnings.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from functools import cached_property
from pathlib import Path

import pypdfium2 as pdfium

from ingest.reading.glyphs import Word, frame_of, words_of
from ingest.reading.grids import read_grid, ruled_frames
from ingest.reading.layout import Grid, Layout, Line, PageLayout, Style
from ingest.reading.ruleless import ruleless_grids
from ingest.reading.rules import bones_of
from ingest.reading.running import is_running
from ingest.reading.wrap import Printed, printed_lines


def read_pdf(path: Path) -> Layout:
    """The layout of a readable PDF; checks of the file are made before (``reading.files``)."""
    document = pdfium.PdfDocument(path)
    try:
        title = document.get_metadata_dict().get("Title", "")
        raw_pages = [_RawPage(document, index) for index in range(len(document))]
    finally:
        document.close()
    known = {
        word.text.casefold().strip(".,;:()!?") for raw in raw_pages for word in raw.running_text
    }
    body = _body_style(raw_pages)
    running = is_running(Layout(tuple(_text_only(raw) for raw in raw_pages)))
    pages = tuple(_page(raw, body, known, running) for raw in raw_pages)
    warnings = tuple(warning for raw in raw_pages for warning in raw.warnings)
    return Layout(pages, warnings, title)


class _RawPage:
    """What was taken from one page before any of it was understood."""

    def __init__(self, document: pdfium.PdfDocument, index: int) -> None:
        page = document[index]
        try:
            frame = frame_of(page)
            self.number = index + 1
            self.size = frame.size
            self.words, askew = words_of(page, frame)
            self.rules, _ = bones_of(page, frame)
        finally:
            page.close()
        self.frames = ruled_frames(self.rules)
        self.warnings: list[str] = []
        if askew:
            self.warnings.append(f"Sidan {self.number}: text som står på snedden har inte lästs.")
        if not self.words and not askew:
            self.warnings.append(f"Sidan {self.number}: ingen text (tom sida eller bara en bild).")

    @cached_property
    def running_text(self) -> list[Word]:
        """The words outside ruled frames: whole words, none cut for want of room in a cell."""
        return [w for w in self.words if not any(frame.holds(w) for frame in self.frames)]

    @cached_property
    def running_lines(self) -> list[tuple[Printed, Line]]:
        """The lines that these words are printed in."""
        return [
            (printed, _line(printed, self.number)) for printed in printed_lines(self.running_text)
        ]


def _body_style(raw_pages: Collection[_RawPage]) -> Style:
    """The style that most letters outside ruled tables are set in."""
    letters: Counter[Style] = Counter()
    for raw in raw_pages:
        for word in raw.running_text:
            letters[word.style] += len(word.text)
    return letters.most_common(1)[0][0] if letters else Style()


def _text_only(raw: _RawPage) -> PageLayout:
    """A page as lines alone, to see which of them repeat from page to page."""
    return PageLayout(raw.number, tuple(line for _, line in raw.running_lines), *raw.size)


def _page(
    raw: _RawPage, body: Style, known: Collection[str], running: Callable[[Line], bool]
) -> PageLayout:
    grids: list[Grid] = []
    words = raw.words
    for frame in raw.frames:
        inside = [word for word in words if frame.holds(word)]
        if inside:
            grids.append(read_grid(frame, inside, raw.number, known))
            taken = set(map(id, inside))
            words = [word for word in words if id(word) not in taken]
    lines = raw.running_lines
    text = [printed for printed, line in lines if not running(line)]
    for grid, taken_lines in ruleless_grids(text, raw.rules, body, raw.number, known):
        grids.append(grid)
        lines = [(printed, line) for printed, line in lines if printed not in taken_lines]
    items: list[Line | Grid] = [*(line for _, line in lines), *grids]
    items.sort(key=lambda item: (item.top, item.bottom))
    return PageLayout(raw.number, tuple(items), *raw.size)


def _line(printed: Printed, page: int) -> Line:
    return Line(
        printed.text, page, printed.style, printed.x0, printed.x1, printed.top, printed.bottom
    )
