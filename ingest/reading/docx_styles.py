"""What the styles of a Word document say of a paragraph.

A property is looked for in this order: the run, the run's style, the paragraph's own properties,
its style and the styles that it is based on, the document's defaults. Names count in English and
Swedish, in any case, since Word keeps English names in the file and other programs do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from docx.document import Document
from docx.oxml.ns import qn

from ingest.reading.layout import Style

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_HEADING = re.compile(r"(?:heading|rubrik|överskrift)\s*([1-9])", re.IGNORECASE)
_TITLE = re.compile(r"(?:title|titel|rubrik|dokumenttitel)", re.IGNORECASE)
_ITEM = re.compile(r"(?:list|lista|punktlista|numrerad lista|aufzählung)\b", re.IGNORECASE)
_CONTENTS = re.compile(
    r"(?:toc|innehåll|contents|innehållsförteckning)\s*(?:[1-9]|heading)"
    r"|innehållsförtecknings?rubrik|(?:toc|contents) heading",
    re.IGNORECASE,
)
_OFF = ("0", "false", "off")


def whole_number(value: str | None) -> int | None:
    """The number of an attribute; None where there is none, or one larger than any is."""
    return int(value) if value and re.fullmatch(r"\d{1,9}", value) else None


class Styles:
    """The styles of one document."""

    def __init__(self, document: Document) -> None:
        root = document.styles.element
        styles = list(root.iterchildren(qn("w:style")))
        self._by_id = {style.get(qn("w:styleId"), ""): style for style in styles}
        self._default = next(
            (
                style
                for style in styles
                if style.get(qn("w:type")) == "paragraph" and _is_on(style, "w:default")
            ),
            None,
        )
        self._defaults = root.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")

    def level(self, paragraph: Element) -> int | None:
        """The heading level, 0 for the title, None for running text."""
        for depth, style in enumerate(self._chain(paragraph)):
            name = _name(style)
            if match := _HEADING.fullmatch(name):
                return int(match[1])
            if depth == 0 and _TITLE.fullmatch(name):
                return 0
        outline = self._of_paragraph(paragraph, "w:outlineLvl")
        value = whole_number(outline.get(qn("w:val"))) if outline is not None else None
        return value + 1 if value is not None and value < 9 else None

    def is_contents(self, paragraph: Element) -> bool:
        """Whether the paragraph is set as a line of a contents table."""
        return any(_CONTENTS.fullmatch(_name(style)) for style in self._chain(paragraph))

    def is_item(self, paragraph: Element) -> bool:
        """Whether the paragraph is a list item, by numbering or by style."""
        number = self._of_paragraph(paragraph, "w:numPr")
        if number is not None:
            which = number.find(qn("w:numId"))
            return which is None or which.get(qn("w:val")) != "0"
        return any(
            _ITEM.match(_name(style)) and "paragraph" not in _name(style)
            for style in self._chain(paragraph)
        )

    def breaks_before(self, paragraph: Element) -> bool:
        """Whether a page begins with the paragraph."""
        found = self._of_paragraph(paragraph, "w:pageBreakBefore")
        return found is not None and found.get(qn("w:val")) not in _OFF

    def ends_page(self, paragraph: Element) -> bool:
        """Whether a section ends with the paragraph and the next begins a page."""
        section = paragraph.find(f"{qn('w:pPr')}/{qn('w:sectPr')}")
        if section is None:
            return False
        kind = section.find(qn("w:type"))
        return kind is None or kind.get(qn("w:val")) not in ("continuous", "nextColumn")

    def look(self, paragraph: Element, runs: tuple[Element, ...]) -> Style:
        """The style of a line: what the first run says, bold and italic if all of it is."""
        if not runs:
            return Style()
        size = whole_number(self._value(paragraph, runs[0], "w:sz"))
        color = self._value(paragraph, runs[0], "w:color")
        return Style(
            size=(size or 0) / 2,
            bold=all(self._is_set(paragraph, run, "w:b") for run in runs),
            italic=all(self._is_set(paragraph, run, "w:i") for run in runs),
            font=self._font(paragraph, runs[0]),
            color=f"#{color.lower()}" if re.fullmatch(r"[0-9A-Fa-f]{6}", color) else "#000000",
        )

    def _is_set(self, paragraph: Element, run: Element, tag: str) -> bool:
        found = next(self._run_values(paragraph, run, tag), None)
        return found is not None and found.get(qn("w:val")) not in _OFF

    def _value(self, paragraph: Element, run: Element, tag: str) -> str:
        found = next(self._run_values(paragraph, run, tag), None)
        return (found.get(qn("w:val")) or "") if found is not None else ""

    def _font(self, paragraph: Element, run: Element) -> str:
        found = next(self._run_values(paragraph, run, "w:rFonts"), None)
        return (found.get(qn("w:ascii")) or "") if found is not None else ""

    def _run_values(self, paragraph: Element, run: Element, tag: str) -> Iterator[Element]:
        """A run property wherever it is set, nearest first."""
        own = run.find(qn("w:rPr"))
        named = own.find(qn("w:rStyle")) if own is not None else None
        places = [own]
        if named is not None:
            places += [s.find(qn("w:rPr")) for s in self._based_on(named.get(qn("w:val"), ""))]
        places += [style.find(qn("w:rPr")) for style in self._chain(paragraph)]
        for place in (*places, self._defaults):
            found = place.find(qn(tag)) if place is not None else None
            if found is not None:
                yield found

    def _of_paragraph(self, paragraph: Element, tag: str) -> Element | None:
        for place in (paragraph, *self._chain(paragraph)):
            found: Element | None = place.find(f"{qn('w:pPr')}/{qn(tag)}")
            if found is not None:
                return found
        return None

    def _chain(self, paragraph: Element) -> list[Element]:
        named = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        if named is not None and named.get(qn("w:val")) in self._by_id:
            return self._based_on(named.get(qn("w:val"), ""))
        return [self._default] if self._default is not None else []

    def _based_on(self, style_id: str) -> list[Element]:
        chain: list[Element] = []
        style = self._by_id.get(style_id)
        while style is not None and style not in chain:
            chain.append(style)
            base = style.find(qn("w:basedOn"))
            style = self._by_id.get(base.get(qn("w:val"), "")) if base is not None else None
        return chain


def _is_on(element: Element, attribute: str) -> bool:
    return element.get(qn(attribute)) in ("1", "true", "on")


def _name(style: Element) -> str:
    name = style.find(qn("w:name"))
    return (name.get(qn("w:val")) or "").strip() if name is not None else ""
