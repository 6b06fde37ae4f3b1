"""Where shared texts stand: every place of every text in force, the best known first.

Made from the catalogue alone, so that a search can tell which texts a scope holds, and which
place of one to show, without asking the database. The newest report comes first, and among
equals the board's own before those of its units.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ingest.index.ports import Place
from ingest.model import Scope

Places = Mapping[str, Sequence[Place]]


def arranged(rows: Iterable[tuple[str, Place]]) -> Places:
    """Texts and their places, in any order → places by text, newest first."""
    found: dict[str, list[Place]] = {}
    for text, place in rows:
        found.setdefault(text, []).append(place)
    return {text: tuple(sorted(held, key=_newest_first)) for text, held in found.items()}


def first_within(places: Places, text: str, scope: Scope) -> Place | None:
    """The first place of a text within the scope."""
    return next((p for p in places.get(text, ()) if scope.admits(p.identity)), None)


def _newest_first(place: Place) -> tuple[object, ...]:
    who = place.identity
    return (-who.year, who.unit is not None, place.passage_id)
