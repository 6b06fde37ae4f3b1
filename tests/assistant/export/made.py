"""An invented draft with all that an export must show, markup and control characters included."""

from __future__ import annotations

from dataclasses import replace

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
from assistant.model import Citation, FoundIndicator, Source, Statement
from ingest.model import Columns, Identity, IndicatorValue, ReportType

VB = Identity("Granvik", "Bageriet & Kaféet <b>", 2025, ReportType.VB)
VP = Identity("Granvik", None, 2025, ReportType.VP)
GOAL = "Invånarna i Granvik äter klimatsmart mat"
QUOTE = "Svinnet sjönk till 15 % sedan köket började väga <resterna>."
ROW = IndicatorValue(
    "Matsvinn", 4, "Matsvinn 15 % 19 % 12 %",
    Columns(outcome="15 %", previous="19 %", target="12 %"), "VB 2024",
)  # fmt: skip
UNSURE = IndicatorValue("Matsvinn", 5, "Matsvinn 19 20", Columns(), certain=False)


def cite(number: int, identity: Identity, page: int, quote: str) -> Citation:
    return Citation(number, identity.document_id, identity, page, (), quote)


def found(row: IndicatorValue) -> FoundIndicator:
    return FoundIndicator(row, VB.document_id, VB)


def goal() -> DraftGoal:
    source = Source(VB.document_id, VB, 3, ("Analys",), QUOTE)
    return DraftGoal(
        CitedGoal(GOAL, cite(1, VP, 7, GOAL)),
        Statement("Bageriet slänger mindre än i fjol", (2,), "proposal"),
        (
            DraftSection("Förväntat resultat", (
                Statement(QUOTE, (2,)),
                Statement("Förslag: svinnet vägs varje fredag", (2, 3), "proposal"),
            )),
            DraftSection("Uppföljning", (Statement("[vem väger?]", (), "placeholder"),)),
        ),
        (DraftIndicator("Matsvinn", (found(ROW), found(UNSURE)), (3, 4),
                        Statement("[årsmål för 2026]", (), "placeholder")),),
        (Statement("Brödlunch i maj\x0b|", (2,)),),
        Dossier(
            (Ground(GroundKind.ANALYSIS, QUOTE, source, "Analys", True),), (found(ROW),),
            "«mat» blev «klimatsmart mat»", "", ("Verksamhetsberättelse 2024 saknas.",),
        ),
        "2.1 Staden är grön",
    )  # fmt: skip


def draft() -> Draft:
    return Draft(
        "Bageriet & Kaféet <b>", "Granvik", 2026, (goal(),),
        (cite(1, VP, 7, GOAL), cite(2, VB, 3, QUOTE), cite(3, VB, 4, ROW.quote),
         cite(4, VB, 5, UNSURE.quote)),
        ("Förväntat resultat", "Uppföljning"),
        ("Biblioteket har ingen plan för 2026.", "Verksamhetsberättelse 2024 saknas."),
    )  # fmt: skip


def generated() -> Draft:
    return replace(draft(), mode="generative")
