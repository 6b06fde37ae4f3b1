"""The folders: can they be written, is there room, who may read the secrets."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from assistant.doctor.finding import Finding, ok, warning, wrong
from assistant.settings import Settings

LEAST, LITTLE = 500_000_000, 2_000_000_000


def folders(settings: Settings) -> Iterator[Finding]:
    """The data folder, and the replica's own where it has one."""
    for path in dict.fromkeys((settings.data, settings.local_path)):
        yield _writable(path)
        yield _room(path)


def _writable(path: Path) -> Finding:
    what = "datamapp"
    try:
        path.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path, prefix=".doctor-"):
            return ok(what, f"«{path}» går att skriva i.")
    except OSError as error:
        remedy = f"Ge användaren som kör tjänsten skrivrätt: chown -R planassistent «{path}»."
        return wrong(what, f"«{path}» går inte att skriva i ({error.strerror}).", remedy)


def _room(path: Path) -> Finding:
    try:
        free = shutil.disk_usage(path).free
    except OSError as error:
        return wrong("diskutrymme", f"«{path}» går inte att mäta ({error.strerror}).", "")
    said = f"{free / 1e9:.1f} GB ledigt där «{path}» ligger.".replace(".", ",", 1)
    remedy = "Frigör plats eller flytta datamappen till en större disk."
    if free < LEAST:
        return wrong("diskutrymme", said, remedy)
    return warning("diskutrymme", said, remedy) if free < LITTLE else ok("diskutrymme", said)


def secrets(settings: Settings) -> Iterator[Finding]:
    """Files that hold what must not be read by others."""
    found = exposed(settings)
    for path in found:
        yield wrong(
            "hemligheter",
            f"«{path}» kan läsas av andra på datorn.",
            f"Kör: chmod 600 «{path}» (eller planassistent doctor --laga).",
        )
    if not found:
        yield ok("hemligheter", "Inga hemligheter kan läsas av andra på datorn.")


def exposed(settings: Settings) -> list[Path]:
    """Files with secrets that others than their owner may read."""
    places = (Path(".env"), settings.secret_path, settings.keys_path)
    return [p for p in dict.fromkeys(places) if p.is_file() and _open_to_others(p)]


def _open_to_others(path: Path) -> bool:
    return bool(os.stat(path).st_mode & 0o077)
