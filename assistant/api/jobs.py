"""An upload on its way, and uploads on disk: each in a folder of its own, with what is known of it.

``<folder>/<some name>/{the file, .job.json}``. The file is written first and the note after it, so
that a folder without a note is an upload that never arrived whole, and goes at the next start. A
note is replaced in one step each time that a person has come further. What is being taken in when
the process ends is taken in again by the next: a report is in the library whole or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from assistant.api.document_shapes import Status
from assistant.api.kept_files import drop, saved
from assistant.api.problems import ProblemError
from ingest.identity import Overrides
from ingest.model import Identity, StoredReport
from ingest.outcome import Outcome, Recognised
from ingest.whole import write_whole

_NOTE = ".job.json"
_TRIES = ".tries"


Stored = Callable[[str], StoredReport | None]


def _nothing(document_id: str) -> StoredReport | None:
    return None


def _never(identity: Identity, internal: bool) -> ProblemError | None:
    return None


def _unheard(outcome: Outcome) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Hand:
    """Who makes an upload: ``stored`` finds the reports that are there for that one, by id.

    ``refusal`` says why a report of an identity may not be taken in, marked internal or not.
    ``told`` hears what became of each file that was queued.
    """

    id: str = ""
    stored: Stored = _nothing
    refusal: Callable[[Identity, bool], ProblemError | None] = _never
    told: Callable[[Outcome], None] = _unheard


NOBODYS = Hand()


@dataclass(frozen=True, slots=True)
class Job:
    """An upload and how far it has come; ``progress`` runs from 0 to 1.

    «waiting» is for a person: ``understood`` is what the file says it is, ``fields`` names what it
    does not say, ``stated`` is what the person has said already, and ``replaces`` the report in
    force that would give way. ``result`` tells what became of it: new, replaced or unchanged.
    ``by`` is the id of whoever made it.
    """

    id: str
    file_name: str
    status: Status = "queued"
    progress: float = 0.0
    reason: str | None = None
    document_id: str | None = None
    warnings: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    stated: Overrides = Overrides()
    understood: Recognised | None = None
    replaces: StoredReport | None = None
    result: str = ""
    by: str = ""

    @property
    def under_way(self) -> bool:
        """Whether it still waits its turn or is being taken in."""
        return self.status in {"queued", "reading", "embedding"}

    @property
    def known(self) -> bool:
        """Whether this very file is in force already, as this very report."""
        same = self.replaces is not None and self.understood is not None
        return same and self.replaces.edition == self.understood.edition  # type: ignore[union-attr]


@dataclass(frozen=True, slots=True)
class Kept:
    """An upload as it was left: what is known of it, where its file is, what was said of it."""

    job: Job
    path: Path
    overrides: Overrides
    number: int = 0
    tries: int = 0


_NOTES = TypeAdapter(Kept)


class Spool:
    """Uploads in folders of their own below ``folder``; without one they go with the process."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder

    @property
    def lasts(self) -> bool:
        """Whether what is kept here is there after a restart."""
        return self._folder is not None

    def save(self, name: str, chunks: Iterable[bytes]) -> Path:
        """The file's bytes, not known to anyone yet; ``drop`` removes them again."""
        if self._folder is not None:
            self._folder.mkdir(parents=True, exist_ok=True)
        return saved(name, chunks, self._folder)

    def note(self, kept: Kept) -> None:
        """Remember how far an upload has come; it may have been dropped meanwhile."""
        if self._folder is None or not kept.path.parent.is_dir():
            return
        write_whole(kept.path.with_name(_NOTE), _NOTES.dump_json(kept))

    def trying(self, path: Path) -> None:
        """Remember that the file is about to be taken in once more."""
        if self._folder is not None and path.parent.is_dir():
            path.with_name(_TRIES).write_text(str(_tries(path) + 1))

    def found(self) -> list[Kept]:
        """What an earlier run left, in the order that it came; what is not whole is dropped."""
        if self._folder is None or not self._folder.is_dir():
            return []
        kept = [self._read(folder) for folder in self._folder.iterdir() if folder.is_dir()]
        return sorted((one for one in kept if one), key=lambda one: one.number)

    def _read(self, folder: Path) -> Kept | None:
        try:
            told = _NOTES.validate_json((folder / _NOTE).read_bytes())
        except (OSError, ValidationError):
            drop(folder / _NOTE)
            return None
        path = folder / told.path.name
        if not path.is_file():
            drop(path)
            return None
        return Kept(told.job, path, told.overrides, told.number, _tries(path))


def _tries(path: Path) -> int:
    try:
        return int(path.with_name(_TRIES).read_text())
    except (OSError, ValueError):
        return 0
