"""The invented city: boards, their units and sub-units, and which reports there are.

The first three boards stand in ``data/world.yaml`` (the demo corpus is about them). When more
reports are asked for, further boards are put together from name lists, each with ten units, and
years are added. ``wide_tasks`` gives boards as large as real ones instead, whole boards and years
first, where much of a unit's report is the board's text. Everything follows from the seed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

from eval.corpus.phrases import data

TYPES = ("VP", "T1", "T2", "VB")
TITLES = {
    "VP": "Verksamhetsplan {}",
    "T1": "Tertialrapport 1 {}",
    "T2": "Tertialrapport 2 {}",
    "VB": "Verksamhetsberättelse {}",
}
YEARS = (2022, 2023, 2024, 2025)
_MORE_YEARS = (2020, 2021, *YEARS)
_UNITS_IN_NEW_BOARD = 10
_NEW_NAME = "{}s resultatenhet"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit; ``renamed`` is (year, new name) where it changed its name."""

    kind: str
    place: str
    name: str
    subs: tuple[str, ...]
    renamed: tuple[int, str] | None = None

    def name_in(self, year: int) -> str:
        """The name that the unit goes by in that year's reports."""
        return self.renamed[1] if self.renamed and year >= self.renamed[0] else self.name

    @property
    def words(self) -> dict[str, str]:
        """What this kind of unit calls people and things."""
        words: dict[str, str] = data("kinds")[self.kind]["ord"]
        return words

    @property
    def areas(self) -> tuple[str, ...]:
        """The unit's parts of the goal chain."""
        return tuple(data("kinds")[self.kind]["omraden"])

    @property
    def short(self) -> str:
        """What people say for short."""
        return str(data("kinds")[self.kind]["kort"]).format(place=self.place)


@dataclass(frozen=True, slots=True)
class Board:
    """A board with its units; ``formal`` is the name on the cover.

    ``wordy``: how many paragraphs it writes under each of its goals beyond the usual ones.
    """

    name: str
    formal: str
    street: str
    units: tuple[Unit, ...]
    wordy: int = 0


@dataclass(frozen=True, slots=True)
class Task:
    """One report to write."""

    board: Board
    unit: Unit | None
    year: int
    report_type: str

    @property
    def stem(self) -> str:
        """A file name: type, year and name."""
        name = self.unit.name_in(self.year) if self.unit else self.board.formal
        return f"{self.report_type.lower()}-{self.year}-{slug(name)}"


def slug(text: str) -> str:
    """Lower-case letters, digits and hyphens."""
    folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", folded).strip("-")


def first_boards(seed: int) -> tuple[Board, ...]:
    """The three boards of the data file."""
    return tuple(_listed(entry, seed) for entry in data("world")["namnder"])


def _listed(entry: dict[str, Any], seed: int) -> Board:
    units = []
    for item in entry["enheter"]:
        rng = Random(f"{seed}|subs|{item['namn']}")
        renamed = (int(item["fran"]), str(item["nytt_namn"])) if "nytt_namn" in item else None
        units.append(
            Unit(item["typ"], item["plats"], item["namn"], _subs(item["typ"], rng), renamed)
        )
    return Board(entry["namn"], entry["formellt"], entry["gata"], tuple(units))


def _subs(kind: str, rng: Random) -> tuple[str, ...]:
    pool = data("kinds")[kind]["delar"]
    return tuple(rng.sample(pool, min(len(pool), rng.randint(3, 5))))


def more_boards(
    count: int, seed: int, size: int = _UNITS_IN_NEW_BOARD, wordy: int = 0
) -> Iterator[Board]:
    """Further boards with unlike names, each with ``size`` units."""
    world = data("world")
    rng = Random(f"{seed}|names")
    plain = [a + b for a in world["forled"] for b in world["efterled"]]
    rng.shuffle(plain)
    places = iter(f"{side}{place}" for side in ("", "Norra ", "Södra ", "Nya ") for place in plain)
    streets = world["gator"]
    for index in range(count):
        name = next(places)
        units = tuple(_invented(rng, next(places)) for _ in range(size))
        street = f"{rng.choice(streets)} {index + 2}"
        yield Board(name, f"{name}s stadsdelsnämnd", street, units, wordy)


def _invented(rng: Random, place: str) -> Unit:
    kinds = data("kinds")
    kind = rng.choice(sorted(kinds))
    names = kinds[kind]["namn"]
    name = rng.choice(names).format(place=place)
    renamed = None
    if rng.random() < 0.06:
        renamed = (rng.choice((2023, 2024)), _NEW_NAME.format(place))
    return Unit(kind, place, name, _subs(kind, rng), renamed)


def tasks(reports: int, seed: int) -> list[Task]:
    """As many reports as asked for, spread over boards, units and years in a drawn order."""
    boards, years = first_boards(seed), YEARS
    base = _of(boards, years)
    if reports > len(base):
        per_board = (_UNITS_IN_NEW_BOARD + 1) * len(_MORE_YEARS) * len(TYPES)
        missing = reports - len(base)
        base += _of(tuple(more_boards(-(-missing // per_board), seed)), _MORE_YEARS)
    Random(f"{seed}|order").shuffle(base)
    return base[:reports]


def wide_tasks(reports: int, seed: int, size: int, wordy: int) -> list[Task]:
    """Reports of boards with ``size`` units: one board after the other, its newest year first."""
    per_board = (size + 1) * len(_MORE_YEARS) * len(TYPES)
    boards = more_boards(-(-reports // per_board), seed, size, wordy)
    every = [
        Task(board, unit, year, kind)
        for board in boards
        for year in reversed(_MORE_YEARS)
        for kind in reversed(TYPES)
        for unit in (None, *board.units)
    ]
    return every[:reports]


def _of(boards: tuple[Board, ...], years: tuple[int, ...]) -> list[Task]:
    return [
        Task(board, unit, year, kind)
        for board in boards
        for unit in (*board.units, None)
        for year in years
        for kind in TYPES
    ]
