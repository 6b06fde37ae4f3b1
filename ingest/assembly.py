"""Layout → report: furniture off, blocks, structure, identity, put together.

A cover – a first page with a handful of lines that name the kind of report – counts as text of
page 1 but opens no section. So does a title block at the head of the first page.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from ingest.blocks import blocks_of
from ingest.furniture import Item, body_pages, running_lines
from ingest.identity import Overrides, Traces, cover_lines, identify, type_named
from ingest.model import Page, Report
from ingest.organisation import load_organisation
from ingest.reading.layout import Grid, Layout, Line
from ingest.structure import structure_of
from ingest.text import fold
from ingest.trust import trust_in
from ingest.txt_rows import with_tables
from ingest.wording import goal_of, is_chapter

_COVER = 16


def report_from(
    layout: Layout, file_name: str, overrides: Overrides, organisation: Path | None = None
) -> Report:
    """Everything that a layout holds, or an ``UnknownIdentityError``."""
    pages = [with_tables(items) for items in body_pages(layout)]
    cover = _cover(pages)
    titles = cover or _title_block(pages)
    above = len(pages[0]) if cover else len(titles)
    rest = [items[above:] if index == 0 else items for index, items in enumerate(pages)]
    structure = structure_of(blocks_of(rest), len(layout.pages))
    read = structure.pages
    if titles:
        printed = [*(fold(line.text) for line in titles), read[0].text]
        text = "\n".join(filter(None, printed))
        read = (replace(read[0], text=text), *read[1:])
    traces = Traces(
        cover_lines([(line.text, line.style.size) for line in cover or _first_lines(pages)]),
        running_lines(layout) or _numbered_heads(layout),
        layout.title,
        "\n".join(page.text for page in read),
    )
    boards = load_organisation(organisation)
    identity, warnings = identify(traces, file_name, overrides, boards)
    trust = trust_in(identity, traces, overrides, boards)
    return Report(
        identity,
        tuple(Page(page.number, page.text) for page in read),
        structure.goals,
        structure.sections,
        structure.indicators,
        structure.activities,
        structure.tables,
        (*layout.warnings, *structure.warnings, *warnings, *trust.warnings(identity)),
        trust.least,
    )


def _cover(pages: list[list[Item]]) -> list[Line]:
    """The lines of a first page that is a cover, else none."""
    if len(pages) < 2 or any(isinstance(item, Grid) for item in pages[0]):
        return []
    lines = [item for item in pages[0] if isinstance(item, Line) and item.text.strip()]
    named = any(type_named(line.text) for line in lines)
    return lines if named and len(lines) <= _COVER else []


def _title_block(pages: list[list[Item]]) -> list[Line]:
    """The lines of a title above the first chapter or goal: neither sentences nor headings.

    Only where it is plain: the line after them opens a chapter or a goal.
    """
    lines = _first_lines(pages)
    after = pages[0][len(lines)] if pages and len(lines) < len(pages[0]) else None
    if not isinstance(after, Line) or not (is_chapter(after.text) or goal_of(after.text)):
        return []
    worded = any(line.text.rstrip().endswith((".", "!", "?", ":")) for line in lines)
    return [] if worded else lines


def _first_lines(pages: list[list[Item]]) -> list[Line]:
    """Without a cover: the title lines at the head of the text, up to the first long line."""
    lines: list[Line] = []
    for item in pages[0] if pages else []:
        if isinstance(item, Grid) or len(item.text) > 90 or len(lines) >= 8:
            break
        if is_chapter(item.text) or goal_of(item.text):
            break
        lines.append(item)
    return lines if any(type_named(line.text) for line in lines) else []


def _numbered_heads(layout: Layout) -> tuple[str, ...]:
    """Running heads of a text without geometry, told by their page number."""
    head = re.compile(r"\d{1,4}\s*\(\s*\d{1,4}\s*\)\s*$")
    found = {
        fold(item.text): None
        for page in layout.pages
        for item in page.items
        if isinstance(item, Line) and len(item.text) < 120 and head.search(item.text)
    }
    return tuple(found)
