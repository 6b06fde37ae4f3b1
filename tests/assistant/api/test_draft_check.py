"""POST /api/draft/check: shape, citations, markup, limits and problems."""

from __future__ import annotations

from fastapi.testclient import TestClient

URL = "/api/draft/check"
PLAN = "Enhetsmål: Verkstan <script>alert(1)</script>\nFörväntat resultat\nGästerna mår bra.\n"


def test_findings_have_place_severity_and_suggestion(client: TestClient) -> None:
    body = client.post(URL, json={"text": PLAN}).json()
    finding = next(f for f in body["findings"] if f["check"] == "followed")
    assert finding["severity"] == "important" and finding["suggestion"]
    place = finding["place"]
    assert PLAN[place["start"] : place["end"]] == place["text"] == "Gästerna mår bra."
    assert place["line"] == 3


def test_copied_text_cites_report_page_and_quote(client: TestClient) -> None:
    text = "Gästerna lagade över trehundra cyklar i verkstaden under året. " * 4
    body = client.post(
        URL, json={"text": text, "unit": "cykelverkstaden <b>kedjan</b>", "year": 2023}
    ).json()
    (finding,) = [f for f in body["findings"] if f["check"] == "copied"]
    (cited, *_) = [c for c in body["citations"] if c["id"] in finding["citations"]]
    assert (cited["page"], cited["year"]) == (2, 2022)
    assert body["copied"][0]["percent"] == 100


def test_errors_are_swedish_problems(client: TestClient) -> None:
    for body, words in (
        ({"text": ""}, "får inte vara tomt"),
        ({"text": " \n"}, "Texten är tom"),
        ({"text": "a" * 50_001}, "högst 50000 tecken"),
        ({"text": "Bröd.", "unit": "Okänd enhet"}, "finns inte i biblioteket"),
        ({"text": "Bröd.", "year": 3}, "minst 1900"),
    ):
        answer = client.post(URL, json=body)
        assert answer.status_code == 422
        assert answer.headers["content-type"].startswith("application/problem+json")
        assert words in answer.text
