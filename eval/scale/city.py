"""Whose reports a library of a given size holds: boards, their units, eight years.

At full size there are fourteen boards of sixty units; a smaller library has fewer of both, so that
a filter on a board, a unit, a year or a kind leaves about as large a share as in a whole city. A
unit writes one report a year, by turns a plan and a follow-up, now and then of a part of the year;
a board writes all four. A unit is modelled on one of the example corpus, under a place of its own.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from eval.corpus.world import more_boards
from ingest.model import Identity, ReportType

YEARS = tuple(range(2018, 2026))
PER_REPORT = 75
_BOARDS, _UNITS = 14, 60
_FULL = 500_000


@dataclass(frozen=True, slots=True)
class Model:
    """A unit of the example corpus that others are made after: its place stands in its name."""

    place: str
    name: str


@dataclass(frozen=True, slots=True)
class Writer:
    """Who reports: a unit with its place and model, or a board (no model)."""

    board: str
    unit: str | None
    place: str
    model: Model | None


def writers(passages: int, models: Sequence[Model]) -> list[Writer]:
    """As many boards and units as make about so many passages."""
    share = math.sqrt(min(1.0, passages / _FULL))
    boards = max(2, round(_BOARDS * share))
    reports = passages / PER_REPORT
    units = max(1, round((reports / len(YEARS) / boards) - 4))
    names = _names(boards * (units + 1))
    found: list[Writer] = []
    for _ in range(boards):
        board = next(names)
        found.append(Writer(board, None, board, None))
        for number in range(units):
            model, place = models[number % len(models)], next(names)
            found.append(Writer(board, model.name.replace(model.place, place), place, model))
    return found


def identities(writer: Writer, number: int) -> Iterator[Identity]:
    """The reports of one writer over the years."""
    for year in YEARS:
        kinds: tuple[ReportType, ...] = tuple(ReportType)
        if writer.unit is not None:
            even = (year + number) % 2 == 0
            part = ReportType.T2 if number % 10 == 3 else ReportType.VP
            kinds = (ReportType.VB,) if even else (part,)
        for kind in kinds:
            yield Identity(writer.board, writer.unit, year, kind)


def _names(count: int) -> Iterator[str]:
    """Places, each once."""
    names = (
        name
        for board in more_boards(count, seed=9)
        for name in (board.name, *(unit.place for unit in board.units))
    )
    return iter(dict.fromkeys(name for name, _ in zip(names, range(count), strict=False)))


__all__ = ["PER_REPORT", "YEARS", "Model", "Writer", "identities", "writers"]
