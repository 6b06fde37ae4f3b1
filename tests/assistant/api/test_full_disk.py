"""The service on a full disk: says so and what to do, loses nothing, and goes on by itself."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.api import jobs as notes
from assistant.api import uploads as module
from assistant.api.uploads import Uploads
from assistant.app import create_app, keep_uploads
from ingest import room
from ingest.errors import DiskFullError
from ingest.identity import Overrides
from ingest.library import Library
from ingest.outcome import Outcome, Progress
from tests.assistant.api.samples import (
    GREENHOUSE,
    ScriptedAssistant,
    fake_check,
    fake_intake,
    waited,
)
from tests.ingest.test_room import full, left

FILE = {"file": ("bra.txt", b"Kort rapport.", "text/plain")}
SAID = Overrides(year=2022)


@pytest.fixture
def kept(library: Library, assistant: ScriptedAssistant, tmp_path: Path) -> Iterator[TestClient]:
    app = create_app(assistant, library, fake_intake(library), fake_check, max_upload_mb=2)
    keep_uploads(app, tmp_path / "uploads")
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


def refused(answer: Any) -> None:
    assert answer.status_code == 503, answer.text
    assert answer.headers["Retry-After"]
    told = answer.json()
    assert told["title"] == "Disken är full" and "frigöra plats" in told["detail"]


def test_a_file_without_room_is_refused(
    kept: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as harmed:
        left(harmed, room.RESERVE - 1)
        refused(kept.post("/api/documents", files=FILE))
        assert kept.get("/api/documents").status_code == 200
        assert kept.post("/api/ask", json={"question": "Hur många?"}).status_code == 200
    with monkeypatch.context() as harmed:
        harmed.setattr(notes, "write_whole", full)
        refused(kept.post("/api/documents", files=FILE))
    assert list((tmp_path / "uploads").iterdir()) == []
    assert kept.post("/api/documents", files=FILE).status_code == 202


def test_a_page_says_it_as_a_page(kept: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    left(monkeypatch, 0)
    answer = kept.post("/rapporter", files=FILE, headers={"Accept": "text/html"})
    assert "Disken är full" in answer.text


def test_a_body_that_has_no_room_on_its_way_in(
    kept: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def spooled(*given: object, **named: object) -> None:
        full()

    monkeypatch.setattr("tempfile._TemporaryFile", spooled, raising=False)
    monkeypatch.setattr("tempfile.TemporaryFile", spooled)
    large = {"file": ("bra.txt", b"x" * 1_500_000, "text/plain")}
    answer = kept.post("/api/documents", files=large)
    assert answer.status_code == 503
    refused(answer)


def test_any_other_place_that_is_full(kept: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Library, "reports", full)
    refused(kept.get("/api/documents"))

    def elsewhere(*given: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(Library, "reports", elsewhere)
    assert kept.get("/api/documents").status_code == 500


def test_a_report_is_deleted_though_it_cannot_be_kept_aside(
    kept: TestClient, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    left(monkeypatch, 0)
    kept.post(f"/rapporter/{GREENHOUSE.document_id}/ta-bort")
    assert library.stored(GREENHOUSE.document_id) is None


@pytest.mark.parametrize(
    "error", [DiskFullError(), OSError(errno.ENOSPC, "full"), OSError(errno.EDQUOT, "quota")]
)
def test_what_is_queued_waits_for_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    monkeypatch.setattr(module, "_RETRY_S", 0.02)
    errors = [error] * 2

    def intake(path: Path, overrides: Overrides, progress: Progress) -> Outcome:
        if errors:
            raise errors.pop()
        return Outcome(path.name, "new", identity=GREENHOUSE)

    uploads = Uploads(intake, fake_check)
    uploads.keep_in(tmp_path / "uploads")
    with monkeypatch.context() as harmed:
        job = uploads.submit("a.txt", [b"x"], SAID).id
        harmed.setattr(notes, "write_whole", full)  # the tries cannot be counted either
        told = waited(lambda: (found := uploads.job(job)) and found.reason and found)
        assert told.status == "queued" and "frigöra plats" in told.reason
        waited(lambda: (found := uploads.job(job)) and found.status == "ready")
    again = uploads.submit("b.txt", [b"x"], SAID).id
    waited(lambda: (found := uploads.job(again)) and found.status == "ready")
    uploads.close()
    assert list((tmp_path / "uploads").iterdir()) == []


def test_a_file_that_waits_for_a_person_goes_on_without_a_new_note(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    uploads = Uploads(lambda p, o, t: Outcome(p.name, "new", identity=GREENHOUSE), fake_check)
    uploads.keep_in(tmp_path / "uploads")
    job = uploads.offer("bra-okänd.txt", [b"x"], Overrides())
    assert job.status == "waiting"
    monkeypatch.setattr(notes, "write_whole", full)
    seen = uploads.resume(job.id, SAID)
    assert seen is not None and seen.status == "waiting" and seen.understood
    assert uploads.resume(job.id, SAID) is not None
    waited(lambda: (found := uploads.job(job.id)) and found.status == "ready")
    uploads.close()
