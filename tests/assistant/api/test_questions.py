"""Ask and search: the shapes, the order of a stream, and requests that cannot be used."""

from __future__ import annotations

import json

from fastapi.testclient import TestClient

from assistant.api.convert import hit_shape
from assistant.model import Found
from ingest.library import Library
from ingest.model import ReportType, Scope
from tests.assistant.api.samples import GREENHOUSE, QUOTE, ScriptedAssistant, missing_answer

CITATION = {
    "id", "document_id", "title", "board", "unit", "year", "report_type", "page", "section",
    "quote", "url",
}  # fmt: skip


def test_an_answer_has_exactly_the_agreed_shape(client: TestClient) -> None:
    body = client.post("/api/ask", json={"question": "Hur många cyklar?"}).json()
    assert set(body) == {
        "status", "answer", "statements", "citations", "indicators", "interpretation", "mode",
        "warnings", "suggestions", "timings_ms",
    }  # fmt: skip
    assert body["status"] == "answered"
    assert body["statements"][0] == {"text": QUOTE, "citations": [1], "kind": "sourced"}
    assert set(body["citations"][0]) == CITATION
    assert body["citations"][0]["title"] == "Verksamhetsberättelse 2022"
    assert body["citations"][0]["url"].startswith(
        f"/documents/{GREENHOUSE.document_id}/pages/2?quote="
    )
    assert body["interpretation"] == {
        "question": "Hur många cyklar lagades 2022?",
        "filters": {"boards": [], "units": [], "years": [2022], "report_types": []},
    }
    assert body["timings_ms"] == {"total": 4.0}


def test_an_indicator_row_is_given_cell_by_cell(client: TestClient) -> None:
    row = client.post("/api/ask", json={"question": "Nöjda?"}).json()["indicators"][0]
    citation = row.pop("citation")
    assert row == {
        "name": "Nöjda gäster", "board": "Sjövik", "unit": GREENHOUSE.unit, "year": 2022,
        "report_type": "VB", "period": "År", "outcome": "81,5 %", "outcome_men": None,
        "outcome_women": None, "previous": "77 %", "previous_period": "VB 2021",
        "forecast": None, "target": "80 %", "city_target": None, "number": 81.5, "measure": "%",
        "analysis": "Fler svarade i år.",
        "namndmal": "Alla som vill får göra något meningsfullt på dagarna", "certain": True,
    }  # fmt: skip
    assert set(citation) == CITATION
    assert citation["id"] == 2, "the same row has the same citation as in the answer"


def test_filters_asker_and_history_reach_the_assistant(
    client: TestClient, assistant: ScriptedAssistant
) -> None:
    client.post(
        "/api/ask",
        json={
            "question": " Hur gick det? ",
            "filters": {"units": ["Kedjan"], "years": [2022], "report_types": ["vb"]},
            "asker": {"unit": "Kedjan"},
            "history": [{"role": "user", "content": "Hej"}],
            "mode": "extractive",
        },
    )
    question = assistant.asked[0]
    assert question.text == "Hur gick det?"
    assert question.scope == Scope((), ("Kedjan",), (2022,), (ReportType.VB,))
    assert question.asker.unit == "Kedjan"
    assert question.history[0].content == "Hej"
    assert question.mode == "extractive"


def test_a_stream_gives_each_statement_with_its_sources_and_then_all(client: TestClient) -> None:
    response = client.post(
        "/api/ask", json={"question": "Cyklar?"}, headers={"Accept": "text/event-stream"}
    )
    assert response.headers["content-type"].startswith("text/event-stream")
    events = [event.split("\n") for event in response.text.strip().split("\n\n")]
    assert [event[0] for event in events] == ["event: statement", "event: statement", "event: done"]
    second = json.loads(events[1][1].removeprefix("data: "))
    assert second["citations"] == [2, 1]
    assert [source["id"] for source in second["sources"]] == [1, 2]
    whole = json.loads(events[2][1].removeprefix("data: "))
    assert whole == client.post("/api/ask", json={"question": "Cyklar?"}).json()


def test_not_found_has_neither_statements_nor_citations(
    client: TestClient, assistant: ScriptedAssistant
) -> None:
    assistant.answer = missing_answer()
    body = client.post("/api/ask", json={"question": "Båtar?"}).json()
    assert (body["status"], body["statements"], body["citations"]) == ("not_found", [], [])
    assert "båtar" in body["answer"]


