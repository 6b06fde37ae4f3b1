"""What a perfect reader finds in a report: structure, indicators, activities, tables.

The four JSON files beside a report follow the ground truth of the real reports key by key (goal
tree with headings, cells by printed head, Analys with its pages). In a DOCX, which has no pages
of its own, everything stands on page 1.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from eval.corpus.blocks import (
    Document,
    Goal,
    GoalHeading,
    Heading,
    Placement,
    PlainTable,
    Row,
    RowTable,
)
from eval.corpus.design import LEVELS
from eval.corpus.tables import MEN, WOMEN

_KEYS = {MEN: "Utfall män/pojkar", WOMEN: "Utfall kvinnor/flickor"}
_NOWHERE: dict[str, str | None] = dict.fromkeys(LEVELS)


def write_truth(document: Document, placement: Placement, file: str, folder: Path) -> None:
    """Write ``<stem>.{struktur,indikatorer,aktiviteter,tabeller}.json`` into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    reader = _Reader(document, placement, file)
    reader.read()
    for name, content in (
        ("struktur", reader.structure),
        ("indikatorer", reader.indicators),
        ("aktiviteter", reader.activities),
        ("tabeller", reader.tables),
    ):
        text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
        (folder / f"{document.stem}.{name}.json").write_text(text, encoding="utf-8")


class _Reader:
    """Walks the blocks in order and keeps the open goals and headings."""

    def __init__(self, document: Document, placement: Placement, file: str) -> None:
        self._document, self._placement, self._file = document, placement, file
        self._open: list[dict[str, Any]] = []
        self._heading: dict[str, Any] | None = None
        self._above = ""
        self._goals: list[dict[str, Any]] = []
        self._headings: list[dict[str, Any]] = []
        self.indicators: list[dict[str, Any]] = []
        self.activities: list[dict[str, Any]] = []
        self.tables: list[dict[str, Any]] = []

    def read(self) -> None:
        """Collect everything."""
        for index, block in enumerate(self._document.blocks):
            page = self._placement.first(index)
            if isinstance(block, Heading):
                self._plain_heading(block, page)
            elif isinstance(block, Goal):
                self._goal(block, page)
            elif isinstance(block, GoalHeading):
                self._heading = {"text": block.text, "sida": page, "underrubriker": []}
                self._open[-1]["rubriker"].append(self._heading)
                self._above = block.text
            elif isinstance(block, RowTable):
                self._rows(block, index)
            elif isinstance(block, PlainTable):
                self.tables.append(self._table(block, page))

    @property
    def structure(self) -> dict[str, Any]:
        """The goal tree, the headings outside it, and the metadata."""
        document = self._document
        return {
            "fil": self._file,
            "sidor": self._placement.total,
            "metadata": {
                "dokumenttyp": document.report_type,
                "titel": document.title,
                "ar": document.year,
                "stadsdelsnamnd": document.board,
                "enhet": document.unit,
            },
            "titelsida": 1,
            "innehallsforteckning": list(self._placement.contents),
            "mal": self._goals,
            "rubriker": self._headings,
        }

    def _plain_heading(self, block: Heading, page: int) -> None:
        self._above = block.text
        if block.level == 3 and self._heading is not None:
            self._heading["underrubriker"].append({"text": block.text, "sida": page})
            return
        self._open, self._heading = [], None
        self._headings.append({"niva": block.level, "text": block.text, "sida": page})

    def _goal(self, goal: Goal, page: int) -> None:
        depth = LEVELS.index(goal.level)
        node: dict[str, Any] = {
            "typ": goal.level,
            "nr": goal.number,
            "text": goal.printed,
            "sida": page,
            "status": goal.status,
            "rubriker": [],
            "antal_indikatorer": 0,
            "antal_aktiviteter": 0,
            "barn": [],
        }
        self._open = self._open[:depth]
        (self._open[-1]["barn"] if self._open else self._goals).append(node)
        self._open.append(node)
        self._heading, self._above = None, goal.printed

    def _rows(self, table: RowTable, index: int) -> None:
        count = "antal_indikatorer" if table.kind == "indikator" else "antal_aktiviteter"
        self._open[-1][count] += len(table.rows)
        for number, row in enumerate(table.rows):
            entry = self._indicator(row) if table.kind == "indikator" else _activity(row)
            entry["sida"] = self._placement.first(index, number)
            entry["avsnitt"] = {**_NOWHERE, **{node["typ"]: node["text"] for node in self._open}}
            entry["analys"] = "\n".join(row.analysis) or None
            paged = self._placement.of(index, number, "analys")
            entry["analys_sidor"] = list(paged) or ([1] if row.analysis else [])
            (self.indicators if table.kind == "indikator" else self.activities).append(entry)

    def _indicator(self, row: Row) -> dict[str, Any]:
        cells = {_KEYS.get(head, head): value for head, value in row.cells[1:]}
        return {"indikator": row.name, "kolumner": cells, "certain": True}

    def _table(self, table: PlainTable, page: int) -> dict[str, Any]:
        return {
            "namn": table.name,
            "rubrik": self._above,
            "sida": page,
            "inforader": list(table.info),
            "header": list(table.header),
            "rows": [list(row) for row in table.rows],
            "certain": True,
        }


def _activity(row: Row) -> dict[str, Any]:
    cells = dict(row.cells)
    return {
        "aktivitet": row.name,
        "start": cells["Startdatum"],
        "slut": cells["Slutdatum"],
        "avvikelse": cells.get("Avvikelse"),
    }
