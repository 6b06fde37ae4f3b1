"""A draft and a check as the pages show them: kinds and severities in words, sources as links."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.api.convert import page_url
from assistant.draft.model import SOURCED, Draft, DraftGoal, DraftIndicator, GroundKind
from assistant.export.wording import clean, history_rows, prefix_of, remarks_of
from assistant.model import Citation, Source, Statement
from assistant.plan_check.model import Checked, Finding, Severity

_SEVERITIES = {
    Severity.IMPORTANT: "Viktigt",
    Severity.ADVICE: "Råd",
    Severity.NOTE: "Upplysning",
}


@dataclass(frozen=True, slots=True)
class Note:
    """A source as a link: «VB 2025 s. 3», in full for a screen reader."""

    short: str
    full: str
    url: str


@dataclass(frozen=True, slots=True)
class Line:
    """A statement: the word of its kind, its text, its sources; ``kind`` for the stylesheet."""

    word: str
    text: str
    notes: tuple[Note, ...]
    kind: str = SOURCED


@dataclass(frozen=True, slots=True)
class Series:
    """An indicator's history as a table, and the target to settle."""

    name: str
    heads: list[str]
    rows: list[list[str]]
    target: Line


@dataclass(frozen=True, slots=True)
class GoalView:
    """One goal: what the draft says, and by kind what it stood on."""

    namndmal: Line
    kf_mal: str | None
    enhetsmal: Line
    sections: tuple[tuple[str, tuple[Line, ...]], ...]
    indicators: tuple[Series, ...]
    activities: tuple[Line, ...]
    remarks: list[str]
    grounds: tuple[tuple[str, tuple[Line, ...]], ...]


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding with its severity in words."""

    severity: str
    message: str
    suggestion: str
    where: str
    quoted: str
    notes: tuple[Note, ...]


def goal_views(draft: Draft) -> tuple[GoalView, ...]:
    """All goals of a draft."""
    return tuple(_goal(draft, at, goal) for at, goal in enumerate(draft.goals))


def finding_views(checked: Checked) -> tuple[FindingView, ...]:
    """All findings of a check, in the order of the text."""
    return tuple(_finding(finding) for finding in checked.findings)


def _goal(draft: Draft, at: int, goal: DraftGoal) -> GoalView:
    cited = goal.namndmal
    grounds = []
    for kind in GroundKind:
        lines = [Line("", clean(g.text), (_note(g.source),)) for g in goal.dossier.of(kind)]
        if lines:
            grounds.append((kind.value, tuple(lines)))
    return GoalView(
        Line("", clean(cited.text), (_note(cited.citation),)),
        goal.kf_mal,
        _line(draft, goal.enhetsmal),
        tuple((s.heading, _lines(draft, s.statements)) for s in goal.sections),
        tuple(_series(draft, indicator) for indicator in goal.indicators),
        _lines(draft, goal.activities),
        remarks_of(draft, at),
        tuple(grounds),
    )


def _lines(draft: Draft, statements: Sequence[Statement]) -> tuple[Line, ...]:
    return tuple(_line(draft, statement) for statement in statements)


def _line(draft: Draft, statement: Statement) -> Line:
    notes = tuple(_note(citation) for citation in draft.cited(statement))
    return Line(prefix_of(statement), clean(statement.text), notes, statement.kind)


def _series(draft: Draft, indicator: DraftIndicator) -> Series:
    heads, rows = history_rows(indicator.history)
    return Series(clean(indicator.name), heads, rows, _line(draft, indicator.target))


def _note(place: Citation | Source) -> Note:
    who = place.identity
    owner = who.unit or who.board
    return Note(
        f"{who.report_type} {who.year} s. {place.page}",
        f"{who.title}, {owner}, sidan {place.page}",
        page_url(place.document_id, place.page, place.quote),
    )


def _finding(finding: Finding) -> FindingView:
    place = finding.place
    return FindingView(
        _SEVERITIES[finding.severity],
        finding.message,
        finding.suggestion,
        f"Rad {place.line}" if place else "Hela texten",
        place.text if place else "",
        tuple(_note(source) for source in finding.sources),
    )
