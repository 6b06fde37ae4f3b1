"""A draft as Markdown with footnotes, for pasting into a planning system field by field.

Text of a report is never markup: what Markdown or HTML would read as such is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from assistant.draft.model import Draft, DraftGoal, DraftIndicator
from assistant.export.wording import (
    clean,
    first_line,
    general_remarks,
    history_rows,
    note_of,
    own_notes,
    prefix_of,
    remarks_of,
    title_of,
)
from assistant.model import Statement

MEDIA_TYPE = "text/markdown"
_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~])")
_LINE_START = re.compile(r"^(\s*)([-+]|\d+[.)])(\s)")


def markdown_of(draft: Draft) -> str:
    """The whole draft; the notes stand last, by citation id, then those of the chief's text."""
    own = _OwnNotes(draft)
    lines = [f"*{_safe(first_line(draft))}*", "", f"# {_safe(title_of(draft))}", ""]
    lines += [_safe(f"{draft.unit}, {draft.board}"), "", *_remarks(general_remarks(draft))]
    for at, goal in enumerate(draft.goals):
        lines += _goal(goal, remarks_of(draft, at), own)
    lines += [f"[^{c.id}]: {_safe(note_of(c))}" for c in draft.citations]
    lines += [f"[^{mark}]: {_safe(note)}" for note, mark in own.marks.items()]
    return "\n".join(lines).rstrip() + "\n"


@dataclass(slots=True)
class _OwnNotes:
    """The notes of the chief's text, each once, by their marks («chef-1»)."""

    draft: Draft
    marks: dict[str, str] = field(default_factory=dict)

    def of(self, statement: Statement) -> str:
        """The marks of one statement's notes."""
        notes = own_notes(self.draft, statement)
        marks = (self.marks.setdefault(note, f"chef-{len(self.marks) + 1}") for note in notes)
        return "".join(f"[^{mark}]" for mark in marks)


def said(statement: Statement, own: _OwnNotes) -> str:
    """A statement with its kind in words and the marks of its notes."""
    prefix = prefix_of(statement)
    notes = own.of(statement) or "".join(f"[^{number}]" for number in statement.citations)
    lead = f"**{prefix}** " if prefix else ""
    return f"{lead}{_safe(statement.text)}{notes}"


def _goal(goal: DraftGoal, remarks: list[str], own: _OwnNotes) -> Iterator[str]:
    yield from (f"## Nämndmål: {_safe(goal.namndmal.text)}[^{goal.namndmal.citation.id}]", "")
    if goal.kf_mal:
        yield from (f"KF:s mål för verksamhetsområdet: {_safe(goal.kf_mal)}", "")
    yield from _remarks(tuple(remarks))
    yield from (f"### Enhetsmål: {said(goal.enhetsmal, own)}", "")
    for section in goal.sections:
        yield from (f"#### {_safe(section.heading)}", "")
        for statement in section.statements:
            yield from (said(statement, own), "")
    if goal.indicators:
        yield from ("#### Indikatorer", "")
    for indicator in goal.indicators:
        yield from _indicator(indicator, own)
    if goal.activities:
        yield from ("#### Aktiviteter", "", *(f"- {said(s, own)}" for s in goal.activities), "")


def _indicator(indicator: DraftIndicator, own: _OwnNotes) -> Iterator[str]:
    yield from (f"**{_safe(indicator.name)}**", "")
    heads, rows = history_rows(indicator.history)
    if rows:
        yield f"| {' | '.join(heads)} |"
        yield f"|{' --- |' * len(heads)}"
        numbers = (*indicator.citations, *[0] * len(rows))
        for row, number in zip(rows, numbers, strict=False):
            first = _safe(row[0]) + (f"[^{number}]" if number else "")
            yield f"| {' | '.join((first, *map(_safe, row[1:])))} |"
        yield ""
    yield from (said(indicator.target, own), "")


def _remarks(remarks: tuple[str, ...]) -> Iterator[str]:
    if remarks:
        yield from ("**Att tänka på**", "", *(f"- {_safe(r)}" for r in remarks), "")


def _safe(text: str) -> str:
    return _LINE_START.sub(r"\1\\\2\3", _MARKS.sub(r"\\\1", clean(text)))
