"""What is on its way into the library outlives the service, and a store that is away."""

from __future__ import annotations

import errno
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest

from assistant.api import jobs
from assistant.api import uploads as module
from assistant.api.jobs import Hand
from assistant.api.problems import ProblemError
from assistant.api.uploads import Uploads
from ingest.errors import DiskFullError, LibraryBusyError, StoreUnavailableError
from ingest.identity import Overrides
from ingest.model import ReportType, StoredReport
from ingest.outcome import Outcome, Progress
from tests.assistant.api.samples import GREENHOUSE, fake_check, waited

SAID = Overrides(year=2022, report_type=ReportType.VB)


class Intake:
    """Takes files in, slowly or not at all; remembers them."""

    def __init__(self, *errors: Exception) -> None:
        self.taken: list[tuple[str, bytes, Overrides]] = []
        self.started, self.go = Event(), Event()
        self.errors = list(errors)
        self.go.set()

    def __call__(self, path: Path, overrides: Overrides, progress: Progress) -> Outcome:
        self.started.set()
        assert self.go.wait(10)
        if self.errors:
            raise self.errors.pop(0)
        self.taken.append((path.name, path.read_bytes(), overrides))
        return Outcome(path.name, "new", identity=GREENHOUSE)


def running(intake: Intake, folder: Path) -> Uploads:
    uploads = Uploads(intake, fake_check)
    uploads.keep_in(folder)
    uploads.recover()
    return uploads


def status(uploads: Uploads, job: str) -> str | None:
    found = uploads.job(job)
    return found.status if found else None


def test_a_file_does_not_replace_unasked_what_came_while_it_stood_in_line(tmp_path: Path) -> None:
    there: dict[str, StoredReport] = {}
    intake = Intake()
    intake.go.clear()

    def take(path: Path, overrides: Overrides, progress: Progress) -> Outcome:
        outcome = intake(path, overrides, progress)
        told = fake_check(path, overrides)
        assert told is not None
        there[told.document_id] = StoredReport(told.identity, told.edition, path.name, 1, 1, 0)
        return outcome

    uploads = Uploads(take, fake_check)
    hand = Hand(stored=there.get)
    first, second, again = (
        uploads.offer(f"bra-{n}.txt", [text], Overrides(), hand).id
        for n, text in enumerate((b"a", b"b", b"a"))
    )
    for job in (first, second, again):
        uploads.resume(job, Overrides(), hand=hand)
    intake.go.set()
    waited(lambda: status(uploads, again) == "ready")
    asked = uploads.job(second)
    assert status(uploads, first) == "ready", "and the same file once more changes nothing"
    assert asked and asked.status == "waiting" and "ska ersättas" in (asked.reason or "")
    assert asked.replaces and asked.replaces.file_name == "bra-0.txt"
    uploads.resume(second, Overrides(), replace_it=True, hand=hand)
    waited(lambda: status(uploads, second) == "ready")
    assert [told.file_name for told in there.values()] == ["bra-1.txt"]
    uploads.close()


def test_what_is_queued_is_taken_in_by_the_next_run(tmp_path: Path) -> None:
    blocked = Intake()
    blocked.go.clear()
    first = running(blocked, tmp_path / "uploads")
    jobs = [first.submit(f"{n}.txt", [b"rapport %d" % n], SAID).id for n in range(3)]
    assert blocked.started.wait(5)
    # a kill: nothing of the first run is asked again
    intake = Intake()
    second = running(intake, tmp_path / "uploads")
    for job in jobs:
        waited(lambda job=job: status(second, job) == "ready")
    assert intake.taken == [(f"{n}.txt", b"rapport %d" % n, SAID) for n in range(3)]
    waited(lambda: not list((tmp_path / "uploads").iterdir()))
    second.close()
    blocked.errors.append(StoreUnavailableError())
    blocked.go.set()
    first.close()


def test_what_waits_for_a_person_waits_still(tmp_path: Path) -> None:
    first = running(Intake(), tmp_path / "uploads")
    job = first.offer("bra-okänd.txt", [b"x"], Overrides())
    assert job.status == "waiting" and job.fields
    first.close()
    intake = Intake()
    second = running(intake, tmp_path / "uploads")
    assert second.job(job.id) == job
    assert second.cancel(job.id) == job
    assert list((tmp_path / "uploads").iterdir()) == []
    second.close()


def test_a_folder_without_a_whole_note_is_dropped(tmp_path: Path) -> None:
    first = running(Intake(), tmp_path / "uploads")
    job = first.offer("bra-okänd.txt", [b"x"], Overrides())
    first.close()
    (note,) = (tmp_path / "uploads").glob("*/.job.json")
    for harm in (note.unlink, lambda: note.write_text(note.read_text()[:20])):
        note.write_text(note.read_text())
        harm()
        assert running(Intake(), tmp_path / "uploads").job(job.id) is None
        assert not note.parent.exists()
        note.parent.mkdir()
        note.write_text("")


@pytest.mark.parametrize("error", [StoreUnavailableError("nere"), LibraryBusyError("Upptaget.")])
def test_what_passes_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    monkeypatch.setattr(module, "_RETRY_S", 0.2)
    intake = Intake(error)
    uploads = running(intake, tmp_path / "uploads")
    job = uploads.submit("a.txt", [b"x"], SAID).id
    while_away = waited(lambda: (found := uploads.job(job)) and found.reason and found)
    assert (while_away.status, while_away.reason) == ("queued", str(error))
    waited(lambda: status(uploads, job) != "queued")
    done = waited(lambda: (found := uploads.job(job)) and not found.under_way and found)
    assert (done.status, done.reason) == ("ready", None)
    assert intake.taken == [("a.txt", b"x", SAID)]
    uploads.close()


