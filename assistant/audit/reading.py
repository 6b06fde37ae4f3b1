"""Reading the log by day, event and actor; always for a stated reason, which is logged.

As rows for a person or a spreadsheet: one line each, the details as JSON.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date
from pathlib import Path

from assistant.audit.events import Event, Result
from assistant.audit.files import day_of, files_in, readable
from assistant.audit.lines import Detail, Line
from assistant.audit.trail import Trail
from assistant.errors import QuestionError

SHORTEST_REASON = 5
LONGEST_REASON = 500
MOST = 10_000
HEADS = ("nr", "tid", "händelse", "utfall", "aktör", "namn", "roll", "begäran", "uppgifter")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines; None is any. Days are UTC, both included."""

    since: date | None = None
    until: date | None = None
    event: str | None = None
    actor: str | None = None
    most: int = MOST

    def admits(self, line: Line) -> bool:
        """Whether a line is one of them."""
        day = line.time.astimezone(UTC).date()
        return (
            (self.since is None or day >= self.since)
            and (self.until is None or day <= self.until)
            and self.event in (None, line.event)
            and self.actor in (None, line.who.id)
        )


def read(trail: Trail, reason: str, wanted: Wanted) -> list[Line]:
    """The newest lines that are wanted, oldest of them first; that they were read is logged first.

    ``QuestionError`` without a reason, ``AuditUnwritableError`` where the reading cannot be logged.
    """
    said = " ".join(reason.split())
    if not SHORTEST_REASON <= len(said) <= LONGEST_REASON:
        raise QuestionError(
            "Skälet saknas.",
            f"Skriv varför loggen läses, med {SHORTEST_REASON} till {LONGEST_REASON} tecken.",
        )
    chosen = {
        "fran": str(wanted.since or ""),
        "till": str(wanted.until or ""),
        "handelse": wanted.event or "",
        "aktor": wanted.actor or "",
    }
    kept: dict[str, Detail] = {key: value for key, value in chosen.items() if value}
    trail.must(Event.LOG_READ, Result.DONE, skal=said, **kept)
    if trail.log is None:
        return []
    return list(deque(_lines(trail.log.folder, wanted), maxlen=wanted.most))


def _lines(folder: Path, wanted: Wanted) -> Iterable[Line]:
    files = files_in(folder)
    for path, after in zip(files, [*files[1:], None], strict=True):
        if wanted.since and after is not None and day_of(after) < wanted.since:
            continue
        yield from filter(wanted.admits, readable(path))


def row_of(line: Line) -> tuple[str | int, ...]:
    """A line as the cells under ``HEADS``."""
    return (
        line.number,
        line.time.astimezone(UTC).isoformat(timespec="seconds"),
        line.event,
        line.result,
        line.who.id,
        line.who.name,
        line.who.role,
        line.request,
        json.dumps(dict(line.details), ensure_ascii=False),
    )
