"""At every endpoint an internal report is, to who may not see it, one that has never been.

Each request is sent to two services: one that holds the planted report and one that never did.
What a reader of another board is answered must be the same, byte for byte but for ids and times
that differ between any two calls; a reader of the board must meet the report. The routes are the
application's own: a route that has no request here fails the test.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import dataclass, field
from typing import Any

import pytest
from fastapi.routing import iter_route_contexts
from httpx import Response
from starlette.routing import Mount

from tests.assistant.internal.hidden import (
    BOARD,
    ELSEWHERE,
    INDICATOR,
    NOWHERE,
    OPEN_ID,
    OURS_TOO,
    QUOTE,
    REPEATED,
    SECRET_ID,
    SECRET_UNIT,
    SECRET_YEAR,
    TRACES,
    UNIT,
    UNIT_OF_BOARD,
    WORD,
    Served,
    never,
    whole,
)

__all__ = ["never", "whole"]


@dataclass(frozen=True)
class Call:
    """A request to a route; ``tells`` where a reader of the board must meet a trace."""

    method: str
    route: str
    path: str
    tells: bool = False
    given: dict[str, Any] = field(default_factory=dict)


def get(route: str, path: str = "", *, tells: bool = False, **given: Any) -> Call:
    return Call("GET", route, path or route, tells, given)


def post(route: str, path: str = "", *, tells: bool = False, **given: Any) -> Call:
    return Call("POST", route, path or route, tells, given)


QUESTIONS = (
    f"Vad skrev {SECRET_UNIT} om {WORD} {SECRET_YEAR}?",
    f"Vad säger rapporterna om {WORD}?",
    "Vad skriver kvastholmen om zirkonsyllt?",
    f"Vad var {INDICATOR} i {BOARD}?",
    "Hur hög var sjukfrånvaron?",
    f"Hur har sjukfrånvaron utvecklats i {BOARD}?",
    f"Jämför sjukfrånvaron mellan enheterna i {BOARD} stadsdelsnämnd",
    "Vilken enhet hade lägst sjukfrånvaro?",
    "Hur gick det med matsvinnet?",
    "Vill nämnden att alla invånare känner sig trygga?",
    f"Vad skrev {UNIT_OF_BOARD} i sin VB {SECRET_YEAR}?",
    "Vilka aktiviteter har enheterna?",
    "Hur många grytor köptes in?",
    "Vad står i den senaste verksamhetsberättelsen?",
    "Vilka enheter nådde sina mål?",
    f"Sammanfatta vad {BOARD} har gjort",
)
TELLING = QUESTIONS[:4]
ANSWER = {
    "question": "Vad?", "status": "answered", "mode": "extractive", "answer": "Svar [1]",
    "statements": [{"text": "Svar.", "citations": [1], "kind": "sourced"}],
    "citations": [{
        "id": 1, "document_id": SECRET_ID, "board": BOARD, "unit": SECRET_UNIT,
        "year": SECRET_YEAR, "report_type": "VB", "page": 2, "quote": QUOTE,
    }],
}  # fmt: skip
DRAFT = {"unit": UNIT_OF_BOARD, "year": 2026}
SECRET_DRAFT = {"unit": SECRET_UNIT, "year": 2032}
EDITED = {
    "request": DRAFT,
    "goals": [],
    "citations": [{"id": 1, "document_id": SECRET_ID, "page": 2, "quote": QUOTE}],
}
PLAN = (
    f"Verksamhetsplan 2032\n\nArbetssätt\n{QUOTE}\n{REPEATED}\n"
    f"{INDICATOR} ska vara 87,4 %. Sjukfrånvaron är 3,3 %.\n"
)
TEXT_FILE = {"file": ("bra-ekdalen.txt", b"Kort rapport.", "text/plain")}
WRONG_FILE = {"file": ("fel.txt", b"Kort rapport.", "text/plain")}
REPORT_IDS = (SECRET_ID, "vb-2031-finns-inte-000000")
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _standing_pages() -> list[Call]:
    """What is there whoever asks for what: the service itself, its pages, all reports, all rows."""
    return [
        get("/api/openapi.json"), get("/v1/models"), get("/healthz"), get("/readyz"),
        get("/"), get("/om"), get("/rapporter", tells=True), get("/skriv"), get("/jamfor"),
        get("/nyckeltal", tells=True), get("/skriv/kontroll"), get("/static"),
        get("/logg"), get("/logg.csv"), get("/api/audit"), get("/metrics"),
        get("/logga-in"), get("/logga-in/klar"), get("/logga-ut/klar"), post("/logga-ut"),
        get("/api/indicators/names", tells=True),
        get("/api/indicators", tells=True),
        get("/api/indicators", tells=True, headers={"Accept": "text/csv"}),
        get("/api/indicators", params={"name": INDICATOR}, tells=True),
        get("/api/indicators", params={"name": "nöjda zirkonkokar"}),
        get("/api/indicators", params={"unit": SECRET_UNIT}, tells=True),
        get("/api/documents", tells=True),
        get("/api/documents", params={"year": SECRET_YEAR}, tells=True),
    ]  # fmt: skip


def _questions() -> list[Call]:
    """Questions and searches, by every way that there is to ask."""
    calls = []
    for q in QUESTIONS:
        told = q in TELLING
        calls += [
            post("/api/ask", json={"question": q}, tells=told),
            post("/api/ask", json={"question": q}, headers={"Accept": "text/event-stream"}),
            get("/api/search", params={"q": q}, tells=told),
            get("/", params={"q": q}, tells=told),
        ]
    for q in QUESTIONS[:6]:
        body = {"model": "planassistent", "messages": [{"role": "user", "content": q}]}
        calls += [
            post("/v1/chat/completions", json=body),
            post("/v1/chat/completions", json={**body, "stream": True}),
            post("/fraga", json={"question": q, "turn": "a1"}),
        ]
    return [
        *calls,
        get("/api/search", params={"q": REPEATED}),
        get("/api/search", params={"q": QUOTE, "board": BOARD, "year": SECRET_YEAR}, tells=True),
    ]


def _about_an_answer() -> list[Call]:
    """An answer that names the report, handed back: as a file, and as right or wrong."""
    feedback = {
        "verdict": "ratt", "question": "Vad?", "answer": "Svar",
        "citations": [{"document_id": SECRET_ID, "page": 2, "quote": "Svar"}],
    }  # fmt: skip
    return [
        post("/fraga/word", data={"about": json.dumps(ANSWER)}),
        post("/api/feedback", json=feedback),
        post("/aterkoppling", data={"verdict": "fel", "about": json.dumps(ANSWER)}),
    ]


def _drafts() -> list[Call]:
    """A plan drafted, changed, taken out as a file and checked."""
    calls = []
    for asked in (DRAFT, SECRET_DRAFT, {"unit": UNIT, "year": 2026}):
        address = {"enhet": asked["unit"], "ar": asked["year"]}
        told = asked is SECRET_DRAFT
        calls += [
            post("/api/draft", json=asked, tells=told),
            post("/api/draft", json=asked, headers={"Accept": DOCX}, tells=told),
            post("/api/draft", json=asked, headers={"Accept": "text/markdown"}, tells=told),
            post("/api/draft/section", json={
                **asked, "namndmal": "Medarbetarna är friska", "heading": "Arbetssätt"}),
            post("/api/draft/export", params={"format": "md"}, json={**EDITED, "request": asked}),
            get("/skriv", params=address, tells=told),
            get("/skriv/fil", params={**address, "format": "json"}, tells=told),
        ]  # fmt: skip
    for unit in (UNIT_OF_BOARD, SECRET_UNIT, ""):
        calls += [
            post("/api/draft/check", json={"text": PLAN, **({"unit": unit} if unit else {})}),
            post("/skriv/kontroll", data={"text": PLAN, "enhet": unit}),
        ]
    return calls


def _side_by_side() -> list[Call]:
    """Units beside each other, and figures through the years."""
    calls = []
    for topic in (WORD, "matsvinn", "sjukfrånvaro", INDICATOR):
        calls.append(get("/jamfor", params={"amne": topic}, tells=topic == WORD))
        for file in ("", ".csv", ".xlsx"):
            told = topic in ("sjukfrånvaro", INDICATOR)
            calls.append(get(f"/nyckeltal{file}", params={"namn": topic}, tells=told))
    return calls


def _open_report() -> list[Call]:
    """A report that all may read, and that repeats what the hidden one says."""
    page = ("/documents/{document_id}/pages/{number}", f"/documents/{OPEN_ID}/pages/2")
    return [
        *(get(*page, params={"quote": quote}) for quote in (REPEATED, QUOTE)),
        get("/rapporter/{document_id}", f"/rapporter/{OPEN_ID}"),
    ]


def _taking_in() -> list[Call]:
    """A report handed in; last of all, since it is there afterwards."""
    return [
        post("/api/documents", files=WRONG_FILE),
        post("/api/documents", files=TEXT_FILE, data={"board": "Ekdalen", "internal": "true"}),
        post("/rapporter", files=WRONG_FILE, follow_redirects=False),
        post("/rapporter/filer", files=TEXT_FILE, data={"board": "Ekdalen"}),
    ]


def _of_a_report(document_id: str) -> list[Call]:
    """Everything that is asked about one report by its id."""
    told = document_id == SECRET_ID
    api, page, file = (
        "/api/documents/{document_id}",
        "/rapporter/{document_id}",
        "/documents/{document_id}",
    )
    to = lambda route: route.replace("{document_id}", document_id)  # noqa: E731
    calls = [
        get(api, to(api), tells=told),
        get(f"{api}/structure", to(f"{api}/structure"), tells=told),
        Call("PATCH", api, to(api), given={"json": {"internal": True}}),
        get(page, to(page), tells=told),
        get(f"{file}/file", to(f"{file}/file")),
        get(f"{file}/pages/{{number}}.png", to(f"{file}/pages/2.png")),
        get(f"{file}/pages/{{number}}", to(f"{file}/pages/2"), tells=told),
        get(f"{file}/pages/{{number}}", to(f"{file}/pages/99")),
        get("/rapporter", params={"borttagen": document_id}),
        get("/rapporter", params={"jobb": document_id}),
        post(f"{page}/fel", to(f"{page}/fel"), data={"sida": 2, "kommentar": "Fel rad."}),
        post(f"{page}/intern", to(f"{page}/intern"), data={"intern": "true"}),
        post(f"{page}/angra", to(f"{page}/angra")),
    ]
    for route in ("/rapporter/jobb/{job_id}", "/rapporter/jobb/{job_id}/avbryt"):
        calls.append(post(route, route.replace("{job_id}", document_id)))
    calls.append(get("/rapporter/jobb/{job_id}", f"/rapporter/jobb/{document_id}"))
    return calls


CALLS = [
    *_standing_pages(),
    *_questions(),
    *_about_an_answer(),
    *_drafts(),
    *_side_by_side(),
    *(call for asked in (*REPORT_IDS, "jobb-0000000000000000") for call in _of_a_report(asked)),
    *_open_report(),
    *_taking_in(),
]
DELETES = [
    Call("DELETE", "/api/documents/{document_id}", f"/api/documents/{SECRET_ID}"),
    post("/rapporter/{document_id}/ta-bort", f"/rapporter/{SECRET_ID}/ta-bort"),
]


def sent(served: Served, call: Call) -> Response:
    given = {"follow_redirects": False, **call.given}
    response: Response = served.client.request(call.method, call.path, **given)
    return response


_OWN = ("content-length", "etag", "x-request-id")
_ONCE = (
    (r'"timings_ms": ?\{[^}]*\}', ""),
    (r"jobb-[0-9a-f]{16}|chatcmpl-[0-9a-f]{32}", "id"),
    (r'"created": ?\d+', ""),
    (r'"progress":[\d.]+|"status":"(queued|reading|embedding|ready)"', ""),
    (r"väntar på sin tur|läses|görs sökbar", ""),
)


def told(response: Response) -> str:
    """What was answered, as text: status, headers that tell something, and body."""
    kept = {k: v for k, v in response.headers.items() if k not in _OWN}
    body = response.content
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as package:
            names = sorted(n for n in package.namelist() if not n.startswith("docProps"))
            text = "\n".join(f"{n}: {package.read(n).decode('utf-8', 'replace')}" for n in names)
    else:
        text = body.decode("utf-8", "replace")
    whole = f"{response.status_code} {sorted(kept.items())}\n{text}"
    for pattern, put in _ONCE:
        whole = re.sub(pattern, put, whole)
    return whole


def name_of(call: Call) -> str:
    given = json.dumps(call.given, default=str, ensure_ascii=True)[:60]
    return f"{call.method} {call.path[:50]} {given}"


def test_every_route_of_the_service_is_asked(whole: Served) -> None:
    routes = {
        (method, route.path)
        for route in iter_route_contexts(whole.app.routes)
        if not isinstance(route.original_route, Mount)
        for method in set(route.methods or ()) - {"HEAD"}
    }
    asked = {(call.method, call.route) for call in [*CALLS, *DELETES]}
    assert not routes - asked, "put a request for each of these into CALLS"


@pytest.mark.parametrize("call", CALLS, ids=name_of)
def test_a_hidden_report_has_never_been(call: Call, whole: Served, never: Served) -> None:
    answers = []
    for service in (whole, never):
        service.asking(ELSEWHERE if "file" in str(call.given) else NOWHERE)
        answers.append(told(sent(service, call)))
    assert answers[0] == answers[1]
    asked = f"{call.path} {call.given}".casefold()
    found = [t for t in TRACES if t in answers[0].casefold() and t not in asked]
    assert not found


@pytest.mark.parametrize("call", [c for c in CALLS if c.tells], ids=name_of)
def test_a_reader_of_the_board_meets_the_report(call: Call, whole: Served, never: Served) -> None:
    answers = []
    for service in (whole, never):
        service.asking(OURS_TOO)
        answers.append(sent(service, call))
    assert told(answers[0]) != told(answers[1])
    assert answers[0].status_code < 300
    assert any(trace in told(answers[0]).casefold() for trace in (*TRACES, "3,3 %"))


@pytest.mark.parametrize("call", DELETES, ids=name_of)
def test_who_does_not_see_a_report_cannot_delete_it(call: Call, whole: Served) -> None:
    whole.asking(ELSEWHERE)
    gone = sent(whole, Call(call.method, call.route, call.path.replace(SECRET_ID, "finns-inte")))
    refused = sent(whole, call)
    assert (refused.status_code, refused.text) == (gone.status_code, gone.text) == (404, gone.text)
    assert whole.library.stored(SECRET_ID) is not None


def test_the_feedback_log_names_no_file_of_a_hidden_report(whole: Served, never: Served) -> None:
    lines = []
    for service in (whole, never):
        service.asking(NOWHERE)
        before = service.log.read_text("utf-8") if service.log.exists() else ""
        body = {
            "verdict": "fel",
            "question": "Vad?",
            "citations": [{"document_id": SECRET_ID, "page": 2}],
        }
        assert service.client.post("/api/feedback", json=body).status_code == 201
        line = json.loads(service.log.read_text("utf-8")[len(before) :])
        lines.append({key: value for key, value in line.items() if key != "tid"})
    assert lines[0] == lines[1]
