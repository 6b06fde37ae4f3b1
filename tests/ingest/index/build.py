"""Passages and reports to test with: everything has a default, say only what the test is about."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from ingest.index.memory import WordEmbedder
from ingest.model import (
    Chain,
    Identity,
    Passage,
    PassageKind,
    ReportType,
    Sentence,
    StoredReport,
)

ASPEN = Identity("Aspvik", "Aspens dagverksamhet", 2022, ReportType.VB)


def make_identity(
    unit: str | None = "Aspens dagverksamhet",
    year: int = 2022,
    report_type: ReportType = ReportType.VB,
    board: str = "Aspvik",
) -> Identity:
    """An identity; ``unit=None`` is the board's own report."""
    return Identity(board, unit, year, report_type)


def make_edition(name: str) -> str:
    """64 hexadecimal digits, the same for the same name."""
    return hashlib.sha256(name.encode()).hexdigest()


def make_passage(
    text: str,
    ordinal: int = 0,
    identity: Identity = ASPEN,
    edition: str = "first",
    kind: PassageKind = PassageKind.TEXT,
) -> Passage:
    """A passage of one sentence; ``edition`` is a nickname (see ``make_edition``)."""
    digest = make_edition(edition)
    path = ("Nämndmål: Alla möts med respekt", "Analys")
    who = identity.unit or identity.board
    return Passage(
        id=f"{identity.document_id}.{digest[:12]}.{ordinal:04d}",
        document_id=identity.document_id,
        edition=digest,
        ordinal=ordinal,
        kind=kind,
        identity=identity,
        path=path,
        chain=Chain(namndmal="Alla möts med respekt"),
        sentences=(Sentence(text, page=ordinal + 1),),
        dense_text=f"{who}, {identity.title}\n{text}",
        lexical_text=f"{who} {identity.board} {identity.title}\n{text}",
    )


def make_passages(
    *texts: str, identity: Identity = ASPEN, edition: str = "first"
) -> tuple[Passage, ...]:
    """The passages of one edition, in order."""
    return tuple(make_passage(t, n, identity, edition) for n, t in enumerate(texts))


def make_shared(
    *texts: str, identity: Identity = ASPEN, edition: str = "first"
) -> tuple[Passage, ...]:
    """Passages of the board's text, each shared with all that have the same words."""
    board = identity.board
    return tuple(
        replace(
            p,
            dense_text=f"{board}\n{p.text}",
            lexical_text=f"{board}\n{p.text}",
            shared=f"text-{make_edition(board + p.text.casefold())[:24]}",
        )
        for p in make_passages(*texts, identity=identity, edition=edition)
    )


def make_report(
    identity: Identity = ASPEN, edition: str = "first", passages: int = 1
) -> StoredReport:
    """What the catalogue holds of an edition."""
    return StoredReport(
        identity=identity,
        edition=make_edition(edition),
        file_name=f"{identity.document_id}.pdf",
        pages=12,
        passages=passages,
        indicators=3,
        warnings=("Sidan 3 saknar text.",),
    )


class CountingEmbedder(WordEmbedder):
    """Notes the texts that it is given to embed, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.given: list[str] = []

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        self.given += texts
        return super().embed_documents(texts)
