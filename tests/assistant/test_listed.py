"""Highest and lowest of the lines of a list under a row, and of the rows of a table."""

from __future__ import annotations

from dataclasses import replace

from assistant.answer import Assistant
from assistant.model import Answer, Question
from ingest.library import Library
from ingest.model import Columns, Identity, Report, ReportType, Table, TableRow
from tests.assistant import shelf
from tests.assistant.shelf import Draft

LINES = ("Kvarnen 94 %", "Smedjan: 70 %", "Näset 94 %", "Svaren lämnades i oktober.")


def draft() -> Draft:
    made = Draft(Identity(shelf.BOARD, shelf.DAILY, 2022, ReportType.VB))
    made.text(2, "Inledning", "Verksamheten är till för vuxna.")
    made.row(3, "Andel brukare som är nöjda", Columns(city_target="80 %", period="2022"), LINES)
    return made.row(3, "Sjukfrånvaro", Columns(outcome="9,3 %", period="2022"))


def asked(text: str, library: Library) -> Answer:
    return Assistant(library, lambda: shelf.TODAY).ask(Question(text))


def test_the_lines_of_a_list_are_ranked_and_ties_told() -> None:
    question = "Vilken verksamhet i Ekbackens dagliga verksamhet hade nöjda brukare mest och minst?"
    answer = asked(question, shelf.library_of(draft()))
    assert "Kvarnen 94 %; Näset 94 %; Smedjan 70 %." in answer.statements[0].text
    assert len(answer.statements[0].citations) == 4
    assert any("högst är Kvarnen och Näset (94 %); lägst är Smedjan (70 %)" in w
               for w in answer.warnings)  # fmt: skip


def test_the_rows_of_a_table_are_ranked_by_the_column_asked_for() -> None:
    made = draft()
    library = shelf.library_of(made)
    key = (made.identity.document_id, "0" * 64)
    report: Report = library.archive.reports[key]  # type: ignore[attr-defined]
    cells = [("Ekgården", "4,0", "9,0"), ("Näset", "6,0", "2,0"), ("Udden", "5,0", "1,0"),
             ("Summa", "15,0", "12,0")]  # fmt: skip
    rows = tuple(TableRow(each, 3, " ".join(each)) for each in cells)
    pages = tuple(
        replace(p, text="\n".join((p.text, *(r.quote for r in rows)))) if p.number == 3 else p
        for p in report.pages
    )
    table = Table("Tomma dygn", ("Antal tomma dygn", "Jan", "Feb"), rows, 3)
    library.archive.reports[key] = replace(report, tables=(table,), pages=pages)  # type: ignore[attr-defined]
    answer = asked("Vilket boende i Ekbackens dagliga verksamhet hade flest tomma dygn i februari?",
                   library)  # fmt: skip
    assert answer.statements[0].text == "Ekgården (Antal tomma dygn) – Feb: 9,0."
    assert any("högst är Ekgården (9,0); lägst är Udden (1,0)" in w for w in answer.warnings)
