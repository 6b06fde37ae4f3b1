"""The shelf: for each edition its original file and what was read from it, on disk.

Layout: ``<folder>/<document id>/<first 16 of the edition>/{original.<ext>, report.json}``. A
folder is written beside its place and renamed into it, and renamed away before it is removed, so
that it is whole or not there at all.
The shelf follows the store: which edition counts is decided there, never here.
"""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterable, Mapping
from pathlib import Path

from pydantic import TypeAdapter
from pydantic_core import from_json, to_json

from ingest.model import IndicatorValue, Report
from ingest.room import check_room, told_if_full

_REPORT = TypeAdapter(Report)
_ROW = TypeAdapter(IndicatorValue)


class Archive:
    """Editions on disk below ``folder`` (made when first written to)."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, report: Report, edition: str, source: Path, suffix: str | None = None) -> None:
        """Keep an edition; once there it is never written again. ``suffix``: if not source's."""
        named = {f"original{suffix or source.suffix.lower()}": source}
        self._put(report.identity.document_id, edition, named, _REPORT.dump_json(report))

    def put_files(self, document_id: str, edition: str, files: Iterable[Path]) -> None:
        """Keep an edition that another shelf had (``files``), whole or not at all."""
        self._put(document_id, edition, {path.name: path for path in files})

    def _put(
        self, document_id: str, edition: str, files: Mapping[str, Path], report: bytes | None = None
    ) -> None:
        place = self.place(document_id, edition)
        if place.exists():
            return
        draft = self._folder / f".draft-{uuid.uuid4().hex}"
        with told_if_full(self._folder):
            draft.mkdir(parents=True)
            try:
                for name, source in files.items():
                    shutil.copyfile(source, draft / name)
                if report is not None:
                    (draft / "report.json").write_bytes(report)
                place.parent.mkdir(parents=True, exist_ok=True)
                os.replace(draft, place)
            except OSError:
                shutil.rmtree(draft, ignore_errors=True)
                if not place.exists():
                    raise

    def check_room(self, size: int) -> None:
        """``DiskFullError`` where a file of this size, and what is read from it, may not fit."""
        check_room(self._folder, 4 * size)

    def files(self, document_id: str, edition: str) -> tuple[Path, ...]:
        """All files of an edition; none where it is not on the shelf."""
        place = self.place(document_id, edition)
        return tuple(sorted(place.iterdir())) if place.is_dir() else ()

    def held(self) -> set[Path]:
        """The folders of all editions on the shelf."""
        return {path.parent for path in self._folder.glob("*/*/report.json")}

    def report(self, document_id: str, edition: str) -> Report | None:
        """What was read from an edition, or None when it is not on the shelf."""
        path = self.place(document_id, edition) / "report.json"
        return _REPORT.validate_json(path.read_bytes()) if path.is_file() else None

    def rows(self, document_id: str, edition: str) -> list[tuple[str, bytes]] | None:
        """The name of each indicator row of an edition, and the row for ``row``; None as above.

        Takes a fifth of the time of ``report``: nothing else of it is made.
        """
        path = self.place(document_id, edition) / "report.json"
        if not path.is_file():
            return None
        rows = from_json(path.read_bytes()).get("indicators", ())
        return [(str(row["name"]), to_json(row)) for row in rows]

    def row(self, row: bytes) -> IndicatorValue:
        """An indicator row that ``rows`` gave."""
        return _ROW.validate_json(row)

    def original(self, document_id: str, edition: str) -> Path | None:
        """The file as it was taken in."""
        found = sorted(self.place(document_id, edition).glob("original.*"))
        return found[0] if found else None

    def drafts(self) -> int:
        """How many folders are being written, or were left by a kill."""
        return len(list(self._folder.glob(".draft-*")))

    def keep_only(self, editions: Iterable[tuple[str, str]]) -> int:
        """Drop every edition but these (document id, edition) and all drafts; how many went."""
        wanted = {self.place(document_id, edition) for document_id, edition in editions}
        found = self.held()
        gone = (found - wanted) | set(self._folder.glob(".draft-*"))
        for path in gone:
            if path in found:
                doomed = self._folder / f".draft-{uuid.uuid4().hex}"
                os.replace(path, doomed)
            else:
                doomed = path
            shutil.rmtree(doomed, ignore_errors=True)
        for parent in {path.parent for path in gone} - {self._folder}:
            if parent.is_dir() and not any(parent.iterdir()):
                parent.rmdir()
        return len(gone)

    def place(self, document_id: str, edition: str) -> Path:
        """The folder of an edition, whether it is there or not."""
        return self._folder / document_id / edition[:16]
