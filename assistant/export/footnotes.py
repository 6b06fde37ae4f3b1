"""Real footnotes in a Word document.

python-docx 1.2 has no interface for footnotes, so their part is written here: the two separators
that Word wants, one note per reference, the styles by Word's own names, and the settings that
point to the separators (ECMA-376 part 1, 17.11). A note is written in full at each reference, so
that it stays right when the chief removes or moves a sentence.
"""

from __future__ import annotations

from typing import Any

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml
from docx.shared import Pt
from docx.text.paragraph import Paragraph
from lxml import etree

_TEXT, _MARK = "footnote text", "footnote reference"
_SEPARATORS = (("separator", "-1"), ("continuationSeparator", "0"))


class Footnotes:
    """The footnotes of one document; call ``done`` when all are given."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._styles = _styles(document)
        self._root: Any = parse_xml(f"<w:footnotes {nsdecls('w')}/>")
        for kind, number in _SEPARATORS:
            self._root.append(_separator(kind, number))
        self._count = 0

    def add(self, paragraph: Paragraph, text: str) -> int:
        """A reference at the end of a paragraph and its note; the note's number."""
        self._count += 1
        run = paragraph.add_run()
        run.style = self._document.styles[_MARK]
        reference = OxmlElement("w:footnoteReference")
        reference.set(qn("w:id"), str(self._count))
        run._r.append(reference)
        self._root.append(self._note(self._count, text))
        return self._count

    def done(self) -> None:
        """Put the notes into the document as a part of their own."""
        package = self._document.part.package
        assert package is not None
        blob = etree.tostring(self._root, xml_declaration=True, encoding="UTF-8", standalone=True)
        part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, blob, package)
        self._document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
        settings = OxmlElement("w:footnotePr")
        for _, number in _SEPARATORS:
            note = OxmlElement("w:footnote")
            note.set(qn("w:id"), number)
            settings.append(note)
        _into_settings(self._document.settings.element, settings)

    def _note(self, number: int, text: str) -> Any:
        paragraph, mark = self._styles
        note: Any = parse_xml(
            f'<w:footnote {nsdecls("w")} w:id="{number}"><w:p><w:pPr>'
            f'<w:pStyle w:val="{paragraph}"/></w:pPr><w:r><w:rPr><w:rStyle w:val="{mark}"/></w:rPr>'
            '<w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> </w:t></w:r></w:p></w:footnote>'
        )
        note.find(f".//{qn('w:t')}").text = f" {text}"
        return note


def _separator(kind: str, number: str) -> Any:
    return parse_xml(
        f'<w:footnote {nsdecls("w")} w:type="{kind}" w:id="{number}"><w:p><w:pPr>'
        f'<w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr><w:r><w:{kind}/></w:r>'
        "</w:p></w:footnote>"
    )


def _styles(document: Document) -> tuple[str, str]:
    """The ids of the styles of notes and of their marks."""
    text = document.styles.add_style(_TEXT, WD_STYLE_TYPE.PARAGRAPH)
    text.base_style = document.styles["Normal"]
    text.font.size = Pt(9)
    text.paragraph_format.space_after = Pt(2)
    mark = document.styles.add_style(_MARK, WD_STYLE_TYPE.CHARACTER)
    mark.font.superscript = True
    return text.style_id, mark.style_id


def _into_settings(settings: Any, element: Any) -> None:
    """Where the schema wants it: before the compatibility settings, if there are any."""
    after = next((settings.find(qn(f"w:{n}")) for n in ("endnotePr", "compat", "rsids")
                  if settings.find(qn(f"w:{n}")) is not None), None)  # fmt: skip
    if after is not None:
        after.addprevious(element)
    else:
        settings.append(element)
