"""Rows of indicator, activity and budget tables, with the heads that the reports print."""

from __future__ import annotations

from random import Random
from typing import Any

from eval.corpus.blocks import PlainTable, Row, RowTable
from eval.corpus.phrases import data, fill, number
from eval.corpus.series import Series, indicators_for
from eval.corpus.voice import Voice

_BOARD_SCALE = 5.0
MEN, WOMEN = "Utfall män/ pojkar", "Utfall kvinnor/ flickor"


def indicator_table(voice: Voice, areas: list[str]) -> RowTable | None:
    """The indicators of some areas as one table; None where there are none."""
    found = [i for area in areas for i in indicators_for(area, voice.kind)]
    rows = tuple(_indicator_row(voice, indicator) for indicator in found)
    return RowTable("indikator", rows) if rows else None


def _indicator_row(voice: Voice, indicator: dict[str, Any]) -> Row:
    task = voice.task
    subject = f"{task.board.name}|{task.unit.name if task.unit else ''}"
    series = Series(subject, indicator, voice.seed, 1.0 if task.unit else _BOARD_SCALE)
    year, kind = task.year, task.report_type
    own = [("Årsmål", series.target(year)), ("KF:s årsmål", series.city_target(year))]
    head: tuple[str, str | None] = ("Indikator", series.name(year))
    if kind == "VP":
        often = "År" if indicator["period"] == "ar" else "Tertial"
        return Row((head, *own, ("Periodicitet", often)))
    outcome, previous = series.outcome(year, kind), series.previous(year)
    hidden = kind == "VB" and series.missing(year)
    men, women = (None, None) if hidden else series.parts(year, kind)
    cells: list[tuple[str, str | None]] = [
        head,
        ("Periodens utfall", None if outcome is None or hidden else series.printed(outcome)),
        (MEN, men),
        (WOMEN, women),
        (f"Periodens utfall VB {year - 1}", None if previous is None else series.printed(previous)),
    ]
    if kind != "VB":
        cells.append(("Prognos helår", series.forecast(year)))
    cells += [*own, ("Period", _period(indicator, kind, year))]
    return Row(tuple(cells), _indicator_analysis(voice, series, hidden))


def _period(indicator: dict[str, Any], kind: str, year: int) -> str:
    if indicator["period"] == "ar":
        return str(year)
    return f"VB {year}" if kind == "VB" else f"Tertial {kind[1]} {year}"


def _indicator_analysis(voice: Voice, series: Series, hidden: bool) -> tuple[str, ...]:
    """Prose that agrees with the row; always there where the outcome's cell is empty."""
    task = voice.task
    outcome = series.outcome(task.year, task.report_type)
    if outcome is None or (not hidden and voice.rng.random() < 0.15):
        return ()
    known = series.previous(task.year)
    previous = series.value(task.year - 1) if known is None else known
    slots = {
        **voice.chances(),
        "utfall": series.printed(outcome),
        "utfall_tal": series.printed(outcome, bare=True),
        "forra": series.printed(previous),
        "mal": series.target(task.year) or "inte satt",
        "riktning": _direction(outcome, previous),
    }
    first = fill(voice.rng.choice(series.indicator["analys"]), slots)
    name = [task.unit.name_in(task.year)] if task.unit and _names_itself(voice) else []
    more = voice.some("analys", voice.rng.randint(0, 2))
    return (*name, first, *more)


def _names_itself(voice: Voice) -> bool:
    """Whether this report heads every Analys with the unit's name."""
    return Random(f"{voice.seed}|self|{voice.task.stem}").random() < 0.5


def _direction(outcome: float, previous: float) -> str:
    if outcome == previous:
        return "stått still"
    return "ökat" if outcome > previous else "minskat"


def activity_table(voice: Voice, area: str, own: bool, rng: Random) -> RowTable | None:
    """Activities under a goal; ``own`` are the unit's, else the board's (drawn with its rng)."""
    pool = [a for a in data("activities") if a["omrade"] == area]
    fitting = [a for a in pool if a["text"].startswith("{enh}") == own]
    if not fitting:
        return None
    chosen = rng.sample(fitting, rng.randint(1, min(2, len(fitting))))
    return RowTable("aktivitet", tuple(_activity_row(voice, a["text"], rng) for a in chosen))