def test_search_gives_passages_with_their_place(
    client: TestClient, assistant: ScriptedAssistant
) -> None:
    hits = client.get("/api/search", params={"q": "cyklar", "year": 2022, "limit": 2}).json()[
        "hits"
    ]
    assert assistant.searched == [("cyklar", Scope(years=(2022,)), 2)]
    assert 1 <= len(hits) <= 2
    assert set(hits[0]) == {"score", "text", "citation", "repeated_in"}
    assert set(hits[0]["citation"]) == CITATION
    assert hits[0]["repeated_in"] == 3


def test_a_hit_is_quoted_by_one_sentence(library: Library) -> None:
    """Those of a passage need not stand side by side, so a quote is never put together."""
    passages = [p for r in library.reports() for p in library.store.passages(r.document_id)]
    several = [passage for passage in passages if len(passage.sentences) > 1]
    assert several
    for passage in several:
        quote = hit_shape(1, Found(passage, 1.0)).citation.quote
        assert quote == passage.sentences[0].text


def test_an_unknown_unit_is_no_error(client: TestClient) -> None:
    assert client.get("/api/search", params={"q": "x", "unit": "Finns inte"}).status_code == 200


def problem(response: object) -> dict[str, object]:
    assert response.headers["content-type"] == "application/problem+json"  # type: ignore[attr-defined]
    body = response.json()  # type: ignore[attr-defined]
    assert isinstance(body, dict)
    return body


def test_what_is_wrong_is_told_field_by_field(client: TestClient) -> None:
    wrong = {
        "question": " ",
        "mode": "magisk",
        "filters": {"report_types": ["XX"], "years": ["i fjol"]},
    }
    response = client.post("/api/ask", json=wrong)
    body = problem(response)
    errors = {e["field"]: e["detail"] for e in body["errors"]}  # type: ignore[attr-defined]
    assert response.status_code == body["status"] == 422
    assert errors == {
        "question": "får inte vara tomt.",
        "mode": "ska vara auto, extractive eller generative.",
        "filters.report_types[0]": "ska vara VP, T1, T2 eller VB.",
        "filters.years[0]": "ska vara ett heltal.",
    }


def test_missing_and_broken_bodies(client: TestClient) -> None:
    assert problem(client.post("/api/ask", json={}))["detail"] == "question: måste anges."
    broken = client.post("/api/ask", content=b"{", headers={"Content-Type": "application/json"})
    assert problem(broken)["detail"] == "Innehållet: är inte giltig JSON."
    assert client.post("/api/ask", content=b"hej").status_code == 422
    assert problem(client.get("/api/search"))["detail"] == "q: måste anges."


def test_a_body_that_never_ends_is_stopped(client: TestClient) -> None:
    def endless() -> object:
        for _ in range(40):
            yield b" " * 100_000

    response = client.post("/api/ask", content=endless())  # type: ignore[arg-type]
    assert response.status_code == 413
    assert "högst 2 MB" in str(problem(response)["detail"])


def test_a_defect_tells_nothing_of_the_inside(
    client: TestClient, assistant: ScriptedAssistant
) -> None:
    def broken(question: object) -> object:
        raise RuntimeError("/srv/hemlig/väg")

    assistant.ask = broken  # type: ignore[method-assign, assignment]
    response = client.post("/api/ask", json={"question": "Hej?"})
    body = problem(response)
    assert response.status_code == 500
    assert "hemlig" not in response.text and "Traceback" not in response.text
    assert body["title"] == "Något gick fel hos oss"
    assert "Content-Security-Policy" in response.headers


def test_another_sites_page_cannot_post_here(client: TestClient) -> None:
    foreign = {"Origin": "https://elak.example"}
    assert client.post("/api/ask", json={"question": "Hej?"}, headers=foreign).status_code == 403
    same = {"Origin": "http://testserver"}
    assert client.post("/api/ask", json={"question": "Hej?"}, headers=same).status_code == 200


def test_safe_headers_and_a_swedish_description(client: TestClient) -> None:
    response = client.get("/api/openapi.json")
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy and "unsafe" not in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert response.json()["paths"]["/api/ask"]["post"]["summary"] == "Ställ en fråga"
    assert problem(client.get("/api/finns-inte"))["title"] == "Sidan finns inte"
    assert problem(client.get("/api/ask"))["status"] == 405
