"""What the pages show, made from the domain: plain values for the templates, no markup.

An answer's statements are grouped under the report that they come from; what was understood is
said filter by filter, with where it was understood from.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from assistant.api.convert import answer_shape
from assistant.api.feedback import about_answer
from assistant.api.quotes import find_quote
from assistant.api.shapes import AskResponse, CitationShape, IndicatorShape
from assistant.model import Answer, Statement
from ingest.model import BOARD_ITSELF, Identity, ReportType, Scope, StoredReport

Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Option:
    """A choice in a filter."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class FilterGroup:
    """One filter: its name in addresses, its Swedish legend and its choices."""

    name: str
    legend: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing that was understood. ``without`` is the address that drops a chosen filter."""

    label: str
    value: str
    origin: str
    without: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Statements from one report, one after the other."""

    heading: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question to follow up with, and the address that asks it."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class AnswerView:
    """Everything that the answer's template shows."""

    question: str
    shape: AskResponse
    groups: tuple[Group, ...]
    chips: tuple[Chip, ...]
    suggestions: tuple[Suggestion, ...]
    columns: tuple[tuple[str, str], ...]
    about: str
    """The hidden field of the feedback form."""

    @property
    def found(self) -> bool:
        """Whether there is anything to show but the explanation."""
        return self.shape.status != "not_found"

    @property
    def reworded(self) -> str | None:
        """The question in stand-alone form, where that differs from what was typed."""
        meant = self.shape.interpretation.question.strip()
        same = " ".join(meant.casefold().split()) == " ".join(self.question.casefold().split())
        return meant if meant and not same else None


_COLUMNS = (
    ("outcome", "Utfall"),
    ("outcome_men", "Män/pojkar"),
    ("outcome_women", "Kvinnor/flickor"),
    ("previous", "Året före"),
    ("forecast", "Prognos"),
    ("target", "Årsmål"),
    ("city_target", "KF:s årsmål"),
    ("period", "Period"),
)
_LEGENDS = (
    ("board", "Nämnd"),
    ("unit", "Enhet"),
    ("year", "År"),
    ("report_type", "Rapporttyp"),
)


def answer_view(question: str, chosen: Scope, answer: Answer) -> AnswerView:
    """The answer as the page shows it."""
    shape = answer_shape(answer)
    return AnswerView(
        question=question,
        shape=shape,
        groups=_groups(answer),
        chips=_chips(question, chosen, answer.interpretation.scope),
        suggestions=tuple(Suggestion(text, ask_url(text, chosen)) for text in answer.suggestions),
        columns=_filled(shape.indicators),
        about=about_answer(question, shape, chosen),
    )


def reporter(unit: str | None, board: str) -> str:
    """Who a report is from, in words."""
    return unit or f"{board}, hela nämnden"


def source_line(identity: Identity) -> str:
    """For example «Växthuset · Verksamhetsberättelse 2022»."""
    return f"{reporter(identity.unit, identity.board)} · {identity.title}"


def _groups(answer: Answer) -> tuple[Group, ...]:
    sources = {c.id: c.identity for c in answer.citations}
    groups: list[Group] = []
    for statement in answer.statements:
        first = next((sources[i] for i in statement.citations if i in sources), None)
        heading = source_line(first) if first else ""
        if groups and groups[-1].heading == heading:
            last = groups[-1]
            groups[-1] = replace(last, statements=(*last.statements, statement))
        else:
            groups.append(Group(heading, (statement,)))
    return tuple(groups)


def _filled(rows: Sequence[IndicatorShape]) -> tuple[tuple[str, str], ...]:
    return tuple(column for column in _COLUMNS if any(getattr(row, column[0]) for row in rows))


def _chips(question: str, chosen: Scope, meant: Scope) -> tuple[Chip, ...]:
    understood = scope_pairs(meant)
    picked = scope_pairs(chosen)
    legends = dict(_LEGENDS)
    chips = []
    for pair in [*picked, *(p for p in understood if p not in picked)]:
        name, value = pair
        mine = pair in picked
        rest = [("q", question), *(p for p in picked if p != pair)]
        chips.append(
            Chip(
                legends[name],
                _label(name, value),
                "valt av dig" if mine else "tolkat ur frågan",
                f"/?{urlencode(rest)}" if mine else None,
            )
        )
    return tuple(chips)


def _label(name: str, value: str) -> str:
    if name == "report_type":
        return ReportType(value).full_name
    return "Nämnden som helhet" if value == BOARD_ITSELF else value


def scope_pairs(scope: Scope) -> Pairs:
    """A scope as the names and values of an address."""
    return [
        *(("board", board) for board in scope.boards),
        *(("unit", unit) for unit in scope.units),
        *(("year", str(year)) for year in scope.years),
        *(("report_type", kind.value) for kind in scope.report_types),
    ]


def ask_url(question: str, scope: Scope) -> str:
    """The address that asks a question within a scope."""
    return f"/?{urlencode([('q', question), *scope_pairs(scope)])}"


def filter_groups(reports: Iterable[StoredReport], chosen: Scope) -> tuple[FilterGroup, ...]:
    """The filters, filled with what the library holds and what is chosen already."""
    identities = [report.identity for report in reports]
    picked = scope_pairs(chosen)
    held = {
        "board": sorted({i.board for i in identities}, key=str.casefold),
        "unit": sorted({i.unit for i in identities if i.unit}, key=str.casefold),
        "year": [str(y) for y in sorted({i.year for i in identities}, reverse=True)],
        "report_type": [k.value for k in ReportType if any(i.report_type is k for i in identities)],
    }
    if any(i.unit is None for i in identities) and held["unit"]:
        held["unit"].insert(0, BOARD_ITSELF)
    groups = []
    for name, legend in _LEGENDS:
        gone = [value for n, value in picked if n == name and value not in held[name]]
        options = (
            Option(value, _label(name, value), (name, value) in picked)
            for value in [*held[name], *gone]
        )
        groups.append(FilterGroup(name, legend, tuple(options)))
    return tuple(groups)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a page's text, marked or not."""

    text: str
    marked: bool


def marked_text(text: str, quote: str) -> tuple[tuple[Piece, ...], ...]:
    """The lines of a page, each in pieces, so that the quote can be marked across lines."""
    spans = find_quote(text, quote) if quote else ()
    lines: list[tuple[Piece, ...]] = []
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        cuts = [(max(a, start), min(b, end)) for a, b in spans if a < end and b > start]
        pieces: list[Piece] = []
        at = start
        for first, last in cuts:
            pieces += [Piece(text[at:first], False), Piece(text[first:last], True)]
            at = last
        pieces.append(Piece(text[at:end], False))
        lines.append(tuple(piece for piece in pieces if piece.text))
        start = end + 1
    return tuple(line for line in lines if line)


def citation_label(citation: CitationShape) -> str:
    """A citation's source for a screen reader or a link's title."""
    who = reporter(citation.unit, citation.board)
    return f"{who}, {citation.title}, sidan {citation.page}"


def section_path(section: Sequence[str]) -> str:
    """Where in the report, without headings that a later one repeats in full."""
    kept = [
        heading
        for number, heading in enumerate(section)
        if not any(heading in later for later in section[number + 1 :])
    ]
    return " › ".join(kept)