def test_one_that_stops_the_service_again_and_again_is_given_up(tmp_path: Path) -> None:
    runs = []
    for _ in range(3):
        intake = Intake()
        intake.go.clear()
        runs.append((intake, running(intake, tmp_path / "uploads")))
        if len(runs) == 1:
            job = runs[0][1].submit("a.txt", [b"x"], SAID).id
        assert intake.started.wait(5)
    last = running(Intake(), tmp_path / "uploads")
    found = last.job(job)
    assert found and found.status == "failed" and "flera gånger" in (found.reason or "")
    assert list((tmp_path / "uploads").iterdir()) == []
    last.close()
    for intake, uploads in runs:
        intake.errors.append(StoreUnavailableError())
        intake.go.set()
        uploads.close()


def test_draining_finishes_what_is_in_hand_and_refuses_the_rest(tmp_path: Path) -> None:
    intake = Intake()
    intake.go.clear()
    uploads = running(intake, tmp_path / "uploads")
    first = uploads.submit("a.txt", [b"x"], SAID).id
    second = uploads.submit("b.txt", [b"y"], SAID).id
    assert intake.started.wait(5)
    assert not uploads.drain(0.05)
    for refused in (uploads.submit, uploads.offer):
        with pytest.raises(ProblemError) as told:
            refused("c.txt", [b"z"], SAID)
        assert told.value.status == 503 and "startas om" in told.value.title
    intake.go.set()
    waited(lambda: status(uploads, first) == "ready")
    assert status(uploads, second) == "queued" and len(intake.taken) == 1
    uploads.close()
    assert len(list((tmp_path / "uploads").iterdir())) == 1


def test_without_a_folder_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    uploads = Uploads(Intake(), fake_check)
    job = uploads.offer("bra-okänd.txt", [b"x"], Overrides())
    assert not list(tmp_path.glob("*/.job.json")) and replace(job, status="queued").under_way
    uploads.close()
    assert list(tmp_path.iterdir()) == []


def test_the_line_is_bounded_in_all_and_for_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "MOST", 5)
    monkeypatch.setattr(jobs, "MOST_OF_ONE", 3)
    intake = Intake()
    intake.go.clear()
    uploads = running(intake, tmp_path / "uploads")
    for number in range(3):
        uploads.submit(f"{number}.txt", [b"x"], SAID, Hand("ada"))
    with pytest.raises(ProblemError) as mine:
        uploads.submit("3.txt", [b"x"], SAID, Hand("ada"))
    assert mine.value.status == 429 and "3 av dina filer väntar" in mine.value.detail
    for number in range(2):
        uploads.submit(f"{number}.txt", [b"x"], SAID, Hand("bo"))
    for refused in (uploads.submit, uploads.offer):
        with pytest.raises(ProblemError) as alls:
            refused("bra.txt", [b"x"], SAID, Hand("bo"))
        assert alls.value.status == 503 and "5 filer väntar redan" in alls.value.detail
    assert len(list((tmp_path / "uploads").iterdir())) == 5
    intake.go.set()
    waited(lambda: len(intake.taken) == 5)
    waited(lambda: not list((tmp_path / "uploads").iterdir()))
    assert uploads.submit("3.txt", [b"x"], SAID, Hand("ada")).status == "queued"
    uploads.close()


def test_who_offers_many_files_pushes_out_the_own_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_WAITING", 3)
    monkeypatch.setattr(module, "_WAITING_IN_ALL", 5)
    uploads = running(Intake(), tmp_path / "uploads")

    def offered(by: str) -> str:
        return uploads.offer("bra-okänd.txt", [b"x"], Overrides(), Hand(by)).id

    bos = offered("bo")
    adas = [offered("ada") for _ in range(5)]
    assert [status(uploads, job) for job in adas] == ["failed"] * 2 + ["waiting"] * 3
    assert status(uploads, bos) == "waiting"
    offered("cia"), offered("dag")
    assert status(uploads, bos) == "failed", "the oldest of all, where there is no room in all"
    assert len(list((tmp_path / "uploads").iterdir())) == 5
    uploads.close()


def test_a_deleted_report_that_finds_no_place_in_line_can_be_taken_back_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = tmp_path / "original.txt"
    original.write_bytes(b"rapport")
    uploads = running(Intake(), tmp_path / "uploads")
    stored = StoredReport(GREENHOUSE, "e" * 64, "a.txt", 1, 1, 0)
    uploads.set_aside(stored, original)
    with monkeypatch.context() as full:
        full.setattr(jobs, "MOST", 0)
        with pytest.raises(ProblemError):
            uploads.take_back(stored.document_id)
    assert uploads.removed(stored.document_id) == stored
    with monkeypatch.context() as full:
        full.setattr(jobs, "write_whole", no_room)
        with pytest.raises(DiskFullError):
            uploads.take_back(stored.document_id)
    assert uploads.removed(stored.document_id) == stored
    assert uploads.take_back(stored.document_id) is not None
    uploads.close()


def no_room(*given: object) -> None:
    raise OSError(errno.ENOSPC, "full")
