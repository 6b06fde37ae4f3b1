"""Takes reports in again and again and is killed each time; run by ``test_kill`` as a program.

``python -m tests.ingest.killing FOLDER SEED KILLS``. A process that has imported everything
forks a child for each round. The child opens the library – real Chroma, real tantivy – checks
that every report is one whole edition, and takes in the other edition of all of them; its parent
kills it after a random step and a random while. Files are read for real, but not in a process of
their own, which would spend most of the time on starting. At last one run is left alone, and
what the library holds then is printed beside what one holds that was never disturbed.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from pathlib import Path
from typing import Any

from eval.strain.children import ended, fork
from ingest.archive import Archive
from ingest.assembly import report_from
from ingest.identity import Overrides
from ingest.index.chroma import ChromaStore
from ingest.index.lexical import TantivyIndex
from ingest.index.memory import WordEmbedder
from ingest.index.tokens import lemmas
from ingest.library import Library
from ingest.model import Report, Scope
from ingest.outcome import Stage
from ingest.pipeline import Pipeline
from ingest.reading import read_layout
from ingest.reading.files import sha256_of
from tests.ingest.making import report_pdf, report_text

_LONGEST_WAIT = 0.04
_STEPS = 14


def make_editions(folder: Path) -> list[list[Path]]:
    """Two editions of three reports, one of them a PDF; the words tell the editions apart.

    Two of the reports hold texts of the board's: some in both editions, one in either.
    """
    editions = []
    for edition, word in enumerate(("humlor", "zebror")):
        below = folder / f"edition{edition}"
        below.mkdir()
        text = " ".join(f"Här finns {word} nummer {n} på ängen." for n in range(12))
        paths = [report_pdf(below / "2020.pdf", 2020, text)]
        for year in (2021, 2022):
            paragraphs = "\n\n".join(
                f"Rubrik {n} bland {word}\n\n" + f"Sida vid sida går {word} där. " * (25 + edition)
                for n in range(60)
            )
            path = below / f"{year}.txt"
            goals = "\n\n".join(
                f"Nämndmål: {n}. Ängarna är öppna för {name}\n\nBeskrivning\n\n"
                f"Nämnden sköter äng {n} så att {name} trivs där hela sommaren."
                for n, name in enumerate(("alla", "barn", word))
            )
            path.write_text(f"{report_text(year)}\n{paragraphs}\n\n{goals}\n")
            paths.append(path)
        editions.append(paths)
    return editions


def open_library(data: Path) -> Library:
    embedder = WordEmbedder()
    store = ChromaStore(data / "chroma", model=embedder.name)
    return Library(store, TantivyIndex(data / "lexical"), embedder, Archive(data / "editions"))


def check_whole(library: Library, wholes: dict[str, int]) -> None:
    """Every report in force is one of the two editions, and all of it is there."""
    assert len(library.reports()) == 3, library.reports()
    for stored in library.reports():
        passages = library.store.passages(stored.document_id)
        assert {passage.edition for passage in passages} == {stored.edition}
        assert len(passages) == stored.passages == wholes[stored.edition]
        assert library.contents(stored.document_id) is not None
        original = library.original(stored.document_id)
        assert original is not None and sha256_of(original) == stored.edition
    assert library.store.count() == sum(stored.passages for stored in library.reports())


def summary(data: Path) -> dict[str, Any]:
    """What a library holds: ids and counts, on disk and in the indexes."""
    library = open_library(data)
    reports = library.reports()
    ids = sorted(p.id for r in reports for p in library.store.passages(r.document_id))
    return {
        "ids": ids,
        "count": library.store.count(),
        "sizes": {stored.edition: stored.passages for stored in reports},
        "files": sorted(str(p.relative_to(data)) for p in (data / "editions").rglob("*")),
        "shared": sorted((text, len(held)) for text, held in library.store.places().items()),
        "texts": sorted(library.store.texts("Norrskogen")),
        "left over": library.store.sweep(),
        "lexical behind": library.lexical.sync(library.store),
        "words": [
            sorted(hit.passage_id for hit in library.lexical.search(word, Scope(), 1000))
            for word in ("humlor", "zebror")
        ],
    }


def read(path: Path, name: str, overrides: Overrides) -> Report:
    return report_from(read_layout(path, name), name, overrides)


def take_in(library: Library, paths: list[Path], pipe: int) -> None:
    """One run; writes a byte to the pipe at each step of it."""

    def tell(stage: Stage, done: float) -> None:
        os.write(pipe, stage[:1].encode())

    for outcome in Pipeline(library, read=read).ingest_all(paths, progress=tell):
        assert outcome.ok, outcome


def undisturbed(data: Path, paths: list[Path]) -> dict[str, Any]:
    """A whole run, and what the library holds after it."""

    def work(pipe: int) -> None:
        take_in(open_library(data), paths, os.open(os.devnull, os.O_WRONLY))
        with os.fdopen(pipe, "w") as answers:
            json.dump(summary(data), answers)

    child, pipe = fork(work)
    with os.fdopen(pipe) as answers:
        answer = answers.read()
    ended(child)
    found: dict[str, Any] = json.loads(answer)
    return found


def killed(
    data: Path, editions: list[list[Path]], wholes: dict[str, int], chance: random.Random
) -> str:
    """A run that is killed after a random step and a while; the steps that it told of."""

    def work(pipe: int) -> None:
        library = open_library(data)
        check_whole(library, wholes)
        first = library.reports()[0].edition
        take_in(library, editions[first == sha256_of(editions[0][0])], pipe)

    child, pipe = fork(work)
    told = ""
    for _ in range(chance.randrange(_STEPS)):
        told += os.read(pipe, 1).decode()
    time.sleep(chance.uniform(0, _LONGEST_WAIT))
    os.kill(child, signal.SIGKILL)
    was_killed = ended(child)
    os.close(pipe)
    return told if was_killed else f"{told} done"


def main(folder: Path, seed: int, kills: int) -> None:
    """Prints a line of JSON: what was expected, what was found and where the kills fell."""
    chance = random.Random(seed)
    editions = make_editions(folder)
    for path in (path for paths in editions for path in paths[1:]):
        lemmas(path.read_text())  # the word list is loaded once, before the forks
    expected = [undisturbed(folder / f"calm{n}", paths) for n, paths in enumerate(editions)]
    wholes = {edition: n for one in expected for edition, n in one["sizes"].items()}
    data = folder / "data"
    undisturbed(data, editions[0])
    steps: list[str] = []
    while sum("done" not in told for told in steps) < kills:
        steps.append(killed(data, editions, wholes, chance))
    found = undisturbed(data, editions[0])
    print(json.dumps({"expected": expected[0], "found": found, "steps": steps}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
