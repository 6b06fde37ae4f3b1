"""What several pages show, made from the domain: plain values for the templates, no markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from assistant.api.quotes import find_quote
from assistant.api.shapes import CitationShape
from ingest.model import Identity, ReportType, Scope, StoredReport
from ingest.names import BOARD_ITSELF

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


LEGENDS = {"board": "Nämnd", "unit": "Enhet", "year": "År", "report_type": "Rapporttyp"}


def reporter(unit: str | None, board: str) -> str:
    """Who a report is from, in words."""
    return unit or f"{board}, hela nämnden"


def source_line(identity: Identity | None) -> str:
    """For example «Växthuset · Verksamhetsberättelse 2022»; nothing for nobody."""
    if identity is None:
        return ""
    return f"{reporter(identity.unit, identity.board)} · {identity.title}"


def label_of(name: str, value: str) -> str:
    """A filter's value as a person reads it."""
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
    for name, legend in LEGENDS.items():
        gone = [value for n, value in picked if n == name and value not in held[name]]
        options = (
            Option(value, label_of(name, value), (name, value) in picked)
            for value in [*held[name], *gone]
        )
        groups.append(FilterGroup(name, legend, tuple(options)))
    return tuple(groups)


_PAGE = re.compile(r"\b[Ss]id(?:an|a|\.)\s+(\d{1,5})\b")


def page_in(warning: str) -> int | None:
    """The page that a warning of the reading is about, where it says one."""
    found = _PAGE.search(warning)
    return int(found[1]) if found else None


def sureness(trust: float) -> str:
    """How sure an identity is, in words."""
    if trust >= 0.95:
        return "Säker"
    return "Ganska säker" if trust >= 0.8 else "Osäker"


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


@dataclass(frozen=True, slots=True)
class ChosenChip:
    """A filter that was chosen, and the address of the page without it."""

    label: str
    value: str
    without: str


def chosen_chips(path: str, lead: Pairs, scope: Scope) -> tuple[ChosenChip, ...]:
    """The chosen filters of a page; ``lead`` is what its address begins with."""
    pairs = scope_pairs(scope)
    return tuple(
        ChosenChip(
            LEGENDS[pair[0]],
            label_of(*pair),
            f"{path}?{urlencode([*lead, *(p for p in pairs if p != pair)])}",
        )
        for pair in pairs
    )
