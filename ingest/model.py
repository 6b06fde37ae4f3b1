"""The domain, frozen: what a report is, apart from any file format, index or screen.

The goal chain keeps its Swedish words, in the code folded to ASCII and uninflected:

    styrkedja (styrkedja)          the chain as a whole
    inriktningsmal = "inriktningsmål"   KF:s inriktningsmål
    kf_mal = "KF:s mål för verksamhetsområdet"
    namndmal = "nämndmål"
    enhetsmal = "enhetsmål"

Everything else is English: board (nämnd), unit (enhet), report, section, passage, indicator,
activity. Pages are counted from 1. Text is verbatim from the report with white space folded and
hyphenation undone. Values here never change; a new edition of a report is a new value.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from ingest.names import same_name, same_unit


class ReportType(StrEnum):
    """The four kinds of report, by the short name that planners use."""

    VP = "VP"
    T1 = "T1"
    T2 = "T2"
    VB = "VB"

    @property
    def full_name(self) -> str:
        """The Swedish name, without a year."""
        return _TITLES[self]


_TITLES = {
    ReportType.VP: "Verksamhetsplan",
    ReportType.T1: "Tertialrapport 1",
    ReportType.T2: "Tertialrapport 2",
    ReportType.VB: "Verksamhetsberättelse",
}


class GoalLevel(StrEnum):
    """The levels of the goal chain, from the city down to the unit."""

    INRIKTNINGSMAL = "inriktningsmal"
    KF_MAL = "kf_mal"
    NAMNDMAL = "namndmal"
    ENHETSMAL = "enhetsmal"

    @property
    def depth(self) -> int:
        """0 for inriktningsmål … 3 for enhetsmål."""
        return list(GoalLevel).index(self)

    @property
    def label(self) -> str:
        """The label as the reports print it."""
        return _LABELS[self]


_LABELS = {
    GoalLevel.INRIKTNINGSMAL: "KF:s inriktningsmål",
    GoalLevel.KF_MAL: "KF:s mål för verksamhetsområdet",
    GoalLevel.NAMNDMAL: "Nämndmål",
    GoalLevel.ENHETSMAL: "Enhetsmål",
}


class PassageKind(StrEnum):
    """What a passage was made of."""

    TEXT = "text"
    GOAL = "goal"
    INDICATOR = "indicator"
    ACTIVITY = "activity"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Identity:
    """Who reports about which year. ``unit`` is None in a report of the whole board.

    ``board`` and ``unit`` are canonical names: without «stadsdelsnämnd» and a leading «Enheten».
    """

    board: str
    unit: str | None
    year: int
    report_type: ReportType

    @property
    def title(self) -> str:
        """For example «Verksamhetsberättelse 2022»."""
        return f"{self.report_type.full_name} {self.year}"

    @property
    def document_id(self) -> str:
        """A readable id, the same for every edition of the report; safe in URLs and file names."""
        return _document_id(self)


@lru_cache(maxsize=32_768)
def _document_id(who: Identity) -> str:
    key = f"{who.board}|{who.unit or ''}".casefold()
    digest = hashlib.sha256(key.encode()).hexdigest()[:6]
    slug = _slug(f"{who.report_type}-{who.year}-{who.unit or who.board}")
    return f"{slug[:60].rstrip('-')}-{digest}"


def _slug(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    return re.sub(r"[^a-z0-9]+", "-", folded).strip("-")


@dataclass(frozen=True, slots=True)
class Page:
    """One page as text in reading order, running headers and footers kept out of ``text``.

    ``text`` holds one line per block; a table row is one line, its cells from left to right.
    Every sentence of a passage stands verbatim in the ``text`` of its page.
    """

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A verbatim piece of one page: a sentence, a list item or a table row.

    A sentence that runs over a page break is two of these, with ``continues`` set on the first.
    """

    text: str
    page: int
    continues: bool = False


@dataclass(frozen=True, slots=True)
class Goal:
    """A node of the goal tree. ``fulfilment`` is «helt», «delvis», «ej» or None."""

    level: GoalLevel
    text: str
    page: int
    number: str | None = None
    fulfilment: str | None = None
    status: str | None = None
    children: tuple[Goal, ...] = ()


@dataclass(frozen=True, slots=True)
class Chain:
    """Where in the goal chain something stands; a level that does not apply is None."""

    inriktningsmal: str | None = None
    kf_mal: str | None = None
    namndmal: str | None = None
    enhetsmal: str | None = None

    @property
    def goals(self) -> tuple[str, ...]:
        """The goals that are set, from the city down."""
        chain = (self.inriktningsmal, self.kf_mal, self.namndmal, self.enhetsmal)
        return tuple(goal for goal in chain if goal)

    @property
    def nearest(self) -> str | None:
        """The lowest goal that is set."""
        return self.goals[-1] if self.goals else None


@dataclass(frozen=True, slots=True)
class Section:
    """Running text under one heading path. ``headings`` excludes the goals of ``chain``.

    ``paragraphs`` are tuples of sentences; a list item is a paragraph of its own.
    """

    chain: Chain
    headings: tuple[str, ...]
    paragraphs: tuple[tuple[Sentence, ...], ...]
    page: int


@dataclass(frozen=True, slots=True)
class Columns:
    """The cells of an indicator row, as printed (wrapped cells joined), None where empty."""

    outcome: str | None = None
    outcome_men: str | None = None
    outcome_women: str | None = None
    previous: str | None = None
    forecast: str | None = None
    target: str | None = None
    city_target: str | None = None
    period: str | None = None


