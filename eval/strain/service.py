"""The whole service over a library that may be struck, and what is done with it.

Requests go through the application as a client's would, uploads through their queue; only reading
a file has no child process of its own, which would take most of the time. What is answered is
looked through: a refusal is Swedish, says what to do and tells nothing of the inside, and every
quote of an answer stands on its page in an edition that the library has, or had a moment ago.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

from assistant.answer import Assistant
from assistant.api import uploads
from assistant.app import create_app
from eval.strain.faults import MARK
from eval.strain.shelf import BIRCH, NEW, OAK_AGAIN, Sample
from ingest.assembly import report_from
from ingest.identity import Overrides
from ingest.library import Library
from ingest.model import Report
from ingest.pipeline import Pipeline
from ingest.reading import read_layout
from ingest.text import fold

QUESTIONS = (
    "Vad skrev Ekens verksamhet om räkningen på ängen 2022?",
    "Vad skrev Björkens verksamhet om humlor 2022?",
)
_PATIENCE_S = 20.0
_RETRY_S = 0.05
_INSIDE = (MARK, "Traceback", "Error(", ".py", "/tmp")


def read(path: Path, name: str, overrides: Overrides) -> Report:
    """A report, read in this process."""
    return report_from(read_layout(path, name), name, overrides)


@dataclass(frozen=True, slots=True)
class Known:
    """What the samples are once read: the id of each report, and the text of all its pages."""

    ids: Mapping[str, str]
    """By the name of the sample's file."""
    pages: Mapping[str, frozenset[str]]
    """By document id: every page of every edition that there is."""


def known(folder: Path, samples: Iterable[Sample]) -> Known:
    """The samples, written below a folder and read."""
    ids, pages = {}, defaultdict[str, set[str]](set)
    for sample in samples:
        report = read(sample.written(folder), sample.name, Overrides())
        ids[sample.name] = report.identity.document_id
        pages[report.identity.document_id] |= {fold(page.text) for page in report.pages}
    return Known(ids, {key: frozenset(texts) for key, texts in pages.items()})


@dataclass
class Client:
    """Requests of one service, and what was wrong with its answers."""

    http: TestClient
    known: Known
    wrong: list[str] = field(default_factory=list)

    def ask(self, questions: Sequence[str] = QUESTIONS) -> bool:
        """Whether all questions were answered."""
        return all([self._asked(question) for question in questions])

    def look(self) -> bool:
        """What a person looks at: the list, a structure, a page; a search."""
        there = self._get("/api/documents")
        found = self._get("/api/search?q=humlor+p%C3%A5+%C3%A4ngen")
        if there is None or found is None:
            return False
        for hit in found["hits"]:
            self._stands(hit["citation"])
        key = there["documents"][-1]["id"]
        return self._get(f"/api/documents/{key}/structure") is not None

    def draft(self) -> bool:
        """A draft for a unit; whether it was made."""
        body = {"unit": "Ekens verksamhet", "board": "Norrskogen", "year": 2024}
        made = self._post("/api/draft", body)
        if made is None:
            return False
        for citation in made["citations"]:
            self._stands(citation)
        return True

    def hand_in(self, sample: Sample, over: Callable[[], None], internal: bool = False) -> bool:
        """Hand a report in and wait; ``over`` is called when it has to wait for the store."""
        said = {"internal": "true"} if internal else {}
        file = {"file": (sample.name, sample.text.encode())}
        answer = self.http.post("/api/documents", files=file, data=said)
        self._fit(answer, "uppladdningen")
        if answer.status_code != 202:
            return False
        until = time.monotonic() + _PATIENCE_S
        while time.monotonic() < until:
            job = self.http.get(f"/api/documents/{answer.json()['id']}")
            if job.status_code == 200 and (told := job.json())["status"] in ("ready", "failed"):
                self._fit(job, "jobbet")
                if told["status"] == "failed" and not told.get("reason"):
                    self.wrong.append("en uppladdning gick inte, utan att det sades varför")
                return bool(told["status"] == "ready")
            if job.status_code != 200 or told.get("reason"):
                over()
            time.sleep(0.02)
        self.wrong.append(f"{sample.name} lästes aldrig in")
        return False

    def delete(self, sample: Sample) -> bool:
        """Delete a report; also well where it is gone already."""
        answer = self.http.delete(f"/api/documents/{self.known.ids[sample.name]}")
        self._fit(answer, "borttagningen")
        return answer.status_code in (200, 204, 404)

    def _asked(self, question: str) -> bool:
        told = self._post("/api/ask", {"question": question})
        if told is None:
            return False
        for citation in told["citations"]:
            self._stands(citation)
        if told["status"] == "answered" and not told["citations"]:
            self.wrong.append(f"besvarad utan källa: {question}")
        return bool(told["status"] == "answered")

    def _stands(self, citation: Mapping[str, Any]) -> None:
        quote = fold(citation["quote"])
        pages = self.known.pages.get(citation["document_id"], ())
        if not any(quote in page for page in pages):
            self.wrong.append(f"ett citat som inte står någonstans: {quote[:80]}")

    def _get(self, path: str) -> Any:
        return self._body(self.http.get(path), path)

    def _post(self, path: str, body: Mapping[str, Any]) -> Any:
        return self._body(self.http.post(path, json=dict(body)), path)

    def _body(self, answer: Any, what: str) -> Any:
        self._fit(answer, what)
        return answer.json() if answer.status_code == 200 else None

    def _fit(self, answer: Any, what: str) -> None:
        """An answer tells nothing of the inside, and a refusal what to do."""
        if any(word in answer.text for word in _INSIDE):
            self.wrong.append(f"{what} berättar om det inre: {answer.text[:200]}")
        if answer.status_code >= 400 and not answer.json().get("detail"):
            self.wrong.append(f"{what} avvisas utan förklaring")


@contextmanager
def served(library: Library, known: Known) -> Iterator[tuple[Client, Pipeline]]:
    """A service over the library."""
    uploads._RETRY_S = _RETRY_S
    pipeline = Pipeline(library, read=read)
    app = create_app(Assistant(library), library, pipeline.ingest, pipeline.check_identity)
    with TestClient(app, raise_server_exceptions=False) as http:
        yield Client(http, known), pipeline


Over = Callable[[], None]
Act = Callable[[Client, Over], bool]
"""Something that is done with a service; whether it went well. Doing it twice does no harm."""

WRITING: Mapping[str, Act] = {
    "ersätt": lambda client, over: client.hand_in(OAK_AGAIN, over),
    "lägg-till": lambda client, over: client.hand_in(NEW, over),
    "märk": lambda client, over: client.hand_in(BIRCH, over, internal=True),
    "ta-bort": lambda client, over: client.delete(BIRCH),
}
READING: Mapping[str, Act] = {
    "fråga": lambda client, over: client.ask(),
    "se": lambda client, over: client.look(),
    "utkast": lambda client, over: client.draft(),
}
ACTS: Mapping[str, Act] = {**WRITING, **READING}
