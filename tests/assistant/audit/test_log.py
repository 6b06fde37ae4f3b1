"""The log itself: whole lines in order, rotation and retention, faults found, trouble told."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.access.model import LOCAL
from assistant.audit import checking, files, reading
from assistant.audit import log as writing
from assistant.audit.checking import checked
from assistant.audit.files import files_in, lines_in
from assistant.audit.log import AuditLog, AuditUnwritableError
from assistant.audit.reading import Wanted, read
from assistant.audit.trail import Trail
from ingest.index.exclusive import exclusive

START = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


def filled(folder: Path, lines: int = 5) -> AuditLog:
    log = AuditLog(folder, clock=lambda: START)
    for number in range(lines):
        log.write("fraga", LOCAL, tecken=number)
    return log


def kept_a_month(folder: Path) -> tuple[AuditLog, Clock]:
    """A log whose files are dropped after thirty days, and the clock that it looks at."""
    clock = Clock()
    return AuditLog(folder, days=30, clock=clock), clock


def test_a_line_says_who_did_what_when_and_how_it_went(tmp_path: Path) -> None:
    log = AuditLog(tmp_path / "audit", clock=lambda: START)
    log.add("export", LOCAL, "abc", "ok", slag="nyckeltal.csv", rader=3)
    (path,) = files_in(tmp_path / "audit")
    value = json.loads(path.read_text("utf-8"))
    assert value == {
        "nr": 1, "tid": "2026-11-22T10:00:00.000+00:00", "handelse": "export",
        "aktor": {"id": "lokal", "namn": "Lokal användare", "roll": "administratör"},
        "begaran": "abc", "utfall": "ok", "uppgifter": {"slag": "nyckeltal.csv", "rader": 3},
        "fore": "0" * 64,
    }  # fmt: skip
    assert path.read_bytes().count(b"\n") == 1


def test_what_is_written_is_one_line_whatever_it_holds(tmp_path: Path) -> None:
    log = AuditLog(tmp_path)
    log.write("fraga", LOCAL, text="rad\nrad\u2028\x00\ud800 =1+1 «å»" + "x" * 20_000)
    (line,) = lines_in(tmp_path)
    assert line.details["text"].startswith("rad\nrad") and len(line.details["text"]) < 9_000
    assert checked(tmp_path).faults == ()


def test_a_whole_log_is_whole_and_tells_its_end(tmp_path: Path) -> None:
    filled(tmp_path)
    found = checked(tmp_path)
    assert (found.lines, found.files, found.end.number, found.faults) == (5, 1, 5, ())
    assert checked(tmp_path, found.end).faults == ()
    assert checked(tmp_path / "saknas").faults == ()


def _without(at: int) -> Callable[[list[bytes]], list[bytes]]:
    return lambda lines: [line for n, line in enumerate(lines, 1) if n != at]


FAULTS = [
    (_without(3), "Rad 3 saknas."),
    (_without(1), "Rad 1–1 saknas"),
    (_without(5), "Rad 5–5 saknas i slutet."),
    (lambda lines: [lines[0], lines[2], lines[1], *lines[3:]], "Rad 2 saknas."),
    (lambda lines: [*lines[:2], lines[1], *lines[2:]], "Rad 2 står efter rad 2."),
    (lambda lines: [*lines[:2], b"{}\n", *lines[2:]], "går inte att läsa"),
    (lambda lines: [*lines[:2], lines[2].replace(b"fraga", b"annat"), *lines[3:]],
     "Rad 3 har ändrats"),
    (lambda lines: [*lines[:4], lines[4].replace(b"fraga", b"annat")], "Rad 5 har ändrats"),
    (lambda lines: [*lines, b'{"nr":6'], "avbruten"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "words"), FAULTS)
def test_a_line_taken_out_changed_or_moved_is_seen(
    tmp_path: Path, change: Callable[[list[bytes]], list[bytes]], words: str
) -> None:
    filled(tmp_path)
    (path,) = files_in(tmp_path)
    path.write_bytes(b"".join(change(path.read_bytes().splitlines(keepends=True))))
    faults = checked(tmp_path).faults
    assert faults and any(words in fault for fault in faults), faults


def test_a_log_made_anew_is_not_the_one_that_was_seen(tmp_path: Path) -> None:
    filled(tmp_path / "a")
    known = checked(tmp_path / "a").end
    log = AuditLog(tmp_path / "b", clock=lambda: START)
    for _ in range(6):
        log.write("annat", LOCAL)
    assert checked(tmp_path / "b").faults == ()
    assert "inte den som sågs" in checked(tmp_path / "b", known).faults[0]


def test_a_new_day_and_a_full_file_begin_a_new_one_and_the_chain_goes_on(tmp_path: Path) -> None:
    clock = Clock()
    log = AuditLog(tmp_path, most_bytes=600, clock=clock)
    for _ in range(6):
        log.write("fraga", LOCAL)
    full = len(files_in(tmp_path))
    assert full > 1
    for days in (1, -1, 1):  # a clock that is put right, and wrong again
        clock.now += timedelta(days=days)
        log.write("fraga", LOCAL)
    assert len(files_in(tmp_path)) == full + 3
    assert [line.number for line in lines_in(tmp_path)] == list(range(1, 10))
    assert checked(tmp_path).faults == ()


def test_old_files_are_dropped_and_that_is_logged(tmp_path: Path) -> None:
    log, clock = kept_a_month(tmp_path)
    for _ in range(4):
        log.write("fraga", LOCAL)
        clock.now += timedelta(days=20)
    lines = list(lines_in(tmp_path))
    assert lines[0].number > 1 and "logg_gallrad" in {line.event for line in lines}
    assert checked(tmp_path).faults == ()
    files_in(tmp_path)[0].unlink()
    assert checked(tmp_path).faults


def test_a_line_torn_by_a_power_cut_is_cut_off_and_that_is_logged(tmp_path: Path) -> None:
    log = filled(tmp_path)
    (path,) = files_in(tmp_path)
    with path.open("ab") as file:
        file.write(b'{"nr":6,"tid":"2026')
    log.write("fraga", LOCAL)
    assert [line.event for line in lines_in(tmp_path)][-2:] == ["logg_lagad", "fraga"]
    assert checked(tmp_path).faults == ()


def test_a_kill_after_the_very_first_line_leaves_no_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = writing._write

    def killed(path: Path, data: bytes) -> None:
        put(path, data)
        raise KeyboardInterrupt

    monkeypatch.setattr(writing, "_write", killed)
    with pytest.raises(KeyboardInterrupt):
        filled(tmp_path, lines=1)
    assert (checked(tmp_path).lines, checked(tmp_path).faults) == (1, ())
    monkeypatch.undo()
    filled(tmp_path, lines=1)
    assert (checked(tmp_path).lines, checked(tmp_path).faults) == (2, ())


def test_an_empty_file_left_by_a_power_cut_does_no_harm(tmp_path: Path) -> None:
    log = filled(tmp_path)
    (tmp_path / "logg-000000000006-2026-11-22.jsonl").touch()
    log.write("fraga", LOCAL)
    assert checked(tmp_path).lines == 6 and checked(tmp_path).faults == ()


def test_a_full_disk_leaves_no_part_of_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = filled(tmp_path)
    whole = os.write

    def half(file: int, data: bytes) -> int:
        whole(file, data[:10])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing.os, "write", half)
    with pytest.raises(AuditUnwritableError, match="därför inte utförd"):
        log.write("fraga", LOCAL)
    monkeypatch.undo()
    assert checked(tmp_path).lines == 5 and checked(tmp_path).faults == ()
    log.write("fraga", LOCAL)
    assert checked(tmp_path).end.number == 6


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "audit").write_text("en fil")
    with pytest.raises(AuditUnwritableError):
        AuditLog(tmp_path / "audit").write("fraga", LOCAL)


_WRITER = """
import sys
from pathlib import Path
from assistant.access.model import LOCAL
from assistant.audit.log import AuditLog
log = AuditLog(Path(sys.argv[1]), most_bytes=2_000)
for number in range(int(sys.argv[3])):
    log.write(sys.argv[2], LOCAL, tecken=number)
