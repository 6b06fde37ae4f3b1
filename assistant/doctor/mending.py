"""What can be mended without risk: words indexed anew, leftovers swept, secrets closed.

Needs to be alone with the replica's folder, so the service is stopped first. Reports in force are
never touched.
"""

from __future__ import annotations

from collections.abc import Iterator

from assistant.doctor.disk import exposed
from assistant.settings import Settings
from ingest.lock import WriterLock


def mend(settings: Settings) -> Iterator[str]:
    """Mend, telling each thing that was done; ``LibraryBusyError`` where the service runs."""
    from assistant.wiring import build_library

    with WriterLock(settings.local_path):
        for path in exposed(settings):
            path.chmod(0o600)
            yield f"«{path}» kan nu bara läsas av ägaren."
        library = build_library(settings)
        swept = library.tidy()
        if swept:
            yield f"{swept} rester är borttagna."
        count = library.lexical.rebuild(library.store)
        yield f"Ordindexet är ombyggt: {count} rapporter."
