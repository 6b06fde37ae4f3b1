"""A draft and a check as the pages show them: kinds and severities in words, sources as links."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.api.convert import page_url
from assistant.draft.model import (
    PLACEHOLDER,
    PROPOSAL,
    SOURCED,
    Draft,
    DraftGoal,
    DraftIndicator,
    GroundKind,
)
from assistant.export.wording import clean, history_rows, remarks_of
from assistant.model import Citation, Source, Statement
from assistant.plan_check.model import Checked, Finding, Severity
from assistant.redo import last_year

KIND_WORDS = {SOURCED: "Ur rapport", PROPOSAL: "Förslag", PLACEHOLDER: "Att fylla i"}
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
class Slot:
    """A field of the plan: its statements, last year's text of the same field, and its name.

    ``key`` is the same for the same field in every draft of the same goal, so that what a browser
    has kept finds its place again.
    """

    key: str
    label: str
    statements: tuple[Statement, ...]
    lines: tuple[Line, ...]
    before: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Series:
    """An indicator's history as a table, and the target to settle."""

    name: str
    heads: list[str]
    rows: list[list[str]]
    target: Slot


@dataclass(frozen=True, slots=True)
class GoalView:
    """One goal: what the draft says, and by kind what it stood on."""

    text: str
    namndmal: Line
    kf_mal: str | None
    enhetsmal: Slot
    sections: tuple[Slot, ...]
    indicators: tuple[Series, ...]
    activities: Slot
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


def slots_of(goal: GoalView) -> tuple[Slot, ...]:
    """All fields of a goal, in reading order."""
    targets = (series.target for series in goal.indicators)
    return (goal.enhetsmal, *goal.sections, *targets, goal.activities)


def _goal(draft: Draft, at: int, goal: DraftGoal) -> GoalView:
    cited, fields = goal.namndmal, _Fields(draft, at)
    grounds = []
    for kind in GroundKind:
        lines = [Line("", clean(g.text), (note(g.source),)) for g in goal.dossier.of(kind)]
        if lines:
            grounds.append((kind.value, tuple(lines)))
    return GoalView(
        cited.text,
        Line("", clean(cited.text), (note(cited.citation),)),
        goal.kf_mal,
        fields.slot("Enhetsmål", (goal.enhetsmal,)),
        tuple(
            fields.slot(s.heading, s.statements, last_year(draft, goal, s.heading))
            for s in goal.sections
        ),
        tuple(_series(fields, indicator) for indicator in goal.indicators),
        fields.slot("Aktiviteter", goal.activities),
        remarks_of(draft, at),
        tuple(grounds),
    )


class _Fields:
    """Makes the fields of one goal, each with a key of its own."""

    def __init__(self, draft: Draft, at: int) -> None:
        goal = draft.goals[at]
        same = [g.namndmal.text for g in draft.goals[:at]].count(goal.namndmal.text)
        self._draft = draft
        self._goal = f"{clean(goal.namndmal.text)}|{same or ''}"
        self._seen: list[str] = []

    def slot(
        self, label: str, statements: Sequence[Statement], before: Sequence[Source] = ()
    ) -> Slot:
        """A field of the goal."""
        label = clean(label)
        key = f"{self._goal}|{label}"
        self._seen.append(key)
        count = self._seen.count(key)
        return Slot(
            key if count == 1 else f"{key}|{count}",
            label,
            tuple(statements),
            tuple(_line(self._draft, statement) for statement in statements),
            tuple(Line("", clean(s.quote), (note(s),)) for s in before),
        )


def _line(draft: Draft, statement: Statement) -> Line:
    notes = tuple(note(citation) for citation in draft.cited(statement))
    text = without_lead(statement)
    return Line(KIND_WORDS.get(statement.kind, ""), text, notes, statement.kind)


def without_lead(statement: Statement) -> str:
    """A statement's text without the word that its mark says already."""
    text = clean(statement.text)
    lead = f"{KIND_WORDS.get(statement.kind, '')}: "
    if statement.kind == SOURCED or not text.startswith(lead):
        return text
    rest = text[len(lead) :]
    return rest[:1].upper() + rest[1:]


def _series(fields: _Fields, indicator: DraftIndicator) -> Series:
    heads, rows = history_rows(indicator.history)
    target = fields.slot(f"Indikator: {indicator.name}", (indicator.target,))
    return Series(clean(indicator.name), heads, rows, target)


def note(place: Citation | Source) -> Note:
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
        tuple(note(source) for source in finding.sources),
    )
