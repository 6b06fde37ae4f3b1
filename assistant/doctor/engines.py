"""The engines: search model, Chroma, word list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from assistant.doctor.finding import Finding, ok, warning
from assistant.settings import Settings
from ingest.index.chroma import ChromaStore
from ingest.index.compounds import knows_parts


def search_model(settings: Settings) -> Iterator[Finding]:
    """The model is there, and makes vectors."""
    from assistant.wiring import build_embedder

    embedder = build_embedder(settings)
    length = len(embedder.embed_query("provfråga"))
    yield ok("sökmodell", f"{embedder.name} svarar, med {length} tal i varje vektor.")


def chroma(settings: Settings) -> Iterator[Finding]:
    """Chroma answers, and was written with the model that is set."""
    store = opened(settings)
    try:
        yield ok("chroma", f"{store.engine()} svarar och är skrivet med {_model(settings)}.")
        if (holder := store.writer()) is not None:
            yield warning(
                "skrivlås",
                f"Någon skriver i biblioteket just nu: {holder or 'okänd'}.",
                "Är ingen inläsning igång är det ett avbrott som har lämnat låset; det släpps av "
                "sig självt inom en minut. Kör kontrollen igen.",
            )
    finally:
        store.close()


def opened(settings: Settings) -> ChromaStore:
    """The store as it is, with nothing caught up."""
    from assistant.wiring import build_store

    return cast(ChromaStore, build_store(settings, _model(settings)))


def _model(settings: Settings) -> str:
    from assistant.wiring import build_embedder

    return build_embedder(settings).name


def word_list() -> Iterator[Finding]:
    """The Swedish word list, by which compounds are taken apart."""
    if knows_parts():
        yield ok("ordlista", "Den svenska ordlistan finns.")
    else:
        yield warning(
            "ordlista",
            "Den svenska ordlistan saknas; sökningen hittar färre sammansatta ord.",
            "Installera paketet hunspell-sv, eller ange filen sv_SE.dic i PLANASSISTENT_ORDLISTA. "
            "Kör sedan: planassistent index --rebuild.",
        )
