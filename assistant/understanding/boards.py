"""Boards that the city has or had, beside those with reports in the library.

A board of the organisation file without a single report is what «finns inte i biblioteket» is
about – but a board's name is a place too. It is taken for a board where nothing else in the
question says whose report is meant, no word as «med» or «från» makes it somebody else's partner,
and no board in the library has grown out of it. A board reaches the years of its predecessors.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

from ingest.model import Identity, Scope, same_name
from ingest.organisation import Organisation

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
    scope: Scope, organisation: Organisation, identities: Sequence[Identity], years: Sequence[int]
) -> tuple[Scope, str | None]:
    """The scope with a board's predecessors for years that the board itself has no report of."""
    added: list[str] = []
    for name in scope.boards:
        board = organisation.find(name)
        if board is None or not board.predecessors or board.since is None:
            continue
        early = [year for year in years if year <= board.since.year]
        own = {i.year for i in identities if same_name(name, i.board)}
        if early and not set(early) & own:
            held = {i.board for i in identities if i.year in early}
            added += [p for p in board.predecessors if any(same_name(p, h) for h in held)]
    if not added:
        return scope, None
    note = f"För tiden före sammanslagningen svarar föregångaren {' och '.join(added)}."
    return replace(scope, boards=(*scope.boards, *added)), note
