"""Figures of table rows, told as what they are: the right column, the right year.

A row's quote holds the figures of all its columns side by side, so that «7,1 % 2022» stands in it
though 7,1 % was the year before's. Where a figure of a statement stands in cited rows only, the
words around it must name its column: the year before («föregående år», «2021», «från …»), the
target («årsmål»), KF's target, the forecast, men or women. The outcome needs no word, but takes
none of another column's. The words around it are those back to the figure before it and on to
the next comma, bracket or figure. Of a row whose columns are uncertain nothing may be told but the
row as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from assistant.model import Source
from assistant.verify.figures import Figure, Told, differences_of, holds, read
from ingest.library import Library
from ingest.model import IndicatorValue
from ingest.numbers import parse_number

_CUES = (
    ("city_target", re.compile(r"\bkf\b|\bkf:s|fullmäktige|stadens\s+(?:\w+\s+)?mål", re.I)),
    ("target", re.compile(r"mål(?:et|sättning\w*|värde\w*|nivå\w*)?\b", re.I)),
    ("forecast", re.compile(r"prognos(?!\w*säker)|förvänta|\bvänta(?:s|des)|beräkna|bedöm", re.I)),
    ("outcome_men", re.compile(r"\bmän(?:nen|s)?\b|\bmännens\b|\bpojk\w*", re.I)),
    ("outcome_women", re.compile(r"\bkvinn\w*|\bflick\w*", re.I)),
    (
        "previous",
        re.compile(
            r"föregående|\bförra\b|i\s+fjol|\båret\s+(?:före|innan)|tidigare|\bfrån\b", re.I
        ),
    ),
    ("outcome", re.compile(r"utfall|resultat|\btill\b|i\s+år\b", re.I)),
)  # fmt: skip
_COLUMNS = (
    "outcome", "outcome_men", "outcome_women", "previous", "forecast", "target", "city_target",
)  # fmt: skip
_STOP_AFTER = re.compile(r"[,;()]|\.\s|\bmot\b|\bjämfört\b|\bän\b|\bfrån\b|\boch\b|\bmedan\b")
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Row:
    """A cited indicator row and the year of its report."""

    value: IndicatorValue
    year: int


def cited_rows(sources: Iterable[Source], library: Library) -> list[Row]:
    """The indicator rows that sources quote."""
    found = []
    for source in sources:
        report = library.contents(source.document_id)
        quote = "".join(source.quote.split())
        for value in report.indicators if report else ():
            if value.page == source.page and "".join(value.quote.split()) == quote:
                found.append(Row(value, source.identity.year))
                break
    return found


def row_fault(
    text: str, quotes: Sequence[str], rows: Sequence[Row], steps: Collection[str] = ()
) -> str | None:
    """The first figure that is told as another column's or year's, in Swedish.

    ``steps`` are figures, as printed, that were worked out of the rows.
    """
    if not rows:
        return None
    of_rows = {row.value.quote for row in rows}
    squeezed = {"".join(quote.split()) for quote in of_rows}
    prose = [read(q) for q in quotes if "".join(q.split()) not in squeezed]
    named = _spans_of_names(text, rows)
    figures = [
        f
        for f in read(text).figures
        if not _is_year(f) and not any(a <= f.start and f.end <= b for a, b in named)
    ]
    around = _without(text, named)
    for at, figure in enumerate(figures):
        cells = [(row, c) for row in rows for c in _COLUMNS if _in_cell(figure, row, c)]
        if holds(figure, prose) or (not cells and figure.shown() in steps):
            continue
        window = _window(around, figures, at)
        loose = [r for r in rows if not r.value.certain]
        uncertain = [r for r in loose if holds(figure, [read(r.value.quote)])]
        if uncertain and not cells:
            if all(r.value.quote in text for r in uncertain):
                continue
            return f"{figure.shown()} står i en rad vars kolumner är osäkra."
        if not cells and not uncertain and not _beside(figure, rows):
            return f"{figure.shown()} står inte i någon av radens kolumner."
        if cells and not any(_told_as(window, row, column) for row, column in cells):
            return f"{figure.shown()} är värdet i en annan kolumn eller för ett annat år."
    return None


def _without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """A text with blanks for some of its stretches: a name's words («Prognossäkerhet», «Andel
    kvinnor …») say what a figure is of, not which column it stands in."""
    for start, end in spans:
        text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
    return text


def _spans_of_names(text: str, rows: Sequence[Row]) -> list[tuple[int, int]]:
    """Where rows' names stand: a number there («tertial 2», «dag 1-14») is no cell's."""
    names = {row.value.name for row in rows}
    return [m.span() for name in names for m in re.finditer(re.escape(name), text)]


def cell_directions(rows: Sequence[Row], pair: str) -> set[str]:
    """What the cells say of a pair of opposites: the outcome against the year before, or target."""
    said: set[str] = set()
    for row in rows:
        cells = row.value.columns
        now = parse_number(cells.outcome)
        if not row.value.certain or now is None:
            continue
        if pair == "step":
            said |= _order(now.value, cells.previous, now.measure, ("up", "down"))
        elif pair == "bound":
            for target in (cells.target, cells.city_target):
                said |= _order(now.value, target, now.measure, ("over", "under"))
    if pair == "step" and len(rows) > 1:
        outcomes = {n.value for row in rows if (n := parse_number(row.value.columns.outcome))}
        said |= {"up", "down"} if len(outcomes) > 1 else set()
    return said if pair == "step" or len(said) == 1 else set()


def cell_differences(rows: Sequence[Row]) -> frozenset[str]:
    """What may be worked out of rows: an outcome against the year before, a target or another
    row's outcome, and men against women; only where both are counted in the same."""
    sure = [row.value.columns for row in rows if row.value.certain]
    pairs = [(c.outcome, o) for c in sure for o in (c.previous, c.target, c.city_target)]
    pairs += [(c.outcome_men, c.outcome_women) for c in sure]
    pairs += [(one.outcome, two.outcome) for one, two in combinations(sure, 2)]
    found: set[str] = set()
    for first, second in pairs:
        one, two = parse_number(first), parse_number(second)
        if one and two and one.measure == two.measure:
            found |= differences_of([first or "", second or ""])
    return frozenset(found)


