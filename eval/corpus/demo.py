"""The committed demo corpus: which reports, and the questions about them.

Every unit of the three boards is there; one unit has its whole history (four years of four kinds),
so that series, renamed goals and plans against outcomes can be shown. The questions are drawn
evenly over the six kinds, with no two alike.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from random import Random

from eval.corpus.ask_figures import figure_cases, pair_cases, trend_cases
from eval.corpus.ask_goals import activity_cases, goal_cases
from eval.corpus.ask_missing import missing_cases
from eval.corpus.ask_text import budget_cases, text_cases
from eval.corpus.cases import Asker, Case, Report
from eval.corpus.produce import Options, Written, produce
from eval.corpus.world import TYPES, YEARS, Task, first_boards

SEED = 1
OPTIONS = Options(seed=SEED, layouts="demo", docx_share=0.1, truth=True)
_WANTED = {"indikator": 85, "faktum": 90, "sammanfattning": 40, "jamforelse": 45,
           "aktivitet_mal": 50, "obesvarbar": 45}  # fmt: skip


def demo_tasks() -> list[Task]:
    """The selection, in a fixed order."""
    boards = first_boards(SEED)
    chosen = [Task(boards[0], boards[0].units[0], year, kind) for year in YEARS for kind in TYPES]
    for number, board in enumerate(boards):
        for place, unit in enumerate(board.units):
            chosen.append(Task(board, unit, 2024, "VB"))
            if place == 1 or (number, place) == (1, 3):
                chosen.append(Task(board, unit, 2023, "VB"))
            if place == 2:
                chosen.append(Task(board, unit, 2025, "VP"))
        chosen.append(Task(board, None, 2024, "VB"))
        chosen.append(Task(board, None, 2024 if number else 2025, "T1" if number < 2 else "T2"))
    return list(dict.fromkeys(chosen))


def write_demo(folder: Path, cases: Path) -> Iterable[Written]:
    """Write the reports with their truth below ``folder``, then the questions to ``cases``."""
    reports = []
    for task, written in zip(demo_tasks(), produce(demo_tasks(), folder, OPTIONS), strict=True):
        reports.append(Report(task, written.document, written.placement))
        yield written
    cases.parent.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps(entry, ensure_ascii=False) + "\n" for entry in questions(reports, SEED)]
    cases.write_text("".join(lines), encoding="utf-8")


def questions(reports: list[Report], seed: int) -> list[Case]:
    """The drawn questions, numbered."""
    counts = Counter((report.owner, report.document.year) for report in reports)
    only = frozenset(key for key, count in counts.items() if count == 1)
    asker = Asker(Random(f"{seed}|questions"), only)
    found: list[Case] = []
    for report in reports:
        for room in (text_cases, budget_cases, figure_cases, trend_cases, goal_cases,
                     activity_cases):  # fmt: skip
            found += room(report, asker)
    found += pair_cases(reports, asker) + missing_cases(reports, asker)
    asker.rng.shuffle(found)
    drawn = [entry for kind, wanted in _WANTED.items() for entry in _spread(found, kind, wanted)]
    return [{**entry, "id": f"D{number:03d}"} for number, entry in enumerate(drawn, start=1)]


def _spread(found: list[Case], kind: str, wanted: int) -> list[Case]:
    """Questions of a kind, taken in turn from each report, each wording once."""
    by_report: dict[str, list[Case]] = {}
    seen: set[str] = set()
    for entry in found:
        if entry["typ"] != kind or entry["fraga"].casefold() in seen:
            continue
        seen.add(entry["fraga"].casefold())
        first = entry["belagg"][0]["dokument"] if entry["belagg"] else entry["anteckning"]
        by_report.setdefault(first, []).append(entry)
    drawn: list[Case] = []
    while len(drawn) < wanted and any(by_report.values()):
        for entries in by_report.values():
            if entries and len(drawn) < wanted:
                drawn.append(entries.pop())
    return drawn
