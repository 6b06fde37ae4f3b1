"""A draft finds its own citations and lists its statements in reading order."""

from __future__ import annotations

from assistant.draft.model import (
    CitedGoal,
    Dossier,
    Draft,
    DraftGoal,
    DraftIndicator,
    DraftSection,
    Ground,
    GroundKind,
)
from assistant.model import Citation, Source, Statement
from ingest.model import Identity, ReportType

WHO = Identity("Ekdalen", "Björkens hemtjänst", 2024, ReportType.VB)
CITATION = Citation(1, "vb", WHO, 3, ("Analys",), "Vi fortsätter nästa år.")


def statement(text: str, *ids: int) -> Statement:
    return Statement(text, ids)


def test_statements_come_in_reading_order_and_find_their_citations() -> None:
    goal = DraftGoal(
        CitedGoal("Invånarna är trygga", CITATION),
        statement("målet", 1),
        (DraftSection("Arbetssätt", (statement("ett", 1), statement("två"))),),
        (DraftIndicator("Sjukfrånvaro", (), (), statement("tre")),),
        (statement("fyra"),),
    )
    draft = Draft("Björkens hemtjänst", "Ekdalen", 2025, (goal,), (CITATION,), ("Arbetssätt",))
    assert [s.text for s in goal.statements] == ["målet", "ett", "två", "tre", "fyra"]
    assert draft.cited(goal.enhetsmal) == (CITATION,)
    assert draft.cited(statement("utan källa", 7)) == ()


def test_a_dossier_gives_its_pieces_by_kind() -> None:
    source = Source("vb", WHO, 3, (), "q")
    promise = Ground(GroundKind.PROMISE, "Vi fortsätter nästa år.", source, "Analys")
    mine = Ground(GroundKind.ENHETSMAL, "Vi är trygga", source)
    assert Dossier((mine, promise)).of(GroundKind.PROMISE) == (promise,)
