"""A line of the log, and the chain that ties each to the one before it.

``nr`` counts from 1 without a gap. ``fore`` is the SHA-256 of the line before, as it stands in
the file: a line that was changed, taken out, put in or moved breaks the chain at the next one.
Keys are Swedish, since people read them. A line ends in a line break and holds no other.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

FIRST = "0" * 64
LONGEST = 8_000
Detail = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Who:
    """Who did it, as it stands in the log."""

    id: str
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was done; ``raw`` is the line as it stands, without its line break."""

    number: int
    time: datetime
    event: str
    who: Who
    request: str
    result: str
    details: Mapping[str, Any]
    before: str
    raw: bytes

    @property
    def digest(self) -> str:
        """What the next line says of this one."""
        return digest_of(self.raw)


@dataclass(frozen=True, slots=True)
class Told:
    """What is to be logged."""

    time: datetime
    event: str
    who: Who
    request: str
    result: str
    details: Mapping[str, Detail]


def digest_of(raw: bytes) -> str:
    """The link to a line."""
    return hashlib.sha256(raw).hexdigest()


def bytes_of(told: Told, number: int, before: str) -> bytes:
    """The line, without its line break."""
    value = {
        "nr": number,
        "tid": told.time.astimezone(UTC).isoformat(timespec="milliseconds"),
        "handelse": told.event,
        "aktor": {"id": _cut(told.who.id), "namn": _cut(told.who.name), "roll": told.who.role},
        "begaran": _cut(told.request),
        "utfall": told.result,
        "uppgifter": {key: _cut(detail) for key, detail in told.details.items()},
        "fore": before,
    }
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def line_of(raw: bytes) -> Line:
    """The line that stands there; ``ValueError`` where it is none."""
    value = json.loads(raw)
    try:
        who = value["aktor"]
        return Line(
            int(value["nr"]),
            datetime.fromisoformat(value["tid"]),
            str(value["handelse"]),
            Who(str(who["id"]), str(who["namn"]), str(who["roll"])),
            str(value["begaran"]),
            str(value["utfall"]),
            dict(value["uppgifter"]),
            str(value["fore"]),
            raw,
        )
    except (KeyError, TypeError) as error:
        raise ValueError("not a line of the log") from error


def _cut(detail: Any) -> Any:
    """Text cut to what a line may hold, surrogates out of the way."""
    if not isinstance(detail, str):
        return detail
    whole = detail.encode("utf-8", "replace").decode()
    return whole if len(whole) <= LONGEST else f"{whole[:LONGEST]}…"
