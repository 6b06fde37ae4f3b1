"""Ground truth of one report, as frozen values, read from four JSON files.

``NAME.struktur.json`` holds identity, goal tree and headings; ``indikatorer``, ``aktiviteter``
and ``tabeller`` the rows. A missing file of rows means that there are none.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class TrueGoal:
    """One node of the goal tree, flattened; ``parent`` is the parent's wording."""

    level: str
    text: str
    page: int
    fulfilment: str | None
    parent: str | None


@dataclass(frozen=True, slots=True)
class TrueHeading:
    """A printed heading; ``goal`` is the wording of the goal that it stands under."""

    text: str
    page: int
    goal: str | None


@dataclass(frozen=True, slots=True)
class Truth:
    """Everything known about one report. Rows are the JSON objects themselves."""

    name: str
    identity: dict[str, Any]
    goals: tuple[TrueGoal, ...]
    headings: tuple[TrueHeading, ...]
    front: tuple[int, ...]
    indicators: tuple[dict[str, Any], ...]
    activities: tuple[dict[str, Any], ...]
    tables: tuple[dict[str, Any], ...]


def load(folder: Path, name: str) -> Truth | None:
    """The truth of the report ``name`` in ``folder``, or None when there is none."""
    if not (folder / f"{name}.struktur.json").is_file():
        return None
    structure = _read(folder, name, "struktur")
    goals, headings = [], []
    for top in structure["mal"]:
        for goal, found in _walk(top, None):
            goals.append(goal)
            headings += found
    outside = [TrueHeading(h["text"], h["sida"], None) for h in structure["rubriker"]]
    front = [structure.get("titelsida"), *structure.get("innehallsforteckning", [])]
    return Truth(
        name=name,
        identity=structure["metadata"],
        goals=tuple(goals),
        headings=tuple(outside + headings),
        front=tuple(page for page in front if page),
        indicators=tuple(_read(folder, name, "indikatorer")),
        activities=tuple(_read(folder, name, "aktiviteter")),
        tables=tuple(_read(folder, name, "tabeller")),
    )


def fulfilment(status: str | None) -> str | None:
    """«Uppfylls delvis» → «delvis», and so on."""
    if not status:
        return None
    last = status.split()[-1].casefold()
    return {"helt": "helt", "delvis": "delvis", "ej": "ej", "inte": "ej"}.get(last)


def _walk(node: dict[str, Any], parent: str | None) -> Iterator[tuple[TrueGoal, list[TrueHeading]]]:
    goal = TrueGoal(node["typ"], node["text"], node["sida"], fulfilment(node.get("status")), parent)
    headings = []
    for heading in node.get("rubriker", []):
        headings.append(TrueHeading(heading["text"], heading["sida"], goal.text))
        headings += [
            TrueHeading(sub["text"], sub["sida"], goal.text)
            for sub in heading.get("underrubriker", [])
        ]
    yield goal, headings
    for child in node.get("barn", []):
        yield from _walk(child, goal.text)


def _read(folder: Path, name: str, part: str) -> Any:
    path = folder / f"{name}.{part}.json"
    return json.loads(path.read_text("utf-8")) if path.is_file() else []
