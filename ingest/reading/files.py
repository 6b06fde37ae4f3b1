"""Which files a path means, and what a file is: told by its content, never by its name.

A folder means every .pdf, .docx and .txt below it, hidden files and Word's lock files left out;
a file that is named outright is always tried. A file is refused before it is read when it is
empty or larger than the limit. Content decides the format in this order: the PDF signature, a
zip with a Word document in it, formats that are known but not read (each with its own advice),
and at last plain text – but a file that claims to be a PDF or a Word document and is not, is
damaged and never read as text.
"""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from ingest.errors import BadFileError

SUFFIXES = (".pdf", ".docx", ".txt")
_MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost: its size, and the time and memory of reading it.

    ``masks``: whether personal identity numbers are masked in what was read.
    """

    file_bytes: int = 200 * _MEGABYTE
    seconds: float = 120.0
    memory_bytes: int = 4096 * _MEGABYTE
    masks: bool = True


class Kind(StrEnum):
    """The formats that are read; the value is the suffix that such a file should have."""

    PDF = ".pdf"
    DOCX = ".docx"
    TXT = ".txt"


@dataclass(frozen=True, slots=True)
class Found:
    """The files that some paths mean, and the Swedish complaints about paths that mean none."""

    files: tuple[Path, ...]
    problems: tuple[str, ...] = ()


def find_files(paths: Iterable[Path]) -> Found:
    """Files in the order of the paths, each once; a folder's files sorted by path."""
    files: dict[Path, Path] = {}
    problems: list[str] = []
    for path in paths:
        if path.is_dir():
            below = _reports_below(path)
            if not below:
                problems.append(
                    f"{path}: Mappen innehåller inga rapporter. Ange en mapp med filer "
                    "av typen .pdf, .docx eller .txt."
                )
        elif path.exists():
            below = [path]
        else:
            below = []
            problems.append(f"{path}: Sökvägen finns inte. Kontrollera stavningen.")
        for file in below:
            files.setdefault(file.resolve(), file)
    return Found(tuple(files.values()), tuple(problems))


def _reports_below(folder: Path) -> list[Path]:
    found: list[Path] = []
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found.extend(
            Path(place) / name
            for name in names
            if not name.startswith((".", "~$")) and name.casefold().endswith(SUFFIXES)
        )
    return sorted(found)


def check_size(path: Path, limits: Limits, name: str | None = None) -> None:
    """Refuse what is not a file, is empty or is too large, before a byte of it is read."""
    named = shown(name or path.name)
    if str(path) != shown(str(path)):
        raise BadFileError(
            named,
            "Filens eller mappens namn innehåller tecken som inte går att tolka.",
            "Byt namn på den och försök igen.",
        )
    try:
        regular, size = path.is_file(), path.stat().st_size
    except OSError as error:
        raise _unreadable(named, error) from error
    if not regular:
        raise BadFileError(named, "Det är inte en vanlig fil.", "Ange en fil eller en mapp.")
    if size == 0:
        raise BadFileError(
            named, "Filen är tom (0 byte).", "Hämta eller exportera rapporten på nytt."
        )
    if size > limits.file_bytes:
        raise BadFileError(
            named,
            f"Filen är {_megabytes(size)} MB, men gränsen är {_megabytes(limits.file_bytes)} MB.",
            "Spara den med mindre bilder eller höj gränsen (PLANASSISTENT_MAX_UPLOAD_MB).",
        )


def shown(name: str) -> str:
    """A name as it can be written: bytes that are no characters (of an old disk) as «?»."""
    return name.encode("utf-8", "replace").decode("utf-8")


def _megabytes(size: int) -> int:
    return max(1, round(size / _MEGABYTE))


def sha256_of(path: Path, name: str | None = None) -> str:
    """The edition of a file: 64 hexadecimal digits."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise _unreadable(name or path.name, error) from error


def _unreadable(name: str, error: OSError) -> BadFileError:
    if isinstance(error, FileNotFoundError):
        return BadFileError(name, "Filen finns inte.", "Kontrollera stavningen.")
    return BadFileError(
        name, "Filen går inte att öppna.", "Kontrollera att du har rätt att läsa den."
    )


def kind_of(path: Path, name: str | None = None) -> Kind:
    """The format by content; ``BadFileError`` for anything that is not read."""
    named = name or path.name
    try:
        with path.open("rb") as file:
            head = file.read(1024)
    except OSError as error:
        raise _unreadable(named, error) from error
    if b"%PDF-" in head:
        return Kind.PDF
    if head.startswith(b"PK\x03\x04"):
        return _kind_of_zip(path, named)
    for signature, what, remedy in _NOT_READ:
        if head.lstrip().lower().startswith(signature):
            raise BadFileError(named, what, remedy)
    claimed = Path(named).suffix.casefold()
    if claimed in (".pdf", ".docx"):
        raise BadFileError(
            named,
            f"Filen heter {claimed} men är inte någon giltig {_FORMATS[claimed]}.",
            "Hämta eller exportera rapporten på nytt; filen kan vara skadad.",
        )
    return Kind.TXT


_FORMATS = {".pdf": "PDF-fil", ".docx": "Word-fil"}
_NOT_READ = (
    (
        b"\xd0\xcf\x11\xe0",
        "Filen är i Words gamla format (.doc) eller skyddad med lösenord.",
        "Öppna den i Word, ta bort lösenordet och spara som .docx.",
    ),
    (b"{\\rtf", "Filen är i formatet RTF, som inte stöds.", "Spara den som .docx eller PDF."),
    (b"<!doctype html", "Filen är en webbsida.", "Spara rapporten som PDF, .docx eller .txt."),
    (b"<html", "Filen är en webbsida.", "Spara rapporten som PDF, .docx eller .txt."),
)


def _kind_of_zip(path: Path, name: str) -> Kind:
    try:
        with zipfile.ZipFile(path) as package:
            members = set(package.namelist())
    except (zipfile.BadZipFile, RuntimeError, OSError, ValueError) as error:
        # RuntimeError: a version of the archive format that zipfile does not read.
        raise BadFileError(
            name,
            "Filen är skadad eller avhuggen (en Word-fil som inte går att packa upp).",
            "Hämta eller exportera rapporten på nytt.",
        ) from error
    if "word/document.xml" not in members:
        raise BadFileError(
            name,
            "Filen är ett arkiv eller ett kontorsformat som inte stöds.",
            "Spara rapporten som PDF, .docx eller .txt.",
        )
    return Kind.DOCX
