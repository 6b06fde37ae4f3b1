"""The .docx looked into: footnotes, heading styles, tables, language, kinds, first line."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
import pypdfium2
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm
from lxml import etree

from assistant.draft.model import Draft
from assistant.export.word import docx_of
from tests.assistant.export.made import GOAL, QUOTE, draft, generated

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def part(file: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        return etree.fromstring(archive.read(name))


@pytest.fixture(scope="module")
def file() -> bytes:
    return docx_of(draft())


def texts(file: bytes) -> list[str]:
    return [p.text for p in docx.Document(io.BytesIO(file)).paragraphs]


def test_the_first_line_says_what_it_is(file: bytes) -> None:
    first = texts(file)[0]
    assert first.startswith("Utkast sammanställt ur rapporter, utan AI-modell:")
    assert "Verksamhetsberättelse 2025 (Bageriet & Kaféet <b>)" in first
    assert "AI-stöd" in texts(docx_of(generated()))[0]


def test_every_reference_has_its_note_with_report_page_and_quote(file: bytes) -> None:
    notes = {n.get(f"{W}id"): "".join(n.itertext()) for n in part(file, "word/footnotes.xml")}
    references = [
        r.get(f"{W}id") for r in part(file, "word/document.xml").iter(f"{W}footnoteReference")
    ]
    assert references == [str(n) for n in range(1, len(references) + 1)]
    assert set(references) == set(notes) - {"-1", "0"}
    assert f"Verksamhetsplan 2025, Granvik, s. 7: ”{GOAL}”" in notes["1"]
    assert any(f"s. 3: ”{QUOTE}”" in note for note in notes.values())


def test_notes_are_declared_and_the_separators_pointed_to(file: bytes) -> None:
    types = etree.tostring(part(file, "[Content_Types].xml")).decode()
    assert "wordprocessingml.footnotes+xml" in types
    settings = part(file, "word/settings.xml")
    (element,) = settings.iter(f"{W}footnotePr")
    assert [e.get(f"{W}id") for e in element] == ["-1", "0"]
    after = [e.tag for e in settings].index(f"{W}footnotePr")
    assert f"{W}compat" not in [e.tag for e in settings][:after]


def test_headings_are_heading_styles(file: bytes) -> None:
    document = docx.Document(io.BytesIO(file))
    headed = [(p.style.name, p.text) for p in document.paragraphs if p.style]
    assert ("Heading 1", f"Nämndmål: {GOAL}") in headed
    assert ("Heading 2", "Enhetsmål: Förslag: Bageriet slänger mindre än i fjol") in headed
    thirds = [text for name, text in headed if name == "Heading 3"]
    assert thirds == ["Förväntat resultat", "Uppföljning", "Indikatorer", "Aktiviteter"]


def test_kinds_are_told_in_words_once(file: bytes) -> None:
    said = texts(file)
    assert "Förslag: svinnet vägs varje fredag, " in said
    assert "Att fylla i: [vem väger?]" in said
    assert QUOTE in said


def test_the_history_is_a_table_with_a_repeated_head(file: bytes) -> None:
    (table,) = docx.Document(io.BytesIO(file)).tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == ["Rapport", "Utfall", "Året före", "Årsmål"]
    assert rows[1] == ["VB 2025", "15 %", "19 % (VB 2024)", "12 %"]
    assert "osäker avläsning: Matsvinn 19 20" in rows[2][0] and set(rows[2][1:]) == {""}
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
    first, *others = (column.width for column in table.columns)
    assert first < min(others) and first + sum(others) <= Mm(160)


def test_language_and_properties(file: bytes) -> None:
    properties = docx.Document(io.BytesIO(file)).core_properties
    assert properties.language == "sv-SE"
    assert properties.title == "Utkast till verksamhetsplan 2026 – Bageriet & Kaféet <b>"
    assert "python" not in f"{properties.author}{properties.comments}"
    languages = {e.get(f"{W}val") for e in part(file, "word/styles.xml").iter(f"{W}lang")}
    assert languages == {"sv-SE"}


def test_what_the_chief_must_see_stands_there(file: bytes) -> None:
    said = texts(file)
    assert "Biblioteket har ingen plan för 2026." in said
    assert "Ändrat sedan förra året: «mat» blev «klimatsmart mat»" in said
    assert said.count("Verksamhetsberättelse 2024 saknas.") == 1


def test_a_draft_without_goals_is_still_a_document() -> None:
    empty = Draft("Bageriet", "Granvik", 2026, (), (), ())
    assert texts(docx_of(empty))[0].startswith("Utkast sammanställt ur rapporter, utan AI-modell.")


@pytest.fixture
def soffice() -> Iterator[str]:
    found = shutil.which("soffice")
    if found is None:
        pytest.skip("LibreOffice saknas: att filen öppnas där är INTE provat (libreoffice-writer)")
    yield found


def test_libreoffice_opens_it_and_prints_the_notes(
    soffice: str, file: bytes, tmp_path: Path
) -> None:
    source = tmp_path / "utkast.docx"
    source.write_bytes(file)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(source)], check=True, capture_output=True, timeout=120)
    pdf = pypdfium2.PdfDocument(tmp_path / "utkast.pdf")
    text = " ".join(" ".join(page.get_textpage().get_text_bounded().split()) for page in pdf)
    pdf.close()
    assert "Verksamhetsberättelse 2025, Bageriet & Kaféet <b>, s. 3:" in text
    assert "Nämndmål: Invånarna i Granvik" in text
