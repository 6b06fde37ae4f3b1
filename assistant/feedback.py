"""What readers say of answers: right or wrong and a few words, appended to a log of JSON lines.

The log lies in the data folder and is read by ``python -m eval feedback``, which makes questions
with their truth out of it. A line holds the question, the filters, the answer and where it was
cited from; nothing of who said it. Text is kept without markup and control characters, and cut.
That a report was misread is a line of its own kind («fellast»): document, page, the row as it was
read, and a comment. At ``MOST_BYTES`` the log becomes ``feedback.1.jsonl``, in place of the one
before it: a form that anyone may post to must not fill a disk.
"""

from __future__ import annotations

import errno
import json
import os
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

from ingest.model import Scope

MOST_BYTES = 10_000_000
LONGEST_COMMENT = 2_000
LONGEST_ANSWER = 20_000
MOST_CITATIONS = 60
_TAG = re.compile(r"<[^<>]*>")


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation of the answer; ``report`` is the stem of the report's file, where it is known."""

    document_id: str
    page: int
    quote: str
    report: str | None = None


@dataclass(frozen=True, slots=True)
class Feedback:
    """One reader's judgement of one answer."""

    right: bool
    question: str
    answer: str
    comment: str = ""
    scope: Scope = Scope()
    mode: str = "extractive"
    citations: tuple[Cited, ...] = ()


@dataclass(frozen=True, slots=True)
class Misreading:
    """What a reader says was misread: where it stands, and the row or goal as it was read."""

    place: Cited
    comment: str


def _now() -> datetime:
    return datetime.now(UTC)


class FeedbackLog:
    """Appends judgements to a file; safe to share between threads."""

    def __init__(
        self, path: Path, most_bytes: int = MOST_BYTES, clock: Callable[[], datetime] = _now
    ) -> None:
        self._path = path
        self._most = most_bytes
        self._clock = clock
        self._lock = Lock()

    def add(self, feedback: Feedback) -> None:
        """Append one judgement, whole or not at all."""
        self._append(self._line(feedback))

    def add_misreading(self, misreading: Misreading) -> None:
        """Append what was misread, whole or not at all."""
        self._append(
            {
                "tid": self._clock().isoformat(timespec="seconds"),
                "omdome": "fellast",
                "kommentar": plain(misreading.comment, LONGEST_COMMENT),
                "kallor": [_cited(misreading.place)],
            }
        )

    def _append(self, told: dict[str, object]) -> None:
        line = json.dumps(told, ensure_ascii=False) + "\n"
        data = line.encode("utf-8")
        with self._lock:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            if self._path.exists() and self._path.stat().st_size + len(data) > self._most:
                os.replace(self._path, self._path.with_suffix(".1.jsonl"))
            with self._path.open("ab", buffering=0) as log:
                whole = os.fstat(log.fileno()).st_size
                try:
                    if log.write(data) != len(data):
                        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
                except OSError:
                    log.truncate(whole)
                    raise

    def _line(self, feedback: Feedback) -> dict[str, object]:
        scope = feedback.scope
        return {
            "tid": self._clock().isoformat(timespec="seconds"),
            "omdome": "ratt" if feedback.right else "fel",
            "kommentar": plain(feedback.comment, LONGEST_COMMENT),
            "fraga": plain(feedback.question, 4_000),
            "filter": {
                "stadsdelsnamnd": list(scope.boards),
                "enhet": list(scope.units),
                "ar": list(scope.years),
                "dokumenttyp": [str(kind) for kind in scope.report_types],
            },
            "svar": plain(feedback.answer, LONGEST_ANSWER),
            "lage": plain(feedback.mode, 20),
            "kallor": [_cited(c) for c in feedback.citations[:MOST_CITATIONS]],
        }


def _cited(place: Cited) -> dict[str, object]:
    return {
        "dokument_id": plain(place.document_id, 200),
        "dokument": place.report,
        "sida": place.page,
        "citat": plain(place.quote, 4_000),
    }


def plain(text: str, longest: int) -> str:
    """Text without tags and characters that cannot be seen, cut; line breaks are kept."""
    shown = "".join(c for c in text if c in "\n\t" or not unicodedata.category(c).startswith("C"))
    return _TAG.sub("", shown).strip()[:longest]
