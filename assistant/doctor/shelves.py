"""The catalogue against all that it promises: passages, files on the shelf, words.

Every original file is read and its digest compared; nothing is caught up or removed.
"""

from __future__ import annotations

from collections.abc import Iterator

from assistant.doctor.engines import opened
from assistant.doctor.finding import Finding, ok, warning, wrong
from assistant.settings import Settings
from ingest.archive import Archive
from ingest.index.chroma import ChromaStore
from ingest.model import StoredReport
from ingest.reading.files import sha256_of

_SHOWN = 10


def library(settings: Settings) -> Iterator[Finding]:
    """Reports in force, what each needs, and what is left over."""
    store = opened(settings)
    try:
        reports = store.reports()
        yield ok("bibliotek", f"{len(reports)} rapporter och {store.count()} textavsnitt gäller.")
        yield from _damaged(store, Archive(settings.archive_path), reports)
        yield from _left_over(store, Archive(settings.archive_path), reports)
        yield from _words(settings, store)
    finally:
        store.close()


def _damaged(
    store: ChromaStore, archive: Archive, reports: tuple[StoredReport, ...]
) -> Iterator[Finding]:
    found = 0
    for stored in reports:
        why = _why_damaged(store, archive, stored)
        found += why is not None
        if why and found <= _SHOWN:
            yield wrong(
                "rapporter",
                f"{stored.identity.title}, {stored.identity.unit or stored.identity.board} "
                f"({stored.document_id}): {why}",
                "Lägg in rapporten igen, eller lägg tillbaka en säkerhetskopia.",
            )
    if found > _SHOWN:
        yield wrong("rapporter", f"… och {found - _SHOWN} rapporter till.", "")
    if not found:
        yield ok("rapporter", "Varje rapport är hel: textavsnitt, original och läst innehåll.")


def _why_damaged(store: ChromaStore, archive: Archive, stored: StoredReport) -> str | None:
    """What is wrong with a report in force, if anything."""
    held = len(store.passages(stored.document_id))
    if held != stored.passages:
        return f"{held} av {stored.passages} textavsnitt finns."
    original = archive.original(stored.document_id, stored.edition)
    if original is None:
        return "originalfilen saknas."
    if sha256_of(original) != stored.edition:
        return "originalfilen är inte den som lästes in."
    try:
        whole = archive.report(stored.document_id, stored.edition) is not None
    except (OSError, ValueError):
        whole = False
    return None if whole else "det lästa innehållet (report.json) saknas eller är skadat."


def _left_over(
    store: ChromaStore, archive: Archive, reports: tuple[StoredReport, ...]
) -> Iterator[Finding]:
    wanted = {archive.place(r.document_id, r.edition) for r in reports}
    shelves = len(archive.held() - wanted) + archive.drafts()
    passages = store.left_over()
    if not shelves and not passages:
        yield ok("rester", "Inga rester efter avbrutna inläsningar.")
        return
    yield warning(
        "rester",
        f"{shelves} mappar och {passages} textavsnitt är rester efter en avbruten inläsning, eller "
        "hör till en som pågår. De används inte i svar.",
        "De städas vid nästa inläsning, eller nu med: planassistent doctor --laga.",
    )


def _words(settings: Settings, store: ChromaStore) -> Iterator[Finding]:
    from ingest.index.lexical import TantivyIndex

    try:
        behind = TantivyIndex(settings.lexical_path).behind(store)
    except (OSError, ValueError):
        yield warning(
            "ordindex",
            "Ordindexet är skadat eller av äldre slag.",
            "Det byggs om av sig självt när tjänsten startar, eller nu med: "
            "planassistent doctor --laga.",
        )
        return
    if behind:
        yield warning(
            "ordindex",
            f"{behind} rapporter skiljer mellan ordindexet och förteckningen.",
            "Det hinner ikapp när tjänsten startar, eller nu med: planassistent doctor --laga.",
        )
    else:
        yield ok("ordindex", "Ordindexet stämmer med förteckningen.")
