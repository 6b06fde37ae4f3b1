"""Roles include each other, and boards open only their own internal reports."""

from __future__ import annotations

import pytest

from assistant.access.model import LOCAL, Actor, Role


@pytest.mark.parametrize(
    ("role", "needed", "may"),
    [
        (Role.READER, Role.READER, True),
        (Role.READER, Role.EDITOR, False),
        (Role.EDITOR, Role.READER, True),
        (Role.EDITOR, Role.ADMINISTRATOR, False),
        (Role.ADMINISTRATOR, Role.EDITOR, True),
    ],
)
def test_a_role_includes_those_below_it(role: Role, needed: Role, may: bool) -> None:
    assert Actor("a", "A", role).may(needed) is may


def test_only_the_named_boards_are_open() -> None:
    actor = Actor("a", "A", Role.EDITOR, frozenset({"Ängby"}))
    assert actor.sees("Ängby")
    assert not actor.sees("Söderort")


def test_nobody_s_internal_reports_are_open_to_an_actor_without_boards() -> None:
    assert not Actor("a", "A", Role.ADMINISTRATOR).sees("Ängby")


def test_the_local_user_may_everything() -> None:
    assert LOCAL.may(Role.ADMINISTRATOR)
    assert LOCAL.sees("Ängby")
