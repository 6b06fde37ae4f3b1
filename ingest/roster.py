"""Whose the reports of a library are, column by column: which of them a scope holds, at once.

A question asks a dozen times which reports are within a scope. Compared one at a time, that takes
longer at a city's size than all the rest of an answer. Here each name is compared with each
distinct name once, and reports are told apart by numbers. ``Scope.admits`` is the truth; a roster
says the same of all reports together, and never changes: other reports make another roster.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from threading import Lock
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from ingest.model import Identity, ReportType, Scope
from ingest.names import same_name, same_unit

Mask = NDArray[np.bool_]
_REMEMBERED = 256


class Roster(Sequence[Identity]):
    """Identities in a fixed order; equal only to itself. Safe to share between threads."""

    def __init__(self, identities: Iterable[Identity]) -> None:
        self._all = tuple(identities)
        self._lock = Lock()
        self._names: dict[tuple[str, bool], Mask] = {}
        self._scopes: dict[Scope, NDArray[np.intp]] = {}

    @classmethod
    def of(cls, identities: Sequence[Identity]) -> Roster:
        """The roster of these, which may be one already."""
        return identities if isinstance(identities, Roster) else cls(identities)

    @overload
    def __getitem__(self, place: int) -> Identity: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Identity, ...]: ...
    def __getitem__(self, place: int | slice) -> Identity | tuple[Identity, ...]:
        return self._all[place]

    def __len__(self) -> int:
        return len(self._all)

    @cached_property
    def boards(self) -> tuple[str, ...]:
        """Each board once."""
        return tuple(dict.fromkeys(i.board for i in self._all))

    @cached_property
    def units(self) -> tuple[str, ...]:
        """Each unit's name once."""
        return tuple(dict.fromkeys(i.unit for i in self._all if i.unit))

    @cached_property
    def years(self) -> NDArray[np.int64]:
        """The year of each report."""
        return np.fromiter((i.year for i in self._all), np.int64, len(self._all))

    @cached_property
    def of_boards(self) -> Mask:
        """Which reports are a board's own."""
        return np.fromiter((i.unit is None for i in self._all), np.bool_, len(self._all))

    @cached_property
    def places(self) -> dict[Identity, int]:
        """The place of each identity; the last, where one stands twice."""
        return {identity: place for place, identity in enumerate(self._all)}

    def kinds(self, wanted: Iterable[ReportType]) -> Mask:
        """Which reports are of these kinds."""
        kinds = list(ReportType)
        return _among(self._kinds, [kinds.index(kind) for kind in wanted])

    def of_years(self, wanted: Iterable[int]) -> Mask:
        """Which reports are of these years."""
        return _among(self.years, wanted)

    def named(self, names: Iterable[str], unit: bool) -> Mask:
        """Which reports are of a board, or of a unit, that goes by one of these names."""
        found: Mask = np.zeros(len(self._all), dtype=np.bool_)
        for name in names:
            found |= self._named(name, unit)
        return found

    def mask(self, scope: Scope) -> Mask:
        """Which reports a scope admits."""
        found: Mask = np.zeros(len(self._all), dtype=np.bool_)
        found[self.within(scope)] = True
        return found

    def within(self, scope: Scope) -> NDArray[np.intp]:
        """The places of the reports that a scope admits, in order."""
        known = self._scopes.get(scope)
        if known is None:
            known = np.flatnonzero(self._admitted(scope))
            self._keep(self._scopes, scope, known)
        return known

    def admitted(self, scope: Scope) -> list[Identity]:
        """The identities that a scope admits, in order."""
        return [self._all[place] for place in self.within(scope)]

    def any(self, scope: Scope) -> bool:
        """Whether a scope admits a report."""
        return len(self.within(scope)) > 0

    def _admitted(self, scope: Scope) -> Mask:
        found: Mask = np.ones(len(self._all), dtype=np.bool_)
        if scope.boards:
            found &= self.named(scope.boards, unit=False)
        if scope.units:
            found &= self.named(scope.units, unit=True)
        if scope.years:
            found &= self.of_years(scope.years)
        if scope.report_types:
            found &= self.kinds(scope.report_types)
        if scope.without:
            gone = [self.places[who] for who in scope.without if who in self.places]
            found[gone] = False
        return found

    def _named(self, name: str, unit: bool) -> Mask:
        key = (name, unit)
        known = self._names.get(key)
        if known is None:
            names, numbers = self._units if unit else self._boards
            same = [same_unit(name, other) if unit else same_name(name, str(other))
                    for other in names]  # fmt: skip
            known = np.asarray(same, dtype=np.bool_)[numbers]
            self._keep(self._names, key, known)
        return known

    def _keep(self, memory: dict[Any, Any], key: object, value: object) -> None:
        with self._lock:
            if len(memory) >= _REMEMBERED:
                memory.clear()
            memory[key] = value

    @cached_property
    def _kinds(self) -> NDArray[np.intp]:
        kinds = {kind: number for number, kind in enumerate(ReportType)}
        return np.fromiter((kinds[i.report_type] for i in self._all), np.intp, len(self._all))

    @cached_property
    def _boards(self) -> tuple[list[str | None], NDArray[np.intp]]:
        return _numbered(self._all, lambda who: who.board)

    @cached_property
    def _units(self) -> tuple[list[str | None], NDArray[np.intp]]:
        return _numbered(self._all, lambda who: who.unit)


def _among(column: NDArray[np.int64], wanted: Iterable[int]) -> Mask:
    """Which numbers are among a few (``isin`` takes ten times as long for these)."""
    found: Mask = np.zeros(len(column), dtype=np.bool_)
    for number in wanted:
        found |= column == number
    return found


def _numbered(
    identities: Sequence[Identity], name: Callable[[Identity], str | None]
) -> tuple[list[str | None], NDArray[np.intp]]:
    """The distinct names, and which of them each identity has."""
    numbers: dict[str | None, int] = {}
    column = [numbers.setdefault(name(who), len(numbers)) for who in identities]
    return list(numbers), np.asarray(column, dtype=np.intp)