def _order(now: float, cell: str | None, measure: str | None, names: tuple[str, str]) -> set[str]:
    other = parse_number(cell)
    if other is None or other.measure != measure or other.value == now:
        return set()
    return {names[0] if now > other.value else names[1]}


def _in_cell(figure: Figure, row: Row, column: str) -> bool:
    cell = getattr(row.value.columns, column)
    if not row.value.certain or cell is None:
        return False
    told: Told = read(cell)
    return holds(figure, [told], loss=True)


def _beside(figure: Figure, rows: Sequence[Row]) -> bool:
    """Whether a bare number belongs to a row's name («dag 1-14») or period («Tertial 1 2022»)."""
    texts = [t for row in rows for t in (row.value.name, row.value.columns.period) if t]
    return not figure.unit and holds(figure, [read(text) for text in texts])


def _told_as(window: str, row: Row, column: str) -> bool:
    """Whether the words around a figure let it be a column's."""
    years = {int(y) for y in _YEAR.findall(window)}
    before = _years_of(row.value.previous_period) or {row.year - 1}
    named = {name for name, pattern in _CUES if pattern.search(window)}
    if "city_target" in named:
        named.discard("target")
    if years & before:
        named.add("previous")
    if row.year in years:
        named.add("outcome")
    if years - before - {row.year}:
        return False
    if column == "outcome":
        return named <= {"outcome"} or ("outcome" in named and named <= {"outcome", "previous"})
    return column in named and not (named & {"target", "city_target", "forecast"}) - {column}


def _window(text: str, figures: Sequence[Figure], at: int) -> str:
    """The words around a figure: back to the figure before it, on to a pause."""
    figure = figures[at]
    start = figures[at - 1].end if at else 0
    before = text[start : figure.start]
    cut = max(before.rfind(";"), before.rfind("("))
    label = before[cut + 1 :] if cut >= 0 and before[cut] == ";" else before
    if cut >= 0 and before[cut] == "(" and ")" not in before[cut:]:
        label = before[cut + 1 :]
    stop = figures[at + 1].start if at + 1 < len(figures) else len(text)
    after = text[figure.end : stop]
    pause = _STOP_AFTER.search(after)
    if pause is not None:
        after = after[: pause.start()]
    return f"{label} {after}"


def _years_of(period: str | None) -> set[int]:
    return {int(y) for y in _YEAR.findall(period or "")}


def _is_year(figure: Figure) -> bool:
    return not figure.unit and bool(_YEAR.fullmatch(figure.number))
