"""The corpus generator: same seed same bytes, and a truth that agrees with the printed pages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import pdfplumber
import pytest
from pypdf import PdfReader

from eval.corpus.__main__ import main
from eval.corpus.blocks import Paragraph, RowTable
from eval.corpus.compose import compose
from eval.corpus.design import SANS, Face, random_design
from eval.corpus.flow import PAGE_WIDTH
from eval.corpus.ink import Measure, break_lines, width
from eval.corpus.produce import Options, produce
from eval.corpus.series import Series, indicators_for
from eval.corpus.world import Task, first_boards, tasks, wide_tasks

SEED = 11
RANDOM = Options(seed=SEED, layouts="random", docx_share=0.0, truth=True)


def bare(text: str) -> str:
    """Text without white space, to compare what was wrapped or cut."""
    return re.sub(r"\s+", "", text)


def sample() -> list[Task]:
    """One report of each kind, one of them a board's."""
    boards = first_boards(SEED)
    return [
        Task(boards[0], boards[0].units[2], 2023, "VB"),
        Task(boards[1], boards[1].units[1], 2022, "VP"),
        Task(boards[2], boards[2].units[0], 2024, "T1"),
        Task(boards[0], None, 2024, "T2"),
    ]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    assert len(list(produce(sample(), folder, RANDOM))) == 4
    return folder


def pages_of(path: Path) -> list[str]:
    return [bare(page.extract_text()) for page in PdfReader(path).pages]


def truths(folder: Path, kind: str) -> Iterator[tuple[list[str], Any]]:
    for path in sorted(folder.glob("*.pdf")):
        text = (folder / "facit" / f"{path.stem}.{kind}.json").read_text(encoding="utf-8")
        yield pages_of(path), json.loads(text)


def test_same_seed_gives_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    once = [w.path.read_bytes() for w in produce(sample()[:2], tmp_path / "a", RANDOM)]
    again = [w.path.read_bytes() for w in produce(sample()[:2], tmp_path / "b", RANDOM)]
    other = Options(seed=SEED + 1, layouts="random", docx_share=0.0)
    different = [w.path.read_bytes() for w in produce(sample()[:2], tmp_path / "c", other)]
    assert once == again
    assert all(one != two for one, two in zip(once, different, strict=True))


def test_docx_is_the_same_bytes_too(tmp_path: Path) -> None:
    word = Options(seed=SEED, docx_share=1.0)
    files = [next(produce(sample()[:1], tmp_path / name, word)).path for name in "ab"]
    assert files[0].suffix == ".docx"
    assert files[0].read_bytes() == files[1].read_bytes()


def test_every_cell_stands_in_its_row_on_its_page(written: Path) -> None:
    rows = 0
    for pages, found in truths(written, "indikatorer"):
        for row in found:
            cells = [row["indikator"], *(v for v in row["kolumner"].values() if v)]
            assert bare("".join(cells)) in pages[row["sida"] - 1]
            rows += 1
    assert rows > 40


def test_analysis_begins_and_ends_on_the_pages_told(written: Path) -> None:
    seen = 0
    for pages, found in truths(written, "indikatorer"):
        for row in (r for r in found if r["analys"]):
            text = bare(row["analys"])
            assert text[:12] in pages[row["analys_sidor"][0] - 1]
            assert text[-12:] in pages[row["analys_sidor"][-1] - 1]
            seen += 1
    assert seen > 15


def test_activities_and_budget_rows_stand_on_their_pages(written: Path) -> None:
    for pages, found in truths(written, "aktiviteter"):
        for row in found:
            assert bare(row["aktivitet"] + row["start"] + row["slut"]) in pages[row["sida"] - 1]
    for pages, found in truths(written, "tabeller"):
        everything = "".join(pages)
        for table in found:
            assert all(bare("".join(c for c in r if c)) in everything for r in table["rows"])


