"""Whose reports a question means, where units and boards stand beside each other.

«Hela nämnden» beside a unit is that unit's board. «Vad skrev nämnden om enheten» asks the board's
report, and the unit is what it tells of. A unit that was renamed is asked under all its names. A
name that units of several boards share, or a slip that fits two units, is told in a note.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from assistant.model import Asker
from assistant.understanding.names import Mention
from ingest.model import Identity, Scope
from ingest.names import BOARD_ITSELF, same_name
from ingest.organisation import Organisation
from ingest.roster import Roster

_BOARD = r"(?:stadsdels)?(?:nämnd|förvaltning)(?:en)?"
_WHOLE_BOARD = re.compile(
    r"\bhela\s+(?:\S+\s+)?(?:förvaltning|nämnd|stadsdel)\w*"
    r"|\b(?:stadsdels)?(?:nämnden|förvaltningen)s?\b"
    r"|\bstadsdels(?:nämnd|förvaltning)s?\b|s\s+(?:nämnd|förvaltning)s?\b",
    re.IGNORECASE,
)
# Beside a unit «nämndens mål» is no report of the board's; these ways of putting it are.
_BESIDE = re.compile(
    rf"\bhela\s+(?:\S+\s+)?(?:förvaltning|nämnd|stadsdel)\w*"
    rf"|\b(?:med|mot|än|som|och|eller|kontra|gentemot|respektive|till)\s+{_BOARD}\b"
    rf"|\b{_BOARD}s\s+(?:t[12]|vb|vp|tertial|verksamhets|årsrapport|bokslut|rapport)",
    re.IGNORECASE,
)
_TELLS_OF = re.compile(
    rf"\b(?:skr[ie]v\w*|säger|sade|sa|berätta\w*|rapportera\w*|uppg\w+|redovisa\w*|nämn\w*)\b"
    rf".*{_BOARD}\b.*\bom\b|{_BOARD}s?\b.*\b(?:skr[ie]v\w*|säger|sade|sa|rapportera\w*)\b.*\bom\b",
    re.IGNORECASE,
)


def whole_board(text: str, units: Sequence[str]) -> bool:
    """Whether the board itself is asked of; stricter where units are named too."""
    if not units:
        return bool(_WHOLE_BOARD.search(text))
    named = re.search(r"s\s+(?:nämnd|förvaltning)\b|\bstadsdels(?:nämnd|förvaltning)", text, re.I)
    return bool(named or _BESIDE.search(text) or _TELLS_OF.search(text))


def board_tells(text: str) -> bool:
    """«Vad skrev nämnden om …»: the board's report is asked of what it tells of a unit."""
    return bool(_TELLS_OF.search(text))


def boards_of(units: Sequence[str], identities: Sequence[Identity]) -> tuple[str, ...]:
    """The boards that have these units; of a board that was replaced only the later one."""
    roster = Roster.of(identities)
    named = [unit for unit in units if unit != BOARD_ITSELF]
    held = [roster[place] for place in np.flatnonzero(roster.named(named, unit=True)).tolist()]
    held.sort(key=lambda i: -i.year)
    return tuple(dict.fromkeys(i.board for i in held))


def with_all_names(
    scope: Scope, organisation: Organisation, identities: Sequence[Identity]
) -> Scope:
    """The scope with the other names that its units have reports under."""
    held = Roster.of(identities).units
    units: list[str] = []
    for unit in scope.units:
        others = organisation.same_unit(unit)
        units += [unit, *(o for o in others if any(same_name(o, h) for h in held))]
    return replace(scope, units=tuple(dict.fromkeys(units))) if units else scope


def aliases(organisation: Organisation, units: Sequence[str]) -> list[tuple[str, str, bool]]:
    """(alias, canonical name, is a unit): nicknames, and former names without a report."""
    found: list[tuple[str, str, bool]] = []
    for unit in organisation.units:
        here = [n for n in unit.names for held in units if same_name(n, held)]
        if not here:
            continue
        other = [n for n in unit.names if not any(same_name(n, held) for held in units)]
        found += [(alias, _spelled(here[0], units), True) for alias in (*unit.aliases, *other)]
    return found


def _spelled(name: str, units: Sequence[str]) -> str:
    return next(held for held in units if same_name(held, name))


def preferred_board(
    units: Sequence[str], asker: Asker, identities: Sequence[Identity]
) -> tuple[str, ...]:
    """Of boards that share a unit's name, the asker's own."""
    boards = boards_of(units, identities)
    own = [b for b in boards if asker.board and same_name(b, asker.board)]
    return tuple(own) if len(boards) > 1 else ()


def notes(
    mentions: Sequence[Mention], scope: Scope, organisation: Organisation,
    identities: Sequence[Identity],
) -> tuple[str, ...]:  # fmt: skip
    """That a name is shared by units of several boards, or that two names are equally near."""
    told: list[str] = []
    units = [m for m in mentions if m.is_unit]
    for mention in units:
        boards = _apart(boards_of((mention.name,), identities), organisation)
        if len(boards) > 1 and not scope.boards:
            told.append(
                f"{mention.name} finns i flera nämnder: {_or(boards, 'och')}. Skriv vilken du "
                "menar eller välj nämnd i filtret."
            )
    near = [m.name for m in units if not m.certain and _over_another(m, units)]
    if near:
        told.append(f"Menade du {_or(sorted(near), 'eller')}? Båda söks: skriv hela namnet.")
    return tuple(told)


def _over_another(mention: Mention, units: Sequence[Mention]) -> bool:
    return any(
        m.name != mention.name and m.start < mention.end and mention.start < m.end for m in units
    )


def _apart(boards: Sequence[str], organisation: Organisation) -> list[str]:
    """Boards less those that went up in another of them: the unit moved along."""
    gone = {p for board in boards for p in organisation.with_predecessors(board)[1:]}
    return [board for board in boards if board not in gone]


def _or(names: Sequence[str], word: str) -> str:
    return f" {word} ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def adjacent(unit: Mention, board: Mention) -> bool:
    """«Solrosens förskola i Björkviken»: the board only says where the unit is."""
    return -1 <= board.start - unit.end <= 1 or 0 <= unit.start - board.end <= 1
