"""Who someone is by the claims of Entra ID, Keycloak and others."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.access.claims import ClaimRules, name_of
from assistant.access.model import Role

ANNA = {"sub": "s-1", "name": "Anna Ek"}


@pytest.mark.parametrize(
    ("claim", "claims", "role"),
    [
        ("roles", {"roles": ["läsare"]}, Role.READER),
        ("roles", {"roles": ["redaktor", "lasare", "annat"]}, Role.EDITOR),
        ("roles", {"roles": "administrator"}, Role.ADMINISTRATOR),
        ("roles", {"roles": "annat lasare"}, Role.READER),
        ("realm_access.roles", {"realm_access": {"roles": ["lasare"]}}, Role.READER),
        ("https://se.test/roles", {"https://se.test/roles": ["lasare"]}, Role.READER),
        ("roles", {}, None),
        ("roles", {"roles": []}, None),
        ("roles", {"roles": ["Läsare!", "admin", 7, None, {"lasare": 1}]}, None),
        ("roles", {"roles": {"lasare": True}}, None),
        ("realm_access.roles", {"realm_access": ["lasare"]}, None),
        ("roles", {"roles": "lasareredaktor"}, None),
    ],
)
def test_a_role_is_found_where_the_setting_says(
    claim: str, claims: dict[str, Any], role: Role | None
) -> None:
    actor = ClaimRules(claim).actor({**ANNA, **claims})
    assert (actor.role if actor else None) == role


def test_the_setting_says_what_a_value_means_and_nothing_else_counts() -> None:
    rules = ClaimRules(roles={"plan-chef": Role.EDITOR})
    actor = rules.actor({**ANNA, "roles": ["plan-chef", "administratör"]})
    assert actor is not None and actor.role is Role.EDITOR
    assert rules.actor({**ANNA, "roles": ["läsare"]}) is None


def test_boards_are_those_of_the_claim() -> None:
    rules = ClaimRules(board_claim="groups", boards={"g-7": "Ängby", "g-0": "*"})
    held = {**ANNA, "roles": ["lasare"]}

    def boards(groups: object) -> frozenset[str] | None:
        actor = rules.actor({**held, "groups": groups})
        assert actor is not None
        return actor.boards

    assert boards(["g-7", "Södra Bergen"]) == {"Ängby", "Södra Bergen"}
    assert boards("Södra Bergen") == {"Södra Bergen"}, "a name is not taken apart"
    assert boards(["g-7", "g-0"]) is None
    assert boards(["*"]) == frozenset(), "a value alone never opens all"
    assert boards(None) == frozenset()


def test_without_a_claim_for_boards_none_is_open() -> None:
    actor = ClaimRules().actor({**ANNA, "roles": ["administrator"], "groups": ["Ängby"]})
    assert actor is not None and actor.boards == frozenset()


def test_a_name_is_shown_without_what_cannot_be_seen() -> None:
    assert name_of({"name": "Anna\u202e\n Ek", "sub": "x"}) == "Anna Ek"
    assert name_of({"name": " ", "preferred_username": "anna", "sub": "x"}) == "anna"
    assert name_of({"name": 7, "sub": "s-1"}) == "s-1"
    assert len(name_of({"name": "a" * 1000})) == 100
