"""The actor of a request: who it is, the role, and the boards whose internal reports are open.

Roles include each other: an editor may read, an administrator may edit. A service without
sign-in has one actor, ``LOCAL``, who may everything; it then listens on this machine only.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What someone may do; the value is the word that people and settings use."""

    READER = "läsare"
    EDITOR = "redaktör"
    ADMINISTRATOR = "administratör"

    def includes(self, needed: Role) -> bool:
        """Whether who has this role may do what ``needed`` may."""
        order = list(Role)
        return order.index(self) >= order.index(needed)


def plain_roles() -> dict[str, Role]:
    """Each role by its own word, and by the same in ASCII, which some providers want."""
    return {_ascii(role.value): role for role in Role} | {role.value: role for role in Role}


def _ascii(text: str) -> str:
    parts = unicodedata.normalize("NFD", text)
    return "".join(c for c in parts if not unicodedata.combining(c))


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone, or some program, that asks.

    ``id`` is stable and goes into the log: the subject of the sign-in, or the id of a key.
    ``boards`` are those whose internal reports may be read, by name; None is all of them.
    """

    id: str
    name: str
    role: Role
    boards: frozenset[str] | None = frozenset()

    def may(self, needed: Role) -> bool:
        """Whether the actor's role is enough."""
        return self.role.includes(needed)

    def sees(self, board: str) -> bool:
        """Whether the internal reports of a board are open to the actor."""
        return self.boards is None or board in self.boards


LOCAL = Actor("lokal", "Lokal användare", Role.ADMINISTRATOR, None)

# Who has not signed in, where that is asked for: sees what is open to anyone and nothing else.
NOBODY = Actor("okänd", "Inte inloggad", Role.READER)
