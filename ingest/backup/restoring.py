"""Putting a backup back, into an empty library or in place of what one holds.

Everything is verified before anything is written. Then: files to the shelf and passages to the
store, which nobody sees yet; other files beside their places; and at last one step that puts all
reports in force. What goes wrong before it leaves the library as it was (what lies about unseen is
swept at the next run), and doing it again does no harm. Reports that the backup has not go last.
The vectors are those of the backup: nothing is embedded anew.
"""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from pydantic import TypeAdapter

from ingest.backup.making import Tell
from ingest.backup.manifest import Manifest, sha256, verify
from ingest.errors import BackupError, DiskFullError
from ingest.library import Library
from ingest.model import Passage, StoredReport

_PASSAGE = TypeAdapter(Passage)
_ENTRY = TypeAdapter(StoredReport)
_PATIENCE_S = 60.0


@dataclass(frozen=True, slots=True)
class Target:
    """Where a backup is put back: a library and the data folder for all other files."""

    library: Library
    data: Path


def restore(
    backup: Path, target: Target, replace: bool = False, tell: Tell = lambda done, of: None
) -> Manifest:
    """Put a backup back; ``BackupError`` where it is broken or does not fit.

    Without ``replace`` the library has to be empty.
    """
    manifest = verify(backup)
    library = target.library
    if manifest.model != library.embedder.name:
        raise BackupError(
            f"Säkerhetskopian gjordes med modellen «{manifest.model}», men inställningen säger "
            f"«{library.embedder.name}». Ställ in PLANASSISTENT_MODEL så att den ger "
            f"«{manifest.model}», eller läs in rapporterna på nytt i stället."
        )
    drafts: list[tuple[Path, Path]] = []
    with library.store.alone(_PATIENCE_S):
        _check_empty(manifest, target, replace)
        try:
            entries = [_staged(place, library) for place in _numbered(backup, tell)]
            for draft in _beside(backup, manifest, target.data):
                drafts.append(draft)
            library.store.commit_all(entries)
            for beside, place in drafts:
                os.replace(beside, place)
        except (OSError, DiskFullError) as error:
            why = "disken är full" if isinstance(error, DiskFullError) else error.strerror
            raise BackupError(
                f"Säkerhetskopian kunde inte läggas tillbaka ({why}). Frigör plats på disken, "
                "kontrollera rättigheterna till datamappen och försök igen."
            ) from error
        finally:
            for beside, _ in drafts:
                beside.unlink(missing_ok=True)
        _settle(library, entries)
    return manifest


def _check_empty(manifest: Manifest, target: Target, replace: bool) -> None:
    reports = len(target.library.reports())
    others = [
        name
        for name in _others(manifest)
        if (place := target.data / name).is_file()
        and sha256(place) != manifest.files[f"files/{name}"].sha256
    ]
    if replace or not (reports or others):
        return
    there = [f"{reports} rapporter"] if reports else []
    raise BackupError(
        f"Här finns redan {', '.join([*there, *others])}. Lägg till --ersatt för att byta ut det "
        "mot säkerhetskopian, eller peka PLANASSISTENT_DATA på en tom mapp."
    )


def _numbered(backup: Path, tell: Tell) -> Iterator[Path]:
    places = sorted(path.parent for path in backup.glob("reports/*/entry.json"))
    for number, place in enumerate(places):
        tell(number, len(places))
        yield place
    tell(len(places), len(places))


def _staged(place: Path, library: Library) -> StoredReport:
    """One report written, not in force."""
    entry = _ENTRY.validate_json((place / "entry.json").read_bytes())
    lines = (place / "passages.jsonl").read_bytes().splitlines()
    passages = [_PASSAGE.validate_json(line) for line in lines]
    vectors = np.load(place / "vectors.npy", allow_pickle=False).tolist()
    library.archive.put_files(entry.document_id, entry.edition, (place / "shelf").iterdir())
    there = library.stored(entry.document_id)
    if there is not None and there.edition == entry.edition:
        held = library.store.passages(entry.document_id)
        if [passage.id for passage in held] == [passage.id for passage in passages]:
            return entry
    library.store.stage(passages, vectors)
    return entry


def _beside(backup: Path, manifest: Manifest, data: Path) -> Iterator[tuple[Path, Path]]:
    """Other files, each under another name beside its place; written when it has been named."""
    for name in _others(manifest):
        place = data / name
        place.parent.mkdir(parents=True, exist_ok=True)
        draft = place.with_name(f".{place.name}-{uuid.uuid4().hex}")
        yield draft, place
        shutil.copyfile(backup / "files" / name, draft)
        draft.chmod(manifest.files[f"files/{name}"].mode)


def _others(manifest: Manifest) -> list[str]:
    return [name.removeprefix("files/") for name in manifest.files if name.startswith("files/")]


def _settle(library: Library, entries: list[StoredReport]) -> None:
    """What follows from the reports in force: marks as they were, and nothing besides them."""
    wanted = {entry.document_id: entry for entry in entries}
    for stored in library.reports():
        entry = wanted.get(stored.document_id)
        if entry is None:
            library.store.delete(stored.document_id)
        elif entry.internal != stored.internal:
            library.store.mark(stored.document_id, entry.internal)
    library.tidy()
    library.lexical.sync(library.store)
