"""Personal identity numbers in a report: found, and masked in everything that was read.

A personnummer or samordningsnummer (the day plus 60) is a date that can be someone's birth, four
digits more and a right check digit (Luhn): ten digits or twelve, with a hyphen, a plus, a blank, a
line break or nothing between. «850101-1234» becomes «ÅÅMMDD-XXXX»: each digit is replaced and
nothing else, so that no part of the birth date is left, lengths and lines are kept, and a quote is
still what its page says. Organisation numbers have no such month.

What looks like one by chance is left alone, in order of precedence: a number that continues, or
has a decimal, a unit or a letter beside it; one under another name (dnr, telefon, faktura …),
anywhere in the report; ten digits in a row that begin with 0, as a telephone number does; and
with a blank between, two cells of a table, two of a row of numbers or a date and a time. A word
such as «personnummer» or «född» before the number overrules all but the first.

A number is decided on once for the whole report and masked wherever it stands. The walk goes
through every text of the report, whatever field it stands in. The file itself is never touched.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from enum import Enum
from typing import Any, TypeVar

from stdnum import luhn

from ingest.model import Report

_T = TypeVar("_T")

_DASH = "-–−‐\u00ad+"
_BLANK = " \u00a0\u202f"
_NUMBER = re.compile(
    rf"(?<![\w+])(?<![\w)][{_DASH}/])(?<!\d[.,:])"
    r"(?P<first>[0-9]{4}-[0-9]{2}-[0-9]{2}(?=-[0-9])|(?:[0-9]{2})?[0-9]{6})"
    rf"(?P<gap>[{_DASH}][{_BLANK}]?\n?|[{_BLANK}][{_DASH}]?[{_BLANK}]?\n?|\n[{_DASH}]?)?"
    rf"(?P<last>[0-9]{{4}})(?!\w)(?![{_DASH}/:]\w)(?![.,][0-9])"
)
_UNIT = re.compile(
    r"\s?(?:%|procent|kr\b|kronor|tkr|mkr|mnkr|msek|miljoner|sek\b|st\b|stycken|personer|timmar)",
    re.I,
)
_SAID = re.compile(
    r"(?:person-?\s?(?:nummer|nr)\w*|pers\.?\s?nr|p-?nr|samordnings-?\s?(?:nummer|nr)\w*|född\w*|"
    r"födelse\w*)\W{0,3}(?:\w+\W{1,3}){0,3}$",
    re.I,
)
_OTHER = re.compile(
    r"(?:\bdnr|diarie-?(?:nr|nummer)|ärende(?:-?(?:nr|nummer))?|beslut(?:s-?(?:nr|nummer))?|"
    r"\btel(?:efon)?(?:-?(?:nr|nummer))?|mobil(?:-?(?:nr|nummer))?|\bfax|bankgiro|plusgiro|\bbg|"
    r"\bpg|konto(?:-?(?:nr|nummer))?|faktura(?:-?(?:nr|nummer))?|\bocr|\bref(?:erens)?"
    r"(?:-?(?:nr|nummer))?|artikel(?:-?(?:nr|nummer))?|avtal(?:s-?(?:nr|nummer))?|"
    r"projekt(?:-?(?:nr|nummer))|serie-?(?:nr|nummer)|\bisbn|version)\W{0,3}$",
    re.I,
)
_BEFORE = _BESIDE = 60
_OLDEST = 1900


@dataclass(frozen=True, slots=True)
class Masked:
    """A report without personal identity numbers: how many there were, and on which pages."""

    report: Report
    numbers: int
    pages: tuple[int, ...]


def without_numbers(report: Report, today: date) -> Masked:
    """The same report with its personal identity numbers masked."""
    parts = _cells_apart(report)
    named, found, others = set[str](), set[str](), set[str]()
    for text in _texts(report):
        for match in _NUMBER.finditer(text):
            key = _key(match)
            before = text[max(0, match.start() - _BEFORE) : match.start()]
            if not _is_someones(match, today):
                continue
            if _SAID.search(before):
                named.add(key)
            elif _OTHER.search(before):
                others.add(key)
            elif not _by_chance(match, parts):
                found.add(key)
    said = named | (found - others)
    if not said:
        return Masked(report, 0, ())
    mask = _masker(said, today)
    pages = tuple(page.number for page in report.pages if mask(page.text) != page.text)
    return Masked(_walked(report, mask), len(said), pages)


def masked_name(name: str, today: date) -> str:
    """A file's name with the numbers in it masked; an underscore is a blank."""
    text = name.replace("_", " ")
    matches = [m for m in _NUMBER.finditer(text) if _is_someones(m, today)]
    found = {_key(match) for match in matches if not _by_chance(match, frozenset())}
    masked = _masker(found, today)(text)
    return "".join(was if was == "_" else now for was, now in zip(name, masked, strict=True))


