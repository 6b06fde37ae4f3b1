"""Lines → blocks: headings, paragraphs, status lines and grids, in reading order.

The body style is the one that most letters are set in. A line set larger, heavier, in another
colour or in another family is a heading; so is one that the file itself declares as such, or one
whose wording is a goal's label. Heading lines of one style close to each other are one heading
that wraps, unless the next one begins a new heading by its wording. Lines of body text join into
a paragraph until a wider gap, a list item, an indent or a line that its successor's first word
would have fitted on. A paragraph may go on over a page break.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from ingest.reading.layout import Grid, Line, Style
from ingest.text import fold, glue, hyphenates
from ingest.wording import is_goal_label, is_status, is_template_heading

ITEM_MARK = re.compile(r"^(?:[•●▪■◦‣\uf0b7\uf0a7○]|[-–—*o](?=\s))\s*(?=\S)")
_ENUMERATED = re.compile(r"^(?:\d{1,2}[.)]|[a-z]\))\s+\S")
_LONGEST_HEADING = 300


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, its lines glued together."""

    text: str
    page: int
    style: Style
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Status:
    """The line under a goal that says how far it is fulfilled."""

    text: str
    page: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; one (page, text) piece for each page that it stands on."""

    pieces: tuple[tuple[int, str], ...]
    item: bool = False


Block = Heading | Status | Paragraph | Grid


@dataclass(frozen=True, slots=True)
class Setting:
    """How the body of a document is set."""

    body: Style
    leading: float
    right: float
    known: frozenset[str]
    hyphenates: bool

    @property
    def plain(self) -> bool:
        """Whether there is no geometry to go by (TXT)."""
        return self.body.size == 0


def setting_of(pages: Sequence[Sequence[Line | Grid]]) -> Setting:
    """The body style, its line distance and its right edge."""
    lines = [item for items in pages for item in items if isinstance(item, Line)]
    letters: Counter[Style] = Counter()
    for line in lines:
        letters[line.style] += len(line.text)
    body = letters.most_common(1)[0][0] if letters else Style()
    mine = [line for line in lines if line.style == body]
    steps = [
        below.top - line.top
        for line, below in itertools.pairwise(mine)
        if line.page == below.page and 0 < below.top - line.top < 3 * max(body.size, 1)
    ]
    rights = sorted(line.x1 for line in mine)
    right = rights[int(0.95 * (len(rights) - 1))] if rights else 0.0
    known = frozenset(
        word.strip('.,;:()!?»«"”') for line in lines for word in line.text.casefold().split()
    )
    broken = hyphenates([line.text for line in mine])
    return Setting(body, median(steps) if steps else 0.0, right, known, broken)


def blocks_of(pages: Sequence[Sequence[Line | Grid]]) -> list[Block]:
    """The blocks of a document whose running lines and contents are gone."""
    setting = setting_of(pages)
    blocks: list[Block] = []
    last: Line | None = None
    for items in pages:
        for item in items:
            if isinstance(item, Grid):
                blocks.append(item)
                last = None
            elif item.text.strip():
                _add_line(blocks, item, last, setting)
                last = item
            elif setting.plain:
                last = None
    return blocks


def _add_line(blocks: list[Block], line: Line, last: Line | None, setting: Setting) -> None:
    text = fold(line.text) if not setting.plain else line.text.strip()
    before = blocks[-1] if blocks else None
    if is_status(text) and _after_goal(blocks):
        blocks.append(Status(text, line.page))
        return
    above = before if isinstance(before, Heading) and last is not None else None
    if _is_heading(line, setting) or (above and last and _goal_goes_on(above, line, last, setting)):
        if above and last and _wraps(above, line, last):
            joined = glue(above.text, text, setting.known, setting.hyphenates)
            blocks[-1] = Heading(joined, above.page, above.style, above.level)
        else:
            blocks.append(Heading(text, line.page, line.style, line.level))
        return
    item = bool(line.item or ITEM_MARK.match(text) or _ENUMERATED.match(text))
    if isinstance(before, Paragraph) and not item and _goes_on(before, line, last, setting):
        blocks[-1] = _extended(before, line.page, text, setting)
    else:
        blocks.append(Paragraph(((line.page, text),), item))


def _after_goal(blocks: Sequence[Block]) -> bool:
    return bool(blocks) and isinstance(blocks[-1], Heading) and is_goal_label(blocks[-1].text)


def _is_heading(line: Line, setting: Setting) -> bool:
    if line.level is not None:
        return True
    text = fold(line.text)
    if len(text) > _LONGEST_HEADING or ITEM_MARK.match(text) or not re.search(r"[^\W\d_]", text):
        return False
    if setting.plain or line.whole:
        worded = is_goal_label(text) or is_template_heading(text)
        return worded or (line.style.bold and not setting.body.bold and len(text) < 120)
    style, body = line.style, setting.body
    if style != body and is_goal_label(text):
        return True
    if style == body:
        return is_goal_label(text) and ":" in text[:45]
    larger = style.size >= body.size + 0.5
    heavier = style.bold and not body.bold and style.size >= 0.7 * body.size
    told_apart = style.size >= body.size - 0.5 and (
        style.color != body.color or style.font != body.font
    )
    return larger or heavier or (told_apart and _headlike(line, setting))


def _headlike(line: Line, setting: Setting) -> bool:
    """Short, without a full stop: what a heading told by family or colour alone looks like."""
    return line.x1 < 0.85 * setting.right and not line.text.rstrip().endswith((".", ",", ";"))


def _goal_goes_on(before: Heading, line: Line, last: Line, setting: Setting) -> bool:
    """Whether a line in the style of a goal's heading above is the rest of it."""
    if not is_goal_label(before.text) or line.style != last.style or is_template_heading(line.text):
        return False
    if setting.plain:
        return True
    return line.style != setting.body and _near(line, last)


