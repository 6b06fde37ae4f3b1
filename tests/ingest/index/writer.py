"""A process that puts edition after edition in force until it is killed; see ``test_kill``.

Usage: ``python -m tests.ingest.index.writer FOLDER CHECKPOINT FIRST``. Each edition of a report
holds its own number in every text, and a number of passages that follows from it.
"""

from __future__ import annotations

import sys
from itertools import count
from pathlib import Path

from ingest.index.chroma import ChromaStore
from ingest.index.folder import Folder
from ingest.model import Identity, Passage
from tests.ingest.index.build import make_identity, make_passages, make_report

MODEL = "kill"
DIMENSIONS = 8


def identities() -> tuple[Identity, ...]:
    """The reports that are written in turn."""
    return tuple(make_identity(unit=f"Enhet {number}") for number in range(4))


def edition(number: int) -> tuple[Passage, ...]:
    """All passages of the edition with this number."""
    texts = [f"Text {part} i utgåva {number}." for part in range(10 + number % 7)]
    identity = identities()[number % len(identities())]
    return make_passages(*texts, identity=identity, edition=str(number))


def vector(passage: Passage) -> list[float]:
    """A vector that tells which passage it belongs to."""
    place = int(passage.edition[:6], 16) + passage.ordinal
    return [float((place >> bit) % 3 - 1) or 0.5 for bit in range(DIMENSIONS)]


def main(folder: Path, checkpoint: int, first: int) -> None:
    """Write until killed."""
    store = ChromaStore(Folder(folder, MODEL, checkpoint), MODEL)
    print("ready", flush=True)
    for number in count(first):
        passages = edition(number)
        store.stage(passages, [vector(passage) for passage in passages])
        print("staged", number, flush=True)
        store.commit(make_report(passages[0].identity, str(number), len(passages)))
        print("committed", number, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
