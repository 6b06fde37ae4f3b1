"""A document as PDF: title page, contents page, body, running headers and footers.

The standard fonts are used and nothing depends on time: the same document and design give the
same bytes.
"""

from __future__ import annotations

from pathlib import Path

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from eval.corpus.blocks import (
    Document,
    Goal,
    GoalHeading,
    Heading,
    Paragraph,
    Placement,
    PlainTable,
    RowTable,
)
from eval.corpus.design import LEVELS, SANS, Design, Face
from eval.corpus.flow import PAGE_HEIGHT, PAGE_WIDTH, Flow
from eval.corpus.grid import GridSetter
from eval.corpus.ink import Mark, Measure, Pen, Text, break_lines, width
from ingest.model import GoalLevel

_SMALL = Face(SANS, 8)


def write_pdf(document: Document, design: Design, path: Path) -> Placement:
    """Set the document, write it, and tell where everything stands."""
    flow = _body(document, design)
    contents = _contents(document, design, flow.placement)
    front = 1 + len(contents)
    flow.placement.shift(front)
    contents = _contents(document, design, flow.placement)
    pages = [_title_page(document, design), *contents, *flow.pages]
    flow.placement.total = len(pages)
    flow.placement.contents = tuple(range(2, front + 1))
    rl_config.useA85 = 0  # plain compressed streams: smaller and quicker
    canvas = Canvas(str(path), pagesize=(PAGE_WIDTH, PAGE_HEIGHT), pageCompression=1, invariant=1)
    canvas.setTitle(document.title)
    pen = Pen(canvas, PAGE_HEIGHT)
    for number, marks in enumerate(pages, start=1):
        for mark in [*_running(document, design, number, len(pages)), *marks]:
            pen.put(mark)
        pen.new_page()
    canvas.save()
    return flow.placement


def _body(document: Document, design: Design) -> Flow:
    flow = Flow(design)
    grids = GridSetter(flow)
    for index, block in enumerate(document.blocks):
        if isinstance(block, Heading):
            if block.level == 1 and design.new_page_for_chapter and flow.y > flow.top:
                flow.new_page()
            face = (design.chapter, design.section, design.minor)[block.level - 1]
            flow.heading(block.text, face, index, (16.0, 12.0, 4.0)[block.level - 1])
        elif isinstance(block, Goal):
            flow.goal(block, index)
        elif isinstance(block, GoalHeading):
            flow.heading(block.text, design.goal_heading, index, 6.0)
        elif isinstance(block, Paragraph):
            flow.paragraph(block.text, index, block.item)
        elif isinstance(block, RowTable):
            grids.rows(block, index)
        elif isinstance(block, PlainTable):
            grids.plain(block, index)
    return flow


def _title_page(document: Document, design: Design) -> list[Mark]:
    left = design.margins[0]
    title, plain = design.title, Face(design.title.font.split("-")[0], 13)
    plain = Face("Times-Roman" if plain.font == "Times" else plain.font, 13)
    marks: list[Mark] = [Text(left, 240, document.title, title)]
    y = 240 + title.leading + 6
    for line, size in ((document.unit, 13.0), (document.board, 11.0)):
        if line:
            marks.append(Text(left, y, line, Face(plain.font, size)))
            y += size * 1.8
    return marks


def _contents(document: Document, design: Design, placement: Placement) -> list[list[Mark]]:
    """The contents pages; goals stand there with their labels."""
    face = Face(design.title.font.split("-")[0].replace("Times", "Times-Roman"), 9)
    left, right = design.margins[0], PAGE_WIDTH - design.margins[1]
    pages: list[list[Mark]] = [[]]
    y = design.margins[2] + design.chapter.size
    pages[-1].append(Text(left, y, design.contents_name, design.chapter))
    y += 22
    for depth, text, page in _entries(document, design, placement):
        style = face.bold if depth == 0 else face
        indent = left + 14 * depth
        lines = break_lines(text, Measure(style, right - indent - 40))
        if y + len(lines) * 11.5 > PAGE_HEIGHT - design.margins[3]:
            pages.append([])
            y = design.margins[2] + 10
        for line in lines:
            pages[-1].append(Text(indent, y, line, style))
            y += 11.5
        pages[-1] += _leader(indent + width(lines[-1], style), right, y - 11.5, str(page), style)
        y += 1.5
    return pages


def _leader(start: float, right: float, y: float, page: str, face: Face) -> list[Mark]:
    end = right - width(page, face)
    dots = int((end - start - 8) / width(".", face))
    return [Text(start + 4, y, "." * max(dots, 3), face), Text(end, y, page, face)]


def _entries(
    document: Document, design: Design, placement: Placement
) -> list[tuple[int, str, int]]:
    found = []
    for index, block in enumerate(document.blocks):
        page = placement.first(index)
        if isinstance(block, Heading) and block.level < 3:
            found.append((block.level - 1, block.text, page))
        elif isinstance(block, Goal):
            depth = LEVELS.index(block.level)
            if depth < design.contents_depth:
                label = GoalLevel(block.level).label
                found.append((depth, f"{label}: {block.printed}", page))
    return found


def _running(document: Document, design: Design, number: int, total: int) -> list[Mark]:
    """Header and footer of one page."""
    owner = document.unit or document.board
    kind = document.title.rsplit(" ", 1)[0]
    headers = {
        "sid": ["Tjänsteutlåtande", f"Sid {number} ({total})"],
        "enhet": [f"{owner}, {kind} {number}({total})"],
        "titel": [f"{document.board} – {document.title}"],
        "": [],
    }
    marks = _aligned(headers[design.header], design, design.header_side, 28.0)
    foot_y = PAGE_HEIGHT - 48.0
    if design.footer == "adress":
        marks += _aligned(document.address.split("\n"), design, "left", foot_y)
    elif design.footer:
        side = design.footer.split("-")[1]
        marks += _aligned([f"{number} ({total})"], design, side, foot_y + 14)
    return marks


def _aligned(lines: list[str], design: Design, side: str, y: float) -> list[Mark]:
    left, right = design.margins[0], PAGE_WIDTH - design.margins[1]
    widest = max((width(line, _SMALL) for line in lines), default=0.0)
    x = left if side == "left" else right - widest
    return [Text(x, y + 10 * i, line, _SMALL) for i, line in enumerate(lines)]