@dataclass(frozen=True, slots=True)
class IndicatorValue:
    """One row of an indicator table.

    ``quote`` is the row verbatim on ``page``, cells from left to right. ``previous_period`` is
    what the head says of the previous column («VB 2021»). ``certain`` is False where the layout
    did not say which column a value stands in; the cells are then empty and ``quote`` has the row.
    ``other`` keeps cells under heads that are not known, by head.
    """

    name: str
    page: int
    quote: str
    columns: Columns
    previous_period: str | None = None
    analysis: tuple[Sentence, ...] = ()
    chain: Chain = Chain()
    certain: bool = True
    other: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Activity:
    """One row of an activity table; dates as printed (ISO)."""

    name: str
    page: int
    quote: str
    start: str | None = None
    end: str | None = None
    deviation: str | None = None
    analysis: tuple[Sentence, ...] = ()
    chain: Chain = Chain()


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a table that is neither indicators nor activities; empty cells are None."""

    cells: tuple[str | None, ...]
    page: int
    quote: str


@dataclass(frozen=True, slots=True)
class Table:
    """A budget or economy table. ``info`` are full-width rows above the head."""

    heading: str
    header: tuple[str | None, ...]
    rows: tuple[TableRow, ...]
    page: int
    info: tuple[str, ...] = ()
    chain: Chain = Chain()


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that was read from one file."""

    identity: Identity
    pages: tuple[Page, ...]
    goals: tuple[Goal, ...]
    sections: tuple[Section, ...]
    indicators: tuple[IndicatorValue, ...] = ()
    activities: tuple[Activity, ...] = ()
    tables: tuple[Table, ...] = ()
    warnings: tuple[str, ...] = ()
    trust: float = 1.0
    """How sure the identity is, 0–1; see ``ingest.trust``."""
    masked: int = 0
    """Personal identity numbers that were masked; see ``ingest.personal_numbers``."""


def passage_id(document_id: str, edition: str, ordinal: int) -> str:
    """The id of a passage in an edition of a report: known without asking anybody."""
    return f"{id_front(document_id, edition)}{ordinal:04d}"


def id_front(document_id: str, edition: str) -> str:
    """What the ids of all passages of an edition begin with, to the last stop."""
    return f"{document_id}.{edition[:12]}."


@dataclass(frozen=True, slots=True)
class Passage:
    """What is searched: a piece of one report, at most 1 200 characters of ``text``.

    ``text`` is what is shown: the verbatim sentences. ``dense_text`` and ``lexical_text`` are
    what is embedded and indexed: a context line and the text. ``row`` is the position in the
    report's indicators or activities where the passage is such a row. ``fingerprint`` is equal
    for passages with the same words (case, white space and punctuation aside). ``shared`` is
    the id of the text where it is the board's, which its units' reports repeat (see
    ``ingest/repeated.py``): the indexes hold that once, and None means the report's own words.
    """

    id: str
    document_id: str
    edition: str
    ordinal: int
    kind: PassageKind
    identity: Identity
    path: tuple[str, ...]
    chain: Chain
    sentences: tuple[Sentence, ...]
    dense_text: str
    lexical_text: str
    row: int | None = None
    shared: str | None = None

    @property
    def key(self) -> str:
        """What searches find it by: the id of its shared text, else its own."""
        return self.shared or self.id

    @property
    def text(self) -> str:
        """The passage as shown, sentences joined by blanks."""
        return " ".join(sentence.text for sentence in self.sentences)

    @property
    def page(self) -> int:
        """The page where the passage begins."""
        return self.sentences[0].page

    @property
    def fingerprint(self) -> str:
        """Equal for equal words in the same order."""
        words = re.findall(r"\w+", self.text.casefold())
        return hashlib.sha256(" ".join(words).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Scope:
    """The reports that a question may be answered from. Empty means all; fields are ANDed.

    Names are compared as in ``ingest.names``. ``BOARD_ITSELF`` among ``units`` means reports of the
    board as a whole (``Identity.unit`` is None). ``without`` are reports that are not there for
    whoever asks; only a narrowed store sets it (``ingest/index/narrowed.py``).
    """

    boards: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    report_types: tuple[ReportType, ...] = ()
    without: frozenset[Identity] = frozenset()

    def admits(self, identity: Identity) -> bool:
        """Whether a report of this identity is within the scope."""
        return (
            (not self.boards or any(same_name(b, identity.board) for b in self.boards))
            and (not self.units or any(same_unit(u, identity.unit) for u in self.units))
            and (not self.years or identity.year in self.years)
            and (not self.report_types or identity.report_type in self.report_types)
            and identity not in self.without
        )


@dataclass(frozen=True, slots=True)
class StoredReport:
    """A report in force in the library: what the catalogue knows of it."""

    identity: Identity
    edition: str
    """SHA-256 of the file, 64 hexadecimal digits."""
    file_name: str
    pages: int
    passages: int
    indicators: int
    warnings: tuple[str, ...] = field(default=())
    trust: float = 1.0
    """How sure the identity is, 0–1; see ``ingest.trust``."""
    internal: bool = False
    """For its board only; the store keeps the mark, see ``PassageStore.mark``."""
    masked: int = 0
    """Personal identity numbers that stand in the file and are masked in the text."""

    @property
    def document_id(self) -> str:
        """The id of the report, the same for all its editions."""
        return self.identity.document_id
