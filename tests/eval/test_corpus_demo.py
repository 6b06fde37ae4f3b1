"""The committed demo corpus: made by the generator, and its questions can be answered from it."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import docx
import pypdfium2
import pytest
from docx.table import Table

import eval as evaluation
from eval.corpus.demo import OPTIONS, demo_tasks, write_demo

ROOT = Path(evaluation.__file__).parent
DEMO = ROOT / "corpus" / "demo"
CASES = ROOT / "cases" / "demo.jsonl"
KINDS = {"indikator", "faktum", "sammanfattning", "jamforelse", "aktivitet_mal", "obesvarbar"}
SORTS = {"saknad_enhet", "saknad_period", "saknad_namnd", "saknad_uppgift", "falsk_premiss"}


def cases() -> list[dict[str, Any]]:
    return [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]


def bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


@cache
def pages(stem: str) -> tuple[str, ...]:
    """The printed pages without white space; a DOCX is one page."""
    pdf = DEMO / f"{stem}.pdf"
    if pdf.exists():
        return _printed(pdf)
    return (bare("".join(_word_text(DEMO / f"{stem}.docx"))),)


def _printed(path: Path) -> tuple[str, ...]:
    with pypdfium2.PdfDocument(path) as pdf:
        return tuple(bare(page.get_textpage().get_text_range()) for page in pdf)


def _word_text(path: Path) -> Iterator[str]:
    for block in docx.Document(str(path)).iter_inner_content():
        if not isinstance(block, Table):
            yield block.text
            continue
        for row in block.rows:
            seen = []
            for cell in row.cells:
                if cell._tc not in seen:
                    seen.append(cell._tc)
                    yield cell.text


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    for _ in write_demo(folder, folder / "demo.jsonl"):
        pass
    return folder


def test_the_generator_gives_the_committed_files_back(fresh: Path) -> None:
    committed = {path.name for path in DEMO.iterdir() if path.is_file()}
    assert committed == {path.name for path in fresh.iterdir()} - {"demo.jsonl", "facit"}
    for path in sorted((DEMO / "facit").glob("*.json")):
        assert path.read_text("utf-8") == (fresh / "facit" / path.name).read_text("utf-8")
    assert CASES.read_text("utf-8") == (fresh / "demo.jsonl").read_text("utf-8")


def test_committed_pages_hold_the_generated_words(fresh: Path) -> None:
    for path in sorted(DEMO.glob("*.pdf"))[::9]:
        assert _printed(fresh / path.name) == pages(path.stem)


def test_the_selection_holds_every_unit_and_one_whole_history() -> None:
    chosen = demo_tasks()
    assert 36 <= len(chosen) <= 44
    units = Counter((task.board.name, task.unit) for task in chosen if task.unit)
    assert len(units) == 12 and max(units.values()) == 16
    assert len({task.board.name for task in chosen if task.unit is None}) == 3
    files = [path for path in DEMO.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < 6_000_000
    assert OPTIONS.docx_share == pytest.approx(0.1)
    assert any(path.suffix == ".docx" for path in files)


def test_questions_are_of_all_kinds_and_shaped_alike() -> None:
    found = cases()
    assert len(found) >= 300
    assert {entry["typ"] for entry in found} == KINDS
    assert len({entry["id"] for entry in found}) == len(found)
    assert len({entry["fraga"].casefold() for entry in found}) == len(found)
    keys = {tuple(k for k in entry if k != "klocka") for entry in found}
    assert len(keys) == 1
    sorts = {e["anteckning"][5:].rstrip(".") for e in found if e["typ"] == "obesvarbar"}
    assert sorts == SORTS


def test_every_quote_stands_whole_on_one_page() -> None:
    quotes = 0
    for entry in cases():
        assert bool(entry["belagg"]) == (entry["typ"] != "obesvarbar")
        for proof in entry["belagg"]:
            quote = bare(proof["citat"])
            assert any(quote in page for page in pages(proof["dokument"])), entry["id"]
            quotes += 1
    assert quotes >= 350


def test_every_value_stands_in_a_quote() -> None:
    for entry in cases():
        told = " ".join(proof["citat"] for proof in entry["belagg"]).casefold()
        for value in entry["varden"]:
            assert value.casefold() in told, entry["id"]


def test_questions_do_not_copy_their_evidence() -> None:
    shared = 0
    for entry in (e for e in cases() if e["typ"] in ("faktum", "sammanfattning")):
        asked = set(re.findall(r"[a-zåäö]{7,}", entry["fraga"].casefold()))
        told = set(re.findall(r"[a-zåäö]{7,}", entry["belagg"][0]["citat"].casefold()))
        names = set(re.findall(r"[a-zåäö]{7,}", entry["belagg"][0]["dokument"]))
        shared += len((asked & told) - names) > 2
    assert shared < 10
