"""Sign-in by the settings: whole, or an error that names what is missing."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from assistant.access.configured import build_sign_in, wants_sign_in
from assistant.access.errors import AccessSettingError
from assistant.access.model import Role
from assistant.settings import Settings

WHOLE = {
    "public_url": "https://plan.example.se/",
    "oidc_issuer": "https://logga-in.test",
    "oidc_client_id": "planassistent",
}


def settings(tmp_path: Path, **given: Any) -> Settings:
    return Settings(data=tmp_path, **given)


def test_without_a_word_of_it_there_is_no_sign_in(tmp_path: Path) -> None:
    assert not wants_sign_in(settings(tmp_path))
    assert not wants_sign_in(settings(tmp_path, oidc_issuer="", public_url=""))


@pytest.mark.parametrize("name", WHOLE)
def test_a_part_of_it_is_an_error_that_names_the_rest(tmp_path: Path, name: str) -> None:
    part = settings(tmp_path, **{n: v for n, v in WHOLE.items() if n != name})
    assert wants_sign_in(part)
    with pytest.raises(AccessSettingError, match=f"PLANASSISTENT_{name.upper()} saknas"):
        build_sign_in(part, b"h" * 32)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"public_url": "http://plan.example.se"}, "https://"),
        ({"public_url": "plan.example.se"}, "https://"),
        ({"public_url": "https://plan.example.se/plan"}, "utan väg"),
        ({"public_url": "https://a@plan.example.se"}, "utan väg"),
        ({"oidc_issuer": "http://logga-in.test"}, "https://"),
        ({"oidc_scope": "profile"}, "openid"),
    ],
)
def test_what_cannot_be_used_is_told(tmp_path: Path, changed: dict[str, str], said: str) -> None:
    with pytest.raises(AccessSettingError, match=said):
        build_sign_in(settings(tmp_path, **{**WHOLE, **changed}), b"h" * 32)


def test_the_cookie_is_bound_to_https(tmp_path: Path) -> None:
    made = build_sign_in(settings(tmp_path, **WHOLE), b"h" * 32)
    assert made.origin == "https://plan.example.se" and made.secure
    assert made.cookie == "__Host-planassistent" and made.tokens is None
    usual = build_sign_in(
        settings(tmp_path, **{**WHOLE, "public_url": "https://Plan.example.se:443"}), b"h" * 32
    )
    assert usual.origin == made.origin, "as a browser writes it"
    here = build_sign_in(
        settings(tmp_path, **{**WHOLE, "public_url": "http://localhost:8000"}), b"h" * 32
    )
    assert here.cookie == "planassistent" and not here.secure


def test_roles_and_boards_are_read_of_variables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLANASSISTENT_OIDC_ROLES", '{"grupp-1": "redaktör"}')
    monkeypatch.setenv("PLANASSISTENT_OIDC_BOARDS", '{"grupp-7": "Ängby"}')
    monkeypatch.setenv("PLANASSISTENT_OIDC_BOARD_CLAIM", "groups")
    monkeypatch.setenv("PLANASSISTENT_OIDC_AUDIENCE", "api://plan")
    assert "PLANASSISTENT_OIDC_ROLES" in os.environ
    made = build_sign_in(settings(tmp_path, **WHOLE), b"h" * 32)
    actor = made.rules.actor({"sub": "s", "roles": "grupp-1", "groups": ["grupp-7"]})
    assert actor is not None and made.tokens is not None
    assert actor.role is Role.EDITOR and actor.boards == {"Ängby"}
