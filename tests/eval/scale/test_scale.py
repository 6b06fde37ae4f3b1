"""The city that scale is measured on: its shape, its reports, its questions, its curves."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from assistant.model import Question
from eval.questions import Case
from eval.scale.city import PER_REPORT, YEARS, Model, identities, writers
from eval.scale.copies import Copier, masked, models
from eval.scale.curves import curves, table
from eval.scale.questions import FENCES, Asked
from ingest.model import (
    Chain,
    Identity,
    Page,
    Report,
    ReportType,
    Scope,
    Section,
    Sentence,
)
from ingest.passages import passages_of

KNOWN = [Model("Aspen", "Aspens dagverksamhet"), Model("Eken", "Ekens förskolor")]
ABOVE = "Alla i Sjöstaden möts med respekt och får besked i tid."


def report_of(unit: str | None) -> Report:
    own = f"{unit or 'Nämnden'} arbetade 2024 vidare med matsvinnet i köket."
    more = "Gruppen träffades varje vecka under hela våren."
    goal = Chain(namndmal="Respekt")
    sections = (
        Section(goal, ("Beskrivning",), ((Sentence(ABOVE, 1),),), 1),
        Section(Chain(), ("Analys",), ((Sentence(own, 1), Sentence(more, 1)),), 1),
    )
    who = Identity("Sjöstaden", unit, 2024, ReportType.VB)
    return Report(who, (Page(1, f"{ABOVE}\n{own} {more}"),), (), sections)


@pytest.mark.parametrize("passages", [20_000, 100_000, 500_000])
def test_a_city_grows_in_boards_and_units_alike(passages: int) -> None:
    city = writers(passages, KNOWN)
    who = [identity for n, w in enumerate(city) for identity in identities(w, n)]
    boards = {identity.board for identity in who}
    assert len(who) == len(set(who))
    assert {identity.year for identity in who} == set(YEARS)
    assert 0.7 < len(who) * PER_REPORT / passages < 1.3
    assert len(boards) == {20_000: 3, 100_000: 6, 500_000: 14}[passages]


def test_a_copy_has_a_name_and_a_year_of_its_own_and_the_boards_text() -> None:
    reports = [report_of("Aspens dagverksamhet"), report_of("Ekens förskolor"), report_of(None)]
    copier = Copier(reports, models(reports))
    texts = set()
    for number, writer in enumerate(writers(20_000, models(reports))[:6]):
        for identity in identities(writer, number):
            copy = copier.report(writer, identity)
            assert copy.identity == identity
            assert "Aspens" not in copy.pages[0].text and "Sjöstaden" not in copy.pages[0].text
            shared = [p for p in passages_of(copy, "0" * 64) if p.shared]
            texts |= {p.shared for p in shared}
            for passage in shared:
                assert all(s.text in copy.pages[0].text for s in passage.sentences)
    assert len(texts) == 1  # one board's, whatever the unit and the year


def test_a_sentence_and_its_copy_are_the_same_without_names_and_years() -> None:
    assert masked("Aspens kök 2024", ("Aspen",)) == masked("Lindens kök 2019", ("Linden",))


def test_questions_move_with_the_city_and_carry_their_filter() -> None:
    case = Case("1", "Hur gick det för Aspens dagverksamhet 2024?", "faktum", Scope(), (), (), None)
    city = writers(20_000, KNOWN)
    asked = Asked([case], KNOWN, city, ["Sjöstaden"])
    units = {writer.unit for writer in city}
    for fence, fields in FENCES.items():
        for question in asked.questions(5, fence):
            assert isinstance(question, Question) and "Aspen" not in question.text
            held = {f for f in ("boards", "units", "years", "report_types")
                    if getattr(question.scope, f)}  # fmt: skip
            assert held == set(fields)
            assert set(question.scope.units) <= units


def test_curves_and_table_tell_every_size() -> None:
    def row(passages: int) -> dict[str, object]:
        fenced = [{"fence": f, "embedding": [10, 20, 30], "question": [15, 30, 60],
                   "search": [1, 2, 3]} for f in FENCES]  # fmt: skip
        return {"passages": passages, "reports": passages // 75, "fenced": fenced,
                "pages": {"nyckeltal": 12.0}, "start_s": 3.0, "ready_s": 9.0,
                "memory_mb": 900, "disk_mb": {"chroma": 40}}  # fmt: skip

    rows = {"20000": row(20_000), "100000": row(100_000)}
    told = table(rows)
    assert "| nämnd och år | 1.50 (1.50); 15 ms (30) |" in told
    assert "100000 stycken" in told
    drawn = ElementTree.fromstring(curves(rows))
    assert len(drawn.findall(".//{http://www.w3.org/2000/svg}polyline")) == 5 + 1 + 2
