"""Word documents: headings, pages, tables, contents lists."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from ingest.errors import BadFileError
from ingest.reading.docx import read_docx
from ingest.reading.layout import Grid, Layout, Line
from tests.ingest.making import report_docx, word_bomb


def saved(document: Any, tmp_path: Path) -> Layout:
    document.save(str(tmp_path / "a.docx"))
    return read_docx(tmp_path / "a.docx")


def items(layout: Layout) -> list[Line | Grid]:
    return [item for page in layout.pages for item in page.items]


def lines(layout: Layout) -> list[Line]:
    return [item for item in items(layout) if isinstance(item, Line)]


def grid(layout: Layout) -> Grid:
    return next(item for item in items(layout) if isinstance(item, Grid))


def element(tag: str, **attributes: str) -> Any:
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def test_levels_come_from_styles_in_either_language_and_from_their_bases(tmp_path: Path) -> None:
    document = Document()
    swedish = document.styles.add_style("Rubrik 3", WD_STYLE_TYPE.PARAGRAPH)
    based = document.styles.add_style("Nämndens egen", WD_STYLE_TYPE.PARAGRAPH)
    based.base_style = document.styles["Heading 2"]
    document.add_paragraph("Titeln", style="Title")
    document.add_paragraph("Ett", style="Heading 1")
    document.add_paragraph("Två", style=based)
    document.add_paragraph("Tre", style=swedish)
    outlined = document.add_paragraph("Fyra")
    outlined.paragraph_format.element.get_or_add_pPr().append(element("w:outlineLvl", val="3"))
    document.add_paragraph("Löptext")
    read = lines(saved(document, tmp_path))
    assert [line.level for line in read] == [0, 1, 2, 3, 4, None]
    assert all(line.whole for line in read)


def test_items_and_looks(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("punkt", style="List Bullet")
    bold = document.add_paragraph()
    bold.add_run("Fet ").bold = True
    run = bold.add_run("rubrik")
    run.bold, run.font.size = True, Pt(13)
    half = document.add_paragraph("Bara ")
    half.add_run("ett ord").bold = True
    item, heading, text = lines(saved(document, tmp_path))
    assert item.item and not heading.item
    assert heading.style.bold and not text.style.bold
    assert heading.text == "Fet rubrik" and text.text == "Bara ett ord"


def test_a_box_within_a_box_is_read_once(tmp_path: Path) -> None:
    document = Document()
    place = document.add_paragraph("ytterst")._element
    for depth in range(12):
        box, inner = element("w:txbxContent"), element("w:p")
        run, text = element("w:r"), element("w:t")
        text.text = f"ruta {depth}"
        run.append(text)
        inner.append(run)
        box.append(inner)
        drawn = element("w:r")
        drawn.append(box)
        place.append(drawn)
        place = inner
    read = [line.text for line in lines(saved(document, tmp_path))]
    assert read == ["ytterst", *(f"ruta {depth}" for depth in range(12))]


def test_numbers_larger_than_any_are_none(tmp_path: Path) -> None:
    document = Document()
    run = document.add_paragraph().add_run("Stort")
    run.font.size = Pt(13)
    run._element.rPr.find(qn("w:sz")).set(qn("w:val"), "9" * 5000)
    outlined = document.add_paragraph("Djupt")
    level = element("w:outlineLvl", val="9" * 5000)
    outlined.paragraph_format.element.get_or_add_pPr().append(level)
    big, deep = lines(saved(document, tmp_path))
    assert (big.style.size, deep.level) == (0.0, None)


def test_pages_from_explicit_and_rendered_breaks_counted_once(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("ett").add_run().add_break(WD_BREAK.PAGE)
    after = document.add_paragraph()
    after.add_run()._r.append(element("w:lastRenderedPageBreak"))
    after.add_run("två, och vidare ")
    after.add_run()._r.append(element("w:lastRenderedPageBreak"))
    after.add_run("på tre")
    document.add_paragraph("fyra").paragraph_format.page_break_before = True
    document.add_section()
    document.add_paragraph("fem")
    layout = saved(document, tmp_path)
    read = [(line.page, line.text, line.whole) for line in lines(layout)]
    assert read == [
        (1, "ett", True),
        (2, "två, och vidare", True),
        (3, "på tre", False),
        (4, "fyra", True),
        (5, "fem", True),
    ]
    assert layout.warnings == ()


def test_no_break_at_all_is_page_one_and_said(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("ett")
    layout = saved(document, tmp_path)
    assert [page.number for page in layout.pages] == [1]
    assert "saknar sidbrytningar" in layout.warnings[0]


def test_tables_keep_their_columns(tmp_path: Path) -> None:
    document = Document()
    table = document.add_table(4, 3)
    table.cell(0, 0).merge(table.cell(0, 2)).text = "Hela raden"
    for column, text in enumerate(("Mått", "Utfall", "Mål")):
        table.cell(1, column).paragraphs[0].add_run(text).bold = True
    table.cell(2, 0).merge(table.cell(3, 0)).text = "Nöjda\ngäster"
    table.cell(2, 2).text = "82 %"
    table.cell(3, 0).merge(table.cell(3, 0))
    table.cell(3, 1).merge(table.cell(3, 2)).text = "saknas"
    document.add_paragraph("efter")
    layout = saved(document, tmp_path)
    rows = [[" ".join(cell.lines) for cell in row.cells] for row in grid(layout).rows]
    assert rows == [
        ["Hela raden"],
        ["Mått", "Utfall", "Mål"],
        ["Nöjda gäster", "", "82 %"],
        ["", "saknas", ""],
    ]
    assert all(cell.bold for cell in grid(layout).rows[1].cells)
    assert [line.text for line in lines(layout)] == ["efter"]


def test_a_table_over_a_page_break_is_two_grids(tmp_path: Path) -> None:
    document = Document()
    table = document.add_table(2, 2)
    for row in (0, 1):
        for column in (0, 1):
            paragraph = table.cell(row, column).paragraphs[0]
            if row == 1:
                paragraph.add_run()._r.append(element("w:lastRenderedPageBreak"))
            paragraph.add_run(f"r{row}k{column}")
    grids = [item for item in items(saved(document, tmp_path)) if isinstance(item, Grid)]
    assert [(g.page, len(g.rows)) for g in grids] == [(1, 1), (2, 1)]


def test_contents_lists_are_left_out_by_style_and_by_field(tmp_path: Path) -> None:
    document = Document()
    listed = document.styles.add_style("Innehåll 1", WD_STYLE_TYPE.PARAGRAPH)
    document.add_paragraph("Innehållsförteckning")
    document.add_paragraph("Inledning 3", style=listed)
    opening = document.add_paragraph("Kapitel 4")
    for made in (element("w:fldChar", fldCharType="begin"), element("w:instrText")):
        made.text = 'TOC \\o "1-3"' if made.tag == qn("w:instrText") else None
        opening.runs[0]._r.append(made)
    document.add_paragraph("Kapitel 5")
    closing = document.add_paragraph()
    closing.add_run()._r.append(element("w:fldChar", fldCharType="end"))
    document.add_paragraph("Texten börjar")
    assert [line.text for line in lines(saved(document, tmp_path))] == ["Texten börjar"]


def test_tracked_changes_links_and_controls(tmp_path: Path) -> None:
    document = Document()
    paragraph = document.add_paragraph("Kvar ")
    for tag, inner, text in (("w:del", "w:delText", "borta "), ("w:ins", "w:t", "nytt")):
        run = element("w:r")
        run.append(element(inner))
        run[0].text = text
        change = element(tag)
        change.append(run)
        paragraph._p.append(change)
    control, content = element("w:sdt"), element("w:sdtContent")
    inside = document.add_paragraph("I kontrollen")
    control.append(content)
    inside._p.addprevious(control)
    content.append(inside._p)
    assert [line.text for line in lines(saved(document, tmp_path))] == ["Kvar nytt", "I kontrollen"]


def test_empty_damaged_and_swollen_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BadFileError, match="ingen text"):
        saved(Document(), tmp_path)
    whole = report_docx(tmp_path / "b.docx").read_bytes()
    (tmp_path / "b.docx").write_bytes(whole[:-200])
    with pytest.raises(BadFileError, match="skadad"):
        read_docx(tmp_path / "b.docx")
    monkeypatch.setattr("ingest.reading.docx.MOST_UNPACKED", 3 << 20)
    with pytest.raises(BadFileError, match="orimligt stor"):
        read_docx(word_bomb(tmp_path / "c.docx", 4 << 20))


def swapped(path: Path, one: str, other: str) -> Path:
    """A Word document in which one member holds what another does."""
    whole = shutil.copy(report_docx(path), path.with_suffix(".old"))
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(other if name == one else name))
    return path


def test_a_document_that_is_something_else_is_damaged(tmp_path: Path) -> None:
    path = swapped(tmp_path / "fel.docx", "word/document.xml", "docProps/app.xml")
    with pytest.raises(BadFileError, match="skadad"):
        read_docx(path)


def test_properties_that_are_something_else_only_cost_the_title(tmp_path: Path) -> None:
    path = swapped(tmp_path / "titel.docx", "docProps/core.xml", "docProps/app.xml")
    layout = read_docx(path)
    assert layout.title == ""
    assert layout.pages
