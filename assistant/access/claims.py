"""What a provider's claims say of someone: name, role, boards.

Where roles and boards stand is a setting. A claim is looked up by its whole name first and then
step by step at the dots (Keycloak's ``realm_access.roles``). Its values are words, one or a list;
a value that the setting does not name counts for nothing where roles are concerned, and the
highest of several roles counts. A value of the boards' claim is a board's name, or what the
setting says it stands for; only by the setting can one stand for all boards («*»).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from assistant.access.model import Actor, Role, plain_roles

ALL_BOARDS = "*"
_NAMES = ("name", "preferred_username", "email", "azp", "client_id", "appid", "sub")
_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class ClaimRules:
    """Where roles and boards stand, and what the values mean."""

    role_claim: str = "roles"
    roles: Mapping[str, Role] = field(default_factory=plain_roles)
    board_claim: str | None = None
    boards: Mapping[str, str] = field(default_factory=dict)

    def actor(self, claims: Mapping[str, Any]) -> Actor | None:
        """Who it is and what they may; None where no role is theirs."""
        held = [self.roles[v] for v in _values(claims, self.role_claim) if v in self.roles]
        if not held:
            return None
        order = list(Role)
        role = max(held, key=order.index)
        return Actor(str(claims["sub"]), name_of(claims), role, self._boards(claims))

    def _boards(self, claims: Mapping[str, Any]) -> frozenset[str] | None:
        if self.board_claim is None:
            return frozenset()
        values = _values(claims, self.board_claim, words=False)
        if any(self.boards.get(value) == ALL_BOARDS for value in values):
            return None
        return frozenset(self.boards.get(value, value) for value in values if value != ALL_BOARDS)


def name_of(claims: Mapping[str, Any]) -> str:
    """What someone is called, as it can be shown."""
    for name in _NAMES:
        value = claims.get(name)
        if isinstance(value, str):
            shown = "".join(c for c in value if not unicodedata.category(c).startswith("C"))
            if shown.strip():
                return shown.strip()[:_LONGEST_NAME]
    return "Okänd"


def _values(claims: Mapping[str, Any], name: str, words: bool = True) -> list[str]:
    """The texts of a claim; a single one also word by word, where words are asked for."""
    found = claims.get(name)
    if found is None:
        found = claims
        for step in name.split("."):
            found = found.get(step) if isinstance(found, Mapping) else None
    if isinstance(found, str):
        return [found, *found.split()] if words else [found]
    return [v for v in found if isinstance(v, str)] if isinstance(found, list) else []
