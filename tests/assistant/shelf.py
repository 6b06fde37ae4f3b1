"""A small library of invented reports, made by hand on the engines in memory.

Board Ekbacken-Norrviken with three units, and a predecessor board. No file is read: reports and
passages are put together here, so that the assistant's rules are tested without the ingest.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from pydantic import TypeAdapter
from pydantic_core import to_json

from ingest.index.memory import MemoryLexical, MemoryStore, WordEmbedder
from ingest.library import Library
from ingest.model import (
    Chain,
    Columns,
    Goal,
    GoalLevel,
    Identity,
    IndicatorValue,
    Page,
    Passage,
    PassageKind,
    Report,
    ReportType,
    Section,
    Sentence,
    StoredReport,
)
from ingest.repeated import shared_id

TODAY = date(2023, 5, 2)
_ROW = TypeAdapter(IndicatorValue)
BOARD = "Ekbacken-Norrviken"
OLD_BOARD = "Norrviken"
DAILY = "Ekbackens dagliga verksamhet"
SUPPORT = "Stöd- och boendeenheten"
HOME = "Norrvikens hemtjänst"
GOAL = "Nämndens verksamheter har friska medarbetare"
UNIT_GOAL = "Enheten har en lugn och hållbar arbetsmiljö"
SHARED = ("Beskrivning",)
REPEATED = "Nämnden verkar för att varje invånare får stöd i rätt tid."


class ShelfArchive:
    """The shelf of read reports, in a dictionary."""

    def __init__(self) -> None:
        self.reports: dict[tuple[str, str], Report] = {}

    def report(self, document_id: str, edition: str) -> Report | None:
        return self.reports.get((document_id, edition))

    def rows(self, document_id: str, edition: str) -> list[tuple[str, bytes]] | None:
        report = self.report(document_id, edition)
        return [(row.name, to_json(row)) for row in report.indicators] if report else None

    def row(self, row: bytes) -> IndicatorValue:
        return _ROW.validate_json(row)

    def original(self, document_id: str, edition: str) -> None:
        return None

    def keep_only(self, editions: Iterable[tuple[str, str]]) -> int:
        return 0


@dataclass
class Draft:
    """A report being put together: text by heading, rows, page by page."""

    identity: Identity
    texts: list[tuple[int, str, tuple[str, ...]]] = field(default_factory=list)
    rows: list[IndicatorValue] = field(default_factory=list)
    broken: list[tuple[int, str, str, str]] = field(default_factory=list)
    chain: Chain = field(default_factory=lambda: Chain(namndmal=GOAL))

    def text(self, page: int, heading: str, *sentences: str) -> Draft:
        self.texts.append((page, heading, sentences))
        return self

    def over_break(self, page: int, heading: str, first: str, second: str) -> Draft:
        self.broken.append((page, heading, first, second))
        return self

    def row(self, page: int, name: str, columns: Columns, analysis: tuple[str, ...] = ()) -> Draft:
        cells = (columns.outcome, columns.outcome_men, columns.outcome_women, columns.previous,
                 columns.forecast, columns.target, columns.city_target, columns.period)  # fmt: skip
        quote = " ".join((name, *(c for c in cells if c)))
        said = tuple(Sentence(s, page) for s in analysis)
        self.rows.append(
            IndicatorValue(name, page, quote, columns, analysis=said, chain=Chain(namndmal=GOAL))
        )
        return self

    def report(self) -> Report:
        lines: dict[int, list[str]] = {1: [self.identity.title], 2: [GOAL, UNIT_GOAL]}
        sections = []
        for page, heading, sentences in self.texts:
            lines.setdefault(page, []).extend((heading, " ".join(sentences)))
            said = tuple(Sentence(s, page) for s in sentences)
            sections.append(Section(self.chain, (heading,), (said,), page))
        for page, heading, first, second in self.broken:
            lines.setdefault(page, []).append(first)
            lines.setdefault(page + 1, []).append(second)
            said = (Sentence(first, page, continues=True), Sentence(second, page + 1))
            sections.append(Section(self.chain, (heading,), (said,), page))
        for row in self.rows:
            lines.setdefault(row.page, []).append(row.quote)
            lines[row.page] += [s.text for s in row.analysis]
        pages = tuple(Page(n, "\n".join(lines.get(n, [""]))) for n in range(1, max(lines) + 1))
        goals = (Goal(GoalLevel.NAMNDMAL, GOAL, 2, children=(
            Goal(GoalLevel.ENHETSMAL, UNIT_GOAL, 2, fulfilment="helt"),)),)  # fmt: skip
        return Report(self.identity, pages, goals, tuple(sections), tuple(self.rows))


def passages_of(report: Report, edition: str) -> list[Passage]:
    made: list[tuple[PassageKind, tuple[str, ...], tuple[Sentence, ...], int | None]] = [
        (PassageKind.TEXT, s.headings, tuple(x for p in s.paragraphs for x in p), None)
        for s in report.sections
    ]
    for number, row in enumerate(report.indicators):
        said = (Sentence(row.quote, row.page), *row.analysis)
        made.append((PassageKind.INDICATOR, (f"Indikator {row.name}",), said, number))
    identity = report.identity
    owner = identity.unit or identity.board
    return [
        Passage(
            id=f"{identity.document_id}:{n}",
            document_id=identity.document_id,
            edition=edition,
            ordinal=n,
            kind=kind,
            identity=identity,
            path=path,
            chain=Chain(namndmal=GOAL),
            sentences=said,
            dense_text=" ".join(
                (
                    *((identity.board,) if path == SHARED else (owner, identity.title)),
                    *path,
                    *(s.text for s in said),
                )
            ),
            lexical_text=f"{' '.join(path)} {' '.join(s.text for s in said)}",
            row=row,
            shared=shared_id(f"{identity.board}: {said}") if path == SHARED else None,
        )
        for n, (kind, path, said, row) in enumerate(made)
    ]


def library_of(*drafts: Draft) -> Library:
    store, lexical, embedder = MemoryStore(), MemoryLexical(), WordEmbedder(buckets=4096)
    archive = ShelfArchive()
    for draft in drafts:
        report = draft.report()
        edition = "0" * 64
        passages = passages_of(report, edition)
        store.stage(passages, embedder.embed_documents([p.dense_text for p in passages]))
        stored = StoredReport(report.identity, edition, "x.pdf", len(report.pages),
                              len(passages), len(report.indicators))  # fmt: skip
        store.commit(stored)
        archive.reports[report.identity.document_id, edition] = report
    lexical.sync(store)
    return Library(store, lexical, embedder, archive)  # type: ignore[arg-type]


@cache
def library() -> Library:
    """The invented library that most tests ask."""
    return library_of(*_drafts())


def _drafts() -> list[Draft]:
    def of(unit: str | None, year: int, kind: ReportType, board: str = BOARD) -> Draft:
        return Draft(Identity(board, unit, year, kind))

    vb22 = (
        of(DAILY, 2022, ReportType.VB)
        .text(2, "Inledning", REPEATED, "Arbetsgruppen på Kvarnen bakar bröd.")
        .text(3, "Analys", "Matsvinnet minskade med 18 procent sedan köket började väga maten.",
              "Kvarnen sålde 340 limpor på höstmarknaden.")
        .text(4, "Lokaler", "Flytten sköts upp eftersom hissen saknade godkänd besiktning.")
        .over_break(5, "Samverkan", "Under hösten inleddes ett samarbete med biblioteket om",
                    "sagostunder för daglediga.")
        .row(4, "Sjukfrånvaro", Columns("9,3 %", None, None, "6,8 %", None, None,
             "Tas fram av nämnd/styrelse", "2022"),
             ("Sjukfrånvaron steg till 9,3 % efter en våg av förkylningar.",))
        .row(4, "Sjukfrånvaro dag 1-14", Columns("3,1 %", None, None, "2,4 %", None, None,
             "Tas fram av nämnd/styrelse", "2022"))
        .row(4, "Aktivt Medskapandeindex", Columns("81", None, None, "84", None, None, "83",
             "2022"))
    )  # fmt: skip
    vp23 = (
        of(DAILY, 2023, ReportType.VP)
        .text(2, "Inledning", REPEATED, "Verksamheten riktar sig till vuxna.")
        .text(3, "Arbetssätt", "Köket ska väga allt svinn varje fredag.")
        .row(3, "Sjukfrånvaro", Columns(target="7,5 %", city_target="8 %", period="År"))
    )
    support = (
        of(SUPPORT, 2023, ReportType.VP)
        .text(2, "Inledning", REPEATED, "Enheten har 41 medarbetare fördelade på fem boenden.")
        .text(3, "Resursanvändning", "Budgeten är 28 450 tkr, varav personal 23 900 tkr.")
        .row(3, "Aktivt Medskapandeindex", Columns(city_target="82", period="År"))
    )
    home = (
        of(HOME, 2022, ReportType.VB)
        .text(2, "Inledning", REPEATED, "Hemtjänsten besöker 212 personer varje vecka.")
        .row(3, "Sjukfrånvaro", Columns("12,4 %", None, None, "11 %", None, "10 %", None, "2022"))
    )
    board = (
        of(None, 2021, ReportType.T1)
        .text(2, "Förskola", "Förskolorna har 1 930 inskrivna barn på 27 adresser.")
        .row(3, "Sjukfrånvaro", Columns("8,2 %", "5,1 %", "8,9 %", "8,5 %", "9 %", "8 %",
             "Tas fram av nämnd/styrelse", "Tertial 1 2021"))
    )  # fmt: skip
    old = of(None, 2019, ReportType.VB, OLD_BOARD).text(
        2, "Sammanslagning", "Nämnden går samman med Ekbacken den 1 juli 2020."
    )
    return [vb22, vp23, support, home, board, old]
