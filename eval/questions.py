"""Questions with their truth, one JSON object a line.

Truth names report, verbatim quote and heading, never a passage id, so that a new way to cut
passages cannot destroy it. ``dokument`` is a file's stem, or a short name that a mapping
(``dokument.json`` beside the cases, or ``--documents``) turns into one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ingest.model import ReportType, Scope


@dataclass(frozen=True, slots=True)
class Evidence:
    """A verbatim quote of one report; ``document`` is the stem of its file."""

    document: str
    quote: str


@dataclass(frozen=True, slots=True)
class Case:
    """A question, the user's filters, and what a right answer rests on.

    ``reason`` tells why an unanswerable question has no answer («saknad_enhet», …), else None.
    """

    id: str
    question: str
    kind: str
    scope: Scope
    values: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    reason: str | None
    clock: date | None = None
    """«Today» of a question that says «i fjol»; None where the newest report decides."""
    points: tuple[str, ...] = ()
    """What a right answer holds; in a summary point i is evidenced by ``evidence[i]``."""
    never: tuple[str, ...] = ()
    """Typical wrong answers, with what they really are in brackets."""

    @property
    def answerable(self) -> bool:
        """Whether the reports hold an answer."""
        return self.kind != "obesvarbar"


def load_cases(path: Path, names: Mapping[str, str] | None = None) -> list[Case]:
    """The cases of a JSONL file; ``names`` maps the file's document names to file stems."""
    lines = path.read_text("utf-8").splitlines()
    return [_case(json.loads(line), names or {}) for line in lines if line.strip()]


def _case(raw: dict[str, Any], names: Mapping[str, str]) -> Case:
    filters = raw.get("filter") or {}
    note = re.search(r"slag=([a-zåäö_]+)", raw.get("anteckning") or "")
    return Case(
        id=raw["id"],
        question=raw["fraga"],
        kind=raw["typ"],
        scope=Scope(
            boards=tuple(map(str, _many(filters.get("stadsdelsnamnd")))),
            units=tuple(map(str, _many(filters.get("enhet")))),
            years=tuple(map(int, _many(filters.get("ar")))),
            report_types=tuple(ReportType(t) for t in _many(filters.get("dokumenttyp"))),
        ),
        values=tuple(raw.get("varden") or ()),
        evidence=tuple(
            Evidence(names.get(e["dokument"], e["dokument"]), e["citat"])
            for e in raw.get("belagg") or ()
        ),
        reason=note.group(1) if note else None,
        points=tuple(raw.get("maste_innehalla") or ()),
        never=tuple(raw.get("far_inte") or ()),
        clock=date.fromisoformat(raw["klocka"]) if raw.get("klocka") else None,
    )


def _many(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]
