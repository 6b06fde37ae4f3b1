"""A service with a report that is internal to its board, and the same without it ever been there.

The planted report has words, a unit, an indicator and a year that stand nowhere else, shares text
of its board with an open report, and is newest, so that it would come first everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import uuid4

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from assistant.access.model import Actor, Role
from assistant.answer import Assistant
from assistant.api import deps
from assistant.app import create_app, draft_with, equip
from assistant.draft.drafter import Drafter
from assistant.feedback import FeedbackLog
from ingest.identity import Overrides
from ingest.index.memory import WordEmbedder
from ingest.library import Library
from ingest.model import Report
from ingest.outcome import Outcome, Progress
from tests.assistant.api.samples import empty_library, fake_check, fake_intake, put
from tests.assistant.draft.shelf import KF_WORK, UNIT, UNIT_WORK, WORK, Made, follow_up, made, plan

BOARD = "Granvik"
UNIT_OF_BOARD = "Tallens boende"
SECRET_UNIT = "Kvastholmens dagcenter"
SECRET_YEAR = 2031
WORD = "zirkonsylt"
INDICATOR = "Andel nöjda zirkonkokare"
QUOTE = f"Dagcentret kokade {WORD} med besökarna varje torsdag under hela hösten."
TRACES = ("zirkon", "kvastholm", str(SECRET_YEAR), "87,4")
REPEATED = "Nämnden vill att alla invånare känner sig trygga och välkomna i sina verksamheter."

ELSEWHERE = Actor("a", "Annan", Role.EDITOR, frozenset({"Ekdalen"}))
NOWHERE = Actor("n", "Ingen", Role.READER, frozenset())
OURS = Actor("o", "Egen", Role.READER, frozenset({BOARD}))
OURS_TOO = Actor("e", "Egen redaktör", Role.EDITOR, frozenset({BOARD, "Ekdalen"}))


def secret() -> Made:
    """The planted report."""
    return (
        made(SECRET_UNIT, "VB", SECRET_YEAR, BOARD)
        .goal(KF_WORK, WORK, f"Alla på dagcentret trivs med {WORD}", "Uppfylls helt")
        .text("Beskrivning", REPEATED, board=True)
        .text("Arbetssätt", QUOTE)
        .text("Analys", f"Matsvinnet minskade när resterna blev {WORD}.", "Alla var nöjda.")
        .row(INDICATOR, f"Fler gillade {WORD}.", outcome="87,4 %", target="80 %", period="År")
        .row("Sjukfrånvaro", outcome="3,3 %", previous="4,4 %", period="År")
        .activity(f"Köp in grytor för {WORD}")
    )


def open_reports() -> list[Made]:
    """What everyone sees: two units of one board, one of another."""
    ours = (
        made(UNIT_OF_BOARD, "VB", 2024, BOARD)
        .goal(KF_WORK, WORK, "Boendet är en trygg arbetsplats", "Uppfylls delvis")
        .text("Beskrivning", REPEATED, board=True)
        .text("Arbetssätt", "Boendet lagade mat tillsammans varje fredag.")
        .text("Analys", "Matsvinnet minskade med 12 procent.")
        .row("Sjukfrånvaro", outcome="8,1 %", previous="7,0 %", period="År")
    )
    theirs = (
        made(UNIT_OF_BOARD, "VP", 2024, BOARD)
        .goal(KF_WORK, WORK, UNIT_WORK)
        .text("Beskrivning", REPEATED, board=True)
        .text("Arbetssätt", "Boendet följer upp trivseln varje vecka.")
        .row("Sjukfrånvaro", target="6,5 %")
    )
    return [ours, theirs, plan(2023), follow_up(2023), plan(2024)]


SECRET_ID = secret().identity.document_id
OPEN_ID = open_reports()[0].identity.document_id


def library(folder: Path, *, with_secret: bool) -> Library:
    """The reports in force, each with a PDF of its lines."""
    held = empty_library(folder / "editions")
    held.embedder = WordEmbedder(buckets=4096)
    folder.mkdir(exist_ok=True)
    for one in [*open_reports(), *([secret()] if with_secret else [])]:
        report = one.report()
        put(held, report, _drawn(folder / f"{report.identity.document_id}.pdf", report))
    if with_secret:
        held.mark(SECRET_ID, True)
    return held


def _drawn(path: Path, report: Report) -> Path:
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    for page in report.pages:
        for number, line in enumerate(page.text.split("\n")):
            canvas.drawString(40, A4[1] - 60 - 16 * number, line)
        canvas.showPage()
    canvas.save()
    return path


@dataclass
class Served:
    """A service, its library, and who asks it now."""

    library: Library
    app: FastAPI
    client: TestClient
    asking: Callable[[Actor], None]
    log: Path


@contextmanager
def served(folder: Path, *, with_secret: bool) -> Iterator[Served]:
    """A service on the reports; ``asking`` says who its requests come from."""
    held = library(folder, with_secret=with_secret)
    app = create_app(Assistant(held), held, _intake(held), fake_check, max_upload_mb=1)
    log = folder / "feedback.jsonl"
    equip(app, None, FeedbackLog(log))
    draft_with(app, Drafter(held))
    who = [NOWHERE]

    def asking(actor: Actor) -> None:
        who[0] = actor

    app.dependency_overrides[deps.the_service] = lambda: app.state.service.seen_by(
        who[0], uuid4().hex
    )
    with TestClient(app, raise_server_exceptions=False) as client:
        yield Served(held, app, client, asking, log)


def _intake(held: Library) -> Callable[[Path, Overrides, Progress], Outcome]:
    take = fake_intake(held)

    def intake(path: Path, overrides: Overrides, progress: Progress) -> Outcome:
        outcome = take(path, overrides, progress)
        if outcome.document_id and overrides.internal:
            held.mark(outcome.document_id, True)
        return replace(outcome, internal=overrides.internal)

    return intake


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """With the planted report, internal."""
    with served(tmp_path_factory.mktemp("whole"), with_secret=True) as one:
        yield one


@pytest.fixture(scope="module")
def never(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Where it has never been."""
    with served(tmp_path_factory.mktemp("never"), with_secret=False) as one:
        yield one


__all__ = ["UNIT", "Served", "never", "whole"]
