"""Making a backup, while the service runs.

Report by report: passages and vectors out of the store, the files off the shelf. A report that was
replaced while it was read is read again, one that was deleted is left out, so that each is in the
backup whole or not at all. Everything goes to a folder beside the target, which takes its name in
one step at the end; whatever goes wrong before leaves nothing.

Copied beside the reports is every ordinary file of the data folder that is not derived, in use by
an engine, or a lock: what later versions lay there is in the backup without being named here.
"""

from __future__ import annotations

import errno
import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter

from ingest.archive import Archive
from ingest.backup.manifest import FORMAT, NAME, Manifest, Written, dump, sha256
from ingest.errors import BackupError
from ingest.index.ports import PassageStore
from ingest.model import Passage, StoredReport

_PASSAGE = TypeAdapter(Passage)
_ENTRY = TypeAdapter(StoredReport)
_TRIES = 5
DERIVED = frozenset({"chroma", "lexical", "editions", "uploads", "models", "replica"})
"""Names at the top of the data folder that are not copied as files."""
Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Source:
    """What is backed up: a store of ``model``'s vectors, the shelf, and the data folder.

    ``apart`` are folders below it that belong to a replica.
    """

    store: PassageStore
    archive: Archive
    model: str
    data: Path
    apart: frozenset[Path] = frozenset()


def back_up(source: Source, target: Path, tell: Tell = lambda done, of: None) -> Manifest:
    """Write a backup to ``target``, a folder that is empty or not there.

    Raises ``BackupError`` where it cannot be made; nothing is left then.
    """
    target = target.absolute()
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise BackupError(f"«{target}» finns redan. Ange en mapp som är tom eller inte finns.")
    draft = target.parent / f".{target.name}-{uuid.uuid4().hex}"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        draft.mkdir(mode=0o700)
        manifest = _written(source, _Folder(draft), tell)
        os.replace(draft, target)
    except OSError as error:
        raise BackupError(_failed(target, error)) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return manifest


class _Folder:
    """A folder that remembers what is written to it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.files: dict[str, Written] = {}

    def write(self, name: str, data: bytes) -> None:
        with self._open(name) as file:
            file.write(data)
            _settle(file)
        self._told(name)

    def copy(self, name: str, source: Path) -> None:
        with source.open("rb") as given, self._open(name) as file:
            shutil.copyfileobj(given, file)
            mode = os.fstat(given.fileno()).st_mode & 0o777
            _settle(file)
        self._told(name, mode)

    def drop(self, folder: str) -> None:
        shutil.rmtree(self._path / folder, ignore_errors=True)
        self.files = {n: w for n, w in self.files.items() if not n.startswith(f"{folder}/")}

    def finish(self, manifest: Manifest) -> None:
        with self._open(NAME) as file:
            file.write(dump(manifest))
            _settle(file)

    def _open(self, name: str) -> BinaryIO:
        path = self._path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("wb")

    def _told(self, name: str, mode: int = 0o600) -> None:
        path = self._path / name
        self.files[name] = Written(path.stat().st_size, sha256(path), mode)


def _settle(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def _written(source: Source, folder: _Folder, tell: Tell) -> Manifest:
    for path in _others(source):
        try:
            folder.copy(f"files/{path.relative_to(source.data).as_posix()}", path)
        except FileNotFoundError:  # rotated away meanwhile
            continue
    reports = source.store.reports()
    passages = kept = 0
    for number, stored in enumerate(reports):
        tell(number, len(reports))
        held = _report(source, stored.document_id, folder)
        passages += held or 0
        kept += held is not None
    tell(len(reports), len(reports))
    made = datetime.now(UTC).isoformat(timespec="seconds")
    manifest = Manifest(FORMAT, source.model, made, kept, passages, folder.files)
    folder.finish(manifest)
    return manifest


def _report(source: Source, document_id: str, folder: _Folder) -> int | None:
    """How many passages were written of a report as it is in force; None where it is gone."""
    place = f"reports/{document_id}"
    for _ in range(_TRIES):
        stored = next((r for r in source.store.reports() if r.document_id == document_id), None)
        if stored is None:
            return None
        try:
            held = _edition(source, stored, folder, place)
        except FileNotFoundError:  # replaced while it was copied
            held = None
        if held is not None:
            return held
        folder.drop(place)
    raise BackupError(
        f"Rapporten {document_id} är inte hel i biblioteket, så säkerhetskopian gjordes inte. "
        "Kör «planassistent doctor» för att se vad som är fel."
    )


def _edition(source: Source, stored: StoredReport, folder: _Folder, place: str) -> int | None:
    """None where it was not whole when it was read."""
    passages = source.store.passages(stored.document_id)
    vectors = source.store.vectors(stored.document_id)
    files = source.archive.files(stored.document_id, stored.edition)
    whole = all(p.edition == stored.edition and p.id in vectors for p in passages)
    if not whole or len(passages) != stored.passages or not files:
        return None
    for file in files:
        folder.copy(f"{place}/shelf/{file.name}", file)
    lines = b"".join(_PASSAGE.dump_json(passage) + b"\n" for passage in passages)
    folder.write(f"{place}/passages.jsonl", lines)
    rows = np.asarray([vectors[p.id] for p in passages], dtype=np.float32)
    folder.write(f"{place}/vectors.npy", _npy(rows))
    folder.write(f"{place}/entry.json", _ENTRY.dump_json(stored))
    return len(passages)


def _npy(rows: NDArray[np.float32]) -> bytes:
    out = BytesIO()
    np.save(out, rows, allow_pickle=False)
    return out.getvalue()


def _others(source: Source) -> Iterator[Path]:
    """Files of the data folder that are nobody else's."""
    apart = {path.resolve() for path in source.apart}
    for folder, below, names in os.walk(source.data):
        here = Path(folder)
        top = here == source.data
        below[:] = sorted(
            name
            for name in below
            if not name.startswith(".")
            and not (top and name in DERIVED)
            and (here / name).resolve() not in apart
        )
        for name in sorted(names):
            path = here / name
            passing = name.startswith(".") or name.endswith((".lock", "-draft", ".tmp"))
            if not passing and not (top and name in DERIVED) and path.is_file():
                yield path


def _failed(target: Path, error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return (
            f"Disken med «{target.parent}» är full, så säkerhetskopian gjordes inte. Frigör plats "
            "eller ange en mapp på en annan disk. Inget halvfärdigt finns kvar."
        )
    return (
        f"Säkerhetskopian kunde inte skrivas till «{target}» ({error.strerror}). Kontrollera "
        "rättigheterna till mappen. Inget halvfärdigt finns kvar."
    )
