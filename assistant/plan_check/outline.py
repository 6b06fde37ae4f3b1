"""A pasted plan as goals, parts under headings, and sentences, each with its place in the text.

A part is what stands under one heading of one goal. Lines are glued to paragraphs where the text
was wrapped in a column (a long line without a full stop, or a small letter after it); a list item
is a paragraph of its own; rows of tables are kept apart, since they hold no sentences. Goals are
never made from running text. A text without any goal is one goal without a name, since a chief
may paste a single field.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from assistant.plan_check.lines import Kind, Line, lines_of
from assistant.plan_check.model import Place
from ingest.model import GoalLevel
from ingest.text import fold, sentence_spans

_WRAPPED = 130
_FULL = 55
_ENDED = re.compile(r"[.!?:;][\"”»')\]]*$")
_EXCERPT = 300


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence, list item or row: its words, white space folded, and where it stands."""

    text: str
    start: int
    end: int
    line: int

    @property
    def place(self) -> Place:
        """The whole of it as a place."""
        return Place(self.line, self.start, self.end, self.text[:_EXCERPT])


@dataclass(frozen=True, slots=True)
class GoalSaid:
    """A goal as the text words it; ``above`` are the goals that it stands under."""

    level: GoalLevel
    text: str
    said: Said
    above: tuple[str, ...] = ()
    namndmal: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """What stands under one heading; ``heading`` is None before the first one."""

    goal: GoalSaid | None
    heading: str | None
    head: Said | None
    sentences: tuple[Said, ...]
    rows: tuple[Said, ...]

    @property
    def text(self) -> str:
        """All sentences, in order."""
        return " ".join(said.text for said in self.sentences)


@dataclass(frozen=True)
class Plan:
    """A whole text in its parts."""

    text: str
    goals: tuple[GoalSaid, ...]
    parts: tuple[Part, ...]
    titles: tuple[Said, ...] = ()

    @property
    def sentences(self) -> tuple[Said, ...]:
        """All sentences of the text."""
        return tuple(said for part in self.parts for said in part.sentences)

    def at_level(self, level: GoalLevel) -> tuple[GoalSaid, ...]:
        """The goals of one level."""
        return tuple(goal for goal in self.goals if goal.level is level)

    def parts_of(self, goal: GoalSaid | None) -> tuple[Part, ...]:
        """The parts under one goal."""
        return tuple(self._by_goal.get(id(goal), ()))

    @cached_property
    def _by_goal(self) -> dict[int, list[Part]]:
        found: dict[int, list[Part]] = {}
        for part in self.parts:
            found.setdefault(id(part.goal), []).append(part)
        return found

    @cached_property
    def own_goals(self) -> tuple[GoalSaid | None, ...]:
        """The goals that the writer answers for: the enhetsmål, in a board's plan the nämndmål.

        A single None where the text names no goal at all.
        """
        for level in (GoalLevel.ENHETSMAL, GoalLevel.NAMNDMAL):
            if self.at_level(level):
                return self.at_level(level)
        return () if self.goals else (None,)

    @property
    def own_parts(self) -> tuple[Part, ...]:
        """The parts that the writer wrote: not the board's text above an enhetsmål."""
        level = self.own_goals[0].level if self.own_goals and self.own_goals[0] else None
        return tuple(p for p in self.parts if p.goal is None or p.goal.level is level)

    def under(self, goal: GoalSaid | None, pattern: re.Pattern[str]) -> tuple[Part, ...]:
        """The parts of a goal whose heading matches."""
        return tuple(p for p in self.parts_of(goal) if p.heading and pattern.search(p.heading))


def outline_of(text: str, headings: Collection[str] = ()) -> Plan:
    """The outline of a text; ``headings`` are the board's own, besides those of every template."""
    lines = lines_of(text, headings)
    builder = _Builder(wrapped=max((len(line.text) for line in lines), default=0) <= _WRAPPED)
    i = 0
    while i < len(lines):
        i += builder.add(lines, i)
    return builder.done(text)