def _activity_row(voice: Voice, template: str, rng: Random) -> Row:
    year = voice.task.year
    start = f"{year - rng.choice((0, 0, 0, 1))}-{rng.choice(('01-01', '02-15', '03-01', '09-01'))}"
    end = f"{year}-{rng.choice(('12-31', '12-31', '12-31', '06-30', '11-30'))}"
    if start > end:
        start = f"{year}-01-01"
    name = fill(template, voice.words)
    cells = [("Aktivitet", name), ("Startdatum", start), ("Slutdatum", end)]
    if voice.task.report_type == "VP":
        return Row(tuple(cells))
    late = voice.rng.random() < 0.15
    topic = "avvikelse_analys" if late else "aktivitet_analys"
    words = data("words")[topic]
    text = (voice.say(voice.rng.choice(words)),) if late or voice.rng.random() < 0.8 else ()
    return Row((*cells, ("Avvikelse", "Avvikelse" if late else None)), text)


def unit_budget(voice: Voice) -> PlainTable:
    """A unit's budget as plans print it; the sums agree."""
    rng, task = voice.rng, voice.task
    name = task.unit.name_in(task.year) if task.unit else task.board.formal
    income = {"Bidrag": rng.choice((0, rng.randint(40, 900))),
              "Försäljning av verksamhet": rng.randint(9000, 52000),
              "Övriga externa intäkter": rng.randint(0, 400)}  # fmt: skip
    total = sum(income.values())
    costs = {"Övriga personalkostnader": rng.randint(90, 700),
             "Lokalkostnader": rng.randint(600, 4200),
             "Entreprenader och köp av verksamhet": rng.randint(50, 1500),
             "Övriga kostnader": rng.randint(300, 1900)}  # fmt: skip
    costs = {"Personalkostnader": total - sum(costs.values()), **costs}
    rows: list[tuple[str | None, ...]] = [("Intäkter", None)]
    rows += [(k, number(v)) for k, v in income.items()]
    rows += [("Summa intäkter", number(total)), ("Kostnader", None)]
    rows += [(k, number(v)) for k, v in costs.items()]
    rows += [("Summa kostnader", number(total)), ("Summa netto", "0")]
    label = f"Budget {task.year}"
    info = (f"Budgetår: {task.year}", f"Enhet: {name}")
    return PlainTable(label, ("Beloppen anges i tkr", "Budget"), tuple(rows), info)


_LINES = ("Nämnd och förvaltning", "Individ- och familjeomsorg", "Stadsmiljö", "Förskola",
          "Äldreomsorg", "Stöd till personer med funktionsnedsättning", "Kultur och fritid",
          "Arbetsmarknadsinsatser", "Ekonomiskt bistånd")  # fmt: skip


def board_budget(voice: Voice) -> PlainTable:
    """A board's budget, forecast and deviation per field, in mnkr with one decimal."""
    rng, task = voice.rng, voice.task
    rows: list[tuple[str | None, ...]] = []
    sums = [0.0, 0.0, 0.0]
    for line in _LINES:
        budget = rng.randint(90, 6200) / 10
        deviation = rng.choice((0.0, 0.0, rng.randint(-38, 38) / 10))
        for index, value in enumerate((budget, budget - deviation, deviation)):
            sums[index] += value
        adjusted = rng.choice((None, "0,0"))
        rows.append((line, number(budget, 1), adjusted, number(budget - deviation, 1),
                     number(deviation, 1)))  # fmt: skip
    total = [number(round(value, 1) + 0.0, 1) for value in sums]
    rows.append(("Totalt", total[0], None, total[1], total[2]))
    last = "Bokslut" if task.report_type == "VB" else "Prognos"
    header = ("Mnkr", f"Budget {task.year}", "Begärda budgetjusteringar", f"{last} {task.year}",
              "Avvikelse")  # fmt: skip
    return PlainTable("Uppföljning av driftbudget", header, tuple(rows))


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "Maj", "Jun", "Aug", "Sep", "Okt", "Nov", "Dec")
_CLOSED = 6
"""July, counted from 0: the preschools are closed and nobody is counted."""
_MONTHS_DONE = {"T1": 4, "T2": 8, "VB": 12}


def monthly_table(voice: Voice) -> PlainTable:
    """Children in preschool month by month, July aside; months to come are empty."""
    rng = voice.rng
    done = _MONTHS_DONE[voice.task.report_type]
    rows: list[tuple[str | None, ...]] = []
    small, big = rng.randint(400, 1200), rng.randint(700, 1900)
    months = [(small + rng.randint(-30, 30), big + rng.randint(-40, 40)) for _ in range(done)]
    del months[_CLOSED : _CLOSED + 1]
    blank: tuple[str | None, ...] = (None,) * (len(_MONTHS) - len(months))
    rows.append(("Barn 1-3 år", *(number(a) for a, _ in months), *blank))
    rows.append(("Barn 4-5 år", *(number(b) for _, b in months), *blank))
    rows.append(("Totalt", *(number(a + b) for a, b in months), *blank))
    return PlainTable("Inskrivna barn per månad", ("Inskrivna", *_MONTHS), tuple(rows))
