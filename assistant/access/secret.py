"""The installation's secret: sessions are signed and keys are hashed with what is made of it.

From the setting, else from a file below the data folder that is made at first need and that only
its owner may read. Services that share keys and sessions must have the same secret. A new secret
signs everyone out and makes every key useless, which is how to end both at once.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import tempfile
from pathlib import Path

from assistant.access.errors import AccessSettingError, SharedFileError

_SHORTEST = 32


def find_secret(stated: str | None, path: Path) -> bytes:
    """The secret that is stated, or the one in the file; made where there is none."""
    if stated is not None:
        if len(stated) < _SHORTEST:
            raise AccessSettingError(
                f"PLANASSISTENT_SECRET är för kort: den ska ha minst {_SHORTEST} tecken. "
                "Skapa en med: openssl rand -hex 32"
            )
        return stated.encode("utf-8")
    try:
        if not path.exists():
            _make(path)
        found = path.read_bytes().strip()
    except OSError as error:
        raise SharedFileError(
            f"Filen {path.name} i datamappen kan inte läsas eller skrivas. Kontrollera "
            "rättigheterna, eller ange hemligheten i PLANASSISTENT_SECRET."
        ) from error
    if len(found) < _SHORTEST:
        raise SharedFileError(
            f"Filen {path.name} i datamappen är skadad. Lägg tillbaka den ur en säkerhetskopia, "
            "eller ta bort den: då loggas alla ut och alla nycklar måste göras om."
        )
    return found


def _make(path: Path) -> None:
    """Written whole under another name and then linked, so that two who start agree on one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    file, new = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(file, "w") as out:
            out.write(secrets.token_hex(32))
            out.flush()
            os.fsync(out.fileno())
        os.link(new, path)
    except FileExistsError:
        pass
    finally:
        Path(new).unlink(missing_ok=True)


def derived(secret: bytes, purpose: str) -> bytes:
    """A key of its own for one purpose; nothing of one can be told from another."""
    return hmac.digest(secret, f"planassistent {purpose}".encode(), hashlib.sha256)
