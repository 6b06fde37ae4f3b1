"""Sessions: signed, of bounded age, new at every sign-in, ended everywhere by a sign-out."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.access.errors import RefusedError
from assistant.access.model import Actor, Role
from assistant.access.sessions import Sessions
from assistant.access.shared_file import SharedFile

ANNA = Actor("s-1", "Anna Ek", Role.EDITOR, frozenset({"Ängby"}))
BO = Actor("s-2", "Bo Ask", Role.ADMINISTRATOR, None)
HOUR = 3600


class Clock:
    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def made(tmp_path: Path, clock: Clock, secret: bytes = b"h" * 32) -> Sessions:
    return Sessions(secret, SharedFile(tmp_path / "ended.json"), 8, clock)


def test_a_session_tells_who_it_is(tmp_path: Path, clock: Clock) -> None:
    sessions = made(tmp_path, clock)
    for actor in (ANNA, BO):
        found = sessions.read(sessions.start(actor))
        assert found is not None and found.actor == actor


def test_every_sign_in_makes_a_new_one(tmp_path: Path, clock: Clock) -> None:
    sessions = made(tmp_path, clock)
    first, second = sessions.read(sessions.start(ANNA)), sessions.read(sessions.start(ANNA))
    assert first and second and first.id != second.id


def test_its_age_is_bounded_from_the_sign_in(tmp_path: Path, clock: Clock) -> None:
    sessions = made(tmp_path, clock)
    cookie = sessions.start(ANNA)
    clock.now += 8 * HOUR - 1
    assert sessions.read(cookie)
    clock.now += 1
    assert sessions.read(cookie) is None
    clock.now -= 9 * HOUR
    assert sessions.read(cookie) is None, "a session of the future is none"


def test_what_is_not_signed_by_us_is_no_session(tmp_path: Path, clock: Clock) -> None:
    sessions = made(tmp_path, clock)
    cookie = sessions.start(ANNA)
    forged = made(tmp_path, clock, b"x" * 32).start(BO)
    body, _, signature = cookie.rpartition(".")
    other_body = sessions.start(BO).rpartition(".")[0]
    for wrong in ("", ".", "null", forged, body, f"{other_body}.{signature}", cookie + "x"):
        assert sessions.read(wrong) is None


def test_a_form_token_is_no_session_and_a_session_no_form_token(
    tmp_path: Path, clock: Clock
) -> None:
    sessions = made(tmp_path, clock)
    assert sessions.read(sessions.form_token(ANNA)) is None
    assert not sessions.is_form_token(sessions.start(ANNA), ANNA)


def test_signing_out_ends_a_copied_cookie_in_every_service(tmp_path: Path, clock: Clock) -> None:
    sessions, other = made(tmp_path, clock), made(tmp_path, clock)
    cookie, kept = sessions.start(ANNA), sessions.start(ANNA)
    found = sessions.read(cookie)
    assert found is not None and other.read(cookie)
    sessions.end(found)
    assert sessions.read(cookie) is None and other.read(cookie) is None
    assert other.read(kept), "the other sign-in goes on"


def test_ended_sessions_are_forgotten_when_they_are_too_old_anyway(
    tmp_path: Path, clock: Clock
) -> None:
    sessions, file = made(tmp_path, clock), SharedFile(tmp_path / "ended.json")
    for _ in range(3):
        found = sessions.read(sessions.start(ANNA))
        assert found is not None
        sessions.end(found)
        clock.now += 9 * HOUR
    assert len(file.read()) == 1


def test_a_form_token_is_for_one_person(tmp_path: Path, clock: Clock) -> None:
    sessions = made(tmp_path, clock)
    token = sessions.form_token(ANNA)
    assert sessions.is_form_token(token, ANNA)
    assert not sessions.is_form_token(token, BO)
    assert not sessions.is_form_token(token + "x", ANNA)
    assert not sessions.is_form_token("", ANNA)


def test_more_boards_than_a_cookie_holds_are_told(tmp_path: Path, clock: Clock) -> None:
    many = frozenset(f"Nämnd {number:x} {hash(number * 7919):x}" for number in range(2_000))
    with pytest.raises(RefusedError, match="nämnder"):
        made(tmp_path, clock).start(Actor("s", "S", Role.READER, many))
