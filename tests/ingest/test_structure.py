"""The goal chain, headings and sections of reports set in both templates."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.assembly import report_from
from ingest.blocks import Paragraph
from ingest.identity import Overrides
from ingest.model import Chain, Goal, Report
from ingest.reading.layout import Layout, Line, PageLayout, Style
from ingest.reading.pdf import read_pdf
from ingest.structure import sentences_of
from tests.ingest.reading.typeset import Sheet

LONG = (
    "1.2 Invånarna i staden har nära till grönska, vatten och mötesplatser i alla delar av staden"
)
BODY = "Vi har under året provat nya sätt att möta besökarna i parken och på torget. " * 3


def _cover(sheet: Sheet) -> None:
    sheet.y = 230
    sheet.line("Verksamhetsberättelse 2023", "Helvetica-Bold", 24)
    sheet.line("Enheten Backens öppna verksamhet", "Helvetica", 16)
    sheet.line("Björkvikens stadsdelsnämnd", "Helvetica", 13)
    sheet.page()


def _contents(sheet: Sheet) -> None:
    sheet.heading("Innehållsförteckning")
    for title in (
        "Inledning",
        "KF:s inriktningsmål: 1. En grön stad",
        "Nämndmål: Parkerna är trygga",
    ):
        sheet.line(f"{title} {'.' * 60} 3", "Helvetica", 9)
    sheet.page()


def _goal(sheet: Sheet, label: str, text: str, template: str, size: float) -> None:
    if template == "one line":
        sheet.heading(f"{label}: {text}", size, bold=size != 11.5)
    else:
        sheet.heading(f"{label}:", size, bold=size != 11.5)
        sheet.y -= 8
        sheet.heading(text, size, bold=size != 11.5)


def _report(path: Path, template: str) -> Report:
    sheet = Sheet(path, head="Enheten Backens öppna verksamhet, Verksamhetsberättelse")
    _cover(sheet)
    _contents(sheet)
    sheet.heading("Inledning", 16)
    sheet.subheading("Vår verksamhet")
    sheet.text(BODY)
    sheet.heading("Uppföljning av målen", 16)
    _goal(sheet, "KF:s inriktningsmål", "1. En grön stad", template, 14)
    _goal(sheet, "KF:s mål för verksamhetsområdet", LONG, template, 12)
    sheet.status()
    _goal(sheet, "Nämndmål", "Parkerna är trygga", template, 11.5)
    sheet.status("Uppfylls delvis")
    sheet.heading("Beskrivning", 10)
    sheet.text(BODY)
    sheet.subheading("Belysning")
    sheet.text("Lamporna i parken har bytts.")
    sheet.page()
    _goal(sheet, "Enhetsmål", "Besökarna känner sig välkomna", template, 11)
    sheet.status("Uppfylls ej")
    sheet.heading("Förväntat resultat", 10)
    sheet.text("Fler kommer tillbaka.")
    sheet.heading("Analys", 10)
    sheet.text("Målet nåddes inte eftersom lokalen var stängd under våren och")
    sheet.page()
    sheet.text("öppnade först i juni.")
    sheet.heading("Övrigt", 16)
    sheet.text("Inget övrigt.")
    return report_from(read_pdf(sheet.save()), path.name, Overrides())


@pytest.fixture(scope="module", params=["one line", "two lines"])
def report(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Report:
    return _report(tmp_path_factory.mktemp("structure") / "rapport.pdf", request.param)


def _only(goals: tuple[Goal, ...]) -> Goal:
    assert len(goals) == 1
    return goals[0]


def test_the_goal_chain_is_read_level_by_level(report: Report) -> None:
    city = _only(report.goals)
    area = _only(city.children)
    board = _only(area.children)
    unit = _only(board.children)
    assert [g.text for g in (city, area, board, unit)] == [
        "1. En grön stad", LONG, "Parkerna är trygga", "Besökarna känner sig välkomna",
    ]  # fmt: skip
    assert [g.level for g in (city, area, board, unit)] == [
        "inriktningsmal", "kf_mal", "namndmal", "enhetsmal",
    ]  # fmt: skip
    assert [g.fulfilment for g in (city, area, board, unit)] == [None, "helt", "delvis", "ej"]
    assert (city.number, area.number, board.number) == ("1", "1.2", None)
    assert (board.page, unit.page) == (3, 4)


def test_sections_stand_under_their_goal_and_headings(report: Report) -> None:
    by_heading = {section.headings: section for section in report.sections}
    light = by_heading[("Beskrivning", "Belysning")]
    assert light.chain == Chain("1. En grön stad", LONG, "Parkerna är trygga")
    assert by_heading[("Förväntat resultat",)].chain.enhetsmal == "Besökarna känner sig välkomna"
    assert by_heading[("Inledning", "Vår verksamhet")].chain == Chain()
    assert by_heading[("Övrigt",)].chain == Chain()


def test_a_sentence_over_a_page_break_is_two_that_continue(report: Report) -> None:
    analysis = next(s for s in report.sections if s.headings == ("Analys",))
    first, second = analysis.paragraphs[0]
    assert (first.page, second.page) == (4, 5)
    assert first.continues and not second.continues
    assert first.text.endswith("under våren och") and second.text == "öppnade först i juni."


def test_every_sentence_stands_verbatim_on_its_page(report: Report) -> None:
    for section in report.sections:
        for sentence in (s for paragraph in section.paragraphs for s in paragraph):
            assert sentence.text in report.pages[sentence.page - 1].text


def test_running_heads_contents_and_cover_open_no_sections(report: Report) -> None:
    text = " ".join(s.text for sec in report.sections for p in sec.paragraphs for s in p)
    assert "(9)" not in text and "...." not in text and "stadsdelsnämnd" not in text
    assert "Verksamhetsberättelse 2023" in report.pages[0].text
    assert len([g for g in report.goals]) == 1


def test_the_identity_is_read_from_the_cover(report: Report) -> None:
    who = report.identity
    assert (who.board, who.unit) == ("Björkvikens", "Backens öppna verksamhet")
    assert (who.year, who.report_type) == (2023, "VB")


def test_the_mark_of_a_list_item_is_no_part_of_its_text() -> None:
    item = Paragraph(((2, "• Vi provar – igen. Och igen."),), item=True)
    assert [s.text for s in sentences_of(item)] == ["Vi provar – igen.", "Och igen."]


def _bold(text: str, size: float) -> Line:
    return Line(text, 1, Style(size, bold=True), whole=True)


def test_a_chapter_word_in_a_lesser_type_is_a_heading_of_the_chapter() -> None:
    """«Övrigt» last in the chapter «Övrigt», where goals are set like chapters."""
    lines = [
        _bold("Tertialrapport 2 2023", 22),
        Line("Backens verksamhet", 1, Style(11), whole=True),
        Line("Björkvikens stadsdelsnämnd", 1, Style(11), whole=True),
        _bold("Sammanfattande analys", 16),
        _bold("KF:s inriktningsmål: 1. En grön stad", 16),
        _bold("Nämndmål: Parkerna är trygga", 14),
        Line(BODY, 1, Style(11), whole=True),
        _bold("Övrigt", 16),
        _bold("Lex Sarah", 11),
        Line(BODY, 1, Style(11), whole=True),
        _bold("Övrigt", 14),
        Line(BODY, 1, Style(11), whole=True),
    ]
    report = report_from(Layout((PageLayout(1, tuple(lines)),)), "a.docx", Overrides())
    assert [section.headings for section in report.sections] == [
        ("Sammanfattande analys",), (), ("Övrigt",), ("Övrigt", "Lex Sarah"), ("Övrigt", "Övrigt"),
    ]  # fmt: skip
    assert report.pages[0].text.startswith("Tertialrapport 2 2023\nBackens verksamhet\n")
