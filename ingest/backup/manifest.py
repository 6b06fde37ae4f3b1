"""What a backup holds, and whether it is still what was written.

    manifest.json                       this file: format, model, counts, and of each other file
                                        its size, SHA-256 and mode
    reports/<document id>/entry.json    what the catalogue holds of the report
    reports/<document id>/passages.jsonl  its passages, one a line
    reports/<document id>/vectors.npy     their vectors, in the same order
    reports/<document id>/shelf/…       the original file and what was read from it
    files/…                             what else lay in the data folder (keys, logs, feedback)

Nothing here knows of an engine. The manifest is written last, so that a backup without one was
never finished.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pydantic import TypeAdapter, ValidationError

from ingest.errors import BackupError

FORMAT = 1
NAME = "manifest.json"
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Written:
    """A file of a backup."""

    bytes: int
    sha256: str
    mode: int = 0o600


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds; ``files`` by their path below the backup, with slashes."""

    format: int
    model: str
    made: str
    reports: int
    passages: int
    files: dict[str, Written]


_MANIFEST = TypeAdapter(Manifest)


def dump(manifest: Manifest) -> bytes:
    """The manifest as it is written."""
    return _MANIFEST.dump_json(manifest, indent=1)


def read_manifest(backup: Path) -> Manifest:
    """The manifest of a backup; ``BackupError`` where there is none that can be used."""
    try:
        manifest = _MANIFEST.validate_json((backup / NAME).read_bytes())
    except FileNotFoundError:
        raise BackupError(
            f"«{backup}» är ingen färdig säkerhetskopia: filen {NAME} saknas. Ange mappen som "
            "planassistent backup skrev."
        ) from None
    except (OSError, ValidationError) as error:
        raise BackupError(
            f"Säkerhetskopian «{backup}» är skadad: {NAME} går inte att läsa. Använd en annan."
        ) from error
    if manifest.format != FORMAT:
        raise BackupError(
            f"Säkerhetskopian «{backup}» har format {manifest.format}, och den här versionen läser "
            f"format {FORMAT}. Använd den version av planassistent som skrev den."
        )
    if any(not _is_below(name) for name in manifest.files):
        raise BackupError(f"Säkerhetskopian «{backup}» namnger filer utanför sig själv.")
    return manifest


def verify(backup: Path) -> Manifest:
    """Read every file of a backup; ``BackupError`` names the first that is not as it was."""
    manifest = read_manifest(backup)
    for name, written in manifest.files.items():
        path = backup / name
        try:
            whole = path.stat().st_size == written.bytes and sha256(path) == written.sha256
        except OSError:
            whole = False
        if not whole:
            raise BackupError(
                f"Säkerhetskopian «{backup}» är skadad: {name} saknas eller har ändrats. "
                "Använd en annan säkerhetskopia."
            )
    entries = sum(name.endswith("/entry.json") for name in manifest.files)
    if entries != manifest.reports:
        raise BackupError(
            f"Säkerhetskopian «{backup}» är skadad: {entries} av {manifest.reports} rapporter "
            "finns i den. Använd en annan säkerhetskopia."
        )
    return manifest


def sha256(path: Path) -> str:
    """The digest of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _is_below(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts
