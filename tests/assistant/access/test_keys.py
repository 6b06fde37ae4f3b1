"""Keys: shown once, kept as a keyed hash, ended by day or by hand, shared between services."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.access.errors import RefusedError, SharedFileError, UnknownKeyError
from assistant.access.keys import PATTERN, KeyRing
from assistant.access.model import Role
from assistant.access.shared_file import SharedFile

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ring(tmp_path: Path, clock: Clock) -> KeyRing:
    return KeyRing(SharedFile(tmp_path / "keys.json"), b"peppar", clock)


def test_a_key_lets_in_with_its_role_and_boards(ring: KeyRing) -> None:
    key, shown = ring.create("Diariet", Role.EDITOR, frozenset({"Ängby"}), 30)
    actor = ring.actor(shown)
    assert (actor.id, actor.name, actor.role) == (f"nyckel:{key.id}", "Diariet", Role.EDITOR)
    assert actor.sees("Ängby") and not actor.sees("Söderort")


def test_the_file_never_holds_what_was_shown(ring: KeyRing, tmp_path: Path) -> None:
    key, shown = ring.create("Diariet", Role.READER, None, 30)
    found = PATTERN.fullmatch(shown)
    assert found and found[1] == key.id
    kept = (tmp_path / "keys.json").read_text("utf-8")
    assert found[2] not in kept and key.digest in kept
    assert (tmp_path / "keys.json").stat().st_mode & 0o077 == 0


def test_another_secret_makes_the_keys_useless(ring: KeyRing, tmp_path: Path) -> None:
    _, shown = ring.create("Diariet", Role.READER, None, 30)
    other = KeyRing(SharedFile(tmp_path / "keys.json"), b"annan peppar")
    with pytest.raises(RefusedError):
        other.actor(shown)


def test_what_is_not_a_key_of_ours_is_refused(ring: KeyRing) -> None:
    key, shown = ring.create("Diariet", Role.READER, None, 30)
    swapped = shown[:-1] + ("0" if shown[-1] != "0" else "1")
    for wrong in ("", "plan_", swapped, shown.upper(), shown + " ", f"plan_{key.id}_" + "0" * 64):
        with pytest.raises(RefusedError) as told:
            ring.actor(wrong)
        assert told.value.known is None and shown not in str(told.value)


def test_a_key_ends_on_its_day(ring: KeyRing, clock: Clock) -> None:
    key, shown = ring.create("Diariet", Role.READER, None, 1)
    clock.now = NOW + timedelta(days=1) - timedelta(seconds=1)
    assert ring.actor(shown)
    clock.now += timedelta(seconds=1)
    with pytest.raises(RefusedError, match="utgången") as told:
        ring.actor(shown)
    assert told.value.known == f"nyckel:{key.id}"


def test_a_revoked_key_ends_at_once_in_every_service(ring: KeyRing, tmp_path: Path) -> None:
    key, shown = ring.create("Diariet", Role.READER, None, 30)
    other = KeyRing(SharedFile(tmp_path / "keys.json"), b"peppar", lambda: NOW)
    assert other.actor(shown)
    ring.revoke(key.id)
    with pytest.raises(RefusedError, match="indragen"):
        other.actor(shown)
    with pytest.raises(RefusedError, match="indragen"):
        ring.actor(shown)


def test_revoked_twice_the_first_time_stands(ring: KeyRing, clock: Clock) -> None:
    key, _ = ring.create("Diariet", Role.READER, None, 30)
    first = ring.revoke(key.id).revoked
    clock.now += timedelta(hours=3)
    assert ring.revoke(key.id).revoked == first == NOW
    with pytest.raises(UnknownKeyError, match="nycklar lista"):
        ring.revoke("saknas")


def test_the_last_use_is_noted_once_an_hour(ring: KeyRing, clock: Clock, tmp_path: Path) -> None:
    _, shown = ring.create("Diariet", Role.READER, None, 30)
    ring.actor(shown)
    before = (tmp_path / "keys.json").stat().st_mtime_ns
    clock.now += timedelta(minutes=59)
    ring.actor(shown)
    assert (tmp_path / "keys.json").stat().st_mtime_ns == before
    clock.now += timedelta(minutes=1)
    ring.actor(shown)
    assert ring.all()[0].last_used == clock.now


def test_a_full_disk_costs_the_note_and_not_the_answer(
    ring: KeyRing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, shown = ring.create("Diariet", Role.READER, None, 30)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    assert ring.actor(shown).name == "Diariet"
    assert ring.all()[0].last_used is None
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".keys")] == []


@pytest.mark.parametrize("text", ["", "[]", "{", '{"keys": [{"id": "x"}]}', '{"keys": [7]}'])
def test_a_damaged_file_lets_nobody_in(ring: KeyRing, tmp_path: Path, text: str) -> None:
    _, shown = ring.create("Diariet", Role.READER, None, 30)
    (tmp_path / "keys.json").write_text(text, "utf-8")
    with pytest.raises(SharedFileError, match="säkerhetskopia"):
        ring.actor(shown)


def test_a_key_survives_being_written_and_read(ring: KeyRing, tmp_path: Path) -> None:
    key, _ = ring.create("Diariet", Role.ADMINISTRATOR, frozenset({"Ö", "Å"}), 30)
    again = KeyRing(SharedFile(tmp_path / "keys.json"), b"peppar").all()
    assert again == (replace(key),)
    assert json.loads((tmp_path / "keys.json").read_text("utf-8"))["keys"][0]["role"] == (
        "administratör"
    )