def _near(line: Line, last: Line) -> bool:
    step = line.top - last.top
    return line.page == last.page and 0 < step <= 1.5 * max(line.style.size, last.style.size, 1)


def _wraps(before: Heading, line: Line, last: Line) -> bool:
    """Whether a heading line goes on with the heading above it."""
    if line.level is not None or line.whole or is_goal_label(line.text):
        return False
    if is_template_heading(before.text) or is_template_heading(line.text):
        return False
    if len(before.text) + len(line.text) > _LONGEST_HEADING:
        return False
    same = (line.style.size, line.style.bold, line.style.color) == (
        last.style.size, last.style.bold, last.style.color,
    )  # fmt: skip
    if not line.style.size:
        return is_goal_label(before.text)
    return (same or is_goal_label(before.text + " x")) and _near(line, last)


def _goes_on(before: Paragraph, line: Line, last: Line | None, setting: Setting) -> bool:
    if line.whole or last is None:
        return _over_page(before, line) if last is not None and not line.whole else False
    if line.page != last.page:
        return _over_page(before, line)
    if setting.plain:
        return not _short_before(last, line)
    step = line.top - last.top
    if step > 1.22 * max(setting.leading, line.style.size) or step <= 0:
        return False
    if line.x0 - last.x0 > 8 and not before.item:
        return False
    return not _would_fit(last, line, setting)


def _over_page(before: Paragraph, line: Line) -> bool:
    text = before.pieces[-1][1].rstrip()
    return not text.endswith((".", "!", "?", ":")) or line.text.lstrip()[:1].islower()


def _short_before(last: Line, line: Line) -> bool:
    """In plain text: whether the line before was left short on purpose."""
    return len(last.text) < 55 and len(last.text) + len(line.text.split()[0]) < 70


def _would_fit(last: Line, line: Line, setting: Setting) -> bool:
    """Whether the first word would clearly have had room on the line before."""
    letter = (line.x1 - line.x0) / max(len(line.text), 1)
    first = line.text.split()[0]
    return last.x1 + letter * (1.4 * len(first) + 2) < setting.right


def _extended(before: Paragraph, page: int, text: str, setting: Setting) -> Paragraph:
    last_page, last_text = before.pieces[-1]
    if page == last_page:
        joined = glue(last_text, text, setting.known, setting.hyphenates)
        return Paragraph((*before.pieces[:-1], (page, joined)), before.item)
    return Paragraph((*before.pieces, (page, text)), before.item)
