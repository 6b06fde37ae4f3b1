"""The feedback log: one line a judgement, plain text, never above its size."""

from __future__ import annotations

import json
import os
import resource
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import pytest

from assistant.feedback import Cited, Feedback, FeedbackLog
from ingest.model import ReportType, Scope

NOON = datetime(2026, 5, 2, 12, tzinfo=UTC)


def one(**more: object) -> Feedback:
    return Feedback(**{"right": True, "question": "Hur många?", "answer": "Tolv.", **more})  # type: ignore[arg-type]


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_a_judgement_is_a_line(tmp_path: Path) -> None:
    path = tmp_path / "data" / "feedback.jsonl"
    log = FeedbackLog(path, clock=lambda: NOON)
    scope = Scope(("Sjövik",), (), (2022,), (ReportType.VB,))
    log.add(one(right=False, scope=scope, citations=(Cited("d1", 3, "Tolv gäster.", "vb-2022"),)))
    log.add(one())
    first, second = lines(path)
    assert first["omdome"] == "fel" and second["omdome"] == "ratt"
    assert first["tid"] == "2026-05-02T12:00:00+00:00"
    assert first["filter"] == {
        "stadsdelsnamnd": ["Sjövik"], "enhet": [], "ar": [2022], "dokumenttyp": ["VB"],
    }  # fmt: skip
    assert first["kallor"] == [
        {"dokument_id": "d1", "dokument": "vb-2022", "sida": 3, "citat": "Tolv gäster."}
    ]


def test_no_markup_and_nothing_unseen_is_kept(tmp_path: Path) -> None:
    log = FeedbackLog(tmp_path / "f.jsonl")
    log.add(one(comment="<script>x</script>Fel\u202e år\x00!\nSka vara 11 % < 12 %."))
    assert lines(tmp_path / "f.jsonl")[0]["kommentar"] == "xFel år!\nSka vara 11 % < 12 %."


def test_text_and_log_are_limited(tmp_path: Path) -> None:
    path = tmp_path / "f.jsonl"
    log = FeedbackLog(path, most_bytes=6_000)
    for _ in range(9):
        log.add(one(comment="å" * 5_000, citations=tuple(Cited("d", 1, "q") for _ in range(99))))
        assert path.stat().st_size <= 12_000
    assert len(str(lines(path)[0]["kommentar"])) == 2_000
    assert sorted(p.name for p in tmp_path.iterdir()) == ["f.1.jsonl", "f.jsonl"]


def test_a_full_disk_leaves_no_part_of_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = FeedbackLog(tmp_path / "feedback.jsonl")
    log.add(one())
    real = os.fstat

    def nearly_full(file: int) -> os.stat_result:
        resource.setrlimit(resource.RLIMIT_FSIZE, (real(file).st_size + 20, limits[1]))
        return real(file)

    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    monkeypatch.setattr(os, "fstat", nearly_full)
    try:
        with pytest.raises(OSError):
            log.add(one())
    finally:
        monkeypatch.undo()
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    log.add(one())
    assert len(lines(tmp_path / "feedback.jsonl")) == 2


def test_threads_do_not_mix_lines(tmp_path: Path) -> None:
    log = FeedbackLog(tmp_path / "f.jsonl")
    threads = [Thread(target=lambda: [log.add(one()) for _ in range(20)]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(lines(tmp_path / "f.jsonl")) == 80
