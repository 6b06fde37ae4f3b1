"""What a file is, what became of it, and how far along it is: what the pipeline hands out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from ingest.model import Identity, StoredReport

Stage = Literal["reading", "embedding", "storing"]
Status = Literal["new", "replaced", "unchanged", "failed"]
Progress = Callable[[Stage, float], None]
_FOUND_LATER = (
    "Rapporten är inläst, men ordsökningen har inte hunnit med. Den kommer i kapp senast vid nästa "
    "inläsning eller omstart; till dess kan frågor om rapporten få sämre svar."
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file. ``reason`` (Swedish) and ``fields`` only where it failed.

    ``fields`` names what of the identity is missing, where that is why. ``internal``: the report
    is for its board only.
    """

    file: str
    status: Status
    identity: Identity | None = None
    pages: int = 0
    passages: int = 0
    indicators: int = 0
    warnings: tuple[str, ...] = ()
    reason: str = ""
    fields: tuple[str, ...] = ()
    internal: bool = False

    @property
    def document_id(self) -> str | None:
        """The report's id; None where the file failed."""
        return self.identity.document_id if self.identity else None

    @property
    def ok(self) -> bool:
        """Whether the report is in force."""
        return self.status != "failed"


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a file is, read ahead of its turn; ``trust`` says how sure the identity is, 0–1."""

    identity: Identity
    edition: str
    pages: int
    trust: float = 1.0
    warnings: tuple[str, ...] = ()

    @property
    def document_id(self) -> str:
        """The id that the report gets."""
        return self.identity.document_id


def in_force(name: str, status: Status, stored: StoredReport, warnings: tuple[str, ...]) -> Outcome:
    """The outcome of a file that is in force now."""
    return Outcome(
        name,
        status,
        identity=stored.identity,
        pages=stored.pages,
        passages=stored.passages,
        indicators=stored.indicators,
        warnings=warnings,
        internal=stored.internal,
    )


def unchanged(name: str, stored: StoredReport) -> Outcome:
    """The outcome of a file that was in force already."""
    return in_force(name, "unchanged", stored, stored.warnings)


def found_later(outcome: Outcome) -> Outcome:
    """The outcome of a report in force whose words the lexical index does not know yet."""
    return replace(outcome, warnings=(*outcome.warnings, _FOUND_LATER))


def silent(stage: Stage, done: float) -> None:
    """Progress that nobody follows."""


def seen_before(outcome: Outcome, seen: dict[str, str]) -> Outcome:
    """Adds a warning where an earlier file of the run was the same report."""
    if outcome.document_id is None:
        return outcome
    earlier = seen.get(outcome.document_id)
    seen[outcome.document_id] = outcome.file
    if earlier is None or outcome.status != "replaced":
        return outcome
    warning = f"Samma rapport som «{earlier}» i den här körningen; nu gäller «{outcome.file}»."
    return replace(outcome, warnings=(*outcome.warnings, warning))
