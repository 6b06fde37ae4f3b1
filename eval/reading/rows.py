"""Compares indicator, activity and other table rows with the truth, cell by cell.

Rows are matched by name and page. A cell is right when it reads as printed, runs of blanks
folded; a wrapped word («nämnd/s|tyrelse») is also compared without blanks. A value that stands
in another column than in the truth is counted on its own: that is the error that misleads.
"""

from __future__ import annotations

from typing import Any

from eval.reading.sheet import Sheet, pair
from eval.reading.truth import Truth
from eval.text import bare, folded, goal_words
from ingest.model import Activity, Chain, IndicatorValue, Report, Sentence, Table

_HEADS = {
    "utfallmän/pojkar": "outcome_men",
    "utfallkvinnor/flickor": "outcome_women",
    "prognoshelår": "forecast",
    "årsmål": "target",
    "kf:sårsmål": "city_target",
    "period": "period",
    "periodicitet": "period",
}
_MISPLACED = "värden i fel kolumn (antal)"


def field_of(head: str) -> str | None:
    """The field of ``Columns`` that a printed head stands for, or None."""
    key = bare(head).casefold()
    if key.startswith("periodensutfall"):
        return "outcome" if key == "periodensutfall" else "previous"
    return _HEADS.get(key)


def same(one: str | None, other: str | None) -> bool:
    """Equal as printed, or equal when blanks are taken away; empty equals None."""
    one, other = folded(one or ""), folded(other or "")
    return one == other or "".join(one.split()) == "".join(other.split())


def compare_indicators(truth: Truth, report: Report, sheet: Sheet) -> None:
    """Indicator rows: name and page, cells, analysis, goals."""
    pairs = pair(
        truth.indicators,
        report.indicators,
        [
            (lambda t: (bare(t["indikator"]), t["sida"]), lambda o: (bare(o.name), o.page)),
            (lambda t: bare(t["indikator"]), lambda o: bare(o.name)),
        ],
    )
    right = 0
    sheet.tally(_MISPLACED)
    for true, read in pairs:
        if true is None or read is None:
            _unmatched("indikatorrader", true, read, sheet)
            continue
        label = f"s. {true['sida']} {true['indikator']}"
        right += _page("indikatorrader", label, true["sida"], read.page, sheet)
        _cells(label, true["kolumner"], read, sheet)
        _analysis("indikator", label, true, read.analysis, sheet)
        _chain("indikator", label, true["avsnitt"], read.chain, sheet)
    sheet.f1("indikatorrader", right, len(truth.indicators), len(report.indicators))


def _cells(label: str, wanted: dict[str, str | None], read: IndicatorValue, sheet: Sheet) -> None:
    other = {bare(head): text for head, text in read.other}
    cells = {
        head: getattr(read.columns, field_of(head) or "", other.get(bare(head))) for head in wanted
    }
    for head, value in wanted.items():
        note = f"{label} [{head}]: facit {value!r}, läst {cells[head]!r}"
        sheet.share("celler i indikatorrader", same(value, cells[head]), note)
        if cells[head] and not same(value, cells[head]):
            elsewhere = [h for h, v in wanted.items() if h != head and v and same(v, cells[head])]
            if elsewhere:
                sheet.tally(_MISPLACED, 1)
                sheet.differs(_MISPLACED, f"{note} (hör till {elsewhere})")


def compare_activities(truth: Truth, report: Report, sheet: Sheet) -> None:
    """Activity rows: name and page, dates, deviation, analysis, goals."""
    pairs = pair(
        truth.activities,
        report.activities,
        [
            (lambda t: (bare(t["aktivitet"]), t["sida"]), lambda o: (bare(o.name), o.page)),
            (lambda t: bare(t["aktivitet"]), lambda o: bare(o.name)),
        ],
    )
    right = 0
    for true, read in pairs:
        if true is None or read is None:
            _unmatched("aktivitetsrader", true, read, sheet)
            continue
        label = f"s. {true['sida']} {true['aktivitet'][:60]}"
        right += _page("aktivitetsrader", label, true["sida"], read.page, sheet)
        for column, value, ours in (
            ("start", true["start"], read.start),
            ("slut", true["slut"], read.end),
            ("avvikelse", true["avvikelse"], read.deviation),
        ):
            note = f"{label} [{column}]: facit {value!r}, läst {ours!r}"
            sheet.share("celler i aktivitetsrader", same(value, ours), note)
        _analysis("aktivitet", label, true, read.analysis, sheet)
        _chain("aktivitet", label, true["avsnitt"], read.chain, sheet)
    sheet.f1("aktivitetsrader", right, len(truth.activities), len(report.activities))


