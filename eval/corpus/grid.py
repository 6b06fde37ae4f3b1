"""Tables on pages: heads that repeat, rows that stay whole, Analys rows that may run over.

Long words in narrow columns are cut without a hyphen, as the real reports do; the narrow columns
in front hold only a drawn symbol. Rules are all, horizontal ones, or none.
"""

from __future__ import annotations

from collections.abc import Sequence

from eval.corpus.blocks import PlainTable, Row, RowTable
from eval.corpus.design import Face
from eval.corpus.flow import Flow
from eval.corpus.ink import Box, Measure, Text, break_lines, width

_RULE, _SHADE, _PALE = "#888888", "#e3e3e3", "#f6f6f6"
_SYMBOL_WIDTH = 16.0
_WEIGHTS = {"Indikator": 2.9, "Aktivitet": 7.0, "Startdatum": 1.7, "Slutdatum": 1.7,
            "Avvikelse": 1.7, "Periodens utfall": 1.35, "Utfall män/ pojkar": 1.05,
            "Utfall kvinnor/ flickor": 1.15, "Period": 1.15, "Periodicitet": 1.3,
            "Årsmål": 1.1, "KF:s årsmål": 1.25, "Prognos helår": 1.15}  # fmt: skip
_ANALYSIS = "Analys"


class GridSetter:
    """Sets one table after the other into a flow."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._look = flow.design.table
        self._widths: list[float] = []
        self._symbols = 0

    @property
    def _pad(self) -> float:
        return self._look.padding

    @property
    def _face(self) -> Face:
        return self._look.face

    def rows(self, table: RowTable, block: int) -> None:
        """A table of indicators or activities."""
        self._symbols = self._look.symbols
        heads = table.rows[0].heads
        weights = [_WEIGHTS.get(head, 1.35) for head in heads]
        weights[0] *= 1 + self._look.stretch
        self._measure(weights)
        self._flow.skip(4)
        self._flow.need(self._height(heads, bold=True) + self._height(table.rows[0].values) + 30)
        self._flow.placement.mark(block, self._flow.page)
        self._head(heads)
        for index, row in enumerate(table.rows):
            self._row(row, (block, index))
        self._flow.y += 10

    def _row(self, row: Row, place: tuple[int, int]) -> None:
        flow = self._flow
        if self._height(row.values) > flow.room:
            flow.new_page()
            self._head(row.heads)
        flow.placement.mark(place[0], flow.page, place[1])
        self._cells(row.values)
        if row.analysis:
            self._analysis(row, place)

    def plain(self, table: PlainTable, block: int) -> None:
        """A budget or economy table; figures to the right."""
        self._symbols = 0
        many = len(table.header) > 6
        first = 3.6 if not many else 2.6
        self._measure([first] + [1.0 if many else 1.4] * (len(table.header) - 1))
        heights = self._height(table.header, bold=True) + len(table.info) * self._line_height
        self._flow.need(min(heights + 3 * self._line_height, 300))
        self._flow.placement.mark(block, self._flow.page)
        for line in table.info:
            self._span([(line, self._face.bold)], None)
        self._head(table.header)
        for row in table.rows:
            if self._height(row) > self._flow.room:
                self._flow.new_page()
                self._head(table.header)
            bold = (row[0] or "").startswith(("Summa", "Totalt")) or not any(row[1:])
            self._cells(row, bold=bold)
        self._flow.y += 10

    @property
    def _line_height(self) -> float:
        return self._face.leading + 2 * self._pad

    def _measure(self, weights: Sequence[float]) -> None:
        room = self._flow.width - self._symbols * _SYMBOL_WIDTH
        total = sum(weights)
        self._widths = [room * weight / total for weight in weights]

    def _broken(self, cells: Sequence[str | None], bold: bool) -> list[list[str]]:
        face = self._face.bold if bold else self._face
        return [
            break_lines(cell or "", Measure(face, wide - 2 * self._pad, cut=True))
            for cell, wide in zip(cells, self._widths, strict=True)
        ]

    def _height(self, cells: Sequence[str | None], bold: bool = False) -> float:
        lines = max(1, *(len(cell) for cell in self._broken(cells, bold)))
        return lines * self._face.leading + 2 * self._pad

    def _head(self, heads: Sequence[str]) -> None:
        self._cells(heads, bold=True, head=True)

    def _cells(self, cells: Sequence[str | None], bold: bool = False, head: bool = False) -> None:
        flow, look = self._flow, self._look
        height = self._height(cells, bold)
        face = self._face.bold if bold else self._face
        self._frame(height, _SHADE if head and look.shade else None)
        x = flow.left + self._symbols * _SYMBOL_WIDTH
        if self._symbols and not head:
            flow.put(Box(flow.left + 4, flow.y + self._pad + 1, 6, 6, "#cccccc", "#555555"))
        for index, lines in enumerate(self._broken(cells, bold)):
            self._cell((x, self._widths[index]), lines, face, index > 0 and not head)
            x += self._widths[index]
        flow.y += height

    def _cell(self, span: tuple[float, float], lines: list[str], face: Face, value: bool) -> None:
        x, wide = span
        for number, line in enumerate(lines):
            slack = wide - 2 * self._pad - width(line, face)
            share = {"left": 0.0, "right": 1.0, "center": 0.5}[self._look.align] if value else 0.0
            y = self._flow.y + self._pad + face.size + number * face.leading
            self._flow.put(Text(x + self._pad + slack * share, y, line, face))

    def _frame(self, height: float, fill: str | None, whole: bool = False) -> None:
        """Background and rules of a row; ``whole`` for rows that span the table."""
        flow, rules = self._flow, self._look.rules
        if fill:
            flow.put(Box(flow.left, flow.y, flow.width, height, fill=fill))
        if rules == "horizontal":
            flow.put(Box(flow.left, flow.y, flow.width, 0, stroke=_RULE))
            flow.put(Box(flow.left, flow.y + height, flow.width, 0, stroke=_RULE))
        if rules != "full":
            return
        x = flow.left
        columns = [flow.width] if whole else [_SYMBOL_WIDTH] * self._symbols + self._widths
        for wide in columns:
            flow.put(Box(x, flow.y, wide, height, stroke=_RULE))
            x += wide

    def _span(self, lines: list[tuple[str, Face]], fill: str | None) -> None:
        height = len(lines) * self._face.leading + 2 * self._pad
        self._frame(height, fill, whole=True)
        for number, (line, face) in enumerate(lines):
            y = self._flow.y + self._pad + face.size + number * face.leading
            self._flow.put(Text(self._flow.left + self._pad, y, line, face))
        self._flow.y += height

    def _analysis(self, row: Row, place: tuple[int, int]) -> None:
        """The Analys under a row, over as many pages as it takes."""
        flow, face = self._flow, self._face
        measure = Measure(face, flow.width - 2 * self._pad)
        text = [(line, face) for part in row.analysis for line in break_lines(part, measure)]
        lines = [(_ANALYSIS, face.bold), *text]
        fill = _PALE if self._look.shade else None
        while lines:
            fits = int((flow.room - 2 * self._pad) / face.leading)
            if fits < min(2, len(lines)):
                flow.new_page()
                self._head(row.heads)
                continue
            if any(entry[1] is face for entry in lines[:fits]):
                flow.placement.mark(place[0], flow.page, place[1], "analys")
            self._span(lines[:fits], fill)
            lines = lines[fits:]
