"""The three Chroma collections, and what a passage and a report look like in them.

``passages``: the vector that we made, ``owner`` (the edition that a passage belongs to) and, in
``passage_z``, the passage itself as JSON, compressed: Chroma reads its whole log again at each
write, and with the JSON as it is, the text as document and a key for every field, writing took more
than twice the time. Texts that reports share stand here too, owned by none (see ``texts.py``).
``places``: one record for each edition that holds such texts. ``reports``: one record for each
report in force; writing that record is what puts an edition in force. The vectors of these two mean
nothing. The model's name is metadata of ``passages``. What an older version wrote is read as it
stands.

Chroma must never write its vector index of its own accord (``sync_threshold``): a kill while it
does leaves files that crash the next process. See ``folder.py``, which does it safely.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from chromadb.api import ClientAPI
from pydantic import TypeAdapter

from ingest.errors import IndexUnusableError
from ingest.model import Passage, StoredReport

PASSAGES = "passages"
REPORTS = "reports"
PLACES = "places"
PASSAGE = "passage"
TEXT = "text"
NEVER = 1_000_000_000

_PASSAGE = TypeAdapter(Passage)
_REPORT = TypeAdapter(StoredReport)


@dataclass(frozen=True, slots=True)
class Collections:
    """The collections of one client (their own types are too wide to be of use)."""

    passages: Any
    reports: Any
    places: Any

    def all(self) -> tuple[Any, ...]:
        """The three."""
        return (self.passages, self.reports, self.places)


class Record(NamedTuple):
    """A record of the passages, as it is written."""

    id: str
    vector: Sequence[float]
    metadata: Mapping[str, Any]


def open_collections(client: ClientAPI, model: str) -> Collections:
    """The collections, made where missing; an empty library takes the model's name.

    Raises ``IndexUnusableError`` where the library was embedded with another model.
    """
    reports, places = make_beside(client, REPORTS), make_beside(client, PLACES)
    passages = make_passages(client, PASSAGES, model)
    stored = (passages.metadata or {}).get("model")
    if stored != model:
        if reports.count():
            raise IndexUnusableError(_other_model(str(stored), model))
        client.delete_collection(PASSAGES)
        client.delete_collection(PLACES)
        passages, places = make_passages(client, PASSAGES, model), make_beside(client, PLACES)
    return Collections(passages, reports, places)


def make_beside(client: ClientAPI, name: str) -> Any:
    """A collection that is never searched by vector, made where missing."""
    return client.get_or_create_collection(
        name, embedding_function=None, configuration={"hnsw": {"sync_threshold": NEVER}}
    )


def make_passages(client: ClientAPI, name: str, model: str) -> Any:
    """The collection of passages, made where missing."""
    return client.get_or_create_collection(
        name,
        embedding_function=None,
        metadata={"model": model},
        configuration={
            "hnsw": {
                "space": "cosine",
                "ef_construction": 128,
                "ef_search": 200,
                "sync_threshold": NEVER,
            }
        },
    )


def owner(document_id: str, edition: str) -> str:
    """The edition of a report, as one word."""
    return f"{document_id}@{edition}"


def record_of(passage: Passage, vector: Sequence[float]) -> Record:
    """A passage as it is written."""
    stored = packed(PASSAGE, _PASSAGE.dump_json(passage))
    return Record(
        passage.id, vector, {"owner": owner(passage.document_id, passage.edition), **stored}
    )


def passage_from(stored: str) -> Passage:
    """The passage that was stored so, as JSON."""
    return _PASSAGE.validate_json(stored)


def packed(kind: str, stored: bytes) -> dict[str, str]:
    """JSON as it stands beside a vector; ``kind`` is ``PASSAGE`` or ``TEXT``."""
    return {f"{kind}_z": base64.b64encode(zlib.compress(stored)).decode("ascii")}


def unpacked(kind: str, data: Mapping[str, Any] | None) -> str | None:
    """The JSON that stands beside a vector; None where there is none of this kind.

    A version before this one wrote it as it is.
    """
    data = data or {}
    if f"{kind}_z" in data:
        return zlib.decompress(base64.b64decode(data[f"{kind}_z"])).decode()
    return str(data[kind]) if kind in data else None


def report_metadata(
    report: StoredReport, held: int, shared: Sequence[tuple[str, str]], turn: str
) -> dict[str, Any]:
    """What the catalogue holds of a report; ``held`` counts its stored passages.

    ``shared`` are the texts that it shares, each with the id of the passage. ``turn`` tells one
    putting in force from another. The mark has a key of its own, which only a report that says
    that it is internal sets: Chroma keeps a key that is not written over, and with it the mark.
    """
    return {
        **(mark_of(True) if report.internal else {}),
        "turn": turn,
        "edition": report.edition,
        "held": held,
        "shared": json.dumps(shared),
        "report": _REPORT.dump_json(report).decode(),
    }


def report_from(metadata: dict[str, Any]) -> StoredReport:
    """The report that was stored, marked as it is now."""
    report = _REPORT.validate_json(metadata["report"])
    return replace(report, internal=bool(metadata.get("internal")))


def mark_of(internal: bool) -> dict[str, Any]:
    """The part of a report's metadata that says whether it is internal to its board."""
    return {"internal": internal}


def shared_from(metadata: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """The texts that a report shares, each with the id of the passage."""
    return tuple((text, place) for text, place in json.loads(metadata.get("shared", "[]")))


def _other_model(stored: str, wanted: str) -> str:
    return (
        f"Biblioteket är inläst med modellen «{stored}», men inställningen säger «{wanted}». "
        f"Ställ tillbaka PLANASSISTENT_MODEL så att den ger «{stored}», eller peka "
        "PLANASSISTENT_DATA på en tom mapp och läs in rapporterna på nytt."
    )
