"""A small invented library for tests of routes and pages: two reports, one of them with markup.

Built from domain values, so that no file has to be read; the first report has a real PDF whose
pages carry the same text.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from assistant.model import (
    Answer,
    Citation,
    Found,
    FoundIndicator,
    Interpretation,
    Question,
    Statement,
)
from assistant.watch import SILENT, Watch
from ingest.archive import Archive
from ingest.errors import UnknownIdentityError
from ingest.identity import Overrides
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
    Report,
    ReportType,
    Scope,
    Section,
    Sentence,
    StoredReport,
)
from ingest.names import BOARD_ITSELF
from ingest.outcome import Outcome, Progress, Recognised
from ingest.passages import passages_of
from tests.drift.processes import until

waited = partial(until, seconds=10.0, every=0.005)
"""What work in a thread of its own leads to."""

QUOTE = "Gästerna lagade över trehundra cyklar i verkstaden under året."
ROW = "Nöjda gäster 81,5 % 77 % 80 % År"
EVIL = "<script>alert('sida')</script>"
GREENHOUSE = Identity("Sjövik", "Cykelverkstaden <b>Kedjan</b>", 2022, ReportType.VB)
BOARD = Identity("Sjövik", None, 2023, ReportType.VP)

_GOAL = "Alla som vill får göra något meningsfullt på dagarna"
_CHAIN = Chain(namndmal=_GOAL)
_LINES = (
    "Cykelverkstaden berättar om året som gick.",
    "Gästerna lagade över trehundra cyklar i",
    "verkstaden under året. Många av dem såldes vidare.",
    ROW,
    EVIL,
)


def greenhouse_report() -> Report:
    """A follow-up of a unit, with a goal, an indicator row and markup in its text."""
    text = "\n".join(("Cykelverkstaden berättar om året som gick.", QUOTE, ROW, EVIL))
    sentences = (
        Sentence("Cykelverkstaden berättar om året som gick.", 2),
        Sentence(QUOTE, 2),
        Sentence(EVIL, 2),
    )
    row = IndicatorValue(
        "Nöjda gäster",
        2,
        ROW,
        Columns(outcome="81,5 %", previous="77 %", target="80 %", period="År"),
        previous_period="VB 2021",
        analysis=(Sentence("Fler svarade i år.", 2),),
        chain=_CHAIN,
    )
    doubtful = IndicatorValue("=HYPERLINK(1)", 2, "=HYPERLINK(1) 5 7", Columns(), certain=False)
    inner = Goal(GoalLevel.ENHETSMAL, "Verkstaden är öppen varje dag", 2, fulfilment="delvis")
    return Report(
        GREENHOUSE,
        (Page(1, "Verksamhetsberättelse 2022"), Page(2, text)),
        (Goal(GoalLevel.NAMNDMAL, _GOAL, 2, "1.1", "helt", children=(inner,)),),
        (Section(_CHAIN, (f"Analys {EVIL}",), (sentences,), 2),),
        indicators=(row, doubtful),
        warnings=(f"Sidan 2: en tabell var svår att läsa {EVIL}",),
    )


def board_report() -> Report:
    """A plan of a whole board, as plain text."""
    sentence = Sentence("Nämnden vill öppna en sjöbod.", 1)
    target = IndicatorValue("Nöjda gäster", 1, "Nöjda gäster 85 %", Columns(target="85 %"))
    return Report(
        BOARD,
        (Page(1, "Nämnden vill öppna en sjöbod."),),
        (),
        (Section(Chain(), ("Inledning",), ((sentence,),), 1),),
        indicators=(target,),
    )


def build_library(folder: Path) -> Library:
    """Both reports in force, with memory engines."""
    library = empty_library(folder / "editions")
    put(library, greenhouse_report(), draw_pdf(folder / "kedjan.pdf"))
    text = folder / "plan.txt"
    text.write_text("Nämnden vill öppna en sjöbod.", "utf-8")
    put(library, board_report(), text)
    return library


def empty_library(folder: Path) -> Library:
    """A library without reports."""
    return Library(MemoryStore(), MemoryLexical(), WordEmbedder(), Archive(folder))


def put(library: Library, report: Report, source: Path) -> StoredReport:
    """Take a report in by hand."""
    edition = (report.identity.document_id.encode().hex() + "0" * 64)[:64]
    passages = passages_of(report, edition)
    library.archive.put(report, edition, source)
    vectors = library.embedder.embed_documents([p.dense_text for p in passages])
    library.store.stage(passages, vectors)
    stored = StoredReport(
        report.identity,
        edition,
        source.name,
        len(report.pages),
        len(passages),
        len(report.indicators),
        report.warnings,
    )
    library.store.commit(stored)
    library.lexical.sync(library.store)
    return stored


def draw_pdf(path: Path) -> Path:
    """The first report as a PDF of two pages; the quote runs over two lines."""
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setFont("Helvetica", 20)
    canvas.drawString(72, A4[1] - 120, "Verksamhetsberättelse 2022")
    canvas.showPage()
    canvas.setFont("Helvetica", 12)
    for number, line in enumerate(_LINES):
        canvas.drawString(72, A4[1] - 120 - 20 * number, line)
    canvas.showPage()
    canvas.save()
    return path


@dataclass
class ScriptedAssistant:
    """Answers everything with the same answer and remembers what it was asked."""

    library: Library
    answer: Answer
    asked: list[Question] = field(default_factory=list)
    searched: list[tuple[str, Scope, int]] = field(default_factory=list)

    def ask(self, question: Question, watch: Watch = SILENT) -> Answer:
        self.asked.append(question)
        for statement in self.answer.statements:
            cited = tuple(c for c in self.answer.citations if c.id in statement.citations)
            watch.told(statement, cited)
        return self.answer

    def search(self, text: str, scope: Scope, limit: int) -> list[Found]:
        self.searched.append((text, scope, limit))
        passages = self.library.store.passages(GREENHOUSE.document_id)
        return [Found(p, 1.0 / n, repeated_in=3) for n, p in enumerate(passages, 1)]


def full_answer() -> Answer:
    """An answer with two statements, a row, and what was understood."""
    row = greenhouse_report().indicators[0]
    section = ("Nämndmål: dagar", f"Analys {EVIL}")
    return Answer(
        "answered",
        f"{QUOTE} [1]\n\nNöjda gäster: 81,5 % [2]",
        statements=(Statement(QUOTE, (1,)), Statement(f"Utfall 81,5 % {EVIL}", (2, 1))),
        citations=(
            Citation(1, GREENHOUSE.document_id, GREENHOUSE, 2, section, QUOTE),
            Citation(2, GREENHOUSE.document_id, GREENHOUSE, 2, section, ROW),
        ),
        indicators=(FoundIndicator(row, GREENHOUSE.document_id, GREENHOUSE),),
        interpretation=Interpretation(
            "Hur många cyklar lagades 2022?", wished=Scope(years=(2022,))
        ),
        warnings=("Ett värde är osäkert.",),
        suggestions=("Hur många cyklar såldes 2022?",),
        timings_ms=(("total", 4.0),),
    )


def missing_answer() -> Answer:
    """A not_found answer."""
    return Answer(
        "not_found",
        "Jag sökte efter båtar i alla rapporter. Närmast är cyklar.",
        interpretation=Interpretation("Hur många båtar lagades?"),
    )


def fake_intake(library: Library) -> Callable[[Path, Overrides, Progress], Outcome]:
    """Takes in «bra…» as a report of the name's year, fails on everything else."""

    def intake(path: Path, overrides: Overrides, progress: Progress) -> Outcome:
        progress("reading", 1.0)
        progress("embedding", 0.5)
        if not path.name.startswith("bra"):
            return Outcome(
                path.name, "failed", reason=f"{path.name}: filen är trasig. Spara om den."
            )
        identity = _identity(overrides)
        page = Page(1, "Kort rapport.")
        section = Section(Chain(), ("Text",), ((Sentence("Kort rapport.", 1),),), 1)
        put(library, Report(identity, (page,), (), (section,)), path)
        return Outcome(path.name, "new", identity, 1, 1, 0)

    return intake


def _identity(overrides: Overrides) -> Identity:
    unit = None if overrides.unit == BOARD_ITSELF else overrides.unit
    kind = overrides.report_type or ReportType.T1
    return Identity(overrides.board or "Sjövik", unit, overrides.year or 2020, kind)


def fake_check(path: Path, overrides: Overrides) -> Recognised | None:
    """Misses the year and kind of «bra-okänd…» until the year is stated; is unsure of «osäker»."""
    if path.name.startswith("bra-okänd") and overrides.year is None:
        missing = ("year", "report_type")
        raise UnknownIdentityError(path.name, missing, "Året framgår inte.", "Ange det.")
    if not path.name.startswith("bra"):
        return None
    trust = 0.6 if "osäker" in path.name and overrides.year is None else 0.97
    warnings = (f"Sidan 1: tabellen {EVIL} är svårläst.",) if "osäker" in path.name else ()
    return Recognised(
        _identity(overrides), sha256(path.read_bytes()).hexdigest(), 1, trust, warnings
    )
