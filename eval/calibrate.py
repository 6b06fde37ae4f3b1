"""The command ``calibrate``: what each threshold of the answers costs, on the example corpus.

Three curves. *Enough*: how much of a question some passage must say before its sentences are told
as an answer; *unsaid*: at which share of a question's words that nothing found says an answer is
refused, where nobody's report is named. Both are asked end to end: questions that have an answer
and are refused, against questions that have none and are answered. *Support*: the score that a
statement needs of its quotes. Its true pairs are the points of the truth with the quote that
evidences them, which says it in other words; its foreign pairs are the same points with quotes of
the report's other questions. ``--save`` keeps the tables; the thresholds in force are marked. The
truth here is made by the program's own example corpus: a curve tells where a threshold does harm,
not how the answers do on other reports.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import track

from assistant.enough import Bars
from assistant.model import Source
from assistant.settings import Settings
from assistant.verify.support import ENOUGH_WORDS, LEAST, LEAST_WORDS, near, score, worded
from assistant.wiring import build_library
from assistant.words import content_words
from eval.answer_judge import Judged, judge
from eval.command import DEMO, HERE, library_folder
from eval.originals import Original, originals
from eval.questions import Case
from eval.scoring import Parts, run_case
from eval.systems import Program, take_in
from ingest.library import Library
from ingest.model import Identity, ReportType

SAID = (0.0, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.7, 1.01)
UNSAID = (0.25, 0.34, 0.5, 0.67, 1.0)
SUPPORT = (0.3, 0.4, 0.5, 0.55, 0.62, 0.7, 0.8)
FROM_TEXT = ("faktum", "sammanfattning", "obesvarbar")
"""Kinds of question that running text answers, or nothing: tables are decided on the cell."""
_STATEMENT = 2
_NOBODY = Identity("", None, 1, ReportType.VB)


@dataclass(frozen=True, slots=True)
class Pair:
    """A statement and a quote: whether it is its own, the words' share, and the whole score."""

    own: bool
    words: float
    score: float

    def stands(self, least: float) -> bool:
        """Whether the statement would be let through with this threshold."""
        if self.words >= ENOUGH_WORDS:
            return True
        return self.words >= LEAST_WORDS and self.score >= least


@dataclass(frozen=True, slots=True)
class Point:
    """One threshold of a curve with its two kinds of error, each as (wrong, all)."""

    threshold: float
    refused: tuple[int, int]
    answered: tuple[int, int]


def calibrate(
    data: Annotated[Path | None, typer.Option(help="var det inlästa sparas")] = None,
    keep: Annotated[bool, typer.Option("--save", help="spara tabellerna")] = False,
) -> None:
    """Visa vad varje tröskel kostar på exempelkorpusen."""
    console = Console(soft_wrap=True)
    files = originals(DEMO.korpus)
    cases = [case for case in DEMO.load() if case.kind in FROM_TEXT]
    with ExitStack() as stack:
        kept = data or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        library = build_library(Settings(data=library_folder(kept / DEMO.name)))
        take_in(library, [original.path for original in files.values()])
        program = Program(library)
        said = curve(program, cases, files, [(t, Bars(t, t)) for t in SAID])
        unsaid = curve(program, cases, files, [(t, Bars(unsaid=t)) for t in UNSAID])
        text = report(said, unsaid, supported_curve(pairs(cases, library)))
    console.print(text, markup=False, highlight=False)
    if keep:
        path = HERE / "results" / "calibration.md"
        path.write_text(text, "utf-8")
        console.print(f"Sparat: {path.name}")


def curve(
    program: Program,
    cases: Sequence[Case],
    files: dict[str, Original],
    steps: Sequence[tuple[float, Bars]],
) -> list[Point]:
    """Each threshold with its errors; asked anew are only questions that a threshold moves."""

    def asked(bars: Bars, some: Iterable[Case]) -> dict[str, Judged]:
        program.hold_to(bars)
        parts = Parts(retrieval=False)
        return {case.id: judge(run_case(program, case, files, parts)) for case in some}

    first, last = (asked(bars, track(cases, "trösklar")) for _, bars in (steps[0], steps[-1]))
    moved = [case for case in cases if _wrong(first[case.id]) != _wrong(last[case.id])]
    points = []
    for threshold, bars in steps:
        judged = {**first, **asked(bars, moved)}
        points.append(_point(threshold, list(judged.values())))
    program.hold_to(Bars())
    return points