@dataclass
class _Builder:
    wrapped: bool
    goals: list[GoalSaid] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    titles: list[Said] = field(default_factory=list)
    _chain: list[GoalSaid] = field(default_factory=list)
    _goal: GoalSaid | None = None
    _heading: str | None = None
    _head: Said | None = None
    _sentences: list[Said] = field(default_factory=list)
    _rows: list[Said] = field(default_factory=list)
    _paragraph: list[Line] = field(default_factory=list)

    def add(self, lines: Sequence[Line], at: int) -> int:
        """Take in the line at ``at``; how many lines it took."""
        line = lines[at]
        if line.kind is Kind.TEXT:
            if self._paragraph and not self._goes_on(self._paragraph[-1], line):
                self._end_paragraph()
            self._paragraph.append(line)
            return 1
        if line.kind is Kind.ITEM:
            self._end_paragraph()
            self._paragraph.append(line)
            return 1
        self._end_paragraph()
        if line.kind is Kind.GOAL:
            return self._open_goal(lines, at)
        if line.kind is Kind.HEADING:
            self._end_part()
            self._heading, self._head = line.name, _said([line])
        elif line.kind is Kind.CHAPTER:
            self._end_part()
            self._goal = self._heading = self._head = None
            self.titles.append(_said([line]))
        elif line.kind is Kind.TITLE:
            self.titles.append(_said([line]))
        elif line.kind is Kind.ROW:
            self._rows.append(_said([line]))
        return 1

    def _goes_on(self, last: Line, line: Line) -> bool:
        if line.text[:1].islower():
            return True
        if last.kind is Kind.ITEM or not self.wrapped:
            return False
        return len(last.text) >= _FULL and not _ENDED.search(last.text)

    def _open_goal(self, lines: Sequence[Line], at: int) -> int:
        self._end_part()
        took = _goal_lines(lines, at)
        named = [line for line in took if line.text]
        first = named[0]
        name = " ".join(filter(None, (first.name, *(line.text for line in named[1:]))))
        level = first.level or GoalLevel.ENHETSMAL
        above = [g for g in self._chain if g.level.depth < level.depth]
        namndmal = next((g.text for g in above if g.level is GoalLevel.NAMNDMAL), None)
        goal = GoalSaid(level, fold(name), _said(named), tuple(g.text for g in above), namndmal)
        self.goals.append(goal)
        self._chain = [*above, goal]
        self._goal, self._heading, self._head = goal, None, None
        return len(took)

    def _end_paragraph(self) -> None:
        if self._paragraph:
            self._sentences.extend(_sentences(self._paragraph))
            self._paragraph = []

    def _end_part(self) -> None:
        self._end_paragraph()
        if self._sentences or self._rows or self._heading:
            self.parts.append(
                Part(self._goal, self._heading, self._head,
                     tuple(self._sentences), tuple(self._rows))
            )  # fmt: skip
        self._sentences, self._rows = [], []

    def done(self, text: str) -> Plan:
        self._end_part()
        return Plan(text, tuple(self.goals), tuple(self.parts), tuple(self.titles))


def _goal_lines(lines: Sequence[Line], at: int) -> list[Line]:
    """The lines of a goal: its label, the line that names it, and what that was wrapped to."""
    took = [lines[at]]
    named = bool(lines[at].name)
    for line in lines[at + 1 : at + 5]:
        if line.kind is Kind.BLANK and not named:
            took.append(line)
            continue
        if line.kind not in (Kind.TEXT, Kind.TITLE) and (named or line.kind is not Kind.ITEM):
            break
        last = took[-1].text
        wraps = len(last) >= 40 and (line.text[:1].islower() or line.text[:4].isdigit())
        if named and not wraps:
            break
        took.append(line)
        named = True
    return took


def _said(lines: Sequence[Line]) -> Said:
    first, last = lines[0], lines[-1]
    return Said(fold(" ".join(line.text for line in lines)), first.start, last.end, first.number)


def _sentences(lines: Sequence[Line]) -> Iterator[Said]:
    """The sentences of a paragraph, each with its place."""
    joined, starts = "", []
    for line in lines:
        starts.append((len(joined), line))
        joined += line.text + " "
    for begin, end in sentence_spans(joined.rstrip()):
        while begin < end and joined[begin] == " ":
            begin += 1
        at, line = next(pair for pair in reversed(starts) if pair[0] <= begin)
        to, last = next(pair for pair in reversed(starts) if pair[0] < end)
        text = fold(joined[begin:end])
        if text:
            yield Said(text, line.start + begin - at, last.start + end - to, line.number)