def compare_tables(truth: Truth, report: Report, sheet: Sheet) -> None:
    """Budget and economy tables: rows by their first cell, cells exact."""
    pairs = pair(
        truth.tables,
        report.tables,
        [
            (lambda t: (t["sida"], bare("".join(map(str, t["header"])))), _table_key),
            (lambda t: (t["sida"], len(t["rows"])), lambda o: (o.page, len(o.rows))),
            (lambda t: t["sida"], lambda o: o.page),
        ],
    )
    right = 0
    for true, read in pairs:
        if true is None or read is None:
            name = f"s. {true['sida']} {true['namn']}" if true else ""
            extra = f"s. {read.page} {read.header}" if read else ""
            sheet.differs("tabeller", f"saknas: {name}" if true else f"för mycket: {extra}")
        if true is not None:
            right += _table_right(true, read, sheet)
    sheet.f1("tabeller", right, len(truth.tables), len(report.tables))


def _table_key(table: Table) -> tuple[int, str]:
    return table.page, bare("".join(map(str, table.header)))


def _table_right(true: dict[str, Any], read: Table | None, sheet: Sheet) -> bool:
    """Every row of the truth, wanted in order; whether the table as a whole is right."""
    label = f"s. {true['sida']} {true['namn']}"
    rows = [row.cells for row in read.rows] if read else []
    head = read is not None and _row_same(true["header"], list(read.header))
    note = f"{label} [huvud]: facit {true['header']}, läst {read.header if read else None}"
    sheet.share("tabeller: huvud", head, note)
    whole = head and len(rows) == len(true["rows"])
    pairs = pair(
        true["rows"], rows, [(lambda t: bare(t[0] or ""), lambda o: bare((o or ("",))[0] or ""))]
    )
    for wanted, ours in pairs:
        if wanted is None:
            sheet.differs("tabeller: rader", f"{label}: för mycket {ours}")
            continue
        row_right = ours is not None and _row_same(wanted, list(ours))
        whole = whole and row_right
        sheet.share("tabeller: rader", row_right, f"{label}: facit {wanted}, läst {ours}")
        for place, value in enumerate(wanted):
            cell = ours[place] if ours and place < len(ours) else None
            there = ours is not None and same(value, cell)
            sheet.share("tabeller: celler", there, f"{label} {wanted[0]!r}: {value!r} ≠ {cell!r}")
    return whole


def _row_same(wanted: list[str | None], ours: list[str | None]) -> bool:
    return len(wanted) == len(ours) and all(map(same, wanted, ours))


def _page(measure: str, label: str, true: int, read: int, sheet: Sheet) -> bool:
    if true != read:
        sheet.differs(measure, f"{label}: läst s. {read}")
    return true == read


def _unmatched(
    measure: str, true: dict[str, Any] | None, read: IndicatorValue | Activity | None, sheet: Sheet
) -> None:
    if true:
        name = true.get("indikator") or true.get("aktivitet")
        sheet.differs(measure, f"saknas: s. {true['sida']} {name}")
    if read:
        sheet.differs(measure, f"för mycket: s. {read.page} {read.name} | {read.quote[:80]}")


def _analysis(
    kind: str, label: str, true: dict[str, Any], read: tuple[Sentence, ...], sheet: Sheet
) -> None:
    wanted, ours = bare(true["analys"] or ""), bare("".join(s.text for s in read))
    note = f"{label}: facit {_ends(wanted)}, läst {_ends(ours)}"
    sheet.share(f"{kind}: Analys", wanted == ours, note)
    if wanted:
        pages = sorted({s.page for s in read})
        note = f"{label}: facit s. {true['analys_sidor']}, läst s. {pages}"
        sheet.share(f"{kind}: Analys rätt sidor", pages == sorted(true["analys_sidor"]), note)


def _ends(text: str) -> str:
    return f"{text[:50]}…{text[-40:]} ({len(text)} tecken)" if len(text) > 95 else repr(text)


def _chain(kind: str, label: str, true: dict[str, str | None], read: Chain, sheet: Sheet) -> None:
    levels = ("inriktningsmal", "kf_mal", "namndmal", "enhetsmal")
    wrong = [n for n in levels if goal_words(true.get(n)) != goal_words(getattr(read, n))]
    note = ", ".join(f"{n}: facit {true.get(n)!r}, läst {getattr(read, n)!r}" for n in wrong)
    sheet.share(f"{kind}: rätt mål", not wrong, f"{label}: {note}")