def goals_in(nodes: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for node in nodes:
        yield node
        yield from goals_in(node["barn"])


def test_goals_and_headings_stand_on_their_pages(written: Path) -> None:
    for pages, found in truths(written, "struktur"):
        assert found["sidor"] == len(pages)
        goals = list(goals_in(found["mal"]))
        assert {goal["typ"] for goal in goals} >= {"inriktningsmal", "kf_mal", "namndmal"}
        for goal in goals:
            page = pages[goal["sida"] - 1]
            assert bare(goal["text"]) in page and bare(goal["status"] or "") in page
            assert all(bare(h["text"]) in pages[h["sida"] - 1] for h in goal["rubriker"])
        assert all(bare(h["text"]) in pages[h["sida"] - 1] for h in found["rubriker"])


def test_nothing_leaves_the_page_or_stands_on_other_words(written: Path) -> None:
    for path in sorted(written.glob("*.pdf")):
        with pdfplumber.open(path) as pdf:
            for page in pdf.pages[2:5]:
                words = page.extract_words(use_text_flow=True, x_tolerance=1)
                assert words and all(w["x0"] > 30 and w["x1"] < PAGE_WIDTH - 30 for w in words)
                assert not [pair for pair in _overlapping(words)]


def _overlapping(words: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    ordered = sorted(words, key=lambda w: (round(w["bottom"]), w["x0"]))
    for one, two in pairwise(ordered):
        same_line = round(one["bottom"]) == round(two["bottom"])
        if same_line and two["x0"] < one["x1"] - 0.5:
            yield one["text"], two["text"]


def test_previous_column_repeats_last_years_outcome_save_rare_slips() -> None:
    equal = unequal = 0
    for board in first_boards(SEED):
        for unit in board.units:
            for area in unit.areas:
                for indicator in indicators_for(area, unit.kind):
                    series = Series(f"{board.name}|{unit.name}", indicator, SEED)
                    for year in (2023, 2024, 2025):
                        if series.missing(year - 1):
                            assert series.previous(year) is None
                            continue
                        same = series.previous(year) == series.value(year - 1)
                        equal, unequal = equal + same, unequal + (not same)
    assert 0 < unequal < 0.1 * equal


def test_an_empty_outcome_is_told_in_the_analysis() -> None:
    told = 0
    for task in (t for t in tasks(240, SEED) if t.report_type == "VB" and t.unit):
        for block in compose(task, SEED).blocks:
            if isinstance(block, RowTable) and block.kind == "indikator":
                for row in block.rows:
                    if dict(row.cells)["Periodens utfall"] is None:
                        assert re.search(r"\d", " ".join(row.analysis))
                        told += 1
    assert told > 10


def test_board_text_is_repeated_by_its_units_and_told_apart_between_boards() -> None:
    def texts(task: Task) -> set[str]:
        return {b.text for b in compose(task, SEED).blocks if isinstance(b, Paragraph)}

    first, second, _ = first_boards(SEED)
    one, two = (texts(Task(first, unit, 2024, "VB")) for unit in first.units[:2])
    assert len(one & two) >= 8
    assert len(one & texts(Task(second, second.units[0], 2024, "VB"))) < len(one & two)


def test_thousands_of_reports_have_names_of_their_own() -> None:
    chosen = tasks(7000, SEED)
    assert len({task.stem for task in chosen}) == 7000
    assert len({task.board.name for task in chosen}) > 20


def test_long_words_are_cut_to_fit_and_none_is_lost() -> None:
    face = Face(SANS, 7.5)
    lines = break_lines("Tas fram av nämnd/styrelse", Measure(face, 28, cut=True))
    assert bare("".join(lines)) == bare("Tas fram av nämnd/styrelse")
    assert all(width(line, face) <= 28 for line in lines)


def test_hyphenated_lines_give_the_text_back() -> None:
    text = " ".join(["Verksamheterna utvecklar arbetssätten tillsammans med deltagarna."] * 9)
    lines = break_lines(text, Measure(Face(SANS, 11), 150, hyphenate=True))
    assert any(line.endswith("-") for line in lines)
    joined = "".join(line[:-1] if line.endswith("-") else line + " " for line in lines)
    assert joined.strip() == text


def test_random_looks_differ_in_what_readers_find_hard() -> None:
    looks = [random_design(Random(f"look{number}")) for number in range(60)]
    assert {look.table.rules for look in looks} == {"full", "horizontal", "none"}
    assert {look.label_above for look in looks} == {look.hyphenate for look in looks}
    assert len({look.header for look in looks}) == 4
    assert len({look.goals for look in looks}) >= 6


def test_the_command_writes_reports_with_truth(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main([str(tmp_path), "--reports", "2", "--seed", "5", "--truth", "--docx-share", "0"])
    assert len(list(tmp_path.glob("*.pdf"))) == 2
    assert len(list((tmp_path / "facit").glob("*.json"))) == 8
    assert "2 rapporter" in capsys.readouterr().out


def test_wide_boards_come_whole_and_one_after_the_other() -> None:
    wide = wide_tasks(30, SEED, 12, 0)
    assert len(wide) == 30 and len({task.stem for task in wide}) == 30
    first = wide[:13]
    assert {(t.board.name, t.year, t.report_type) for t in first} == {
        (wide[0].board.name, 2025, "VB")
    }
    assert len({task.unit for task in first}) == 13 and first[0].unit is None


def test_a_wordy_board_says_more_in_every_unit_and_the_same() -> None:
    def paragraphs(wordy: int) -> list[set[str]]:
        pair = wide_tasks(3, SEED, 40, wordy)[1:]
        return [
            {b.text for b in compose(task, SEED).blocks if isinstance(b, Paragraph)}
            for task in pair
        ]

    brief, wide = paragraphs(0), paragraphs(6)
    assert all(len(b) < len(a) for a, b in zip(wide, brief, strict=True))
    assert len(wide[0] & wide[1]) > len(brief[0] & brief[1])
