"""The totals of a folder, on the screen and as Markdown."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from eval.command import app
from eval.reading.command import markdown
from eval.reading.pace import Pace, seconds_for_words
from eval.reading.sheet import Sheet
from tests.ingest.reading.typeset import Sheet as Paper


def test_the_totals_name_every_measure_and_its_first_differences() -> None:
    sheet = Sheet()
    sheet.f1("tabeller", 2, 3, 2)
    sheet.share("celler", True)
    for number in range(8):
        sheet.differs("tabeller", f"saknas: nr {number}")
    sheet.differs("varningar", "Sidan 1: tom.")
    text = markdown("prov", 2, sheet, Pace())
    assert "| tabeller | 0.8000 | 2 | 3 | 2 |" in text
    assert "| celler | 1.0000 | 1 | 1 |  |" in text
    assert "- saknas: nr 0" in text and "- … och 2 till" in text
    assert "varningar" not in text and "Kvot" not in text


def test_the_pace_is_the_ratio_of_the_sums(tmp_path: Path) -> None:
    clock = Pace(reading=3.0, words=6.0, files=2)
    assert clock.ratio == 0.5 and "Kvot: 0,50" in clock.told()
    assert Pace().told() == ""
    paper = Paper(tmp_path / "a.pdf")
    paper.text("Några ord att räkna.")
    assert seconds_for_words(paper.save()) > 0
    clock.add(tmp_path / "a.docx", 9.0)
    assert clock.files == 2


def test_a_folder_is_read_and_its_totals_are_kept(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "a.pdf")
    for line in ("Verksamhetsplan 2024", "Backens park", "Björkvikens stadsdelsnämnd"):
        paper.line(line, "Helvetica-Bold", 20)
    paper.page()
    paper.heading("Inledning", 16)
    paper.text("Parken är öppen för alla varje dag.")
    paper.save()
    (tmp_path / "b.pdf").write_bytes(b"inte en pdf")
    kept = tmp_path / "ut.md"
    options = ["read", "--korpus", str(tmp_path), "--save", str(kept)]
    result = CliRunner().invoke(app, options)
    assert result.exit_code == 0, result.output
    text = kept.read_text("utf-8")
    assert text.startswith(f"# Läsning av {tmp_path.name}\n")
    assert "| filer som gick att läsa | 0.5000 | 1 | 2 |  |" in text and "Kvot:" in text