def _masker(said: set[str], today: date) -> Callable[[str], str]:
    def one(match: re.Match[str]) -> str:
        if _key(match) not in said or not _is_someones(match, today):
            return match[0]
        shape = iter("ÅÅÅÅMMDD" if len(_first(match)) == 8 else "ÅÅMMDD")
        first = "".join(next(shape) if char.isdigit() else char for char in match["first"])
        return f"{first}{(match['gap'] or '').replace('+', '-')}XXXX"

    return lambda text: _NUMBER.sub(one, text)


def _first(match: re.Match[str]) -> str:
    """The digits of the date, six or eight."""
    return match["first"].replace("-", "")


def _key(match: re.Match[str]) -> str:
    """The number however it is written: its last ten digits."""
    return f"{_first(match)[-6:]}{match['last']}"


def _is_someones(match: re.Match[str], today: date) -> bool:
    """Whether the digits are a birth date that can be, and the check digit is right."""
    first = _first(match)
    centuries = (first[:2],) if len(first) == 8 else ("19", "20")
    born = (_born(f"{century}{first[-6:]}") for century in centuries)
    can_be = any(day is not None and day.year >= _OLDEST and day <= today for day in born)
    return can_be and bool(luhn.is_valid(_key(match)))


def _born(digits: str) -> date | None:
    day = int(digits[6:8])
    try:
        return date(int(digits[:4]), int(digits[4:6]), day - 60 if day > 60 else day)
    except ValueError:
        return None


def _by_chance(match: re.Match[str], parts: frozenset[str]) -> bool:
    """Whether it may well be something else, where nobody says what it is."""
    gap, first, last = match["gap"] or "", _first(match), match["last"]
    after = match.string[match.end() : match.end() + _BESIDE]
    if gap and gap[0] in _DASH:
        return False
    if _UNIT.match(after):
        return True
    if not gap:
        return len(first) == 6 and first[0] == "0"
    before = match.string[max(0, match.start() - _BESIDE) : match.start()].rstrip(_BLANK)
    in_a_row = before[-1:].isdigit() or after.lstrip(_BLANK)[:1].isdigit()
    clock = len(first) == 8 and int(last[:2]) < 24 and int(last[2:]) < 60
    return "\n" in gap or match[0] in parts or in_a_row or clock


def _cells_apart(report: Report) -> frozenset[str]:
    """What only looks like one number because two cells of a row stand side by side."""
    rows = [value.quote for value in report.indicators]
    rows += [row.quote for table in report.tables for row in table.rows]
    rows += [activity.quote for activity in report.activities]
    cells = set(_texts(report)) - set(rows) - {page.text for page in report.pages}
    whole = {match[0] for cell in cells for match in _NUMBER.finditer(cell)}
    return frozenset(m[0] for row in rows for m in _NUMBER.finditer(row) if m[0] not in whole)


def _texts(value: object) -> Iterator[str]:
    """Every text within a value of the domain."""
    if isinstance(value, str):
        if not isinstance(value, Enum):
            yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _texts(one)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _texts(getattr(value, field.name))


def _walked(value: _T, mask: Callable[[str], str]) -> _T:
    """The same value with every text masked; what does not change is the same object."""
    made: Any = value
    if isinstance(value, str):
        made = value if isinstance(value, Enum) else mask(value)
    elif isinstance(value, tuple):
        made = tuple(_walked(one, mask) for one in value)
    elif is_dataclass(value) and not isinstance(value, type):
        new = {f.name: _walked(getattr(value, f.name), mask) for f in fields(value) if f.init}
        made = replace(value, **new)
    return made if made != value else value


def warning_of(masked: Masked) -> str:
    """What whoever takes the report in is told."""
    count, pages = masked.numbers, [str(number) for number in masked.pages]
    many = "ett personnummer" if count == 1 else f"{count} personnummer"
    listed = " och ".join(filter(None, (", ".join(pages[:-1]), *pages[-1:])))
    where = f" (sidan {listed})" if len(pages) == 1 else f" (sidorna {listed})" if pages else ""
    return (
        f"Rapporten innehåller {many} eller samordningsnummer{where}. De är maskerade i all text "
        "som lagras och visas, men står kvar i originalfilen, som bara redaktörer kan öppna. Lägg "
        "helst in en fil utan dem."
    )
