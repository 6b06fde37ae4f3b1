"""Running heads and feet, told by repetition: the same words, digits aside, at the same height.

Body text that merely repeats is not among them: it does not stand in the margin at one height on
two pages in five. Nor are the words that the templates repeat themselves – goal labels, status
lines, heads of tables – wherever pages happen to begin with them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

from ingest.reading.layout import Layout, Line, PageLayout
from ingest.reading.wrap import HEADS

_TEMPLATE = re.compile(
    r"^(?:(?:kf:?s|kommunfullmäktiges)\s+(?:inriktningsmål|verksamhetsområdesmål|mål)\b"
    r"|(?:nämnds?mål|enhetsmål|(?:stadsdels)?nämndens\s+mål|enhetens\s+mål)\b"
    r"|(?:[\w\s]{5,25}:\s*)?(?:mål(?:et)?\s+)?(?:uppf\w+|uppn\w+)\s+(?:helt|delvis|ej|inte)"
    r"|(?:beskrivning|arbetssätt|resursanvändning|uppföljning|utveckling|analys"
    r"|förvänta(?:t|de)\s+resultat)\s*:?$)",
    re.I,
)
_MARGIN = 0.13
_SHARE = 0.4


def is_running(layout: Layout) -> Callable[[Line], bool]:
    """A test for lines of the document that are running heads or feet by repetition."""
    keys = running_keys(layout)
    return lambda line: line_key(line) in keys


def margin_lines(page: PageLayout) -> list[Line]:
    """The lines in the upper and lower margin; none where there is no geometry."""
    if not page.height:
        return []
    upper, lower = _MARGIN * page.height, (1 - _MARGIN) * page.height
    return [
        item
        for item in page.items
        if isinstance(item, Line) and (item.bottom < upper or item.top > lower)
    ]


def digits_aside(text: str) -> str:
    """A text as it is compared: without case, every number alike."""
    return re.sub(r"\d+", "#", text.casefold())


def line_key(line: Line) -> tuple[str, int]:
    """Equal for the same words at the same height."""
    return digits_aside(line.text), round(line.top / 4)


def running_keys(layout: Layout) -> set[tuple[str, int]]:
    """The keys of lines that stand in the margin of two pages in five, and of their neighbours."""
    counts: Counter[tuple[str, int]] = Counter()
    for page in layout.pages:
        counts.update({line_key(line) for line in margin_lines(page) if not _of_template(line)})
    least = max(3, _SHARE * len(layout.pages)) if len(layout.pages) > 2 else 2
    keys = {key for key, count in counts.items() if count >= least}
    return keys | {(words, top + step) for words, top in keys for step in (-1, 1)}


def _of_template(line: Line) -> bool:
    text = line.text.strip()
    words = re.findall(r"[^\W\d_][^\s/]*/?", text.casefold())
    head = bool(words) and all(word in HEADS or word == "vb" for word in words)
    return head or bool(_TEMPLATE.match(text))
