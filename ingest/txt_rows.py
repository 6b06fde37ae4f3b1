"""Tables in text extracts: lines → grids, by the spacing where it settles the columns.

A head opens with «Indikator» or «Aktivitet» and may wrap over many lines; it counts only if all of
it reads as heads that are known. Below it stand blocks between blank lines: a name, its values, an
Analys. Values are placed only where their number, or theirs and the empty cells that runs of
blanks stand for, equals the number of columns; two dates settle an activity. Every other row is
kept as printed and marked uncertain: what left no trace is never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.reading.layout import Grid, GridCell, GridRow, Line
from ingest.text import fold
from ingest.wording import is_goal_label

Item = Line | Grid

_HEADS = (
    ("Periodens utfall VB {0}", r"periodensutfallvb(\d{4})"),
    ("Periodens utfall", r"periodensutfall"),
    ("Utfall män/pojkar", r"utfallmän/pojkar"),
    ("Utfall kvinnor/flickor", r"utfallkvinnor/flickor"),
    ("Prognos helår", r"prognoshelår"),
    ("KF:s årsmål", r"kf:sårsmål"),
    ("Årsmål", r"årsmål"),
    ("Periodicitet", r"periodicitet"),
    ("Period", r"period(?!ens|icitet)"),
    ("Startdatum", r"startdatum"),
    ("Slutdatum", r"slutdatum"),
    ("Avvikelse", r"avvikelse"),
)
_LAST = re.compile(r"(?:period|periodicitet|slutdatum|avvikelse)\s*$", re.I)
_LONGEST_HEAD = 30
_UNIT = r"(?:\s?%|\s(?:st|tkr|mnkr|kr|kg|g|[kMG]?Wh|dagar|timmar|per år)\b)?"
_VALUE = re.compile(
    rf"\d{{4}}-\d\d-\d\d|(?:Tertial|VB|T)\s?[12]?\s?20\d\d|(?:20\d\d)(?![\d,.])"
    rf"|[-+−]?(?:\d{{1,3}}(?: \d{{3}}(?!\d))+|\d+)(?:,\d+)?{_UNIT}"
    r"|Tas fram av nämnd(?:/\s?s\s?t\s?y\s?r\s?e\s?l\s?s\s?e)?|Fastställs 20\d\d"
    r"|öka|minska|oförändrat|År|Halvår|Kvartal|Tertial|Månad|Avvikelse",
)
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_SHORT = 60


@dataclass(frozen=True, slots=True)
class _Head:
    columns: tuple[str, ...]
    lines: int


def with_tables(items: Sequence[Item]) -> list[Item]:
    """The items of a page, lines of tables made into grids; other formats pass unchanged."""
    lines = [item for item in items if isinstance(item, Line)]
    if len(lines) < len(items) or any(ln.style.size or ln.whole for ln in lines if ln.text):
        return list(items)
    found: list[Item] = []
    index = 0
    while index < len(lines):
        head = _head(lines, index)
        if head is None:
            found.append(lines[index])
            index += 1
            continue
        grid, index = _grid(lines, index, head)
        found.append(grid)
    return found


def _head(lines: Sequence[Line], start: int) -> _Head | None:
    """The head that opens at a line, or None."""
    first = re.match(r"(Indikator|Aktivitet)\b\s*(?:$|(?=Periodens|Startd|Årsmål|Utfall))",
                     lines[start].text)  # fmt: skip
    if not first:
        return None
    text = ""
    for count, line in enumerate(lines[start : start + _LONGEST_HEAD], 1):
        text += re.sub(r"\s", "", line.text).casefold()
        if _LAST.search(line.text):
            columns = _columns(text[len(first.group(1)) :])
            return _Head((first.group(1), *columns), count) if columns else None
    return None


def _columns(text: str) -> tuple[str, ...]:
    """The heads that a run of letters is made of, () if something is left over."""
    found: list[str] = []
    while text:
        for name, pattern in _HEADS:
            match = re.match(pattern, text)
            if match:
                found.append(name.format(*match.groups()))
                text = text[match.end() :]
                break
        else:
            return ()
    return tuple(found) if len(set(found)) == len(found) else ()


def _grid(lines: Sequence[Line], start: int, head: _Head) -> tuple[Grid, int]:
    """The table below a head, and where the lines after it begin."""
    page = lines[start].page
    rows = [GridRow(tuple(GridCell((name,)) for name in head.columns), page)]
    end = start + head.lines
    blocks = list(_blocks(lines, end))
    number = 0
    while number < len(blocks) and not is_goal_label(blocks[number][0][0].text):
        block = blocks[number][0]
        following = [later for later, _ in blocks[number + 1 : number + 4]]
        if _is_analysis(block) and len(rows) > 1:
            rows.append(_analysis(block))
            taken = 1
        else:
            row, taken = _row(block, following, head.columns)
            if row is None and number == 0 and _goes_on(blocks[1:], head.columns):
                row = _analysis(block)
            if row is None:
                break
            rows.append(row)
        number += max(taken, 1)
        end = blocks[number - 1][1]
    return Grid(tuple(rows), page), end


def _blocks(lines: Sequence[Line], start: int) -> Iterator[tuple[list[Line], int]]:
    """Runs of lines between blank ones, up to the next head, each with where it ends."""
    block: list[Line] = []
    for index in range(start, len(lines)):
        if _head(lines, index):
            break
        if lines[index].text.strip():
            block.append(lines[index])
        elif block:
            yield block, index
            block = []
    else:
        index = len(lines)
    if block:
        yield block, index


def _goes_on(blocks: Sequence[tuple[list[Line], int]], columns: Sequence[str]) -> bool:
    """Whether rows follow, so that a block of text right below a repeated head is an Analys."""
    texts = [block for block, _ in blocks[:4]]
    return bool(texts) and _row(texts[0], texts[1:], columns)[0] is not None


def _is_analysis(block: Sequence[Line]) -> bool:
    """Whether a block opens with the word «Analys» on a line of its own."""
    return block[0].text.strip().casefold() == "analys"


def _analysis(block: Sequence[Line]) -> GridRow:
    texts: list[str] = []
    for above, line in zip([None, *block], block, strict=False):
        if above is None or len(above.text.strip()) < _SHORT:
            texts.append(fold(line.text))
        else:
            texts[-1] = fold(f"{texts[-1]} {line.text}")
    return GridRow((GridCell(tuple(texts)),), block[0].page)


def _row(
    block: Sequence[Line], following: Sequence[Sequence[Line]], columns: Sequence[str]
) -> tuple[GridRow | None, int]:
    """A row from its name and values, with the number of blocks it took; (None, 0) for none.

    Values of several blocks, or with words that are no values, make an uncertain row if an Analys
    comes next.
    """
    named, values = _parted(_joined(block))
    whole = [_is_analysis(part) for part in following]
    known, taken = True, 1
    if not values and len(block) <= 12 and following and _values(_joined(following[0])):
        values, taken = _spaced(following[0]), 2
        if len(following) > 1 and _values(_joined(following[1])):
            values, known, taken = f"{values} {_joined(following[1])}", False, 3
    elif not values and columns[-1].startswith("Period") and _leads(block, following, whole):
        taken = 1 + whole.index(True)
        values, known = " ".join(_joined(part) for part in following[: taken - 1]), False
    alone = _values(named) or _values(_joined(block))
    if not values or not named or alone or is_goal_label(named):
        return None, 0
    placed = _placed(values, columns[1:], apart=taken == 2) if known else None
    page = block[0].page
    if placed is None:
        rest = [GridCell((fold(values),)), *[GridCell()] * (len(columns) - 2)]
        return GridRow((GridCell((named,)), *rest), page, certain=False), taken
    made = [GridCell((text,)) if text else GridCell() for text in (named, *placed)]
    return GridRow(tuple(made), page), taken


def _leads(
    block: Sequence[Line], following: Sequence[Sequence[Line]], whole: Sequence[bool]
) -> bool:
    """Whether a block names a row whose values cannot be read: figures next, then an Analys."""
    if len(block) > 12 or True not in whole[1:] or whole[0] or _is_analysis(block):
        return False
    between = " ".join(_joined(part) for part in following[: whole.index(True)])
    return len(between) < 80 and any(c.isdigit() for c in between)


def _joined(block: Sequence[Line]) -> str:
    return fold(" ".join(line.text for line in block))


def _spaced(block: Sequence[Line]) -> str:
    """The values with the blanks that stand for empty cells, those before the first too."""
    lead = " " * round(block[0].x0 / 5)
    return lead + " ".join(line.text.strip() for line in block)


def _values(text: str) -> list[str] | None:
    """The values that a text is made of, None if anything else is in it."""
    found, at = [], 0
    while at < len(text):
        match = _VALUE.match(text, at)
        if not match or (match.end() < len(text) and text[match.end()] != " "):
            return None
        found.append(match.group())
        at = match.end()
        while at < len(text) and text[at] == " ":
            at += 1
    return found or None


def _parted(text: str) -> tuple[str, str]:
    """A name and the values after it on the same lines; no values where there are none."""
    words = text.split(" ")
    for at in range(1, len(words)):
        if _values(" ".join(words[at:])):
            return " ".join(words[:at]), " ".join(words[at:])
    return text, ""


def _placed(values: str, columns: Sequence[str], *, apart: bool) -> list[str | None] | None:
    """The values by column, or None where the spacing does not settle them.

    One blank parts two cells, so a run of n stands for n - 1 empty ones; before the first value
    every blank is an empty cell, but a single one may be a stray.
    """
    texts = _values(values.strip()) or []
    dates = [text for text in texts if _DATE.fullmatch(text)]
    if columns[0] == "Startdatum":
        rest = [text for text in texts if text not in dates]
        if len(dates) != 2 or len(texts) > len(columns) or rest not in ([], ["Avvikelse"]):
            return None
        return [*texts, *[None] * (len(columns) - len(texts))]
    units = {text.lstrip("-+−0123456789., ") for text in texts[:-1]}
    if len(texts) == len(columns):
        return list(texts) if apart or (len(units) == 1 and "" not in units) else None
    placed: list[str | None] = [None] * (len(values) - len(values.lstrip(" ")))
    stray = len(placed) == 1
    at = len(placed)
    for text in texts:
        gap = len(values[at:]) - len(values[at:].lstrip(" "))
        placed += [None] * max(gap - 1, 0)
        placed.append(text)
        at = values.index(text, at) + len(text)
    return placed if apart and not stray and len(placed) == len(columns) else None
