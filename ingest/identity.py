"""Whose report is it, of what kind and for which year – read from the report itself.

Order of precedence: what the person who hands the report in says (``Overrides``); the title
block; the running heads; the file's own title; the tables («Tertial 1 2020», «VB 2021» as the
year before, «Budgetår») and the goals' wording. The file name is never believed. A board is a
name before «stadsdelsnämnd»; a unit is a title line that is neither kind, board, date nor
address. What cannot be told is asked for by an ``UnknownIdentityError`` that names the fields.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.errors import UnknownIdentityError
from ingest.model import Identity, ReportType
from ingest.names import BOARD_ITSELF
from ingest.organisation import Organisation, boards_printed_in
from ingest.text import fold
from ingest.wording import goal_of, is_chapter

_TYPES = (
    (ReportType.VP, r"verksamhetsplan(?:en)?"),
    (ReportType.VB, r"verksamhetsberättelse(?:n)?"),
    (ReportType.T1, r"(?:tertialrapport|tertialuppföljning|tertial)\s*(?:1|I|ett)\b|\bT1\b"),
    (ReportType.T2, r"(?:tertialrapport|tertialuppföljning|tertial)\s*(?:2|II|två)\b|\bT2\b"),
)
_ANY_TYPE = re.compile("|".join(pattern for _, pattern in _TYPES), re.I)
_ASKED_FOR = {
    "board": "vilken stadsdelsnämnd",
    "year": "vilket år",
    "report_type": "vilken rapporttyp",
}
_YEAR = re.compile(r"\b(20\d\d)\b")
_HEAD = re.compile(
    r"^(?P<unit>[^,]{3,80}),\s*(?:verksamhetsplan|verksamhetsberättelse|tertialrapport)", re.I
)
_BUDGET_UNIT = re.compile(r"^Enhet\s*:\s*(.{3,80})$", re.M)
_NO_UNIT = re.compile(
    r"stadsdels(?:nämnd|förvaltning)|tjänsteutlåtande|\bdnr\b|diarie|telefon|handläggare|datum|"
    r"stockholms stad|@|www\.|\.se\b|^bilaga|^till\b|^sid|godkänd|beslutad|fastställd|reviderad|"
    r"^version|innehåll|^utskrift|start\.stockholm|^(?:januari|februari|mars|april|maj|juni|juli|"
    r"augusti|september|oktober|november|december)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Overrides:
    """What the person who hands a report in says about it; None leaves it to the report.

    ``BOARD_ITSELF`` as the unit says that the report is of the whole board. ``internal`` says
    that it is for its board only, which no report says of itself.
    """

    board: str | None = None
    unit: str | None = None
    year: int | None = None
    report_type: ReportType | None = None
    internal: bool = False


@dataclass(frozen=True, slots=True)
class Traces:
    """Where a report names itself.

    ``cover`` are (text, type size) of the title block; ``heads`` the running lines; ``title``
    the file's own; ``body`` the text of all pages.
    """

    cover: tuple[tuple[str, float], ...]
    heads: tuple[str, ...]
    title: str
    body: str


def identify(
    traces: Traces, name: str, overrides: Overrides, organisation: Organisation
) -> tuple[Identity, tuple[str, ...]]:
    """The identity, and Swedish warnings where the report speaks with two tongues."""
    warnings: list[str] = []
    kind = overrides.report_type or _type(traces)
    year = overrides.year or _year(traces, kind, warnings)
    printed = overrides.board or _board(traces, organisation)
    missing = tuple(
        field
        for field, value in (("board", printed), ("year", year), ("report_type", kind))
        if value is None
    )
    if kind is None or year is None or printed is None:
        *most, last = (_ASKED_FOR[field] for field in missing)
        told = f"{', '.join(most)} och {last}" if most else last
        raise UnknownIdentityError(
            name,
            missing,
            f"Det framgår inte {told} rapporten gäller.",
            "Ange det själv: --namnd, --ar eller --typ (VP, T1, T2, VB) på kommandoraden, "
            "eller i formuläret när du laddar upp filen.",
        )
    unit = overrides.unit or _unit(traces, name=printed)
    unit = None if unit == BOARD_ITSELF else unit
    board = organisation.canonical(printed, traces.body)
    return Identity(board, _without_affix(unit) if unit else None, year, kind), tuple(warnings)


def type_named(text: str) -> ReportType | None:
    """The first kind of report that a text names."""
    found = [
        (match.start(), kind)
        for kind, pattern in _TYPES
        if (match := re.search(pattern, text, re.I))
    ]
    return min(found)[1] if found else None


def _sources(traces: Traces) -> Iterator[str]:
    """The places where a report names itself, the most trusted first."""
    yield from (text for text, _ in sorted(traces.cover, key=lambda line: -line[1]))
    yield from traces.heads
    yield traces.title


def _type(traces: Traces) -> ReportType | None:
    for source in _sources(traces):
        found = type_named(source)
        if found:
            return found
    if re.search(r"\bPeriodens\s+utfall\b", traces.body):
        tertials = Counter(re.findall(r"Tertial\s+([12])\s+20\d\d", traces.body))
        if tertials:
            return ReportType(f"T{tertials.most_common(1)[0][0]}")
        return ReportType.VB if re.search(r"\bVB\s+20\d\d\b", traces.body) else None
    return ReportType.VP if re.search(r"\bPeriodicitet\b", traces.body) else None


def _year(traces: Traces, kind: ReportType | None, warnings: list[str]) -> int | None:
    for source in _sources(traces):
        if not _ANY_TYPE.search(source):
            continue
        years = _YEAR.findall(source)
        if len(set(years)) > 1:
            where = "Sidan 1: t" if any(source == text for text, _ in traces.cover) else "T"
            warnings.append(
                f"{where}iteln nämner flera år ({', '.join(years)}); rapporten har lagts in under "
                f"{years[0]}. Ange rätt år om det är fel."
            )
        if years:
            return int(years[0])
    on_cover = {year for text, _ in traces.cover for year in _YEAR.findall(text)}
    if len(on_cover) == 1:
        return int(on_cover.pop())
    return _year_from_body(traces.body, kind)


def _year_from_body(body: str, kind: ReportType | None) -> int | None:
    votes: Counter[int] = Counter()
    for previous in re.findall(r"Periodens\s+utfall\s+VB\s+(20\d\d)", body):
        votes[int(previous) + 1] += 3
    for year in re.findall(r"(?:Tertial\s+[12]|Budgetår:?|Budget)\s+(20\d\d)", body):
        votes[int(year)] += 2
    if kind is ReportType.VB:
        for year in re.findall(r"\bVB\s+(20\d\d)\b(?!\s*(?:Årsmål|Prognos))", body):
            votes[int(year)] += 1
    return votes.most_common(1)[0][0] if votes else None


def _board(traces: Traces, organisation: Organisation) -> str | None:
    for source in (*(text for text, _ in traces.cover), *traces.heads, traces.title):
        found = next(boards_printed_in(source), None)
        if found:
            return _as_board(found)
    return _board_of_text(traces.body, organisation)


def _board_of_text(body: str, organisation: Organisation) -> str | None:
    """The board that the text speaks of as its own, if that is plain.

    Reports name other boards that they work with, so a name counts once, a known board in a
    goal's wording three times, and the winner must have twice what any other has.
    """
    votes: Counter[str] = Counter()
    for printed in boards_printed_in(body):
        if organisation.find(printed) or not re.search(r" [a-zåäö]+ stadsdels", fold(printed)):
            votes[organisation.canonical(_as_board(printed), body)] += 1
    goals = [line for line in body.splitlines() if goal_of(line)]
    for board in organisation.boards:
        votes[board.name] += 3 * sum(_names_place(line, board.name) for line in goals)
    (best, most), (_, next_most) = [*votes.most_common(2), ("", 0), ("", 0)][:2]
    return f"{best} stadsdelsnämnd" if most >= 2 and most > 2 * next_most else None


def _names_place(line: str, name: str) -> bool:
    """Whether a name stands in a line as a whole word, its genitive too."""
    return re.search(rf"(?<![\w-]){re.escape(name)}s?(?![\w-])", line) is not None


def _as_board(printed: str) -> str:
    return re.sub(r"stadsdels(nämnd|förvaltning)(en)?s?$", "stadsdelsnämnd", fold(printed))


def _unit(traces: Traces, name: str) -> str | None:
    for text, _ in traces.cover:
        match = re.search(r"20\d\d\s+(?:för|–|-)\s+(.{3,80})$", text)
        if match and not _NO_UNIT.search(match.group(1)):
            return match.group(1).strip()
    for head in traces.heads:
        match = _HEAD.match(fold(head))
        if match and not _NO_UNIT.search(match.group("unit")):
            return match.group("unit").strip()
    candidates = [(text, size) for text, size in traces.cover if _names_unit(text, name)]
    largest = max((size for _, size in candidates), default=0.0)
    for text, size in candidates:
        if size >= largest:
            return text
    match = _BUDGET_UNIT.search(traces.body)
    named = fold(match.group(1)) if match else ""
    return named if named and not _NO_UNIT.search(named) else None


def unit_printed_in(text: str) -> set[str]:
    """The unit that a running head or a budget block names, without «Enheten»; empty if none."""
    match = _HEAD.match(fold(text)) or _BUDGET_UNIT.search(text)
    named = fold(match.group(1)) if match else ""
    return {_without_affix(named)} if named and not _NO_UNIT.search(named) else set()


def _names_unit(text: str, board: str) -> bool:
    letters = sum(c.isalpha() or c.isspace() or c == "-" for c in text)
    return (
        3 <= len(text) <= 80
        and text[0].isupper()
        and not text.rstrip().endswith((".", ":", ";"))
        and letters >= 0.8 * len(text)
        and not _ANY_TYPE.search(text)
        and not _NO_UNIT.search(text)
        and not is_chapter(text)
        and not goal_of(text)
        and fold(text).casefold() != board.casefold()
    )


def _without_affix(unit: str) -> str:
    """«Enheten Liljans verksamhet» is filed as «Liljans verksamhet»."""
    match = re.match(r"(?i)^enheten\s+(?!för\b)(.+)$", unit.strip())
    bare = match.group(1) if match else unit.strip()
    return bare[0].upper() + bare[1:]


def cover_lines(texts: Sequence[tuple[str, float]]) -> tuple[tuple[str, float], ...]:
    """The title block among the lines of the first page: at most twenty."""
    return tuple((fold(text), size) for text, size in texts if text.strip())[:20]
