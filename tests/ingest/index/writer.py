"""A process that puts edition after edition in force until it is killed; see ``test_kill``.

Usage: ``python -m tests.ingest.index.writer FOLDER CHECKPOINT FIRST``. Each edition of a report
holds its own number in every text of its own, a number of passages that follows from it, and
before them some texts of the board's, which come and go and are shared with other reports.
"""

from __future__ import annotations

import sys
from itertools import count
from pathlib import Path

from ingest.index.chroma import ChromaStore
from ingest.index.folder import Folder
from ingest.model import Identity, Passage
from tests.ingest.index.build import make_identity, make_passages, make_report, make_shared

MODEL = "kill"
DIMENSIONS = 8


def identities() -> tuple[Identity, ...]:
    """The reports that are written in turn."""
    return tuple(make_identity(unit=f"Enhet {number}") for number in range(4))


def edition(number: int) -> tuple[Passage, ...]:
    """All passages of the edition with this number, those that are shared first."""
    identity = identities()[number % len(identities())]
    board = [f"Nämndens text {(number // 3 + part) % 8}." for part in range(3)]
    own = [f"Text {part} i utgåva {number}." for part in range(10 + number % 7)]
    shared = make_shared(*board, identity=identity, edition=str(number))
    rest = make_passages(*board, *own, identity=identity, edition=str(number))
    return shared + rest[len(shared) :]


def vector(passage: Passage) -> list[float]:
    """A vector that tells which passage it belongs to."""
    place = int(passage.edition[:6], 16) + passage.ordinal
    if passage.shared:
        place = int(passage.shared[-6:], 16)
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
