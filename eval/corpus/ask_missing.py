"""Questions that the reports do not answer, and why: unit, period, board, figure or premise."""

from __future__ import annotations

from typing import Any

from eval.corpus.ask_figures import indicator_of
from eval.corpus.cases import Asker, Case, Report, case
from eval.corpus.phrases import data
from eval.corpus.world import TITLES, TYPES, YEARS

_EACH = 12


def missing_cases(reports: list[Report], asker: Asker) -> list[Case]:
    """Some questions of each sort."""
    rooms = (_no_unit, _no_period, _no_board, _no_outcome, _no_part, _no_name, _false_premise)
    found = []
    for room in rooms:
        drawn = [room(asker.rng.choice(reports), reports, asker) for _ in range(_EACH)]
        found += [entry for entry in drawn if entry]
    return found


def _case(asker: Asker, template: str, slots: dict[str, str], why: tuple[str, str]) -> Case:
    sort, answer = why
    return case("obesvarbar", asker.put(template.format_map(slots)), f"Det framgår inte. {answer}",
                maste_innehalla=[answer], filter={}, anteckning=f"slag={sort}.")  # fmt: skip


def _slots(report: Report, asker: Asker) -> dict[str, str]:
    phrases = [p for i in data("indicators") for p in i["fraga"] if not p.startswith("hur ")]
    return {"E": asker.name(report), "T": report.label, "ar": str(report.document.year),
            "i": asker.rng.choice(phrases)}  # fmt: skip


def _no_unit(report: Report, reports: list[Report], asker: Asker) -> Case:
    questions = data("questions")
    unknown = asker.rng.choice(questions["pahittade"])
    slots = {**_slots(report, asker), "X": unknown}
    why = f"Det finns ingen rapport från {unknown}."
    return _case(asker, asker.rng.choice(questions["saknad_enhet"]), slots, ("saknad_enhet", why))


def _no_board(report: Report, reports: list[Report], asker: Asker) -> Case:
    questions = data("questions")
    unknown = asker.rng.choice(questions["pahittade_namnder"])
    slots = {**_slots(report, asker), "X": unknown}
    why = f"Det finns ingen rapport från {unknown}."
    return _case(asker, asker.rng.choice(questions["saknad_namnd"]), slots, ("saknad_namnd", why))


def _no_period(report: Report, reports: list[Report], asker: Asker) -> Case:
    """A year or type for which the unit has no report (other years of it exist)."""
    mine = {r.label for r in reports if r.task.unit == report.task.unit
            and r.task.board == report.task.board}  # fmt: skip
    every = [(kind, year) for kind in TYPES for year in (2018, 2019, *YEARS)]
    kind, year = asker.rng.choice([e for e in every if f"{e[0]} {e[1]}" not in mine])
    slots = {**_slots(report, asker), "T": f"{kind} {year}",
             "titel": TITLES[kind].format(year).lower()}  # fmt: skip
    why = f"Det finns ingen {TITLES[kind].format(year).lower()} för {report.owner}."
    template = asker.rng.choice(data("questions")["saknad_period"])
    return _case(asker, template, slots, ("saknad_period", why))


def _no_outcome(report: Report, reports: list[Report], asker: Asker) -> Case | None:
    """An outcome asked of a plan, which has targets only."""
    rows = report.rows("indikator")
    later = {r.document.year for r in reports if r.owner == report.owner
             and r.document.report_type != "VP"}  # fmt: skip
    year = report.document.year
    if report.document.report_type != "VP" or not rows or later & {year, year + 1}:
        return None
    row = asker.rng.choice(rows)[2]
    nouns = [p for p in indicator_of(row)["fraga"] if not p.startswith("hur ")]
    slots = {**_slots(report, asker), "i": asker.rng.choice(nouns)}
    template = asker.rng.choice(data("questions")["saknad_uppgift"]["utfall_i_plan"])
    why = f"{report.label} är en plan och redovisar inget utfall."
    return _case(asker, template, slots, ("saknad_uppgift", why))


def _no_part(report: Report, reports: list[Report], asker: Asker) -> Case | None:
    """A figure of a sub-unit, where only the whole unit's is told."""
    unit = report.task.unit
    if not unit or report.document.report_type == "VP":
        return None
    sub = asker.rng.choice(unit.subs)
    phrase = asker.rng.choice(
        ("sjuktalen", "korttidsfrånvaron", "budgetföljsamheten", "ekoandelen")
    )
    slots = {**_slots(report, asker), "S": sub, "i": phrase}
    template = asker.rng.choice(data("questions")["saknad_uppgift"]["del"])
    why = f"Uppgiften redovisas för hela enheten, inte för {sub}."
    return _case(asker, template, slots, ("saknad_uppgift", why))


def _no_name(report: Report, reports: list[Report], asker: Asker) -> Case | None:
    unit = report.task.unit
    if not unit:
        return None
    slots: dict[str, Any] = {**_slots(report, asker), "S": asker.rng.choice(unit.subs),
                             "personal": unit.words["personalen"]}  # fmt: skip
    template = asker.rng.choice(data("questions")["saknad_uppgift"]["namn"])
    return _case(asker, template, slots, ("saknad_uppgift", "Uppgiften anges inte i rapporterna."))


def _false_premise(report: Report, reports: list[Report], asker: Asker) -> Case | None:
    unit = report.task.unit
    if not unit:
        return None
    slots = {**_slots(report, asker), "S": asker.rng.choice(unit.subs)}
    template = asker.rng.choice(data("questions")["falsk_premiss"])
    why = "Rapporterna säger inte att det har hänt."
    return _case(asker, template, slots, ("falsk_premiss", why))
