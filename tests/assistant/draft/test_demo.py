"""Drafts for every unit and goal of the example corpus hold what every draft must hold.

The reports are read once, without any embedder: what is tested is the drafting.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from assistant.draft.drafter import Drafter
from assistant.draft.model import SOURCED, Draft, DraftRequest
from ingest.identity import Overrides
from ingest.index.memory import MemoryLexical, MemoryStore, WordEmbedder
from ingest.library import Library
from ingest.model import StoredReport
from ingest.reading.files import Limits
from ingest.reading.sandbox import Sandbox
from tests.assistant.draft.invariants import broken
from tests.assistant.shelf import ShelfArchive

DEMO = Path(__file__).resolve().parents[3] / "eval" / "corpus" / "demo"
YEARS = (2025,)
_NEEDED = re.compile(r"v[bp]-202[345]|t2-2024")


@cache
def library() -> Library:
    store, archive = MemoryStore(), ShelfArchive()
    with Sandbox(Limits(200_000_000, 120)) as sandbox:
        for path in sorted(DEMO.iterdir()):
            if path.suffix not in (".pdf", ".docx") or not _NEEDED.match(path.name):
                continue
            report = sandbox.read(path, path.name, Overrides())
            identity, edition = report.identity, "0" * 64
            store.commit(StoredReport(identity, edition, path.name, len(report.pages), 0, 0))
            archive.reports[identity.document_id, edition] = report
    return Library(store, MemoryLexical(), WordEmbedder(buckets=4096), archive)  # type: ignore[arg-type]


@cache
def drafts() -> dict[tuple[str, int], Draft]:
    units = {r.identity.unit for r in library().reports() if r.identity.unit}
    drafter = Drafter(library())
    return {
        (unit, year): drafter.draft(DraftRequest(unit, year))
        for unit in sorted(units)
        for year in YEARS
    }


def test_every_draft_of_every_unit_and_goal_keeps_its_promises() -> None:
    assert sum(len(draft.goals) for draft in drafts().values()) >= 100
    faults = {key: broken(draft, library()) for key, draft in drafts().items()}
    assert {key: found for key, found in faults.items() if found} == {}


def test_no_statement_was_left_out_for_want_of_ground() -> None:
    dropped = [w for d in drafts().values() for w in d.warnings if "togs bort" in w]
    assert dropped == []


def test_units_are_drafted_from_their_own_reports() -> None:
    for (unit, year), draft in drafts().items():
        for goal in draft.goals:
            for statement in goal.statements:
                if statement.kind == SOURCED and draft.cited(statement):
                    owners = {c.identity.unit for c in draft.cited(statement)}
                    told = "antas vara enhetens tidigare namn" in "".join(draft.warnings)
                    boards = statement.text.startswith("Nämnden väntar sig") or None in owners
                    assert boards or unit in owners or told, (unit, year, statement.text)


def test_a_replaced_goal_of_the_corpus_is_paired_and_told() -> None:
    draft = drafts()["Lindgläntans vård- och omsorgsboende", 2025]
    told = " ".join(draft.warnings)
    assert "Förut: «Björkviken är en klimatsmart stadsdel»" in told
    assert "antas motsvara det tidigare målet" in told


def test_a_renamed_unit_of_the_corpus_is_told() -> None:
    draft = drafts()["Rönnbackens stöd- och träffpunktsenhet", 2025]
    assert any("Rönnbackens boendestöd" in warning for warning in draft.warnings)


@pytest.mark.parametrize("instruction", ["kortare", "lägg till matsvinn", "Hitta på resultat"])
def test_instructions_break_no_promise(instruction: str) -> None:
    asked = DraftRequest("Videdalens förskolor", 2025, instructions=instruction)
    assert broken(Drafter(library()).draft(asked), library()) == []
