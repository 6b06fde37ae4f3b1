"""An upload on its way, and uploads on disk: each in a folder of its own, with what is known of it.

``<folder>/<some name>/{the file, .job.json}``. The file is written first and the note after it, so
that a folder without a note is an upload that never arrived whole, and goes at the next start. A
note is replaced in one step each time that a person has come further. What is being taken in when
the process ends is taken in again by the next: a report is in the library whole or not at all.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from assistant.api.document_shapes import Status
from assistant.api.kept_files import drop, saved
from assistant.api.problems import ProblemError
from ingest.errors import DiskFullError
from ingest.identity import Overrides
from ingest.model import Identity, StoredReport
from ingest.names import BOARD_ITSELF
from ingest.outcome import Outcome, Recognised
from ingest.room import told_if_full
from ingest.whole import write_whole

_LOG = logging.getLogger(__name__)
_NOTE = ".job.json"
_TRIES = ".tries"
MOST, MOST_OF_ONE = 2_000, 500
_LINE_IS_FULL = (
    "{most} filer väntar redan på att läsas in. Filen togs inte emot; lägg in den när kön har "
    "blivit kortare."
)
_YOURS = (
    "{most} av dina filer väntar redan på att läsas in. Filen togs inte emot; lägg in den när "
    "några är klara. Många filer på en gång läses in snabbast med planassistent ingest."
)


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


def check_line(jobs: Iterable[Job], by: str) -> None:
    """A ``ProblemError`` where as many files as may are on their way already, or of one user."""
    waiting = [job.by for job in jobs if job.under_way]
    if len(waiting) >= MOST:
        raise ProblemError(503, "Kön är full", _LINE_IS_FULL.format(most=MOST))
    if waiting.count(by) >= MOST_OF_ONE:
        raise ProblemError(429, "Du har för många filer i kön", _YOURS.format(most=MOST_OF_ONE))


def filled(said: Overrides, before: Overrides) -> Overrides:
    """What a person says now, and where nothing is said what was said before."""
    return Overrides(
        said.board or before.board,
        said.unit or before.unit,
        said.year or before.year,
        said.report_type or before.report_type,
        said.internal,
    )


def same_identity(said: Overrides, understood: Recognised) -> bool:
    """Whether a person says of a file no other than what it was understood to be."""
    who = understood.identity
    return (
        said.board in (None, who.board)
        and said.unit in (None, who.unit or BOARD_ITSELF)
        and said.year in (None, who.year)
        and said.report_type in (None, who.report_type)
    )


def replaced_unasked(agreed: Job, hand: Hand) -> Job | None:
    """The upload as it must wait again, where it would replace a report that was not agreed on."""
    if agreed.understood is None:
        return None
    there = hand.stored(agreed.understood.document_id)
    now = replace(agreed, replaces=there)
    if there is None or now.known:
        return None
    before = agreed.replaces.document_id if agreed.replaces else None
    return None if before == there.document_id else now


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
        """Remember how far an upload has come; it may have been dropped meanwhile.

        Without room for the first note the upload is dropped (``DiskFullError``); without room for
        a later one it goes on, and a restart goes on from the note before.
        """
        if self._folder is None or not kept.path.parent.is_dir():
            return
        place = kept.path.with_name(_NOTE)
        try:
            with told_if_full(self._folder):
                write_whole(place, _NOTES.dump_json(kept))
        except DiskFullError:
            if not place.is_file():
                drop(kept.path)
                raise
            _LOG.warning("no room to note how far an upload has come")

    def trying(self, path: Path) -> None:
        """Remember that the file is about to be taken in once more."""
        if self._folder is not None and path.parent.is_dir():
            try:
                write_whole(path.with_name(_TRIES), str(_tries(path) + 1).encode("ascii"))
            except OSError as error:
                _LOG.warning("an upload's tries are not counted: %s", error)

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
