"""Small libraries of invented plans and follow-ups, put together in memory, to draft from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ingest.index.memory import MemoryLexical, MemoryStore, WordEmbedder
from ingest.library import Library
from ingest.model import (
    Activity,
    Chain,
    Columns,
    Goal,
    GoalLevel,
    Identity,
    IndicatorValue,
    Page,
    Report,
    ReportType,
    Section,
    Sentence,
    StoredReport,
)
from tests.assistant.shelf import ShelfArchive

BOARD = "Ekdalen"
UNIT = "Björkens hemtjänst"
KF_WORK = "3.2 Staden är en arbetsgivare att trivas hos"
KF_CARE = "1.5 Äldre i staden har en god vardag"
WORK = "Medarbetarna i nämndens verksamheter är friska och trivs"
CARE = "Äldre har inflytande över sin omsorg"
UNIT_WORK = "Hemtjänsten är en arbetsplats att trivas på"
UNIT_CARE = "Kunderna bestämmer själva över sina besök"


@dataclass
class Made:
    """A report being put together; goals are (KF-mål, nämndmål, enhetsmål or None, status)."""

    identity: Identity
    goals: list[tuple[str, str, str | None, str | None]] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    rows: list[IndicatorValue] = field(default_factory=list)
    activities: list[Activity] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    def goal(
        self, kf: str, goal: str, unit_goal: str | None = None, status: str | None = None
    ) -> Made:
        self.goals.append((kf, goal, unit_goal, status))
        self.lines += [goal, *filter(None, (unit_goal, status))]
        return self

    def text(self, heading: str, *paragraphs: str | Sequence[str], board: bool = False) -> Made:
        """Text under the newest goal (board: under its nämndmål); a paragraph a string or more."""
        kf, goal, unit_goal, _ = self.goals[-1]
        chain = Chain(kf_mal=kf, namndmal=goal, enhetsmal=None if board else unit_goal)
        said = tuple(
            tuple(Sentence(s, 2) for s in ([p] if isinstance(p, str) else p)) for p in paragraphs
        )
        self.sections.append(Section(chain, (heading,), said, 2))
        self.lines += [heading, *(" ".join(s.text for s in p) for p in said)]
        return self

    def aside(self, heading: str, *sentences: str) -> Made:
        """Text under no goal."""
        said = tuple(Sentence(s, 2) for s in sentences)
        self.sections.append(Section(Chain(), (heading,), (said,), 2))
        self.lines += [heading, " ".join(sentences)]
        return self

    def row(self, name: str, analysis: str = "", **cells: str) -> Made:
        kf, goal, _, _ = self.goals[-1]
        columns = Columns(**cells)
        quote = " ".join((name, *cells.values()))
        said = (Sentence(analysis, 2),) if analysis else ()
        before = f"VB {self.identity.year - 1}" if "previous" in cells else None
        chain = Chain(kf_mal=kf, namndmal=goal)
        self.rows.append(IndicatorValue(name, 2, quote, columns, before, said, chain))
        self.lines += [quote, *([analysis] if analysis else [])]
        return self

    def activity(self, name: str, analysis: str = "") -> Made:
        kf, goal, _, _ = self.goals[-1]
        said = (Sentence(analysis, 2),) if analysis else ()
        chain = Chain(kf_mal=kf, namndmal=goal)
        self.activities.append(Activity(name, 2, name, analysis=said, chain=chain))
        self.lines += [name, *([analysis] if analysis else [])]
        return self

    def report(self) -> Report:
        pages = (Page(1, self.identity.title), Page(2, "\n".join(self.lines)))
        return Report(self.identity, pages, tuple(self._tree()), tuple(self.sections),
                      tuple(self.rows), tuple(self.activities))  # fmt: skip

    def _tree(self) -> Iterable[Goal]:
        for kf in dict.fromkeys(g[0] for g in self.goals):
            below = []
            for goal in dict.fromkeys(g[1] for g in self.goals if g[0] == kf):
                units = tuple(
                    Goal(
                        GoalLevel.ENHETSMAL, unit, 2, status=status, fulfilment=_fulfilment(status)
                    )
                    for k, g, unit, status in self.goals
                    if (k, g) == (kf, goal) and unit
                )
                below.append(Goal(GoalLevel.NAMNDMAL, goal, 2, children=units))
            yield Goal(GoalLevel.KF_MAL, kf, 2, number=kf.split()[0], children=tuple(below))


def _fulfilment(status: str | None) -> str | None:
    return status.split()[-1] if status else None


def made(unit: str | None, kind: str, year: int, board: str = BOARD) -> Made:
    """A report of a unit, or (None) of the board."""
    return Made(Identity(board, unit, year, ReportType(kind)))


def library_of(*reports: Made) -> Library:
    """A library that holds the reports."""
    store, archive = MemoryStore(), ShelfArchive()
    for one in reports:
        report = one.report()
        edition = "0" * 64
        stored = StoredReport(report.identity, edition, "x.pdf", 2, 0, len(report.indicators))
        store.commit(stored)
        archive.reports[report.identity.document_id, edition] = report
    return Library(store, MemoryLexical(), WordEmbedder(buckets=4096), archive)  # type: ignore[arg-type]


def plan(year: int, unit: str = UNIT) -> Made:
    """A unit's plan with two goals."""
    return (
        made(unit, "VP", year)
        .goal(KF_WORK, WORK, UNIT_WORK)
        .text("Förväntat resultat", "Alla känner sig välkomna till jobbet.")
        .text("Arbetssätt", ["Vi håller morgonmöte varje dag.", "Rutinen gås igenom i maj."])
        .text("Uppföljning", "Målet följs upp i medarbetarenkäten.")
        .row("Sjukfrånvaro", target="6,0 %", city_target="Tas fram av nämnd")
        .goal(KF_CARE, CARE, UNIT_CARE)
        .text("Förväntat resultat", "Kunderna väljer tid för sina besök.")
        .text("Arbetssätt", "Varje kund har en fast kontakt.")
        .text("Uppföljning", "Målet följs upp i brukarundersökningen.")
    )


def follow_up(year: int, unit: str = UNIT) -> Made:
    """A unit's follow-up of the same goals: one met, one only partly."""
    return (
        made(unit, "VB", year)
        .goal(KF_WORK, WORK, UNIT_WORK, "Uppfylls helt")
        .text("Analys", ["Morgonmötena har blivit av varje dag.",
                         "Under nästa år kommer vi att pröva kortare pass."])
        .row("Sjukfrånvaro", "Frånvaron steg till 9,1 % efter en tung vår.",
             outcome="9,1 %", previous="7,4 %", city_target="Tas fram av nämnd")
        .goal(KF_CARE, CARE, UNIT_CARE, "Uppfylls delvis")
        .text("Analys", ["Valet av tid har inte genomförts som planerat.",
                         "Arbetet har tagit längre tid än väntat och fortsätter."],
              "Kundrådet i Lönnen har varit inställt på grund av pandemin.")
    )  # fmt: skip
