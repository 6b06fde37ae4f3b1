"""The city that scale is measured on: its shape, its reports, its questions, its curves."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest

from assistant.answer import Assistant
from assistant.model import Question
from eval.questions import Case
from eval.scale.city import PER_REPORT, YEARS, Model, identities, writers
from eval.scale.command import kept
from eval.scale.copies import Copier, masked, models
from eval.scale.curves import curves, told
from eval.scale.fill import fill
from eval.scale.measure import Fenced, Grown, fenced_laps
from eval.scale.questions import FENCES, Asked
from eval.scale.steps import Steps
from ingest.index.chroma import ChromaStore
from ingest.model import Identity, Report, ReportType, Scope
from ingest.passages import passages_of
from tests.assistant import shelf

KNOWN = [Model("Aspen", "Aspens dagverksamhet"), Model("Eken", "Ekens förskolor")]
WHO = Identity("Sjöstaden", "Aspens dagverksamhet", 2022, ReportType.VB)
ABOVE = "Alla i Sjöstaden möts med respekt och får besked i tid."


def report_of(unit: str | None) -> Report:
    own = f"{unit or 'Nämnden'} arbetade 2024 vidare med matsvinnet i köket."
    more = "Gruppen träffades varje vecka under hela våren."
    draft = shelf.Draft(Identity("Sjöstaden", unit, 2024, ReportType.VB))
    made = draft.text(1, "Beskrivning", ABOVE).text(1, "Analys", own, more).report()
    return replace(made, goals=())


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


def test_no_question_is_asked_twice() -> None:
    case = Case("1", "Vad är ett nämndmål?", "faktum", Scope(), (), (), None)
    asked = Asked([case, replace(case, id="2")], KNOWN, writers(20_000, KNOWN), ["Sjöstaden"])
    texts = [question.text for fence in FENCES for question in asked.questions(8, fence)]
    assert len(set(texts)) == len(texts) == 8 * len(FENCES)
    assert all(text.endswith(case.question) for text in texts)


def test_a_library_is_filled_on_where_it_was_interrupted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = shelf.library()
    monkeypatch.setattr("eval.scale.city.YEARS", (2024, 2025))
    monkeypatch.setattr("eval.scale.fill._AT_ONCE", 12)

    class StoppedError(Exception):
        pass

    def stop(_: int) -> None:
        raise StoppedError

    with pytest.raises(StoppedError):
        fill(tmp_path, small, 1000, stop)
    counts: list[int] = []
    fill(tmp_path, small, 1000, counts.append)
    assert counts == sorted(counts) and counts
    store = ChromaStore(tmp_path / "chroma", small.embedder.name)
    city = writers(1000, models([r for s in small.reports() if (r := small.contents_of(s))]))
    wanted = {who for number, one in enumerate(city) for who in identities(one, number)}
    assert {report.identity for report in store.reports()} == wanted
    assert store.count() == sum(report.passages for report in store.reports()) == counts[-1]
    fill(tmp_path, small, 1000, counts.append)
    assert counts[-1] == store.count() and store.left_over() == 0


def test_every_step_of_a_question_has_its_time() -> None:
    library = shelf.library_of(shelf.Draft(WHO).text(2, "Analys", "Matsvinnet minskade."))
    steps = Steps()
    steps.watch(library)
    assistant = Assistant(library, lambda: date(2023, 5, 2))
    questions = [Question("Hur gick det med matsvinnet?"), Question("Vad gjordes i köket?")]
    refused = Question("Hur gick det med matsvinnet på Rönnens hemtjänst?")
    laps = fenced_laps(assistant, library, steps, ("inget", [*questions, refused]))
    assert laps.fence == "inget" and laps.searched == 2 and all(lap >= 0 for lap in laps.question)
    assert {"tolkning", "sökning", "vektorsökning", "ordsökning"} <= set(laps.steps)
    assert laps.steps["hela svaret"][2] <= laps.question[2] + 1
    assert {len(times) for name, times in steps.times.items() if name == "tolkning"} == {2}


def grown(passages: int) -> Grown:
    spread = (10.0, 20.0, 30.0)
    laps = (15.0, 30.0 * passages / 20_000, 60.0)
    fenced = tuple(Fenced(f, 90, spread, laps, {"sökning": spread})
                   for f in FENCES)  # fmt: skip
    return Grown(passages, passages // 75, fenced, {"nyckeltal": 12.0}, 3.0, 9.0, 900,
                 {"chroma": 1040})  # fmt: skip


def test_rows_of_every_size_are_kept_and_told_together(tmp_path: Path) -> None:
    kept(tmp_path, 100_000, grown(100_000))
    kept(tmp_path, 20_000, grown(20_000))
    rows = json.loads((tmp_path / "scale.json").read_text("utf-8"))
    assert [*rows] == ["20000", "100000"]
    text = (tmp_path / "scale.md").read_text("utf-8")
    assert text == told(rows)
    assert "| nämnd och år | 1,50 (1,50); 15 ms (30); 90 frågor | 1,50 (7,50)" in text
    assert "| nämnd och år | 1,00 (1,00) | 5,00 (5,00) |" in text
    assert "| sökning | 10,0 (20,0) | 10,0 (20,0) |" in text
    assert "100 000 stycken, 1 333 rapporter" in text and "chroma 1 040 MB" in text
    drawn = ElementTree.fromstring((tmp_path / "scale.svg").read_text("utf-8"))
    assert len(drawn.findall(".//{http://www.w3.org/2000/svg}polyline")) == 5 + 1 + 2
    assert curves({"20000": rows["20000"]})
