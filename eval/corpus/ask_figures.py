"""Questions about indicators: one cell (indikator) or two of them against each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations
from typing import Any

from eval.corpus.blocks import Row
from eval.corpus.cases import Asker, Case, Report, case
from eval.corpus.phrases import data
from eval.corpus.tables import MEN, WOMEN

_OUTCOME, _TARGET, _CITY = "Periodens utfall", "Årsmål", "KF:s årsmål"
Place = tuple[int, int]


def indicator_of(row: Row) -> dict[str, Any]:
    """The indicator that a row is about."""
    found: dict[str, Any] = next(
        i for i in data("indicators") if row.name in (i["namn"], i.get("namn2"))
    )
    return found


def wording(name: str, row: Row, slots: dict[str, str], asker: Asker) -> str:
    """A question template of this name with the indicator in the asker's words."""
    phrase = asker.rng.choice(indicator_of(row)["fraga"])
    templates = data("questions")[name]["sats" if phrase.startswith("hur ") else "ord"]
    return str(asker.rng.choice(templates)).format_map({**slots, "i": phrase})


def _slots(report: Report, asker: Asker) -> dict[str, str]:
    return {"E": asker.name(report), "T": asker.time(report)}


def figure_cases(report: Report, asker: Asker) -> list[Case]:
    """For each indicator row one question about one of its cells."""
    found = []
    for index, number, row in report.rows("indikator"):
        options = list(_options(report, row))
        if options:
            entry = _figure_case(report, (index, number), row, (asker, asker.rng.choice(options)))
            found += [entry] if entry else []
    return found


def _options(report: Report, row: Row) -> Iterator[tuple[str, str]]:
    """What may be asked of a row: question template and head."""
    cells = dict(row.cells)
    previous = f"Periodens utfall VB {report.document.year - 1}"
    if cells.get(_OUTCOME):
        yield "utfall", _OUTCOME
        yield "utfall", _OUTCOME
        whole = report.document.report_type == "VB"
        if whole and cells.get(_TARGET) and indicator_of(row)["uppat"] != "neutral":
            yield "klarade", _TARGET
        if cells.get(MEN):
            yield "kon", MEN
    elif report.document.report_type == "VB" and row.analysis:
        yield "i_analysen", _OUTCOME
    if cells.get(previous):
        yield "forra", previous
    if cells.get("Prognos helår"):
        yield "prognos", "Prognos helår"
    if cells.get(_TARGET):
        yield "mal", _TARGET
    city = cells.get(_CITY) or ""
    if any(letter.isdigit() for letter in city):
        yield "kf_mal", _CITY


def _figure_case(
    report: Report, place: Place, row: Row, chosen: tuple[Asker, tuple[str, str]]
) -> Case | None:
    asker, (template, head) = chosen
    cells = dict(row.cells)
    question = asker.put(wording(template, row, _slots(report, asker), asker))
    rest: dict[str, Any] = {"filter": asker.filters(report), "svarighet": "latt"}
    if template == "i_analysen":
        return _told_in_analysis(report, place, row, (question, rest))
    proof = report.row_proof(place, row)
    value = cells[head] or ""
    others = [v for h, v in row.cells[1:-1] if v and h != head and v != value]
    values, answer = [value], f"{row.name}: {value} ({head}, {report.label})."
    if template == "kon":
        values = [value, cells[WOMEN] or ""]
        answer = f"Män {values[0]}, kvinnor {values[1]} ({report.label})."
        others = [cells[_OUTCOME] or ""]
    if template == "klarade":
        outcome = cells[_OUTCOME] or ""
        met = _met(outcome, value, str(indicator_of(row)["uppat"]))
        values = [outcome, value]
        answer = f"{'Ja' if met else 'Nej'}, utfallet blev {outcome} mot årsmålet {value}."
        others, rest["svarighet"] = [], "medel"
    return case("indikator", question, answer, varden=values, belagg=[proof],
                far_inte=[f"{other} (annan kolumn)" for other in others[:2]], **rest)  # fmt: skip