"""


def test_several_processes_write_one_chain(tmp_path: Path) -> None:
    root = str(Path(__file__).resolve().parents[3])
    given = {**os.environ, "PYTHONPATH": root}
    command = [sys.executable, "-c", _WRITER, str(tmp_path)]
    writers = [subprocess.Popen([*command, "fraga", "40"], env=given) for _ in range(2)]
    killed = subprocess.Popen([*command, "utkast", "1000000"], env=given)
    end = time.monotonic() + 30
    try:
        while "utkast" not in {line.event for line in lines_in(tmp_path)}:
            assert killed.poll() is None and time.monotonic() < end
    finally:
        killed.kill()
        killed.wait()
    faults = []
    while any(writer.poll() is None for writer in writers):
        faults += checked(tmp_path).faults
    assert [writer.wait() for writer in writers] == [0, 0]
    assert faults == [], "writing was taken for a fault"
    found = checked(tmp_path)
    assert found.faults == () and found.files > 1
    assert [line.number for line in lines_in(tmp_path)] == [*range(1, found.lines + 1)]
    assert len([line for line in lines_in(tmp_path) if line.event == "fraga"]) == 80


def test_a_writer_that_hangs_keeps_others_waiting_for_a_moment_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = filled(tmp_path)
    monkeypatch.setattr(writing, "_PATIENCE_S", 0.05)
    with (
        exclusive(tmp_path / ".skriver", 0) as held,
        pytest.raises(AuditUnwritableError, match="därför inte utförd"),
    ):
        assert held
        log.write("fraga", LOCAL)
    log.write("fraga", LOCAL)
    assert checked(tmp_path).lines == 6


def test_a_file_that_a_wrong_clock_has_dated_keeps_its_place(tmp_path: Path) -> None:
    log, clock = kept_a_month(tmp_path)
    for days, there in ((0, [1]), (-400, [1, 2]), (400, [1, 2, 3]), (400, [3, 4, 5, 6])):
        clock.now += timedelta(days=days)
        log.write("fraga", LOCAL)
        assert [line.number for line in lines_in(tmp_path)] == there
        assert checked(tmp_path).faults == ()


def test_old_files_that_cannot_be_dropped_hinder_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log, clock = kept_a_month(tmp_path)
    log.write("fraga", LOCAL)
    clock.now += timedelta(days=40)
    monkeypatch.setattr(writing.AuditLog, "_pruned", raising(OSError(28, "full")))
    log.write("fraga", LOCAL)
    monkeypatch.undo()
    log.write("fraga", LOCAL)
    assert [line.number for line in lines_in(tmp_path)] == [2, 3, 4]
    assert checked(tmp_path).faults == ()


def raising(error: Exception) -> Callable[..., None]:
    def fail(*given: object) -> None:
        raise error

    return fail


def test_the_last_line_is_found_past_a_file_without_one(tmp_path: Path) -> None:
    log = filled(tmp_path)
    head = tmp_path / ".huvud"
    head.write_text("4 " + "f" * 64)  # killed before the end was noted down, and then once more
    (tmp_path / "logg-000000000006-2026-11-22.jsonl").touch()
    log.write("fraga", LOCAL)
    assert [line.number for line in lines_in(tmp_path)] == [1, 2, 3, 4, 5, 6]
    assert checked(tmp_path).faults == ()


def test_a_file_that_is_dropped_while_it_is_looked_for_is_no_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log, clock = kept_a_month(tmp_path)
    for _ in range(2):
        log.write("fraga", LOCAL)
        clock.now += timedelta(days=20)
    listed = files_in(tmp_path)
    log.write("fraga", LOCAL)
    assert len(listed) == 2 and not listed[0].exists()
    later = [listed]
    for room in (checking, reading, files):
        monkeypatch.setattr(room, "files_in", lambda f: later.pop() if later else files_in(f))
        later[:] = [listed]
        if room is checking:
            assert checked(tmp_path).faults == ()
        elif room is reading:
            assert [line.number for line in read(Trail(log), "provet", Wanted())] == [2]
        else:
            assert [line.number for line in lines_in(tmp_path)] == [2]
        assert not later, "the old list was not looked at"
