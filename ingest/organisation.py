"""The city's boards and units: canonical names, other names, and what became of what.

A board is made from its predecessors on a day, and the years before are theirs. A unit that was
given a new name is the same unit: all its names stand for one another. Read from
``organisation.yaml`` beside this file, or from a file that an administrator keeps. A board that
is not in the file is still a board: its printed name without «stadsdelsnämnd» is its name, and
the genitive -s goes only if the text uses the name without it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import yaml

from ingest.names import same_name

_WORD = r"[A-ZÅÄÖ]\w{1,40}"  # as long as a name can be: a longer run of letters takes ages else
_BOARD = re.compile(
    rf"((?:Södra |Norra |Östra |Västra )?{_WORD}(?:-{_WORD}){{0,3}}(?: [a-zåäö]{{1,30}})?)"
    r"\s+stadsdels(?:nämnd|förvaltning)(?:en)?s?\b"
)


@dataclass(frozen=True, slots=True)
class Board:
    """A board; dates bound its life where the file says so."""

    name: str
    printed: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    predecessors: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit with the names that people use for it, and the names that it had before."""

    name: str
    aliases: tuple[str, ...] = ()
    former: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The unit's own names, the present one first."""
        return (self.name, *self.former)


@dataclass(frozen=True, slots=True)
class Organisation:
    """All boards and units that are known beforehand."""

    boards: tuple[Board, ...]
    units: tuple[Unit, ...] = ()

    def find(self, name: str) -> Board | None:
        """The board of this name, printed name or alias."""
        for board in self.boards:
            if any(
                same_name(name, known) for known in (board.name, *board.printed, *board.aliases)
            ):
                return board
        return None

    def canonical(self, printed: str, text: str = "") -> str:
        """The short name of a board as printed; ``text`` is where the report speaks of it."""
        known = self.find(printed)
        if known:
            return known.name
        bare = re.sub(r"\s+stadsdels(?:nämnd|förvaltning)(?:en)?s?$", "", printed.strip())
        if bare.endswith("s") and re.search(rf"\b{re.escape(bare[:-1])}\b", text):
            return bare[:-1]
        return bare

    def with_predecessors(self, name: str) -> tuple[str, ...]:
        """A board and the boards that it was made from."""
        board = self.find(name)
        return (board.name, *board.predecessors) if board else (name,)

    def successor(self, name: str) -> Board | None:
        """The board that a board went up in, if any."""
        for board in self.boards:
            if any(same_name(name, predecessor) for predecessor in board.predecessors):
                return board
        return None

    def same_unit(self, name: str) -> tuple[str, ...]:
        """All names that a unit has or had; the name alone where the file has no such unit."""
        for unit in self.units:
            if any(same_name(name, known) for known in unit.names):
                return unit.names
        return (name,)


def boards_printed_in(text: str) -> Iterator[str]:
    """Every printed name of a board in a text, in order."""
    for match in _BOARD.finditer(text):
        yield match.group(0)


@lru_cache(maxsize=4)
def load_organisation(path: Path | None = None) -> Organisation:
    """The boards and units of a file (default: the one that comes with the program)."""
    source = path or Path(__file__).with_name("organisation.yaml")
    data = yaml.safe_load(source.read_text(encoding="utf-8"))
    return Organisation(tuple(_boards(data["boards"])), tuple(_units(data.get("units") or ())))


def _names(entry: dict[str, object], key: str) -> tuple[str, ...]:
    value = entry.get(key) or ()
    return tuple(str(item) for item in value) if isinstance(value, list) else ()


def _boards(entries: Iterable[dict[str, object]]) -> Iterator[Board]:
    for entry in entries:
        since, until = entry.get("from"), entry.get("until")
        yield Board(
            str(entry["name"]),
            _names(entry, "printed"),
            _names(entry, "aliases"),
            _names(entry, "predecessors"),
            since if isinstance(since, date) else None,
            until if isinstance(until, date) else None,
        )


def _units(entries: Iterable[dict[str, object]]) -> Iterator[Unit]:
    for entry in entries:
        yield Unit(str(entry["name"]), _names(entry, "aliases"), _names(entry, "former"))