def _point(threshold: float, judged: Sequence[Judged]) -> Point:
    with_answer = [j for j in judged if j.record.case.answerable]
    without = [j for j in judged if not j.record.case.answerable]
    return Point(
        threshold,
        (sum(map(_wrong, with_answer)), len(with_answer)),
        (sum(map(_wrong, without)), len(without)),
    )


def _wrong(judged: Judged) -> bool:
    """Refused though there is an answer, or answered though there is none."""
    reply = judged.record.reply
    if judged.record.case.answerable:
        return reply is None or reply.refused
    return judged.right == 0


def pairs(cases: Sequence[Case], library: Library) -> list[Pair]:
    """Points of the truth with their own quotes, and with quotes of its report's other cases."""
    made = []
    for case in cases:
        foreign = [e.quote for c in cases if c.id != case.id for e in c.evidence
                   if case.evidence and e.document == case.evidence[0].document]  # fmt: skip
        own = {evidence.quote for evidence in case.evidence}
        told = [pair for pair in zip(case.points, case.evidence, strict=False) if _says(pair[0])]
        for number, (point, evidence) in enumerate(told):
            others = [quote for quote in foreign if quote not in own]
            wrong = others[number :: max(1, len(others) // 2)][:2]
            made += [_pair(point, evidence.quote, True, library)]
            made += [_pair(point, quote, False, library) for quote in wrong]
    return made


def _says(point: str) -> bool:
    """Whether a point is a statement, not a bare value: figures are checked on their own."""
    return len(content_words(re.sub(r"\d", " ", point))) >= _STATEMENT


def _pair(text: str, quote: str, own: bool, library: Library) -> Pair:
    words = worded(text, [Source("", _NOBODY, 1, (), quote)])
    return Pair(own, words, score(words, near(text, [quote], library.embedder)))


def supported_curve(made: Sequence[Pair]) -> list[Point]:
    """True statements that would be dropped, and foreign ones that would be let through."""
    own = [pair for pair in made if pair.own]
    foreign = [pair for pair in made if not pair.own]
    return [
        Point(
            least,
            (sum(not pair.stands(least) for pair in own), len(own)),
            (sum(pair.stands(least) for pair in foreign), len(foreign)),
        )
        for least in SUPPORT
    ]


def report(said: Sequence[Point], unsaid: Sequence[Point], support: Sequence[Point]) -> str:
    """The three curves as Markdown."""
    bars = Bars()
    lines = ["# Trösklar på exempelkorpusen", "", "`python -m eval calibrate`"]
    heads = ("avböjt i onödan", "svarat utan grund")
    lines += _table("Hur mycket av frågan ett stycke ska säga", said, heads, bars.said)
    lines += _table("Osagd del av frågans ord där svaret avböjs", unsaid, heads, bars.unsaid)
    heads = ("sanna som tas bort", "främmande som släpps igenom")
    lines += _table("Stöd för ett påstående i dess citat", support, heads, LEAST)
    return "\n".join(lines) + "\n"


def _table(
    title: str, points: Sequence[Point], heads: tuple[str, str], in_force: float
) -> list[str]:
    lines = [
        "",
        f"## {title}",
        "",
        f"| tröskel | {heads[0]} | {heads[1]} | gäller |",
        "|" + " --- |" * 4,
    ]
    for point in points:
        mark = "ja" if abs(point.threshold - in_force) < 1e-9 else ""
        told = [f"{wrong}/{every} ({wrong / every if every else 0:.3f})".replace(".", ",")
                for wrong, every in (point.refused, point.answered)]  # fmt: skip
        threshold = f"{point.threshold:g}".replace(".", ",")
        lines.append(f"| {threshold} | {told[0]} | {told[1]} | {mark} |")
    return lines
