"""Questions with their evidence, in the shape of ``eval/cases``: what all question rooms share.

A case names report (``dokument`` is the file's stem), verbatim quote and heading path, never a
passage. A quote is only used where it stands whole on one page. Some questions get what people
do: small letters, slips, nicknames, a filter instead of a name, time told from a given clock.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from random import Random
from typing import Any

from eval.corpus.blocks import (
    Document,
    Goal,
    GoalHeading,
    Heading,
    Paragraph,
    Placement,
    Row,
    RowTable,
)
from eval.corpus.design import LEVELS
from eval.corpus.world import Task
from ingest.model import GoalLevel

Case = dict[str, Any]
_SLIP, _CASUAL, _FILTERED = 0.12, 0.3, 0.3


@dataclass(frozen=True)
class Report:
    """A written report as the question rooms see it."""

    task: Task
    document: Document
    placement: Placement

    @property
    def label(self) -> str:
        """«VB 2024»."""
        return f"{self.document.report_type} {self.document.year}"

    @property
    def owner(self) -> str:
        """The unit, or the board where it is the board's own report."""
        return self.document.unit or self.document.board

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """The heading path of each block."""
        found, goals, below = [], [""] * 4, ""
        for block in self.document.blocks:
            if isinstance(block, Goal):
                depth = LEVELS.index(block.level)
                label = GoalLevel(block.level).label
                goals = [*goals[:depth], f"{label}: {block.printed}", *[""] * (3 - depth)]
                below = ""
            elif isinstance(block, GoalHeading):
                below = block.text
            elif isinstance(block, Heading):
                goals = goals if block.level == 3 else [""] * 4
                below = block.text if block.level < 3 else f"{below} > {block.text}".strip(" >")
            found.append(" > ".join(part for part in (*goals, below) if part))
        return tuple(found)

    def proof(self, quote: str) -> dict[str, str] | None:
        """Evidence for a quote from running text; None unless it is whole on one page."""
        for index, block in enumerate(self.document.blocks):
            if isinstance(block, Paragraph) and quote in block.text:
                whole = len(self.placement.of(index)) < 2
                return self.evidence(quote, self.paths[index]) if whole else None
        return None

    def evidence(self, quote: str, path: str) -> dict[str, str]:
        """One entry of ``belagg``."""
        return {"dokument": self.document.stem, "citat": quote, "avsnitt": path}

    def rows(self, kind: str) -> list[tuple[int, int, Row]]:
        """All indicator or activity rows with their block and number."""
        return [
            (index, number, row)
            for index, block in enumerate(self.document.blocks)
            if isinstance(block, RowTable) and block.kind == kind
            for number, row in enumerate(block.rows)
        ]

    def row_proof(self, place: tuple[int, int], row: Row) -> dict[str, str]:
        """Evidence for a table row: its cells from left to right."""
        cells = " ".join(value for value in row.values if value)
        quote = re.sub(r"(Tas fram av) nämnd/styrelse.*", r"\1", cells)
        kind = row.heads[0]
        return self.evidence(quote, f"{self.paths[place[0]]} > {kind} > {row.name}")

    def analysis_proof(self, place: tuple[int, int], row: Row, text: str) -> dict[str, str] | None:
        """Evidence from the Analys under a row, where it stands on one page."""
        if len(self.placement.of(*place, "analys")) > 1:
            return None
        return self.evidence(text, f"{self.paths[place[0]]} > {row.heads[0]} > {row.name} > Analys")


@dataclass
class Asker:
    """Draws how a question is put, the same for the same seed."""

    rng: Random
    only: frozenset[tuple[str, int]] = field(default_factory=frozenset)
    """Owners and years that have one report only: there a year is enough."""

    def name(self, report: Report) -> str:
        """What a person calls the unit."""
        unit, full = report.task.unit, report.owner
        if unit is None:
            return self.rng.choice(
                (full, f"{report.task.board.name}", f"nämnden i {report.task.board.name}")
            )
        plain = full.removeprefix("Enheten ")
        return self.rng.choice((full, plain, plain, unit.short, plain.lower()))

    def time(self, report: Report) -> str:
        """What a person calls the report."""
        document = report.document
        year, kind = document.year, document.report_type
        named = {
            "VB": (
                f"VB {year}",
                f"verksamhetsberättelsen {year}",
                f"bokslutet {year}",
                f"årsrapporten {year}",
            ),
            "VP": (f"VP {year}", f"verksamhetsplanen {year}", f"planen för {year}"),
            "T1": (f"T1 {year}", f"tertial 1 {year}", f"första tertialrapporten {year}"),
            "T2": (f"T2 {year}", f"tertial 2 {year}", f"andra tertialrapporten {year}"),
        }[kind]
        return self.rng.choice(named)

    def filters(self, report: Report) -> dict[str, Any]:
        """What the user had set: most often nothing."""
        if self.rng.random() >= _FILTERED:
            return {}
        found: dict[str, Any] = {"ar": report.document.year}
        if report.document.unit and self.rng.random() < 0.7:
            found = {"enhet": report.document.unit, **found}
        elif self.rng.random() < 0.5:
            found = {"stadsdelsnamnd": report.task.board.name, **found}
        if self.rng.random() < 0.3:
            found["dokumenttyp"] = report.document.report_type
        return found

    def put(self, question: str) -> str:
        """The question as it is typed: at times in small letters, or with a slip."""
        text = question[0].upper() + question[1:]
        if self.rng.random() < _CASUAL:
            text = text.rstrip("?.")
            text = text[0].lower() + text[1:]
        if self.rng.random() < _SLIP:
            text = self._slip(text)
        return text

    def _slip(self, text: str) -> str:
        words = list(re.finditer(r"\b[a-zåäö]{8,}\b", text))
        if not words:
            return text
        place = self.rng.choice(words).start() + self.rng.randint(3, 6)
        return text[:place] + text[place + 1 :]


def case(kind: str, question: str, answer: str, **rest: Any) -> Case:
    """A case with all its fields, in the order of the file; the id is given later."""
    return {
        "id": "",
        "fraga": question,
        "typ": kind,
        "filter": rest.get("filter", {}),
        "svar": answer[0].upper() + answer[1:],
        "varden": rest.get("varden", []),
        "belagg": rest.get("belagg", []),
        "maste_innehalla": rest.get("maste_innehalla", rest.get("varden", [])),
        "far_inte": rest.get("far_inte", []),
        "svarighet": rest.get("svarighet", "medel"),
        "anteckning": rest.get("anteckning", ""),
        **({"klocka": rest["klocka"]} if "klocka" in rest else {}),
    }
