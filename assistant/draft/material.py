"""What the reports say of one goal, still in the reports' own shapes: sections, rows, activities.

``Shelf`` reads the subject's reports from before the draft's year, newest first, and finds in
each what belongs to a goal: sections under it by its wording, indicators of its KF-mål by what they
are about, and sentences of the summaries that speak of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz

from assistant.draft.current import Current
from assistant.draft.goal_nodes import Node, namndmal_of, same_kf, same_words
from assistant.draft.nearness import Nearness
from assistant.draft.pieces import Line, Place, lines_of
from assistant.draft.subject import NEWEST_FIRST, Subject
from assistant.model import FoundIndicator
from assistant.words import fold
from ingest.library import Library
from ingest.model import Activity, Chain, Report, ReportType, Section, StoredReport

_ALIKE = 86.0


@dataclass(frozen=True)
class Held:
    """A report in force with its contents; ``own`` tells the unit's from the board's."""

    stored: StoredReport
    report: Report
    own: bool

    @cached_property
    def nearness(self) -> Nearness:
        """What each nämndmål of the report speaks of."""
        texts: dict[str, list[str]] = {}
        for section in self.report.sections:
            goal = section.chain.namndmal
            if goal:
                said = [s.text for p in section.paragraphs for s in p]
                texts.setdefault(goal, []).extend(said)
        return Nearness(texts)

    def goal(self, current: Current, library: Library) -> Node | None:
        """The report's node of a goal, by any of its wordings."""
        for node in namndmal_of(self.stored, library):
            if any(same_words(node.text, w) for w in current.wordings):
                return node
        return None

    def place(self, chain: Chain, headings: tuple[str, ...]) -> Place:
        """A place in this report."""
        return Place(self.stored, chain, headings, self.own)

    def lines(self, section: Section) -> list[Line]:
        """The sentences of one of its sections."""
        return lines_of(section.paragraphs, self.place(section.chain, section.headings))


class Shelf:
    """The reports of one subject from before a year, the newest first."""

    def __init__(self, subject: Subject, year: int, library: Library) -> None:
        self.subject = subject
        self.year = year
        self.library = library
        chosen = subject.own if subject.known else subject.board_reports
        self.reports = self._held(chosen, subject.known)
        self.plans_of_the_year = self._held_of_the_year()

    @property
    def plan(self) -> Held | None:
        """The newest plan."""
        kind = ReportType.VP
        return next((h for h in self.reports if h.report.identity.report_type is kind), None)

    @property
    def follow_ups(self) -> tuple[Held, ...]:
        """The newest follow-up, and the newest whole year's where that is another."""
        kept = [h for h in self.reports if h.report.identity.report_type is not ReportType.VP]
        whole = [h for h in kept if h.report.identity.report_type is ReportType.VB]
        newest = kept[:1]
        return tuple(newest + [h for h in whole[:1] if h not in newest])

    def sections(self, held: Held, current: Current, enhetsmal: str | None) -> list[Section]:
        """The sections under a goal: the unit's under one enhetsmål, or (None) the board's."""
        node = held.goal(current, self.library)
        if node is None:
            return []
        under = [s for s in held.report.sections if s.chain.namndmal == node.text]
        if enhetsmal is None:
            return [s for s in under if s.chain.enhetsmal is None]
        named = [s for s in under if s.chain.enhetsmal and like(s.chain.enhetsmal, enhetsmal)]
        only = {s.chain.enhetsmal for s in under if s.chain.enhetsmal}
        return named or ([s for s in under if s.chain.enhetsmal] if len(only) == 1 else [])

    def summaries(self, held: Held, current: Current) -> list[list[Line]]:
        """Sections under no goal whose sentences may speak of this one."""
        if held.goal(current, self.library) is None:
            return []
        return [held.lines(s) for s in held.report.sections if not s.chain.goals and s.paragraphs]

    def indicators(self, held: Held, current: Current) -> list[FoundIndicator]:
        """The rows that belong to a goal: under it, or under its KF-mål and about it."""
        node = held.goal(current, self.library)
        if node is None:
            return []
        siblings = [
            n.text for n in namndmal_of(held.stored, self.library) if same_kf(n.kf_mal, node.kf_mal)
        ]
        found = []
        for row in held.report.indicators:
            mine = row.chain.namndmal == node.text
            above = row.chain.namndmal is None and same_kf(row.chain.kf_mal, node.kf_mal)
            if above and len(siblings) > 1:
                about = " ".join((row.name, row.name, *(s.text for s in row.analysis)))
                mine = held.nearness.goal_of(about, siblings) in (node.text, None)
            elif above:
                mine = True
            if mine:
                found.append(FoundIndicator(row, held.stored.document_id, held.report.identity))
        return found

    def activities(self, held: Held, current: Current) -> list[Activity]:
        """The activities under a goal or one of its enhetsmål."""
        node = held.goal(current, self.library)
        rows = held.report.activities if node else ()
        return [a for a in rows if node and a.chain.namndmal == node.text]

    def _held(self, stored: Iterable[StoredReport], own: bool) -> list[Held]:
        before = [s for s in stored if s.identity.year < self.year]
        before.sort(key=lambda s: (-s.identity.year, NEWEST_FIRST.index(s.identity.report_type)))
        return self.read(before, own)

    def read(self, stored: Sequence[StoredReport], own: bool) -> list[Held]:
        """Reports with their contents; one whose contents are gone is left out."""
        found = []
        for one in stored:
            report = self.library.contents(one.document_id)
            if report is not None:
                found.append(Held(one, report, own))
        return found

    def _held_of_the_year(self) -> list[Held]:
        """Plans for the year itself: they have targets, never an outcome."""
        subject = self.subject
        found = []
        for stored, own in ((subject.own, True), (subject.board_reports, False)):
            plans = [s for s in stored if s.identity.year == self.year]
            plans = [s for s in plans if s.identity.report_type is ReportType.VP]
            found += self.read(plans, own)
        return found


def like(one: str, other: str) -> bool:
    """Whether two wordings of an enhetsmål are the same but for small changes."""
    return fold(one).rstrip(".") == fold(other).rstrip(".") or fuzz.ratio(one, other) >= _ALIKE