def _told_in_analysis(
    report: Report, place: Place, row: Row, asked: tuple[str, dict[str, Any]]
) -> Case | None:
    sentence = next((part for part in row.analysis if any(c.isdigit() for c in part)), None)
    proof = report.analysis_proof(place, row, sentence) if sentence else None
    value = _first_figure(sentence or "")
    if proof is None or value is None:
        return None
    question, rest = asked
    return case("indikator", question, f"{value} enligt analysen i {report.label}.",
                varden=[value], belagg=[proof], **{**rest, "svarighet": "svar"},
                anteckning="Utfallskolumnen är tom; värdet står bara i Analys.")  # fmt: skip


def _first_figure(text: str) -> str | None:
    found = re.search(r"\d+(?: \d{3})*(?:,\d+)?(?: %)?", text)
    return found[0] if found else None


def as_number(printed: str) -> float:
    """The figure in a cell."""
    digits = "".join(c for c in printed if c.isdigit() or c in ",-")
    return float(digits.replace(",", "."))


def _met(outcome: str, target: str, upward: str) -> bool:
    better_down = upward == "dåligt"
    one, two = as_number(outcome), as_number(target)
    return one <= two if better_down else one >= two


def trend_cases(report: Report, asker: Asker) -> list[Case]:
    """Up or down since the year before, from one row's two columns."""
    found = []
    previous = f"Periodens utfall VB {report.document.year - 1}"
    for index, number, row in report.rows("indikator"):
        cells = dict(row.cells)
        now, then = cells.get(_OUTCOME), cells.get(previous)
        if report.document.report_type != "VB" or not now or not then:
            continue
        question = asker.put(wording("upp_eller_ner", row, _slots(report, asker), asker))
        found.append(case("jamforelse", question, f"{_moved(then, now)}: från {then} till {now}.",
                          varden=[now, then], belagg=[report.row_proof((index, number), row)],
                          filter=asker.filters(report)))  # fmt: skip
    return found


def _moved(then: str, now: str) -> str:
    one, two = as_number(then), as_number(now)
    return "Oförändrat" if one == two else ("Upp" if two > one else "Ned")


def pair_cases(reports: list[Report], asker: Asker) -> list[Case]:
    """Two units in one year, one unit in two years, a unit and its board."""
    found = []
    follow_ups = [r for r in reports if r.document.report_type == "VB"]
    for one, two in combinations(follow_ups, 2):
        kind = _pairing(one, two)
        rows = {row.name: (i, n, row) for i, n, row in two.rows("indikator")}
        for index, number, row in one.rows("indikator"):
            other = rows.get(row.name)
            if not kind or not other or not dict(row.cells)[_OUTCOME]:
                continue
            if dict(other[2].cells)[_OUTCOME]:
                sides = ((one, (index, number), row), (two, other[:2], other[2]))
                found.append(_pair_case(kind, sides, asker))
    return found


def _pairing(one: Report, two: Report) -> str | None:
    same_year = one.document.year == two.document.year
    if one.task.unit and one.task.unit == two.task.unit and not same_year:
        return "tva_ar"
    if not same_year or not one.task.unit:
        return None
    if two.task.unit:
        return "tva_enheter"
    return "mot_namnden" if one.task.board == two.task.board else None


Side = tuple[Report, Place, Row]


def _pair_case(kind: str, sides: tuple[Side, Side], asker: Asker) -> Case:
    (one, place, row), (two, place2, row2) = sides
    now, then = dict(row.cells)[_OUTCOME] or "", dict(row2.cells)[_OUTCOME] or ""
    slots = {"E": asker.name(one), "E2": asker.name(two), "N": two.owner,
             "ar": str(one.document.year), "ar2": str(two.document.year)}  # fmt: skip
    question = asker.put(wording(kind, row, slots, asker))
    proofs = [one.row_proof(place, row), two.row_proof(place2, row2)]
    answer = f"{one.owner} {one.label}: {now}; {two.owner} {two.label}: {then}."
    return case("jamforelse", question, answer, varden=[now, then], belagg=proofs,
                filter={}, svarighet="svar")  # fmt: skip
