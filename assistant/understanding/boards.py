"""Boards that the city has or had, beside those with reports in the library.

A board of the organisation file without a single report is what «finns inte i biblioteket» is
about – but a board's name is a place too. It is taken for a board where nothing else in the
question says whose report is meant, no word as «med» or «från» makes it somebody else's partner,
and no board in the library has grown out of it. A board reaches the years of its predecessors; a
board that is gone never reaches those of the one it went up in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

import numpy as np

from ingest.model import Identity, Scope
from ingest.names import same_name
from ingest.organisation import Board, Organisation
from ingest.roster import Roster

_BOARD_WORD = r"\s+(?:stadsdels(?:nämnd|förvaltning|område)\w*|sdf|sdn|nämnd\w*|förvaltning\w*)"
_NOT_OWNER = re.compile(r"\b(?:med|från|till|mot|av|av\s+nämnden\s+i)\s*$")


def aliases(organisation: Organisation, boards: Iterable[str]) -> list[tuple[str, str, bool]]:
    """(alias, canonical name, is a unit) for the boards that have reports."""
    return [
        (alias, name, False)
        for name in boards
        for board in [organisation.find(name)]
        if board is not None
        for alias in board.aliases
    ]


def without_reports(
    text: str, organisation: Organisation, held: Sequence[str], owner_named: bool
) -> list[str]:
    """Boards that the question asks of and the library knows no report from."""
    related = {p for name in held for p in organisation.with_predecessors(name)}
    folded = text.casefold()
    found: list[str] = []
    for board in organisation.boards:
        if board.name in related or any(same_name(board.name, name) for name in held):
            continue
        for name in (board.name, *board.aliases):
            match = _pattern(name).search(folded)
            if match is None:
                continue
            said = re.match(_BOARD_WORD, folded[match.end() :]) is not None
            partner = _NOT_OWNER.search(folded[: match.start()].rstrip())
            if said or (not owner_named and not partner):
                found.append(board.name)
                break
    return found


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){re.escape(name.casefold())}s?(?![\w-])")


def reaching_back(
    scope: Scope,
    organisation: Organisation,
    identities: Sequence[Identity],
    years: Sequence[int],
    before_merger: bool = False,
) -> tuple[Scope, tuple[str, ...]]:
    """The scope with a board's predecessors for the years before the merger, and notes of it.

    ``before_merger``: the question says «före sammanslagningen», and only they are meant. Never
    the other way: a board that is gone does not answer with its successor's reports.
    """
    found = [_Merger.of(name, organisation, identities) for name in scope.boards]
    mergers = [merger for merger in found if merger is not None]
    notes: list[str] = []
    boards = list(scope.boards)
    for merger in mergers:
        held = merger.held(years)
        if not held or not (years or before_merger):
            notes += [merger.nothing(years)] if merger.early(years) and not held else []
            continue
        if before_merger:
            boards = [name for name in boards if not same_name(name, merger.board.name)]
        boards += held
        notes.append(
            f"{merger.formed} För tiden före sammanslagningen svarar föregångaren {_and(held)}."
        )
    notes += _gone(scope.boards, organisation, identities, years)
    return replace(scope, boards=tuple(dict.fromkeys(boards))), tuple(notes)


def kept_out(
    fence: Scope,
    organisation: Organisation,
    identities: Sequence[Identity],
    years: Sequence[int],
    before_merger: bool = False,
) -> tuple[str, ...]:
    """What the user's own filter on a board leaves out of the years before it was formed.

    A filter is never overruled, so that what was searched is what the user chose; the note says
    which filter would find the predecessor's reports.
    """
    notes = []
    for name in fence.boards:
        merger = _Merger.of(name, organisation, identities)
        held = merger.held(years) if merger else []
        left = [board for board in held if not any(same_name(board, f) for f in fence.boards)]
        if merger and left and (years or before_merger):
            notes.append(
                f"{merger.formed} Filtret nämnd «{name}» utesluter föregångaren {_and(left)}, "
                "som har rapporter från tiden före: byt filter för att söka i dem."
            )
    return tuple(notes)


@dataclass(frozen=True, slots=True)
class _Merger:
    """A board that was made from others, and the reports of the time before."""

    board: Board
    before: tuple[Identity, ...]

    @classmethod
    def of(
        cls, name: str, organisation: Organisation, identities: Sequence[Identity]
    ) -> _Merger | None:
        board = organisation.find(name)
        if board is None or not board.predecessors:
            return None
        roster = Roster.of(identities)
        own = set(roster.years[roster.named((board.name,), unit=False)].tolist())
        places = np.flatnonzero(roster.named(board.predecessors, unit=False)).tolist()
        older = (roster[place] for place in places)
        return cls(board, tuple(i for i in older if _is_before(board.since, i.year, own)))

    @property
    def formed(self) -> str:
        """When the board was formed, where the file says so."""
        since = self.board.since
        if since is None:
            return f"{self.board.name} har föregångare."
        return f"{self.board.name} bildades {_day(since)}."

    def held(self, years: Sequence[int]) -> list[str]:
        """The predecessors with reports in these years (in any, if none are given)."""
        there = (i.board for i in self.before if not years or i.year in years)
        return list(dict.fromkeys(there))

    def early(self, years: Sequence[int]) -> list[int]:
        """Those of the years that the board did not live in at all."""
        since = self.board.since
        return [year for year in years if since and year < since.year]

    def nothing(self, years: Sequence[int]) -> str:
        """That there is no report of the predecessors either."""
        told = _and([str(year) for year in self.early(years)])
        names = _and(self.board.predecessors)
        return f"{self.formed} Biblioteket har ingen rapport för {told} från {names}."


_MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september",
    "oktober", "november", "december",
)  # fmt: skip


def _day(day: date) -> str:
    return f"den {day.day} {_MONTHS[day.month - 1]} {day.year}"


def _is_before(since: date | None, year: int, own: set[int]) -> bool:
    """Whether a year is (partly) from before a merger; without a date, one not reported since."""
    if since is None:
        return year not in own
    return year < since.year or (year == since.year and (since.month, since.day) != (1, 1))


def _gone(
    boards: Sequence[str],
    organisation: Organisation,
    identities: Sequence[Identity],
    years: Sequence[int],
) -> list[str]:
    """A board that had gone up in another before the year asked for: where to look instead."""
    notes = []
    for name in boards:
        successor = organisation.successor(name)
        since = successor.since if successor else None
        if successor is None or since is None or not any(year > since.year for year in years):
            continue
        if Roster.of(identities).any(Scope(boards=(successor.name,))):
            became = f"{name} gick upp i {successor.name} {_day(since)}"
            notes.append(f"{became}: senare år står i dess rapporter.")
    return notes


def _and(names: Sequence[str]) -> str:
    return " och ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
