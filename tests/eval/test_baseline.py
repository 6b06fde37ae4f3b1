"""The baseline on two small files: chunks of its own, pages counted from 1, built once."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from eval.baseline import Baseline, chunks_of
from eval.originals import originals
from eval.questions import Case, Evidence
from ingest.index.memory import WordEmbedder
from ingest.model import Scope

CASE = Case("1", "gurkor i växthus", "faktum", Scope(), (), (Evidence("plan", "x"),), None)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    reports = tmp_path / "rapporter"
    reports.mkdir()
    canvas = Canvas(str(reports / "plan.pdf"), invariant=1)
    for text in ("Solen skiner ute på gården.", "Vi odlar gurkor i växthus varje vår."):
        canvas.drawString(50, 700, text)
        canvas.showPage()
    canvas.save()
    (reports / "lapp.txt").write_text("Ord " * 1000, "utf-8")
    return reports


def test_chunks_hold_at_most_a_thousand_characters(folder: Path) -> None:
    chunks = chunks_of(originals(folder))
    assert {c.metadata["stem"] for c in chunks} == {"plan", "lapp"}
    assert max(len(c.page_content) for c in chunks) <= 1000
    assert [c.metadata["page"] for c in chunks if c.metadata["stem"] == "plan"] == [0, 1]


def test_it_finds_and_cites_the_page_and_is_built_once(folder: Path, tmp_path: Path) -> None:
    files = originals(folder)
    embedder = WordEmbedder()
    first = Baseline(files, embedder, tmp_path / "store").find(CASE, 10)
    assert (first[0].document, first[0].page) == ("plan", 2)
    again = Baseline(files, embedder, tmp_path / "store")
    assert [p.text for p in again.find(CASE, 10)] == [p.text for p in first]
    reply = again.reply(CASE)
    assert not reply.refused
    assert len(reply.quotes) == 4
    assert files["plan"].holds(reply.quotes[0].quote, reply.quotes[0].page)
