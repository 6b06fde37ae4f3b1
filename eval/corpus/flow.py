"""Pages being filled from top to bottom: where the next line goes, and when a page is full."""

from __future__ import annotations

from eval.corpus.blocks import Goal, Placement
from eval.corpus.design import Design, Face
from eval.corpus.ink import Box, Mark, Measure, Text, break_lines, width
from ingest.model import GoalLevel

PAGE_WIDTH, PAGE_HEIGHT = 595.28, 841.89
STATUS_COLORS = {"helt": "#4c9a3f", "delvis": "#e0b030", "ej": "#b8352c"}
_CONTINUES = 2.6  # lines that must fit below a heading


class Flow:
    """The body of a report, page after page, with what stands where noted in ``placement``."""

    def __init__(self, design: Design) -> None:
        self.design = design
        self.pages: list[list[Mark]] = [[]]
        self.placement = Placement()
        self.left, right, self.top, bottom = design.margins
        self.right = PAGE_WIDTH - right
        self.bottom = PAGE_HEIGHT - bottom
        self.y = self.top

    @property
    def width(self) -> float:
        """The width of the text."""
        return self.right - self.left

    @property
    def page(self) -> int:
        """The number of the page being filled, the body's first being 1."""
        return len(self.pages)

    @property
    def room(self) -> float:
        """What is left of the page."""
        return self.bottom - self.y

    def put(self, mark: Mark) -> None:
        """Place a mark on the current page."""
        self.pages[-1].append(mark)

    def new_page(self) -> None:
        """Go on at the top of a fresh page."""
        self.pages.append([])
        self.y = self.top

    def need(self, height: float) -> None:
        """Go to a new page unless so much room is left."""
        if height > self.room and self.y > self.top:
            self.new_page()

    def skip(self, height: float) -> None:
        """Leave room, except at the top of a page."""
        if self.y > self.top:
            self.y += height

    def line(self, text: str, face: Face, indent: float = 0.0, spread: float = 0.0) -> None:
        """One line of text."""
        self.put(Text(self.left + indent, self.y + face.size, text, face, spread))
        self.y += face.leading

    def heading(self, text: str, face: Face, block: int, before: float) -> None:
        """A heading that stays with what follows."""
        lines = break_lines(text, Measure(face, self.width))
        self.need(before + len(lines) * face.leading + _CONTINUES * self.design.body.leading)
        self.skip(before)
        self.placement.mark(block, self.page)
        for line in lines:
            self.line(line, face)
        self.y += 2

    def goal(self, goal: Goal, block: int) -> None:
        """A goal with its label (before it or above it) and its status line."""
        face = self.design.goal(goal.level)
        label = GoalLevel(goal.level).label + ":"
        measure = Measure(face, self.width)
        if self.design.label_above:
            lines = [label, *break_lines(goal.printed, measure)]
        else:
            lines = break_lines(f"{label} {goal.printed}", measure)
        self.need((len(lines) + 1) * face.leading + 12 + _CONTINUES * self.design.body.leading)
        self.skip(12)
        self.placement.mark(block, self.page)
        for line in lines:
            self.line(line, face)
        if goal.status:
            self._status(goal.status)
        self.y += 5

    def _status(self, status: str) -> None:
        face = Face("Helvetica", 8.5)
        color = STATUS_COLORS[status.split()[-1]]
        self.put(Box(self.left, self.y + 2, 7, 7, fill=color, stroke="#444444"))
        self.y += 0.5
        self.line(self.design.status_label + status, face, indent=11)

    def paragraph(self, text: str, block: int, item: bool) -> None:
        """Running text or a list item; it may run over to the next page."""
        design, face = self.design, self.design.body
        indent = 14.0 if item else 0.0
        measure = Measure(face, self.width - indent, design.hyphenate)
        lines = break_lines(text, measure)
        for number, line in enumerate(lines):
            self.need(face.leading)
            self.placement.mark(block, self.page)
            if item and number == 0:
                self.put(Text(self.left + 3, self.y + face.size, "•", face))
            last = number == len(lines) - 1
            self.line(line, face, indent, 0.0 if last else self._spread(line, measure))
        self.y += design.gap if not item else 2

    def _spread(self, line: str, measure: Measure) -> float:
        gaps = line.count(" ")
        if not self.design.justify or not gaps:
            return 0.0
        return round((measure.width - width(line, measure.face)) / gaps, 3)
